using System.Text;
using CsCheck;
using LambdaSync.Fields;
using LambdaSync.Files;
using Xunit;

namespace LambdaSync.Tests.Files;

[Trait("Row", "B5")]
public class OutboundFilesTests
{
    static readonly FileHead Head = new("1234567", 2);

    static OutboundRecord Record(int number, int filler = 0) => Of($$"""{"apnCrmUniqueIdentifier":"O{{number}}","nextStep":"{{new string('x', filler)}}"}""", $"O{number}");

    static OutboundRecord Of(string json, string id) => new(AceObject.Opportunity, id, null, Encoding.UTF8.GetBytes(json), ["nextStep"], []);

    static (IReadOnlyList<OutboundFile> Files, List<(OutboundRecord Record, Issue? Why)> Left) Cut(IReadOnlyList<OutboundRecord> records, int size = 50)
    {
        var left = new List<(OutboundRecord, Issue?)>();
        return (OutboundFiles.Of(AceObject.Opportunity, records, Head, size, left), left);
    }

    [Fact]
    public void A_file_has_at_most_the_batch_size() =>
        Assert.Equal([50, 50, 20], Cut([.. Enumerable.Range(0, 120).Select(i => Record(i))]).Files.Select(file => file.Records.Count));

    [Fact]
    public void A_batch_size_over_500_is_refused() => Assert.Throws<ArgumentOutOfRangeException>(() => Cut([Record(1)], 501));

    [Fact]
    public void Two_versions_of_one_record_never_travel_together()
    {
        var (files, left) = Cut([Record(1), Record(2), Record(1)]);
        Assert.Equal(2, Assert.Single(files).Records.Count);
        Assert.Equal(IssueCodes.DuplicateRecord, Assert.Single(left).Why!.Code);
    }

    [Fact]
    public void The_limit_of_bytes_is_exact()
    {
        var head = Cut([Record(1)]).Files[0].Content.Length - Record(1).Json.Length;
        var exact = Record(1, OutboundFiles.MaxBytes - head - Record(1).Json.Length);
        Assert.Equal(OutboundFiles.MaxBytes, Assert.Single(Cut([exact]).Files).Content.Length);
        var over = Record(1, OutboundFiles.MaxBytes - head - Record(1).Json.Length + 1);
        var (files, left) = Cut([over, Record(2)]);
        Assert.Equal("O2", Assert.Single(files).Records[0].AwsId);
        Assert.Equal(IssueCodes.RecordTooLarge, Assert.Single(left).Why!.Code);
    }

    [Fact]
    public void Every_record_is_in_one_file_and_no_file_is_over_a_limit() => Gen.Select(Gen.Int[0, 400_000].Array[0, 40], Gen.Int[1, 20]).Sample((sizes, size) =>
    {
        var records = sizes.Select((filler, i) => Record(i, filler)).ToList();
        var (files, left) = Cut(records, size);
        return left.Count == 0 && files.SelectMany(file => file.Records).SequenceEqual(records)
            && files.All(file => file.Content.Length <= OutboundFiles.MaxBytes && file.Records.Count <= size && OutboundFileCheck.Check(file.Content, AceObject.Opportunity, Head, file.Records).Count == 0);
    }, iter: 50);

    [Fact]
    public void Leads_stand_in_the_list_of_the_published_sample()
    {
        var record = new RecordWriter(AceObject.Lead, 1).Accept("L1");
        var head = new FileHead("1234567", 1);
        var file = Assert.Single(OutboundFiles.Of(AceObject.Lead, [record], head, 50, new List<(OutboundRecord, Issue?)>()));
        Assert.Equal("""{"version":"1.0","spmsId":"1234567","Leads":[{"apnCrmUniqueIdentifier":"L1","currentLeadStage":"Accepted"}]}""", Encoding.UTF8.GetString(file.Content));
        Assert.Empty(OutboundFileCheck.Check(file.Content, AceObject.Lead, head, file.Records));
    }

