using System.Text.Json;
using LambdaSync.Gates;
using LambdaSync.Mapping;
using LambdaSync.Sync;
using LambdaSync.Sync.Outbound;
using LambdaSync.Sync.Work;

namespace LambdaSync.Cli;

/// <summary>One opportunity in a list.</summary>
/// <param name="Stage">AWS's; of one that AWS does not have, the one it would get.</param>
/// <param name="SyncStatus">As the CRM's status field says it.</param>
sealed record OpportunityLine(string AwsId, string CrmId, string Title, string Stage, string ReviewStatus, string SyncStatus, string CloseDate, string Cause)
{
    /// <summary>What a record shows that AWS does not have.</summary>
    public const string NotAtAws = "Not at AWS";

    /// <summary>The sync statuses that a list may be filtered by.</summary>
    public static readonly IReadOnlyList<string> Statuses = [.. SyncStatuses.Words, NotAtAws];

    public static OpportunityLine Of(RecordFacts record, CompiledMapping mapping, DateOnly today)
    {
        using var json = JsonDocument.Parse(record.State is null ? WantedDocument.Of(record, mapping, today).Document : record.AtAws);
        var opportunity = json.RootElement.TryGetProperty("opportunity", out var found) ? found : default;
        var review = record.State is null ? "" : Text(opportunity, "LifeCycle", "ReviewStatus");
        return new(
            record.AwsId ?? "", record.CrmId ?? "", Text(opportunity, "Project", "Title"), Text(opportunity, "LifeCycle", "Stage"), review, Status(record, mapping, review),
            Text(opportunity, "LifeCycle", "TargetCloseDate"), record.Work?.Cause ?? "");
    }

    public static void WriteJson(LineWriter lines, Utf8JsonWriter json, OpportunityLine line)
    {
        json.WriteString("awsId", line.AwsId);
        json.WriteString("crmId", line.CrmId);
        json.WriteString("title", line.Title);
        json.WriteString("stage", line.Stage);
        json.WriteString("reviewStatus", line.ReviewStatus);
        json.WriteString("syncStatus", line.SyncStatus);
        json.WriteString("closeDate", line.CloseDate);
        json.WriteString("cause", line.Cause);
    }

    // What waits or is held since the CRM's field was written counts more than the field.
    static string Status(RecordFacts record, CompiledMapping mapping, string review)
    {
        if (record.Work is { Parked: true })
            return SyncStatuses.Word(Sync.SyncStatus.Failed);
        if (record.State is null)
            return NotAtAws;
        if (record.Work?.Reasons.Contains(Reason.Locked) == true && ReviewLock.Locks(review))
            return SyncStatuses.Word(Sync.SyncStatus.WaitingForAws);
        if (mapping.Source.Status?.SyncStatus is { } field && record.Crm is { } crm && !crm.IsEmpty(field) && Scalars.TextOf(crm[field]!) is { } shown && SyncStatuses.Words.Contains(shown))
            return shown;
        return SyncStatuses.Word(Draft.Is(review) ? Sync.SyncStatus.Draft : Sync.SyncStatus.Synced);
    }

    static string Text(JsonElement element, params ReadOnlySpan<string> path)
    {
        foreach (var name in path)
        {
            if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out element))
                return "";
        }

        return element.ValueKind == JsonValueKind.String ? element.GetString()! : "";
    }
}
