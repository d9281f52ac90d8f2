using System.Globalization;
using System.Text.Json;

namespace LambdaSync.PartnerCentral;

/// <summary>A read of Partner Central or AWS Marketplace: it changes nothing, so it can always be repeated.</summary>
/// <param name="Operation">The operation's name in AWS's API model.</param>
/// <param name="Body">The request, canonical UTF-8; a list's without page size and token.</param>
/// <param name="MayBeMissing">ResourceNotFoundException is an answer ("there is none"), not a failure.</param>
public sealed record AwsRequest(string Operation, byte[] Body, bool MayBeMissing = false)
{
    /// <summary>AccessDeniedException is such an answer too: the record is another account's.</summary>
    public bool MayBeDenied { get; init; }

    /// <summary>All pages of a list are read; the answer is <c>{"items":[...]}</c>.</summary>
    public bool IsList { get; init; }

    /// <summary>The partner's side of an opportunity.</summary>
    public static AwsRequest GetOpportunity(string catalog, string id) => ById("GetOpportunity", "Identifier", catalog, id);

    /// <summary>AWS's side of an opportunity. AWS has none of an opportunity that was never submitted.</summary>
    public static AwsRequest GetAwsOpportunitySummary(string catalog, string id) =>
        ById("GetAwsOpportunitySummary", "RelatedOpportunityIdentifier", catalog, id) with { MayBeMissing = true };

    /// <summary>An invitation; AWS does not keep one that was withdrawn.</summary>
    public static AwsRequest GetEngagementInvitation(string catalog, string id) => ById("GetEngagementInvitation", "Identifier", catalog, id) with { MayBeMissing = true };

    public static AwsRequest GetEngagement(string catalog, string id) => ById("GetEngagement", "Identifier", catalog, id);

    /// <summary>A submission by its task.</summary>
    public static AwsRequest GetSubmission(string catalog, string task) => new("ListEngagementFromOpportunityTasks", RequestBody.Of(json =>
    {
        json.WriteString("Catalog", catalog);
        WriteTexts(json, "TaskIdentifier", [task]);
    }));

    /// <summary>The submissions of an opportunity, the newest first.</summary>
    public static AwsRequest ListSubmissions(string catalog, string opportunity) => new("ListEngagementFromOpportunityTasks", RequestBody.Of(json =>
    {
        json.WriteString("Catalog", catalog);
        WriteTexts(json, "OpportunityIdentifier", [opportunity]);
        json.WriteStartObject("Sort");
        json.WriteString("SortBy", "StartTime");
        json.WriteString("SortOrder", "DESCENDING");
        json.WriteEndObject();
    }));

    /// <summary>The opportunities of a customer, one page of them: the latest first.</summary>
    public static AwsRequest ListOpportunitiesOf(string catalog, string customer) => new("ListOpportunities", RequestBody.Of(json =>
    {
        json.WriteString("Catalog", catalog);
        WriteTexts(json, "CustomerCompanyName", [customer]);
        json.WriteNumber("MaxResults", 100);
        json.WriteStartObject("Sort");
        json.WriteString("SortBy", "LastModifiedDate");
        json.WriteString("SortOrder", "DESCENDING");
        json.WriteEndObject();
    }));