    [Theory]
    [InlineData("""{"version":"2.0","spmsId":"1234567","opportunities":[{"apnCrmUniqueIdentifier":"O1","nextStep":""}]""")] // cut off
    [InlineData("""{"version":"1.0","spmsId":"1234567","opportunities":[{"apnCrmUniqueIdentifier":"O1","nextStep":""}]}""")]
    [InlineData("""{"version":"2.0","spmsId":"7654321","opportunities":[{"apnCrmUniqueIdentifier":"O1","nextStep":""}]}""")]
    [InlineData("""{"version":"2.0","spmsId":"1234567","opportunities":[]}""")]
    [InlineData("""{"version":"2.0","spmsId":"1234567","Leads":[{"apnCrmUniqueIdentifier":"O1","nextStep":""}]}""")]
    [InlineData("""{"version":"2.0","spmsId":"1234567","opportunities":[{"apnCrmUniqueIdentifier":"O2","nextStep":""}]}""")] // another record
    [InlineData("""{"version":"2.0","spmsId":"1234567","opportunities":[{"apnCrmUniqueIdentifier":"O1","nextStep":7}]}""")]
    [InlineData("""{"version":"2.0","spmsId":"1234567","opportunities":[{"apnCrmUniqueIdentifier":"O1","expectedMonthlyAwsRevenue":"7"}]}""")]
    [InlineData("""{"version":"2.0","spmsId":"1234567","opportunities":[{"apnCrmUniqueIdentifier":"O1","solutionOffered":"S-1"}]}""")]
    [InlineData("""{"version":"2.0","spmsId":"1234567","opportunities":[{"apnCrmUniqueIdentifier":"O1","leadSource":"x"}]}""")] // withdrawn
    [InlineData("""{"version":"2.0","spmsId":"1234567","opportunities":[{"apnCrmUniqueIdentifier":"O1","createdBy":"x"}]}""")] // AWS's own
    [InlineData("""{"version":"2.0","spmsId":"1234567","opportunities":[{"apnCrmUniqueIdentifier":"O1","unknown":"x"}]}""")]
    [InlineData("""{"version":"2.0","spmsId":"1234567","opportunities":[{"apnCrmUniqueIdentifier":"O1","nextStep":"Accept To View"}]}""")]
    [InlineData("""{"version":"2.0","spmsId":"1234567","opportunities":[{"apnCrmUniqueIdentifier":"O1","nextStep":"a","nextStep":"b"}]}""")]
    [InlineData("""{"version":"2.0","spmsId":"1234567","opportunities":[{"nextStep":"a"}]}""")]
    [InlineData("""{"version":"2.0","spmsId":"1234567","more":1,"opportunities":[{"apnCrmUniqueIdentifier":"O1","nextStep":""}]}""")]
    public void Reading_back_finds_what_AWS_would_refuse(string content) =>
        Assert.NotEmpty(OutboundFileCheck.Check(Encoding.UTF8.GetBytes(content), AceObject.Opportunity, Head, [Record(1)]));

    [Fact]
    public void Reading_back_lets_a_good_file_pass() => Assert.Empty(OutboundFileCheck.Check(
        """{"version":"2.0","spmsId":"1234567","opportunities":[{"apnCrmUniqueIdentifier":"O1","nextStep":""}]}"""u8.ToArray(), AceObject.Opportunity, Head, [Record(1)]));

    [Theory]
    [InlineData(2, 1, null)]
    [InlineData(2, 2, null)]
    [InlineData(1, 0, null)]
    [InlineData(1, 2, IssueCodes.VersionWentDown)]
    [InlineData(3, 0, IssueCodes.UnknownVersion)]
    public void The_payload_version_never_goes_down(int version, int sent, string? code) => Assert.Equal(code, new FileHead("1", version).WhyNot(sent)?.Code);
}
