using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using LambdaSync.Sync.Outbound;

namespace LambdaSync.Sync.Invitations;

/// <summary>
/// An invitation as a record document: AWS's answer under <c>invitation</c>, and what it shows of the opportunity under <c>opportunity</c>,
/// in the shape in which GetOpportunity will give it; of a lead under <c>lead</c>, in the shape of its engagement's document. So the
/// opportunity's or the lead's own mapping fills the CRM record of an invitation.
/// </summary>
public static class InvitationDocument
{
    /// <summary>AWS's names of what an invitation is for.</summary>
    public const string OfOpportunity = "OpportunityInvitation", OfLead = "LeadInvitation";

    /// <param name="answer">GetEngagementInvitation's answer.</param>
    /// <param name="holidays">Days that are no working days, beside Saturdays and Sundays.</param>
    /// <returns>Canonical UTF-8. An answered invitation may show nothing of the opportunity any more: then there is no such root.</returns>
    public static byte[] Of(ReadOnlySpan<byte> answer, IReadOnlyList<DateOnly> holidays)
    {
        var reader = new Utf8JsonReader(answer);
        var invitation = (JsonObject)JsonNode.Parse(ref reader)!;
        var kind = InvitationKinds.Of(invitation);
        invitation["Kind"] = kind;
        if (kind == InvitationKinds.MarketplaceRequest && Date(invitation, "InvitationDate") is { } sent)
            invitation["ResponseDue"] = Text(WorkingDays.After(sent, WorkingDays.OfMarketplaceRequest, holidays));
        if (InvitationMemo.Read(answer.ToArray()).Deadline(holidays) is { } deadline)
            invitation["AnswerBy"] = Text(deadline);
        var document = new JsonObject { ["invitation"] = invitation };
        if (invitation["Payload"]?[OfOpportunity] is JsonObject shown)
            document["opportunity"] = Opportunity(shown);
        if (invitation["Payload"]?[OfLead] is JsonObject offered)
            document[LeadBody.Root] = LeadBody.Offered(offered);
        return OpportunityBody.Bytes(document);
    }

    /// <summary>Whether a record document has an invitation of AWS's API in it; what files say of one has no id.</summary>
    public static bool Has(ReadOnlySpan<byte> document) => Find(document) is not null;

    /// <summary>The same document once the invitation was accepted.</summary>
    /// <param name="document">A record document with an invitation in it.</param>
    /// <returns>The root <c>invitation</c> alone, or null: the document has none, or says so already.</returns>
    public static JsonObject? Accepted(ReadOnlySpan<byte> document)
    {
        if (Find(document) is not { } invitation || invitation["Status"]?.ToString() == InvitationMemo.Accepted)
            return null;
        var accepted = (JsonObject)invitation.DeepClone();
        accepted["Status"] = InvitationMemo.Accepted;
        return accepted;
    }

    /// <summary>Whether a record document has an invitation that waits for an answer.</summary>
    public static bool IsPending(ReadOnlySpan<byte> document) => Find(document)?["Status"]?.ToString() == InvitationMemo.Pending;

    /// <summary>One of <see cref="InvitationKinds"/>, or null: the document has no invitation.</summary>
    public static string? KindOf(ReadOnlySpan<byte> document) => Find(document)?["Kind"]?.ToString();

    /// <summary>AWS's document of a record that came of an invitation: the invitation was accepted, whatever it showed last.</summary>
    /// <param name="baseline">AWS's side as the record last had it, or null.</param>
    public static byte[] WithAcceptance(byte[]? baseline, byte[] document) =>
        baseline is not null && Accepted(baseline) is { } accepted ? OpportunityBody.WithRoot(document, "invitation", accepted) : document;

    static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    internal static DateTimeOffset? Date(JsonObject json, string name) =>
        DateTimeOffset.TryParse(json[name]?.ToString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date) ? date : null;

    // The members of shape OpportunityInvitationPayload under the names of GetOpportunityResponse; what AWS does not show is not there.
    static JsonObject Opportunity(JsonObject shown)
    {
        var (customer, project) = (shown["Customer"] as JsonObject, shown["Project"] as JsonObject);
        return Some(
            ("Customer", Some(("Account", Some(
                ("CompanyName", Copy(customer, "CompanyName")), ("Industry", Copy(customer, "Industry")), ("WebsiteUrl", Copy(customer, "WebsiteUrl")),
                ("Address", Some(("CountryCode", Copy(customer, "CountryCode")))))))),
            ("LifeCycle", Some(("TargetCloseDate", Copy(project, "TargetCompletionDate")))),
            ("Project", Some(
                ("Title", Copy(project, "Title")), ("CustomerBusinessProblem", Copy(project, "BusinessProblem")), ("ExpectedCustomerSpend", Copy(project, "ExpectedCustomerSpend")))));
    }

    static JsonObject? Find(ReadOnlySpan<byte> document)
    {
        var reader = new Utf8JsonReader(document.Length == 0 ? "{}"u8 : document);
        return (JsonNode.Parse(ref reader) as JsonObject)?["invitation"] is JsonObject invitation && invitation["Id"] is not null ? invitation : null;
    }

    static JsonNode? Copy(JsonObject? json, string name) => json?[name]?.DeepClone();

    static JsonObject Some(params ReadOnlySpan<(string Name, JsonNode? Value)> members)
    {
        var json = new JsonObject();
        foreach (var (name, value) in members)
        {
            if (value is not (null or JsonObject { Count: 0 }))
                json[name] = value;
        }

        return json;
    }
}
