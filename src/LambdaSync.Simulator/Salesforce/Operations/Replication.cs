using System.Globalization;
using System.Text.Json.Nodes;
using LambdaSync.Simulator.Salesforce.Model;
using LambdaSync.Simulator.Salesforce.Rules;
using LambdaSync.Simulator.Salesforce.State;
using LambdaSync.Simulator.Salesforce.Wire;

namespace LambdaSync.Simulator.Salesforce.Operations;

/// <summary>Get Updated and Get Deleted: ids by SystemModstamp, seconds ignored (REST, sObject Get Updated, sObject Get Deleted).</summary>
static class Replication
{
    const int MaxIds = 600_000;

    public static ApiAnswer Updated(Organization organization, ApiRequest request, string name)
    {
        var model = Model(organization, name);
        var (start, end) = Span(organization, request, TimeSpan.FromDays(30));
        var ids = organization.Table(model.Name).Where(row => row is { IsHidden: false, IsDeleted: false } && row.Stamp >= start && row.Stamp < end).Select(row => row.Id).ToList();
        if (ids.Count > MaxIds)
            throw new ApiError("EXCEEDED_ID_LIMIT", $"The number of results exceeds {MaxIds}.");
        return new ApiAnswer(200, new JsonObject { ["ids"] = ApiAnswer.Strings(ids), ["latestDateCovered"] = Values.Time(Covered(organization, end)) });
    }

    public static ApiAnswer Deleted(Organization organization, ApiRequest request, string name)
    {
        var model = Model(organization, name);
        var (start, end) = Span(organization, request, TimeSpan.FromDays(15));
        var earliest = organization.Second - organization.Settings.DeleteLog;
        if (start < earliest.AddSeconds(-earliest.Second))
            throw new ApiError("INVALID_REPLICATION_DATE", "startDate before org's earliest date available for getDeleted");
        var deleted = organization.Table(model.Name).Where(row => !row.IsHidden && row.DeletedAt >= start && row.DeletedAt < end)
            .Select(row => (JsonNode)new JsonObject { ["deletedDate"] = Values.Time(row.DeletedAt!.Value), ["id"] = row.Id });
        return new ApiAnswer(200, new JsonObject
        {
            ["deletedRecords"] = new JsonArray([.. deleted]),
            ["earliestDateAvailable"] = Values.Time(earliest),
            ["latestDateCovered"] = Values.Time(Covered(organization, end)),
        });
    }

    static ObjectModel Model(Organization organization, string name) => organization.Schema.Find(name) is { IsReadable: true, IsTooling: false, IsEvent: false } model ? model : throw ApiError.NotFound();

    static DateTimeOffset Covered(Organization organization, DateTimeOffset end) => organization.CoveredUntil < end ? organization.CoveredUntil : end;

    static (DateTimeOffset Start, DateTimeOffset End) Span(Organization organization, ApiRequest request, TimeSpan most)
    {
        var (start, end) = (Minute(request, "start"), Minute(request, "end"));
        if (end <= start)
            throw new ApiError("INVALID_REPLICATION_DATE", "endDate must be at least one minute greater than startDate");
        if (start < organization.Clock.Now - most - TimeSpan.FromMinutes(1))
            throw new ApiError("INVALID_REPLICATION_DATE", "startDate cannot be more than " + most.TotalDays.ToString(CultureInfo.InvariantCulture) + " days ago");
        return (start, end);
    }

    static DateTimeOffset Minute(ApiRequest request, string name)
    {
        if (!DateTimeOffset.TryParse(request.Query.GetValueOrDefault(name), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time))
            throw new ApiError("INVALID_REPLICATION_DATE", $"Invalid {name} date");
        return time.AddTicks(-(time.Ticks % TimeSpan.TicksPerMinute)).ToUniversalTime();
    }
}
