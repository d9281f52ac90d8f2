using System.Globalization;
using LambdaSync.Mapping;

namespace LambdaSync.Sync;

/// <summary>A record's status as fields of its CRM record (row D10).</summary>
public static class StatusFields
{
    /// <summary>
    /// What to write so that the CRM shows the status: only what differs from what it holds, so an unchanged status is no write. Empty
    /// without a mapping.
    /// </summary>
    /// <param name="synced">Something was carried over just now: then <c>lastSync</c> is <paramref name="now"/>, otherwise it stays.</param>
    /// <param name="crm">The CRM record's fields; <c>{}</c> when it is new.</param>
    /// <returns>Canonical JSON values; <c>null</c> clears a field.</returns>
    public static FlatRecord Changes(StatusMapping? mapping, RecordStatus status, DateTimeOffset now, bool synced, FlatRecord crm)
    {
        var changes = new FlatRecord();
        if (mapping is null)
            return changes;
        Put(mapping.SyncStatus, Text(SyncStatuses.Word(status.Status)), (held, value) => held == value);
        Put(mapping.ReviewStatus, Text(status.ReviewStatus), (held, value) => held == value);
        Put(mapping.LastError, status.Error is { } error ? Text(ErrorText.Of(error)) : "null", IsSameOrCut);
        Flag(mapping.HasUpdates, status.HasUpdates);
        Flag(mapping.Locked, status.Locked);
        if (status.Readiness is { } issues)
            Put(mapping.Readiness, issues.ToString(CultureInfo.InvariantCulture), IsSameNumber);
        if (synced)
            Put(mapping.LastSync, Scalars.OfText(Seconds(now)), (held, value) => Moment(held) == Moment(value));
        return changes;

        void Put(string? field, string value, Func<string, string, bool> same)
        {
            if (field is not null && !(crm.IsEmpty(field) ? value == "null" : same(crm[field]!, value)))
                changes[field] = value;
        }

        // A missing boolean, and a text that nothing was written to yet, mean no.
        void Flag(StatusFlag? flag, bool yes)
        {
            if (flag is not null && (crm.IsEmpty(flag.Crm) ? yes : crm[flag.Crm] != (yes ? flag.Yes : flag.No)))
                changes[flag.Crm] = yes ? flag.Yes : flag.No;
        }
    }

    static string Text(string? text) => string.IsNullOrWhiteSpace(text) ? "null" : Scalars.OfText(text.Trim());

    // A CRM may keep decimals.
    static bool IsSameNumber(string held, string value) => decimal.TryParse(held, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number.ToString("0.##", CultureInfo.InvariantCulture) == value;

    // A CRM with less room keeps the beginning; that it is not the whole is no reason to write it again each time.
    static bool IsSameOrCut(string held, string value) =>
        Scalars.TextOf(held) is { } text && Scalars.TextOf(value)?.StartsWith(text, StringComparison.Ordinal) == true;

    // Whole seconds are what every CRM keeps.
    static string Seconds(DateTimeOffset moment) => moment.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    // CRMs write the zone as Z, +00:00 or +0000.
    static DateTimeOffset? Moment(string held) =>
        DateTimeOffset.TryParse(Scalars.TextOf(held), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment) ? moment : null;
}
