using System.Globalization;
using System.Text.Json.Nodes;

namespace LambdaSync.Sync.Outbound;

/// <summary>
/// Record documents of leads, made of GetEngagement's answer: the engagement, its lead context with what is derived from it, and the
/// latest prospecting result; and the bodies of the requests that carry a lead.
/// </summary>
public static class LeadBody
{
    public const string Type = "Lead", Disqualified = "Disqualified";

    internal const string Root = "lead";

    const string EngagementRoot = "engagement", ProspectingRoot = "prospecting";

    // What LambdaSync adds beside AWS's own members.
    static readonly string[] Derived = ["Contacts", "ContextId", "LatestInteraction", "OpportunityId"];

    /// <summary>The record document, or null: the engagement has no lead context.</summary>
    /// <param name="engagement">GetEngagement's answer.</param>
    /// <param name="opportunity">The opportunity that the lead became, or null.</param>
    public static byte[]? Document(ReadOnlySpan<byte> engagement, string? opportunity = null)
    {
        var answer = OpportunityBody.Parse(engagement);
        var contexts = Contexts(answer);
        if (contexts.FirstOrDefault(c => Text(c["Type"]) == Type && Payload(c, Type) is not null) is not { } context)
            return null;
        var lead = (JsonObject)Payload(context, Type)!.DeepClone();
        lead["ContextId"] = Text(context["Id"]);
        if (opportunity is not null)
            lead["OpportunityId"] = opportunity;
        Derive(lead);
        answer.Remove("Contexts");
        var document = new JsonObject { [EngagementRoot] = answer, [Root] = lead };
        if (contexts.LastOrDefault(c => Payload(c, "ProspectingResult")?["Aws"] is JsonObject) is { } prospecting)
            document[ProspectingRoot] = Payload(prospecting, "ProspectingResult")!["Aws"]!.DeepClone();
        return OpportunityBody.Bytes(document);
    }

    /// <summary>The lead as its invitation shows it, in the shape of a document's lead. The contact comes with the acceptance.</summary>
    /// <param name="shown">Shape LeadInvitationPayload.</param>
    public static JsonObject Offered(JsonObject shown)
    {
        var lead = new JsonObject { ["Customer"] = (shown["Customer"] as JsonObject)?.DeepClone() ?? new JsonObject(), ["Interactions"] = new JsonArray() };
        var customer = lead["Customer"]!.AsObject();
        if (customer["CountryCode"]?.DeepClone() is { } country)
            customer["Address"] = new JsonObject { ["CountryCode"] = country };
        customer.Remove("CountryCode");
        if (shown["Interaction"]?.DeepClone() is JsonObject interaction)
        {
            interaction.Remove("ContactBusinessTitle");
            lead["Interactions"] = new JsonArray(interaction);
        }

        Derive(lead);
        return lead;
    }

    /// <summary>A document's lead, or an empty one.</summary>
    public static JsonObject Lead(ReadOnlySpan<byte> document) => OpportunityBody.Parse(document)[Root]?.DeepClone() as JsonObject ?? [];

    /// <summary>The lead as an update carries it: AWS's own members but the interactions, of which an update adds one.</summary>
    public static JsonObject Sent(JsonObject lead)
    {
        var sent = (JsonObject)lead.DeepClone();
        foreach (var name in Derived.Append("Interactions"))
            sent.Remove(name);
        RemoveNulls(sent);
        return sent;
    }

    /// <summary>Whether a customer project is one of the engagement's contexts: then the lead is converted.</summary>
    public static bool HasProject(ReadOnlySpan<byte> engagement) => Contexts(OpportunityBody.Parse(engagement)).Any(c => Text(c["Type"]) == "CustomerProject");

    public static string? QualificationStatus(ReadOnlySpan<byte> document) => Text(OpportunityBody.Parse(document)[Root]?["QualificationStatus"]);

    /// <summary>The CRM record that the engagement was created from, or null: it was not LambdaSync that created it.</summary>
    public static string? CrmId(ReadOnlySpan<byte> document) => LeadTitle.CrmIdOf(Text(OpportunityBody.Parse(document)[EngagementRoot]?["Description"]));

    public static string? CompanyName(ReadOnlySpan<byte> document) => Text(OpportunityBody.Parse(document)[Root]?["Customer"]?["CompanyName"]);

    /// <summary>AWS's words for a lead that no opportunity can be made of.</summary>
    public static bool IsDisqualified(ReadOnlySpan<byte> document) => string.Equals(QualificationStatus(document), Disqualified, StringComparison.OrdinalIgnoreCase);

    /// <summary>The engagement's date of its last change, as AWS wrote it: its finest digits are part of what an update has to name.</summary>
    public static string? ModifiedText(ReadOnlySpan<byte> document) => Text(OpportunityBody.Parse(document)[EngagementRoot]?["ModifiedAt"]);

    public static DateTimeOffset? Date(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date) ? date : null;

    /// <summary>UpdateEngagementContext's request: the whole lead as AWS has it, with the changes.</summary>
    /// <param name="document">The record document as AWS has it.</param>
    /// <param name="lead">The lead once AWS has taken the update.</param>
    public static byte[] Update(string catalog, string engagement, ReadOnlySpan<byte> document, JsonObject lead) => OpportunityBody.Bytes(new JsonObject
    {
        ["Catalog"] = catalog,
        ["EngagementIdentifier"] = engagement,
        ["ContextIdentifier"] = Text(lead["ContextId"]),
        ["EngagementLastModifiedAt"] = ModifiedText(document) ?? "",
        ["Type"] = Type,
        ["Payload"] = new JsonObject { [Type] = Sent(lead) },
    });

