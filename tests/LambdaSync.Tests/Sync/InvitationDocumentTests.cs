using System.Text;
using System.Text.Json.Nodes;
using LambdaSync.Sync.Invitations;
using Xunit;

namespace LambdaSync.Tests.Sync;

/// <summary>An invitation as a record document: its kind, what it shows, when it has to be answered.</summary>
[Trait("Row", "A3")]
[Trait("Row", "A27")]
public sealed class InvitationDocumentTests
{
    const string Opportunity = """
        {"Id":"engi-1","Status":"PENDING","PayloadType":"OpportunityInvitation","SenderAwsAccountId":"aws","SenderCompanyName":"AWS","ExpirationDate":"2026-01-15T00:00:00Z",
         "Payload":{"OpportunityInvitation":{"Customer":{"CompanyName":"Globex","Industry":"Travel","WebsiteUrl":"https://globex.example.com","CountryCode":"DE"},
           "Project":{"Title":"Data lake","BusinessProblem":"Slow reports.","TargetCompletionDate":"2026-03-31","ExpectedCustomerSpend":[{"Amount":"10","CurrencyCode":"USD"}]}}}}
        """;

    [Fact]
    public void What_it_shows_has_the_shape_of_the_opportunity()
    {
        var document = Document(Opportunity);
        Assert.Equal("""
            {"Customer":{"Account":{"Address":{"CountryCode":"DE"},"CompanyName":"Globex","Industry":"Travel","WebsiteUrl":"https://globex.example.com"}},"LifeCycle":{"TargetCloseDate":"2026-03-31"},"Project":{"CustomerBusinessProblem":"Slow reports.","ExpectedCustomerSpend":[{"Amount":"10","CurrencyCode":"USD"}],"Title":"Data lake"}}
            """, document["opportunity"]!.ToJsonString());
        Assert.Equal(("engi-1", "AWS Referral", null), (document["invitation"]!["Id"]!.GetValue<string>(), document["invitation"]!["Kind"]!.GetValue<string>(), document["invitation"]!["ResponseDue"]));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"OpportunityInvitation":{}}""")]
    [InlineData("""{"OpportunityInvitation":{"Customer":{},"Project":{"Title":null}}}""")]
    public void What_is_not_shown_is_not_there(string payload)
    {
        var document = Document($$"""{"Id":"engi-1","Payload":{{payload}}}""");
        Assert.True(document["opportunity"] is null or JsonObject { Count: 0 });
    }

    [Theory]
    [Trait("Row", "L-16")]
    [InlineData("aws", null, "OpportunityInvitation", "{}", "AWS Referral")]
    [InlineData("123456789012", "Other Ltd", "OpportunityInvitation", "{}", "Partner Referral")]
    [InlineData("123456789012", "Amazon Web Services", "OpportunityInvitation", "{}", "AWS Referral")]
    [InlineData("aws", null, "LeadInvitation", """{"Interaction":{"SourceType":"Event","SourceName":"A summit"}}""", "Lead")]
    [InlineData("aws", null, "LeadInvitation", """{"Interaction":{"SourceType":"AWS Marketplace"}}""", "AWS Marketplace Request")]
    [InlineData("aws", null, "LeadInvitation", """{"Interaction":{"SourceType":"Web","SourceName":"AWS_MARKETPLACE_DEMO_REQUEST"}}""", "AWS Marketplace Request")]
    [InlineData("aws", "AWS Marketplace", "OpportunityInvitation", "{}", "AWS Marketplace Request")]
    [InlineData("aws", null, "LeadInvitation", """{"Customer":{"CompanyName":"AWS Marketplace Fans Inc"},"Interaction":{"SourceType":"Event","Usecase":"AWS Marketplace listing"}}""", "Lead")]
    public void Its_kind_comes_from_sender_and_source_and_never_from_a_title(string account, string? company, string type, string payload, string kind)
    {
        var answer = new JsonObject
        {
            ["EngagementTitle"] = "Very Long Customer Name Inc AWS Marketpla",
            ["PayloadType"] = type,
            ["SenderAwsAccountId"] = account,
            ["SenderCompanyName"] = company,
            ["Payload"] = new JsonObject { [type] = JsonNode.Parse(payload) },
        };
        Assert.Equal(kind, InvitationKinds.Of(answer));
    }

    [Theory]
    [Trait("Row", "L-16")]
    [InlineData("2027-03-05T10:00:00Z", "", "2027-03-12T10:00:00Z")] // a Friday
    [InlineData("2027-03-06T10:00:00Z", "", "2027-03-12T10:00:00Z")] // a Saturday
    [InlineData("2027-03-05T10:00:00Z", "2027-03-10", "2027-03-15T10:00:00Z")]
    [InlineData("2026-12-23T10:00:00Z", "2026-12-25 2027-01-01", "2026-12-31T10:00:00Z")]
    public void Five_working_days_leave_out_weekends_and_holidays(string sent, string holidays, string due)
    {
        DateOnly[] days = [.. holidays.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(DateOnly.Parse)];
        var answer = """{"Id":"engi-1","InvitationDate":"SENT","ExpirationDate":"2027-06-01T00:00:00Z","Payload":{"LeadInvitation":{"Interaction":{"SourceType":"AWS Marketplace"}}}}""".Replace("SENT", sent, StringComparison.Ordinal);
        Assert.Equal(due, Document(answer, days)["invitation"]!["ResponseDue"]!.GetValue<string>());
        Assert.Equal(DateTimeOffset.Parse(due), InvitationMemo.Read(Encoding.UTF8.GetBytes(answer)).Deadline(days));
    }

    [Fact]
    public void What_is_kept_with_it_reads_back()
    {
        var memo = InvitationMemo.Read(Encoding.UTF8.GetBytes(Opportunity)) with
        {
            Task = new AcceptanceTask("task-1", new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero), "FAILED", "InternalError", 2, true),
            Opportunity = "O1",
            Reminded = 5,
        };
        var again = InvitationMemo.Read(memo.ToJson());
        Assert.Equal((memo.Task, "O1", 5, "PENDING", false), (again.Task, again.Opportunity, again.Reminded, again.Status, again.IsLead));
        Assert.True(again.WithoutAnswer().IsGone);
        Assert.True(InvitationMemo.Read(null).IsEmpty);
    }

    [Theory]
    [Trait("Row", "L-11")]
    [InlineData(null, false, Severity.Error)]
    [InlineData("", true, Severity.Error)]
    [InlineData("Other", false, null)]
    [InlineData("Duplicate of Partner Referral", false, null)]
    [InlineData("We are full", false, Severity.Warning)]
    [InlineData("We are full", true, null)]
    [InlineData("tab\there", true, Severity.Error)]
    [InlineData("emoji \ud83d\ude00", true, Severity.Error)]
    [InlineData("Grüße – 日本", true, null)]
    public void A_reason_is_checked_by_kind(string? reason, bool isLead, Severity? severity) => Assert.Equal(severity, RejectionReason.Problem(reason, isLead)?.Severity);

    [Theory]
    [InlineData(80, null)]
    [InlineData(81, Severity.Error)]
    public void A_reason_has_at_most_80_characters(int length, Severity? severity) => Assert.Equal(severity, RejectionReason.Problem(new string('x', length), isLead: true)?.Severity);

    static JsonNode Document(string answer, params DateOnly[] holidays) => JsonNode.Parse(InvitationDocument.Of(Encoding.UTF8.GetBytes(answer), holidays))!;
}
