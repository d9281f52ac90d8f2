using System.Globalization;
using System.Text;
using System.Text.Json;

namespace LambdaSync.Sync.Schedules;

/// <summary>Pages of ListOpportunities, ascending by LastModifiedDate: what is asked, and what of an answer needs a look.</summary>
public static class OpportunityPage
{
    /// <summary>
    /// How far a sweep goes back behind its cursor. AWS does not say that its lists show a change at once, nor that they show changes in
    /// their order.
    /// </summary>
    public static readonly TimeSpan Overlap = TimeSpan.FromMinutes(10);

    // Launched and Closed Lost are the end.
    static readonly string[] OpenStages = ["Prospect", "Qualified", "Technical Validation", "Business Validation", "Committed"];

    /// <summary>A request without page size and place.</summary>
    /// <param name="after">AWS's date, both ends are inclusive; null from the beginning.</param>
    /// <param name="filter">A backfill's, or null.</param>
    public static byte[] Request(string catalog, DateTimeOffset? after, bool onlyOpen, string? filter)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("Catalog", catalog);
            if (filter is not null)
                WriteFilter(json, filter, after);
            else if (after is not null)
                WriteAfter(json, after.Value);
            if (onlyOpen)
            {
                json.WriteStartArray("LifeCycleStage");
                foreach (var stage in OpenStages)
                    json.WriteStringValue(stage);
                json.WriteEndArray();
            }

            json.WriteStartObject("Sort");
            json.WriteString("SortBy", "LastModifiedDate");
            json.WriteString("SortOrder", "ASCENDING");
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return buffer.ToArray();
    }

    /// <summary>Whether AWS has something that is not known here: a record, a later date, or our own last write, whose echo did not come.</summary>
    public static bool NeedsLook(RecordState? state, DateTimeOffset modified) =>
        state is null || (!state.Closed && (state.OwnWrite is not null || state.AwsModified is not { } known || modified > known));

    public static string Text(DateTimeOffset date) => date.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    public static DateTimeOffset? Date(string? cursor) =>
        cursor is null ? null : DateTimeOffset.Parse(cursor, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    /// <summary>The cursor moved to a date. It never moves back: a sweep's overlap lists records from before it once more.</summary>
    public static string Advance(string? cursor, DateTimeOffset date) => Date(cursor) is { } known && known >= date ? cursor! : Text(date);

    // The later of the filter's own beginning and the cursor.
    static void WriteFilter(Utf8JsonWriter json, string filter, DateTimeOffset? after)
    {
        using var given = JsonDocument.Parse(Encoding.UTF8.GetBytes(filter));
        foreach (var member in given.RootElement.EnumerateObject().Where(m => m.Name is not ("Catalog" or "Sort" or "LastModifiedDate")))
            member.WriteTo(json);
        var from = given.RootElement.TryGetProperty("LastModifiedDate", out var dates) && dates.TryGetProperty("AfterLastModifiedDate", out var date)
            ? date.GetDateTimeOffset() : (DateTimeOffset?)null;
        if ((after > from ? after : from ?? after) is { } begin)
            WriteAfter(json, begin);
    }

    static void WriteAfter(Utf8JsonWriter json, DateTimeOffset after)
    {
        json.WriteStartObject("LastModifiedDate");
        json.WriteString("AfterLastModifiedDate", Text(after));
        json.WriteEndObject();
    }
}