    /// <summary>CreateEngagement's request: an engagement with a lead context in it.</summary>
    /// <param name="title">By it the engagement is found again when the answer is lost.</param>
    public static byte[] Create(string catalog, string clientToken, string title, string description, JsonObject lead) => OpportunityBody.Bytes(new JsonObject
    {
        ["Catalog"] = catalog,
        ["ClientToken"] = clientToken,
        ["Contexts"] = new JsonArray(new JsonObject { ["Type"] = Type, ["Payload"] = new JsonObject { [Type] = Created(lead) } }),
        ["Description"] = description,
        ["Title"] = title,
    });

    /// <summary>The lead context of a new lead: its first interaction is with the contact that the CRM has.</summary>
    public static JsonObject Created(JsonObject lead)
    {
        var created = Sent(lead);
        var interaction = (lead["LatestInteraction"] as JsonObject)?.DeepClone() as JsonObject ?? [];
        interaction.Remove("ContactName");
        interaction["Contact"] = (lead["Contacts"] as JsonArray)?.OfType<JsonObject>().FirstOrDefault()?.DeepClone() ?? new JsonObject();
        RemoveNulls(interaction);
        created["Interactions"] = new JsonArray(interaction);
        return created;
    }

    /// <summary>The document with another lead in it.</summary>
    public static byte[] With(ReadOnlySpan<byte> document, JsonObject lead)
    {
        var whole = OpportunityBody.Parse(document);
        whole[Root] = lead.DeepClone();
        return OpportunityBody.Bytes(whole);
    }

    /// <summary>The document once AWS has taken an update and answered with this date.</summary>
    public static byte[] Taken(ReadOnlySpan<byte> document, string modifiedAt)
    {
        var whole = OpportunityBody.Parse(document);
        if (whole[EngagementRoot] is not JsonObject engagement)
            whole[EngagementRoot] = engagement = [];
        engagement["ModifiedAt"] = modifiedAt;
        return OpportunityBody.Bytes(whole);
    }

    /// <summary>Whether two leads are of one company and have a person in common.</summary>
    public static bool IsSameLead(ReadOnlySpan<byte> one, ReadOnlySpan<byte> other) =>
        CompanyName(one) is { } company && string.Equals(company.Trim(), CompanyName(other)?.Trim(), StringComparison.OrdinalIgnoreCase)
        && People(one).Any(People(other).Contains);

    static HashSet<string> People(ReadOnlySpan<byte> document) =>
        (Lead(document)["Contacts"] as JsonArray)?.OfType<JsonObject>().Select(contact => Text(contact["Email"])?.Trim()).OfType<string>().ToHashSet(StringComparer.OrdinalIgnoreCase) ?? [];

    static IReadOnlyList<JsonObject> Contexts(JsonObject engagement) => [.. (engagement["Contexts"] as JsonArray)?.OfType<JsonObject>() ?? []];

    static JsonObject? Payload(JsonObject context, string type) => (context["Payload"] as JsonObject)?[type] as JsonObject;

    // The interactions by their dates, the people in them, each once, and the latest.
    static void Derive(JsonObject lead)
    {
        List<JsonObject> interactions = [.. (lead["Interactions"] as JsonArray)?.OfType<JsonObject>().Select(one => (JsonObject)one.DeepClone()) ?? []];
        // AWS gives no order. An interaction without a date keeps its place, so a list that lacks one stays as it is.
        if (interactions.All(one => Date(Text(one["InteractionDate"])) is not null))
            interactions = [.. interactions.OrderBy(one => Date(Text(one["InteractionDate"])))];
        var contacts = new List<JsonObject>();
        foreach (var interaction in interactions)
        {
            if (interaction["Contact"] is not JsonObject contact)
                continue;
            interaction["ContactName"] = NameOf(contact);
            var person = (JsonObject)contact.DeepClone();
            person["FullName"] = NameOf(contact);
            var known = contacts.FindIndex(other => IsSame(other, person));
            if (known < 0)
                contacts.Add(person);
            else
                contacts[known] = person;
        }

        lead["Interactions"] = new JsonArray([.. interactions]);
        lead["Contacts"] = new JsonArray([.. contacts]);
        if (interactions is [.., var last])
            lead["LatestInteraction"] = last.DeepClone();
    }

    static string NameOf(JsonObject contact) => $"{Text(contact["FirstName"])} {Text(contact["LastName"])}".Trim();

    static bool IsSame(JsonObject one, JsonObject other) => (Text(one["Email"]), Text(other["Email"])) is ({ Length: > 0 } email, { Length: > 0 } otherEmail)
        ? string.Equals(email, otherEmail, StringComparison.OrdinalIgnoreCase)
        : string.Equals(Text(one["FullName"]), Text(other["FullName"]), StringComparison.OrdinalIgnoreCase);

    static void RemoveNulls(JsonObject json)
    {
        foreach (var (name, value) in json.ToList())
        {
            if (value is JsonObject child)
                RemoveNulls(child);
            if (value is null or JsonObject { Count: 0 })
                json.Remove(name);
        }
    }

    internal static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
