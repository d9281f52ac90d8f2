using System.Text.Json.Nodes;
using LambdaSync.Sync;
using LambdaSync.Sync.Outbound;
using LambdaSync.Sync.Work;

namespace LambdaSync.PartnerCentral;

/// <summary>
/// CreateOpportunity calls whose result is not known yet. An opportunity that a file brings meanwhile may be what one of them has created:
/// until that is known it is no new record of the CRM.
/// </summary>
/// <param name="work">The work that waits in the store.</param>
/// <param name="now">A record that is claimed at this time may be about to be created.</param>
public sealed class OpenCreations(IEnumerable<WorkItem> work, DateTimeOffset now)
{
    readonly List<WorkItem> _open = [.. work.Where(item => item.Key.IsCrmRecord && (item.Intent is not null || item.ClaimedUntil > now))];

    /// <summary>Whether an opportunity that has no link may be the result of one of them.</summary>
    /// <param name="seen">The opportunity. A file may lack its partner identifier, so without a CRM record its title or its customer's name decides.</param>
    /// <param name="crmKey">The CRM record that it would be linked to, or null: it would become a new one.</param>
    public bool MayHaveCreated(AwsObservation seen, WorkKey? crmKey)
    {
        if (_open.Count == 0)
            return false;
        if (crmKey is not null)
            return _open.Any(item => item.Key == crmKey);
        var (title, customer) = Names(seen.Document);
        return _open.Select(Creation).OfType<PendingCall>().Any(call =>
            Names(call.Next.AwsBaseline) is var (ownTitle, ownCustomer) && (Same(title, ownTitle) || Same(customer, ownCustomer)));
    }

    static PendingCall? Creation(WorkItem item) =>
        item.Intent is { } intent && StoredIntent.Read(intent)?.Aws is { Operation: nameof(CreateOpportunity) } call ? call : null;

    static (string? Title, string? Customer) Names(ReadOnlySpan<byte> document)
    {
        var opportunity = OpportunityBody.Opportunity(document);
        return (Text(opportunity["Project"], "Title"), Text((opportunity["Customer"] as JsonObject)?["Account"], "CompanyName"));
    }

    static string? Text(JsonNode? parent, string member) =>
        (parent as JsonObject)?[member] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    static bool Same(string? one, string? other) => one is not null && string.Equals(one.Trim(), other?.Trim(), StringComparison.OrdinalIgnoreCase);
}
