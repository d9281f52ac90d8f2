using System.Text.Json.Nodes;
using LambdaSync.Sync.Outbound;

namespace LambdaSync.Sync;

/// <summary>
/// Outside the United States AWS takes an update with a StateOrRegion and does not keep it. That AWS has none is then no change of AWS's:
/// it would clear the region in the CRM, whose next edit would send it again.
/// </summary>
static class DroppedRegion
{
    /// <summary>AWS's document with the region that is known, where AWS has dropped it.</summary>
    /// <param name="known">The baseline.</param>
    public static byte[] Keep(ReadOnlySpan<byte> known, byte[] document)
    {
        if (known.IndexOf("\"StateOrRegion\""u8) < 0 || document.AsSpan().IndexOf("\"StateOrRegion\":\""u8) >= 0)
            return document;
        var (before, now) = (OpportunityBody.Opportunity(known), OpportunityBody.Opportunity(document));
        if (Address(before) is not { } old || Address(now) is not { } address || old["StateOrRegion"] is not { } region)
            return document;
        var country = address["CountryCode"]?.ToString();
        if (country is null or "US" || country != old["CountryCode"]?.ToString() || address["StateOrRegion"] is not null)
            return document;
        address["StateOrRegion"] = region.DeepClone();
        return OpportunityBody.With(document, now);
    }

    static JsonObject? Address(JsonObject opportunity) => (opportunity["Customer"] as JsonObject)?["Account"] is JsonObject account ? account["Address"] as JsonObject : null;
}
