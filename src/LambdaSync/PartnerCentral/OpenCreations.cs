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
    readonly List<WorkItem> _open = [.. work.Where(item => IsOpen(item, now))];

    /// <summary>Whether the work on a CRM record is, or is about to be, its creation at AWS.</summary>
    /// <param name="now">A record that is claimed at this time may be about to be created.</param>
    public static bool IsOpen(WorkItem item, DateTimeOffset now) => item.Key.IsCrmRecord && (item.Intent is not null || item.ClaimedUntil > now);

    /// <summary>Whether an opportunity that would become a new record of the CRM may be the result of one of them.</summary>
    /// <param name="seen">The opportunity. A file may lack its partner identifier, so its title or its customer's name decides.</param>
    public bool MayHaveCreated(AwsObservation seen)
    {
        if (_open.Count == 0)
            return false;
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
