using System.Text;
using System.Text.Json.Nodes;
using LambdaSync.Fields;
using LambdaSync.Files;
using LambdaSync.Json;
using Xunit;

namespace LambdaSync.Tests.Files;

[Trait("Row", "B8")]
public class RecordWriterTests
{
    static readonly FileHead Head = new("1234567", 2);

    static byte[] Fixture(string name) => File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Files", "Fixtures", name));

    /// <summary>The document of a file's first record.</summary>
    static byte[] Document(ReadOnlyMemory<byte> file, string key = "opportunity-outbound/a.json")
    {
        var document = new Utf8Buffer();
        AceFile.Open(key, file).Read(0, document);
        return document.Written.ToArray();
    }

    static byte[] Document(string members, string id = "O1") => Document(Encoding.UTF8.GetBytes(
        $$"""{"version":"2.0","opportunities":[{"apnCrmUniqueIdentifier":"{{id}}","partnerCrmUniqueIdentifier":"P1"{{(members.Length > 0 ? "," + members : "")}}}]}"""));

    static OutboundRecord Update(string known, string wanted) => new RecordWriter(AceObject.Opportunity, 2).Update(Document(wanted), Document(known));

    static string Json(OutboundRecord record) => Encoding.UTF8.GetString(record.Json);

    [Fact]
    public void A_new_opportunity_is_the_golden_file()
    {
        var golden = Fixture("opportunity-create.json");
        var record = new RecordWriter(AceObject.Opportunity, 2).Create(Document(golden));
        Assert.Empty(record.Issues);
        var file = Assert.Single(OutboundFiles.Of(AceObject.Opportunity, [record], Head, 50, new List<(OutboundRecord, Issue?)>()));
        Assert.Equal(Encoding.UTF8.GetString(golden).Trim(), Encoding.UTF8.GetString(file.Content));
        Assert.Empty(OutboundFileCheck.Check(file.Content, AceObject.Opportunity, Head, file.Records));
    }

    [Fact]
    public void An_update_carries_only_what_changed() => Assert.Equal(
        """{"apnCrmUniqueIdentifier":"O1","partnerCrmUniqueIdentifier":"P1","nextStep":"Call"}""",
        Json(Update("""  "stage":"Prospect","nextStep":"Write","city":"A" """, """ "stage":"Prospect","nextStep":"Call","city":"A" """)));

    [Theory]
    [InlineData("\"nextStep\":\"Call\"", "\"nextStep\":null")]
    [InlineData("\"nextStep\":\"Call\"", "\"nextStep\":\"\"")]
    [InlineData("\"nextStep\":\"Call\"", "")]
    public void What_is_gone_is_cleared_with_null(string known, string wanted) =>
        Assert.Equal("""{"apnCrmUniqueIdentifier":"O1","partnerCrmUniqueIdentifier":"P1","nextStep":null}""", Json(Update(known, wanted)));

    [Fact]
    public void What_AWS_never_had_is_not_cleared() => Assert.True(Update("\"city\":\"A\"", "\"city\":\"A\",\"nextStep\":null").IsEmpty);

    [Fact]
    public void A_field_that_AWS_requires_can_not_be_cleared()
    {
        var record = Update("\"targetCloseDate\":\"2027-01-31\",\"city\":\"A\"", "\"targetCloseDate\":null,\"city\":\"B\"");
        Assert.Equal(["city"], record.Fields);
        Assert.Equal((IssueCodes.Required, "targetCloseDate"), (record.Issues.Single().Code, record.Issues.Single().Field));
    }

    [Fact]
    public void A_mask_is_neither_sent_nor_cleared()
    {
        Assert.True(Update("\"customerEmail\":\"a@example.com\"", "\"customerEmail\":\"Accept To View\"").IsEmpty);
        Assert.Equal(["customerEmail"], Update("\"customerEmail\":\"Accept To View\"", "\"customerEmail\":\"a@example.com\"").Fields);
    }

    [Fact]
    public void Several_values_are_joined_without_blanks() =>
        Assert.Contains("\"salesActivities\":\"Customer has shown interest in solution;Conducted POC / Demo\"", Json(Update("", "\"salesActivities\":\"Customer has shown interest in solution; Conducted POC / Demo\"")), StringComparison.Ordinal);

