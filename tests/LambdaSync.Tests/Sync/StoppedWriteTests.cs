using System.Text;
using LambdaSync.Fields;
using LambdaSync.Mapping;
using LambdaSync.Sync;
using LambdaSync.Sync.Work;
using Xunit;

namespace LambdaSync.Tests.Sync;

/// <summary>Whether the CRM took a row whose answer was lost: what it had, what was sent, what it has.</summary>
[Trait("Row", "A2")]
public sealed class StoppedWriteTests
{
    static readonly CompiledMapping Mapping = Compile();

    [Theory]
    [InlineData("""{"Name":"Old"}""", """{"Name":"New"}""", """{"Name":"New"}""", WriteFate.Taken)]
    [InlineData("""{"Name":"Old"}""", """{"Name":"New"}""", """{"Name":"Old"}""", WriteFate.NotTaken)]
    [InlineData("""{"Name":"Old"}""", """{"Name":"New"}""", """{"Name":"Mine"}""", WriteFate.Unknown)]
    // Cut by the CRM.
    [InlineData("""{"Name":"Old"}""", """{"Name":"A long name"}""", """{"Name":"A long"}""", WriteFate.Taken)]
    // One field tells for all: a row is taken as a whole.
    [InlineData("""{"City":"Oslo","Name":"Old"}""", """{"City":"Bergen","Name":"New"}""", """{"City":"Bergen","Name":"Old"}""", WriteFate.Taken)]
    [InlineData("""{"City":"Oslo","Name":"Old"}""", """{"City":"Bergen","Name":"New"}""", """{"City":"Oslo","Name":"Mine"}""", WriteFate.NotTaken)]
    // Nothing that was there before tells.
    [InlineData("""{"City":"Oslo","Name":"Old"}""", """{"City":"Oslo","Name":"New"}""", """{"City":"Oslo","Name":"Mine"}""", WriteFate.Unknown)]
    [InlineData("""{"Name":"Old"}""", """{"Name":null}""", """{}""", WriteFate.Taken)]
    public void What_the_CRM_has_tells(string held, string sent, string now, WriteFate expected) =>
        Assert.Equal(expected, StoppedWrite.FateOf(Mapping, Write("006", sent).Over(new FlatRecord(Found(held).Fields)), Found(now)));

    [Fact]
    public void A_first_link_is_told_by_the_id_that_it_wrote()
    {
        var write = Write("006", """{"Name":"New"}""").Over(new FlatRecord(Utf8("""{"Name":"Old"}""")));
        Assert.Equal(WriteFate.Taken, StoppedWrite.FateOf(Mapping, write, Found("""{"Name":"Mine"}""")));
        Assert.Equal(WriteFate.NotTaken, StoppedWrite.FateOf(Mapping, write, new CrmCurrent("006", Utf8("""{"Name":"Mine"}"""), null, null)));
    }

    [Fact]
    public void The_status_that_a_refused_row_left_tells_nothing()
    {
        var write = Write("006", """{"Name":"New","Review":"Approved"}""").Over(new FlatRecord(Found("""{"Name":"Old","Review":"In review"}""").Fields));
        Assert.Equal(WriteFate.NotTaken, StoppedWrite.FateOf(Mapping, write, Found("""{"Name":"Old","Review":"Approved"}""")));
        Assert.Equal(WriteFate.Unknown, StoppedWrite.FateOf(Mapping, write, Found("""{"Name":"Mine","Review":"Approved"}""")));
    }

    [Fact]
    public void Without_a_record_nothing_was_taken_and_a_new_one_is_the_rows()
    {
        Assert.Equal(WriteFate.NotTaken, StoppedWrite.FateOf(Mapping, Write(null, """{"Name":"New"}"""), null));
        Assert.Equal(WriteFate.Taken, StoppedWrite.FateOf(Mapping, Write(null, """{"Name":"New"}"""), Found("""{"Name":"Mine"}""")));
    }

    [Fact]
    public void A_write_of_a_release_that_did_not_store_what_was_there_tells_nothing() =>
        Assert.Equal(WriteFate.Unknown, StoppedWrite.FateOf(Mapping, Write("006", """{"Name":"New"}"""), Found("""{"Name":"New"}""")));

    [Fact]
    public void A_later_edit_of_a_written_field_differs_from_the_baseline()
    {
        var write = Write("006", """{"City":"Bergen","Name":"New"}""") with { KeepBaseline = new() { ["Comments"] = "\"Old\"" } };
        var (taken, result) = StoppedWrite.Taken(Mapping, write, Found("""{"City":"Bergen","Comments":"Mine too","Name":"Mine"}"""));
        var baseline = new FlatRecord(taken.StateAfter(result).CrmBaseline);
        Assert.Equal(("\"Bergen\"", "\"New\"", "\"Old\""), (baseline["City"], baseline["Name"], baseline["Comments"]));
    }

    [Fact]
    public void What_a_new_record_has_beyond_its_row_was_compared_with_nothing()
    {
        var (taken, result) = StoppedWrite.Taken(Mapping, Write(null, """{"Name":"New"}"""), Found("""{"Comments":"Mine","Name":"New"}"""));
        var baseline = new FlatRecord(taken.StateAfter(result).CrmBaseline);
        Assert.Equal(("\"New\"", null, "null"), (baseline["Name"], baseline["Comments"], baseline["City"]));
    }

    static PendingWrite Write(string? id, string fields) => new(
        "job", 0, Outcome.Updated, "Opportunity", new CrmWrite(id, "AwsId", "O1", Utf8(fields), null, Mapping.BaselineFields),
        new RecordState(WorkKey.Opportunity("AWS", "O1"), "Opportunity", id ?? "", "{}"u8.ToArray(), "{}"u8.ToArray(), null, 0, false, 1), [], "{}"u8.ToArray(), []);

    // AWS's id is there in any case.
    static CrmCurrent Found(string fields)
    {
        var record = new FlatRecord(Utf8(fields));
        record["AwsId"] = "\"O1\"";
        return new CrmCurrent("006", record.ToJson(), "O1", null);
    }

    static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    static CompiledMapping Compile()
    {
        var issues = new List<Issue>();
        var document = MappingReader.Read(
            """
            {"version":1,"opportunity":{"crmObject":"Opportunity","awsId":"AwsId","status":{"reviewStatus":"Review"},"fields":[
              {"aws":"Project.Title","crm":"Name"},{"aws":"Customer.Account.Address.City","crm":"City"},{"aws":"Project.AdditionalComments","crm":"Comments"}]}}
            """u8.ToArray(), issues);
        Assert.Empty(issues);
        return CompiledMapping.Compile(document!, AceObject.Opportunity, issues)!;
    }
}
