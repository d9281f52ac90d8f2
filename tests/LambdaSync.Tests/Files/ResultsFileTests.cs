using System.Text;
using LambdaSync.Fields;
using LambdaSync.Files;
using Xunit;

namespace LambdaSync.Tests.Files;

[Trait("Row", "B6")]
public class ResultsFileTests
{
    static ResultsFile Open(string json, string key = "opportunity-inbound-processed-results/a_11302026120000_result.json") => ResultsFile.Open(key, Encoding.UTF8.GetBytes(json));

    static string Results(params string[] results) => $$"""{"success":"PARTIAL","inboundApiResults":[{{string.Join(',', results)}}],"fileName":"opportunity-inbound/a.json","apiErrors":null}""";

    static string Result(string? aws, string? partner, bool ok = true, string errors = "null") =>
        $$"""{"warnings":null,"partnerCrmUniqueIdentifier":{{Text(partner)}},"isSuccess":{{(ok ? "true" : "false")}},"errors":{{errors}},"apnCrmUniqueIdentifier":{{Text(aws)}}}""";

    static string Text(string? text) => text is null ? "null" : $"\"{text}\"";

    [Fact]
    public void The_golden_answer_is_read()
    {
        var file = ResultsFile.Open("opportunity-inbound-results/x_result.json", File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Files", "Fixtures", "result-errors.json")));
        Assert.Empty(file.Issues);
        Assert.Equal(("lambdasync-opportunity_11302026120000", AceObject.Opportunity, false), (file.Stem, file.Object, file.IsWholeFileRejected));
        Assert.Equal(new DateTimeOffset(2026, 11, 30, 12, 5, 0, 331, TimeSpan.Zero), file.ProcessedAt);
        Assert.Equal([ResultClass.Invalid, ResultClass.None, ResultClass.None, ResultClass.Locked], file.Records.Select(record => record.Class));
        Assert.Equal("opportunityOwnerEmail", file.Records[0].Errors[0].Field);
        Assert.Equal("Next step was cut", file.Records[2].Warnings[0].Text);
    }

    // The published sample: all taken, a name with colons, an identifier without its letter.
    [Fact]
    public void An_answer_in_the_form_of_the_published_sample_is_read()
    {
        var file = Open("""
            {
                "success": "ALL",
                "spmsId": "1234567",
                "isApiError": false,
                "inboundApiResults":
                [
                    {
                        "warnings": null,
                        "partnerCrmUniqueIdentifier": "006000000000001AAA",
                        "isSuccess": true,
                        "errors": null,
                        "apnCrmUniqueIdentifier": "00000001"
                    }
                ],
                "fileName": "opportunity-inbound/deals-2026-11-30T12:00:20.json",
                "fileApnProcessedDT": "2026-11-30T12:05:22.331Z",
                "apiErrors": null
            }
            """);
        Assert.Empty(file.Issues);
        Assert.Equal(("deals-2026-11-30T12:00:20", AceObject.Opportunity, false), (file.Stem, file.Object, file.IsWholeFileRejected));
        var record = Assert.Single(file.Records);
        Assert.Equal((true, "00000001", "006000000000001AAA"), (record.IsTaken, record.AwsId, record.PartnerId));
    }

    [Theory]
    [InlineData("""{"success":"NONE","isApiError":true,"inboundApiResults":null,"apiErrors":["[{}] is not of type `object`"]}""")]
    [InlineData("""{"error":"only .json files are accepted","fileName":"opportunity-inbound/a.pdf"}""")]
    [InlineData("\"[{}] is not of type 'object'\"")]
    [InlineData("[{}] is not of type 'object'")]
    [InlineData("""{"isApiError":true}""")]
    public void A_whole_file_is_rejected(string json)
    {
        var file = Open(json);
        Assert.True(file.IsWholeFileRejected);
        Assert.Empty(file.Issues);
        Assert.All(file.Messages, message => Assert.True(message.Class is ResultClass.File or ResultClass.Unknown));
    }

    [Theory]
    [InlineData("", IssueCodes.EmptyFile)]
    [InlineData("{}", IssueCodes.ResultsFile)]
    [InlineData("[]", IssueCodes.ResultsFile)]
    [InlineData("""{"inboundApiResults":[]}""", IssueCodes.ResultsFile)]
    public void What_says_nothing_is_refused(string json, string code)
    {
        var file = Open(json);
        Assert.True(file.IsRefused);
        Assert.Equal(code, Assert.Single(file.Issues).Code);
    }

    [Theory]
    [InlineData("No new update identified for this record", ResultClass.NoChange, null)]
    [InlineData("Record is not editable.", ResultClass.Locked, null)]
    [InlineData("User not found for Opportunity Owner email:a@example.com", ResultClass.Invalid, "opportunityOwnerEmail")]
    [InlineData("Required: Country;Industry Vertical", ResultClass.Invalid, null)]
    [InlineData("Please enter Pre-sales Activities", ResultClass.Invalid, "salesActivities")]
    [InlineData("Next Step: data value too large: (max length=255)", ResultClass.Invalid, null)]
    [InlineData("Bad value for restricted picklist field: X", ResultClass.Invalid, null)]
    [InlineData("Changes are not allowed when an opportunity stage is \"Closed Lost\" or \"Launched.\"", ResultClass.Closed, "stage")]
    [InlineData("unable to obtain exclusive access to this record", ResultClass.Transient, null)]
    [InlineData("Something else", ResultClass.Unknown, null)]
    public void Known_messages_have_a_class_and_a_fix(string text, ResultClass kind, string? field)
    {
        var message = ResultMessage.Of(text);
        Assert.Equal((kind, field), (message.Class, message.Field));
        Assert.NotEmpty(message.Fix);
    }

    [Fact]
    public void Values_already_at_AWS_are_no_failure() => Assert.True(Open(Results(Result("O1", "P1", false, "[\"No new update identified for this record\"]"))).Records[0].IsUnchanged);

    [Fact]
    public void Answers_come_in_any_order_doubled_and_incomplete()
    {
        (string?, string?)[] sent = [("O1", "P1"), (null, "P2"), ("O3", null), ("O4", "P4")];
        var match = ResultMatch.Of(Open(Results(Result("O3", null), Result("O2", "P2"), Result("O9", "P9"), Result("O1", "P1", false, "[\"x\"]"), Result("O1", "P1"))), sent);
        Assert.Equal(["O1", "O2", "O3", null], match.Results.Select(result => result?.AwsId));
        Assert.True(match.Results[0]!.IsTaken);
        Assert.Equal([IssueCodes.DuplicateRecord, IssueCodes.ResultForeign], match.Issues.Select(issue => issue.Code).Order(StringComparer.Ordinal).Reverse());
    }

    [Fact]
    public void An_identifier_once_given_stays()
    {
        var match = ResultMatch.Of(Open(Results(Result("O1", "P1"), Result(null, "P1", false, "\"x\""))), [(null, "P1")]);
        Assert.Equal(("O1", false), (match.Results[0]!.AwsId, match.Results[0]!.IsTaken));
    }

    [Fact]
    public void An_answer_without_identifiers_is_the_only_open_records()
    {
        Assert.NotNull(ResultMatch.Of(Open(Results(Result(null, null, false, "\"Required: Country\""))), [(null, "P1")]).Results[0]);
        Assert.Null(ResultMatch.Of(Open(Results(Result(null, null, false, "\"Required: Country\""))), [(null, "P1"), (null, "P2")]).Results[0]);
        Assert.Equal("O1", ResultMatch.Of(Open(Results(Result("O1", null))), [(null, "P1")]).Results[0]!.AwsId);
    }

    [Fact]
    public void Any_bytes_are_an_answer_or_an_issue()
    {
        var json = Encoding.UTF8.GetBytes(Results(Result("O1", "P1")));
        for (var length = 0; length < json.Length; length++)
        {
            var file = ResultsFile.Open("x/a_result.json", json.AsMemory(0, length));
            Assert.True(file.IsRefused || file.IsWholeFileRejected);
        }
    }
}