    [Theory]
    [InlineData("\"expectedMonthlyAwsRevenue\":1234567890123456789", "1234567890123456789")]
    [InlineData("\"expectedMonthlyAwsRevenue\":1e3", "1000")]
    [InlineData("\"expectedMonthlyAwsRevenue\":12.50", "13")]
    public void An_amount_is_a_plain_whole_number(string member, string sent) =>
        Assert.Contains($"\"expectedMonthlyAwsRevenue\":{sent}}}", Json(Update("", member)), StringComparison.Ordinal);

    [Fact]
    public void A_moment_becomes_its_day_in_UTC()
    {
        var document = JsonNode.Parse(Document("\"targetCloseDate\":\"2027-01-31\""))!;
        document["opportunity"]!["LifeCycle"]!["TargetCloseDate"] = "2027-01-31T23:30:00-05:00";
        var record = new RecordWriter(AceObject.Opportunity, 2).Update(Encoding.UTF8.GetBytes(document.ToJsonString()), Document(""));
        Assert.Contains("\"targetCloseDate\":\"2027-02-01\"", Json(record), StringComparison.Ordinal);
    }

    [Fact]
    public void A_need_for_visibility_only_has_a_value_of_its_own()
    {
        const string Visible = "\"partnerPrimaryNeedFromAws\":\"Do Not Need Support from AWS Sales Rep\"";
        Assert.Contains(Visible, Json(Update("", Visible)), StringComparison.Ordinal);
        Assert.True(Update(Visible, Visible).IsEmpty);
    }