    /// <summary>Opportunities created since, the oldest first. AWS's list has no filter by the partner's identifier.</summary>
    public static AwsRequest ListOpportunitiesCreatedSince(string catalog, DateTimeOffset since) => new("ListOpportunities", RequestBody.Of(json =>
    {
        json.WriteString("Catalog", catalog);
        json.WriteStartObject("CreatedDate");
        json.WriteString("AfterCreatedDate", since.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
        json.WriteEndObject();
        json.WriteStartObject("Sort");
        json.WriteString("SortBy", "CreatedDate");
        json.WriteString("SortOrder", "ASCENDING");
        json.WriteEndObject();
    }));

    /// <summary>Invitations that the partner received, the newest first. AWS's list has no filter by date.</summary>
    /// <param name="statuses">PENDING, ACCEPTED, REJECTED, EXPIRED.</param>
    public static AwsRequest ListReceivedInvitations(string catalog, params IReadOnlyList<string> statuses) => new("ListEngagementInvitations", RequestBody.Of(json =>
    {
        json.WriteString("Catalog", catalog);
        json.WriteString("ParticipantType", "RECEIVER");
        WriteTexts(json, "Status", statuses);
        json.WriteStartObject("Sort");
        json.WriteString("SortBy", "InvitationDate");
        json.WriteString("SortOrder", "DESCENDING");
        json.WriteEndObject();
    }));

    /// <summary>The invitations to an engagement that the partner received.</summary>
    public static AwsRequest ListReceivedInvitationsTo(string catalog, string engagement) => new("ListEngagementInvitations", RequestBody.Of(json =>
    {
        json.WriteString("Catalog", catalog);
        WriteTexts(json, "EngagementIdentifier", [engagement]);
        json.WriteString("ParticipantType", "RECEIVER");
    }));

    /// <summary>The acceptance of an invitation by its task.</summary>
    public static AwsRequest GetAcceptance(string catalog, string task) => Acceptances(catalog, "TaskIdentifier", task);

    /// <summary>The acceptances of an invitation.</summary>
    public static AwsRequest ListAcceptancesOf(string catalog, string invitation) => Acceptances(catalog, "EngagementInvitationIdentifier", invitation);

    /// <summary>The acceptance that an opportunity came of.</summary>
    public static AwsRequest ListAcceptancesBehind(string catalog, string opportunity) => Acceptances(catalog, "OpportunityIdentifier", opportunity);

    /// <summary>The opportunities of an engagement: those of which it has a snapshot.</summary>
    public static AwsRequest ListOpportunitiesIn(string catalog, string engagement) => new("ListEngagementResourceAssociations", RequestBody.Of(json =>
    {
        json.WriteString("Catalog", catalog);
        json.WriteString("EngagementIdentifier", engagement);
        json.WriteString("ResourceType", "Opportunity");
    }));

    /// <summary>Invitations that the partner sent for an engagement, the newest first: one page, more than AWS takes for one engagement.</summary>
    public static AwsRequest ListSentInvitations(string catalog, string engagement) => new("ListEngagementInvitations", RequestBody.Of(json =>
    {
        json.WriteString("Catalog", catalog);
        WriteTexts(json, "EngagementIdentifier", [engagement]);
        json.WriteString("ParticipantType", "SENDER");
        json.WriteStartObject("Sort");
        json.WriteString("SortBy", "InvitationDate");
        json.WriteString("SortOrder", "DESCENDING");
        json.WriteEndObject();
    }));

    /// <summary>The engagements that an opportunity is shared in.</summary>
    public static AwsRequest ListEngagementsOf(string catalog, string opportunity) => new("ListEngagementResourceAssociations", RequestBody.Of(json =>
    {
        json.WriteString("Catalog", catalog);
        json.WriteString("ResourceIdentifier", opportunity);
        json.WriteString("ResourceType", "Opportunity");
    }));

    /// <summary>Engagements with a lead context.</summary>
    public static AwsRequest ListLeadEngagements(string catalog) => new("ListEngagements", RequestBody.Of(json =>
    {
        json.WriteString("Catalog", catalog);
        WriteTexts(json, "ContextTypes", ["Lead"]);
    }));

    /// <summary>The tasks that made opportunities of an engagement's leads, the newest first.</summary>
    public static AwsRequest ListConversions(string catalog, string engagement) => new("ListOpportunityFromEngagementTasks", RequestBody.Of(json =>
    {
        json.WriteString("Catalog", catalog);
        WriteTexts(json, "EngagementIdentifier", [engagement]);
        json.WriteStartObject("Sort");
        json.WriteString("SortBy", "StartTime");
        json.WriteString("SortOrder", "DESCENDING");
        json.WriteEndObject();
    }));

    /// <summary>A prospecting task with the outcome for each of its engagements.</summary>
    public static AwsRequest GetProspecting(string catalog, string task) => ById("GetProspectingFromEngagementTask", "TaskIdentifier", catalog, task);

    /// <summary>The prospecting tasks of a name.</summary>
    public static AwsRequest ListProspecting(string catalog, string name) => new("ListProspectingFromEngagementTasks", RequestBody.Of(json =>
    {
        json.WriteString("Catalog", catalog);
        WriteTexts(json, "TaskName", [name]);
    }));

    /// <summary>Engagements with a lead context, one page of them: the newest first.</summary>
    public static AwsRequest ListNewestLeadEngagements(string catalog) => new("ListEngagements", RequestBody.Of(json =>
    {
        json.WriteString("Catalog", catalog);
        WriteTexts(json, "ContextTypes", ["Lead"]);
        json.WriteNumber("MaxResults", 100);
        json.WriteStartObject("Sort");
        json.WriteString("SortBy", "CreatedDate");
        json.WriteString("SortOrder", "DESCENDING");
        json.WriteEndObject();
    }));

    static AwsRequest Acceptances(string catalog, string filter, string id) => new("ListEngagementByAcceptingInvitationTasks", RequestBody.Of(json =>
    {
        json.WriteString("Catalog", catalog);
        WriteTexts(json, filter, [id]);
        json.WriteStartObject("Sort");
        json.WriteString("SortBy", "StartTime");
        json.WriteString("SortOrder", "DESCENDING");
        json.WriteEndObject();
    }));

    static void WriteTexts(Utf8JsonWriter json, string name, IReadOnlyList<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts)
            json.WriteStringValue(text);
        json.WriteEndArray();
    }

    static AwsRequest ById(string operation, string member, string catalog, string id) => new(operation, RequestBody.Of(json =>
    {
        json.WriteString("Catalog", catalog);
        json.WriteString(member, id);
    }));
}
