using System.Text;
using LambdaSync.Connections.BuiltIn;
using LambdaSync.Functions.Tests.Aws;
using LambdaSync.Sync;
using LambdaSync.Testing;
using Xunit;

namespace LambdaSync.Functions.Tests.Crm;

public sealed class DynamoCrmTests(Moto moto) : BuiltInCrmContract
{
    const string AwsId = "APN_CRM_Unique_Identifier__c";

    Deployment? _deployment;

    [Fact]
    public async Task A_row_written_again_adds_nothing_also_not_its_account()
    {
        var row = new CrmWrite(
            null, AwsId, "O1", """{"Account.Name":"A","CloseDate":"2026-12-31","Name":"Deal","StageName":"Prospecting"}"""u8.ToArray(),
            null, ["Id", "AccountId"])
        { Links = [new CrmLink("AccountId", null, Create: true)] };

        var first = Assert.Single(await Crm.Write("Opportunity", [row], Cancellation));
        var again = Assert.Single(await Crm.Write("Opportunity", [row], Cancellation));

        Assert.Equal(Encoding.UTF8.GetString(first.Stored), Encoding.UTF8.GetString(again.Stored));
        Assert.Equal((true, false), (first.Created, again.Created));
        Assert.Single(await Crm.List("Account", 10, null, Cancellation));
    }

    [Fact]
    public async Task Two_writers_at_once_make_one_record()
    {
        var rows = Enumerable.Range(0, 5).Select(i => new CrmWrite(
            null, AwsId, $"O{i}", Encoding.UTF8.GetBytes($$"""{"CloseDate":"2026-12-31","Name":"Deal {{i}}","StageName":"Prospecting"}"""), null, ["Id"])).ToList();

        var results = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Crm.Write("Opportunity", rows, Cancellation)));

        Assert.All(results.SelectMany(r => r), r => Assert.True(r.Written));
        Assert.Equal(5, results.SelectMany(r => r).Select(r => r.Id).Distinct().Count());
        Assert.Equal(5, (await Crm.List("Opportunity", 100, null, Cancellation)).Count);
    }

    [Fact]
    public async Task A_record_that_gave_its_identifier_away_is_not_overwritten()
    {
        const string Fields = """{"CloseDate":"2026-12-31","Name":"Deal","StageName":"Prospecting"}""";
        var row = new CrmWrite(null, AwsId, "O1", Encoding.UTF8.GetBytes(Fields), null, ["Id"]);
        var first = Assert.Single(await Crm.Write("Opportunity", [row], Cancellation));
        Assert.True((await Crm.Set("Opportunity", "O1", Encoding.UTF8.GetBytes($$"""{"{{AwsId}}":null,"NextStep":"Mine"}"""), Cancellation)).Written);

        var second = Assert.Single(await Crm.Write("Opportunity", [row], Cancellation));

        Assert.NotEqual(first.Id, second.Id);
        Assert.Contains("Mine", Encoding.UTF8.GetString((await Crm.Get("Opportunity", first.Id!, Cancellation))!.Fields), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Long_fields_that_were_replaced_or_deleted_are_erased()
    {
        var rows = (string[])["O1", "O2"];
        var written = await Crm.Write("Opportunity", [.. rows.Select(id => new CrmWrite(null, AwsId, id, Deal('x'), null, ["Id"]))], Cancellation);
        Assert.All(written, r => Assert.True(r.Written));
        Assert.Equal(2, (await Kept()).Count);

        // The same record twice in one call: what the first row stored is replaced by the second's.
        written = await Crm.Write("Opportunity", [.. ((char[])['y', 'z']).Select(c => new CrmWrite(written[0].Id, AwsId, "O1", Deal(c), null, ["Id"]))], Cancellation);
        Assert.All(written, r => Assert.True(r.Written));
        Assert.Equal(2, (await Kept()).Count);
        Assert.Contains("zzz", Encoding.UTF8.GetString((await Crm.Get("Opportunity", "O1", Cancellation))!.Fields), StringComparison.Ordinal);
        Assert.Contains("xxx", Encoding.UTF8.GetString((await Crm.Get("Opportunity", "O2", Cancellation))!.Fields), StringComparison.Ordinal);

        Assert.True((await Crm.Set("Opportunity", "O1", """{"Description":"short"}"""u8.ToArray(), Cancellation)).Written);
        Assert.Single(await Kept());
        Assert.True(await Crm.Delete("Opportunity", "O2", Cancellation));
        Assert.Empty(await Kept());
    }

    // 124,000 characters, with a short description 93,000.
    static byte[] Deal(char fill)
    {
        var texts = ((string[])["Description", "AWS_awsProducts__c", "AWS_nextStepHistory__c", "AWS_additionalComments__c"]).Select(f => $"\"{f}\":\"{new string(fill, 31_000)}\"");
        return Encoding.UTF8.GetBytes($$"""{"CloseDate":"2026-12-31","Name":"Deal","StageName":"Prospecting",{{string.Join(',', texts)}}}""");
    }

    Task<List<string>> Kept() => _deployment!.Keys("overflow/crm/");

    protected override async Task<IBuiltInCrm> Open()
    {
        _deployment = await Deployment.Create(moto.Server);
        return new DynamoCrm(_deployment.Dynamo, _deployment.CrmTable, _deployment.S3, _deployment.DataBucket, TimeProvider.System);
    }

    protected override void Close() => _deployment?.Dispose();
}