    [Fact]
    public void Another_solution_has_no_id()
    {
        const string Other = "\"solutionOffered\":[\"Other\"],\"otherSolutionOffered\":\"What it is\"";
        Assert.Equal(["otherSolutionOffered", "solutionOffered"], Update("", Other).Fields);
        Assert.Contains("\"solutionOffered\":[\"Other\"]", Json(Update("", Other)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Submitted")]
    [InlineData("In Review")]
    [Trait("Row", "B9")]
    public void Nothing_goes_while_AWS_reviews(string status)
    {
        var record = Update($"\"status\":\"{status}\",\"city\":\"A\"", $"\"status\":\"{status}\",\"city\":\"B\"");
        Assert.False(record.IsSendable || record.IsEmpty);
        Assert.Equal(IssueCodes.GateReviewStatus, Assert.Single(record.Issues).Code);
    }

    [Theory]
    [InlineData("\"stage\":\"Prospect\",\"status\":\"Approved\"", "additionalComments,city,nextStep")]
    [InlineData("\"stage\":\"Prospect\",\"status\":\"Action Required\"", "city")]
    [InlineData("\"stage\":\"Launched\",\"status\":\"Approved\"", "additionalComments")]
    [InlineData("\"stage\":\"Closed Lost\",\"status\":\"Approved\"", "")]
    public void The_sheet_says_when_a_field_is_open(string known, string open)
    {
        var record = Update(known, known + ",\"city\":\"B\",\"nextStep\":\"Call\",\"additionalComments\":\"x\",\"industry\":\"Gaming\",\"customerCompanyName\":\"Other\"");
        Assert.Equal(open, string.Join(',', record.Fields));
        Assert.DoesNotContain("industry", record.Fields);
        Assert.Contains(record.Issues, issue => issue.Code == IssueCodes.ClosedField && issue.Field == "industry");
    }

    [Fact]
    public void A_value_that_is_too_long_holds_only_its_field()
    {
        var record = Update("", $"\"nextStep\":\"{new string('x', 256)}\",\"city\":\"B\"");
        Assert.Equal(["city"], record.Fields);
        Assert.Equal((IssueCodes.TooLong, "nextStep"), (record.Issues.Single().Code, record.Issues.Single().Field));
    }

    [Fact]
    public void A_new_record_that_lacks_a_required_field_stays_here()
    {
        var document = JsonNode.Parse(Document(Fixture("opportunity-create.json")))!;
        document["opportunity"]!["Customer"]!["Account"]!.AsObject().Remove("Industry");
        document["opportunity"]!["Customer"]!["Account"]!["Address"]!.AsObject().Remove("StateOrRegion");
        var record = new RecordWriter(AceObject.Opportunity, 2).Create(Encoding.UTF8.GetBytes(document.ToJsonString()));
        Assert.False(record.IsSendable);
        Assert.Equal(["industry", "state"], record.Issues.Select(issue => issue.Field));
    }

    [Fact]
    public void A_new_record_needs_the_partners_identifier()
    {
        var document = JsonNode.Parse(Document(Fixture("opportunity-create.json")))!;
        document["opportunity"]!.AsObject().Remove("PartnerOpportunityIdentifier");
        Assert.Equal(IssueCodes.GatePartnerIdentifier, Assert.Single(new RecordWriter(AceObject.Opportunity, 2).Create(Encoding.UTF8.GetBytes(document.ToJsonString())).Issues).Code);
    }

    [Fact]
    public void A_lead_is_updated_or_accepted_never_created()
    {
        var writer = new RecordWriter(AceObject.Lead, 1);
        var known = Document("""{"version":"1","leads":[{"apnCrmUniqueIdentifier":"L1","partnerCrmLeadId":"P1","status":"Open","company":"Accept To View","useCaseWorkload":"Big Data"}]}"""u8.ToArray(), "lead-outbound/a.json");
        var wanted = Document("""{"version":"1","leads":[{"apnCrmUniqueIdentifier":"L1","partnerCrmLeadId":"P1","status":"Qualified","company":"Accept To View","useCaseWorkload":"Big Data"}]}"""u8.ToArray(), "lead-outbound/a.json");
        Assert.Equal("""{"apnCrmUniqueIdentifier":"L1","partnerCrmLeadId":"P1","status":"Qualified"}""", Json(writer.Update(wanted, known)));
        Assert.Equal("""{"apnCrmUniqueIdentifier":"L1","currentLeadStage":"Accepted"}""", Json(writer.Accept("L1")));
        var created = writer.Create(wanted);
        Assert.False(created.IsSendable);
        Assert.Equal(IssueCodes.NoIdentifier, created.Issues[0].Code);
    }

    [Fact]
    public void The_answer_to_a_referral_travels_alone()
    {
        var writer = new RecordWriter(AceObject.Opportunity, 2);
        Assert.Equal("""{"apnCrmUniqueIdentifier":"O1","partnerCrmUniqueIdentifier":"P1","partnerAcceptanceStatus":"Accepted"}""", Json(writer.Accept("O1", "P1")));
        Assert.Equal("""{"apnCrmUniqueIdentifier":"O1","partnerAcceptanceStatus":"Rejected","rejectionReason":"Unable to support"}""", Json(writer.Reject("O1", null, "Unable to support")));
    }

    /// <summary>What AWS writes and a partner may send goes back exactly as it came, for every published value.</summary>
    [Fact]
    public void Every_published_value_goes_back_in_the_files_spelling()
    {
        var count = 0;
        foreach (var field in FieldCatalogue.Opportunity.FileFields.Where(f => f is { ToAws: true, FromAws: true, Deprecated: false, Values: not null } && f.Editable != FileEditable.Never && (f.Versions & 2) != 0))
        {
            foreach (var (spelling, api) in field.Values!.FileSpellings.Where(s => field.Values.ToFile(s.Value) == s.Key))
            {
                var sent = JsonNode.Parse(Sent(field, spelling))![field.Name];
                Assert.True(sent?.GetValue<string>() == spelling, $"{field.Name}: {spelling} ({api}) went back as {sent}");
                count++;
            }
        }

        Assert.InRange(count, 400, 2_000);
    }

    // In a new record, or in an update of a record that AWS has without the field.
    static byte[] Sent(FileField field, string value)
    {
        if (!field.Editable.HasFlag(FileEditable.AtCreate))
            return Update(field.Name is "stage" or "closedLostReason" ? "" : "\"stage\":\"Launched\"", $"\"{field.Name}\":{Encoding.UTF8.GetString(JsonText.Quote(value))}").Json;
        var file = JsonNode.Parse(Fixture("opportunity-create.json"))!;
        var record = file["opportunities"]![0]!;
        foreach (var asked in (string[])["industryOther", "competitiveTrackingOther", "parentOppId"])
            record[asked] = "O1";
        record["isMarketingDevelopmentFunded"] = "Yes";
        record[field.Name] = value;
        var created = new RecordWriter(AceObject.Opportunity, 2).Create(Document(Encoding.UTF8.GetBytes(file.ToJsonString())));
        Assert.True(created.IsSendable, $"{field.Name} {value}: {string.Join(", ", created.Issues.Select(i => i.Field + " " + i.Rule))}");
        return created.Json;
    }
}
