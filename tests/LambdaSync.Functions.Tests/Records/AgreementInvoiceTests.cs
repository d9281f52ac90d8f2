using System.Globalization;
using System.Text.Json.Nodes;
using LambdaSync.Connections.BuiltIn;
using LambdaSync.Mapping;
using Xunit;

namespace LambdaSync.Functions.Tests.Records;

/// <summary>An agreement's invoices on its CRM record: read with the agreement, at most once a day, and by LambdaSync's own clock.</summary>
[Trait("Row", "F13")]
public sealed class AgreementInvoiceTests : IDisposable
{
    const string List = "ListAgreementInvoiceLineItems";

    readonly SyncRig _rig = new(MappingReader.Read(BuiltInMapping.JsonWithMarketplace(), new List<Issue>())!);

    static CancellationToken None => CancellationToken.None;

    public AgreementInvoiceTests() => MarketRig.Prepare(_rig);

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task An_agreement_without_invoices_says_so()
    {
        var agreement = await Sold();
        Assert.Equal([1, 1, 1], Calls("DescribeAgreement", "GetAgreementTerms", List));
        Assert.Equal(("0", null, "0", null, null), await Shown(agreement));
    }

    [Fact]
    public async Task All_pages_count_and_the_last_invoice_is_shown()
    {
        var agreement = await Sold();
        for (var i = 1; i <= 60; i++)
            Invoice(agreement, "10.25", $"invoice-{i:000}");
        AgreementRig.Later(_rig, TimeSpan.FromHours(1));
        Invoice(agreement, "99.5", "invoice-last");
        Invoice(agreement, "5", "invoice-credit", "CREDIT_MEMO");
        _rig.Forget();
        AgreementRig.Later(_rig, TimeSpan.FromDays(1));
        await _rig.Tick();
        // Two pages of 50.
        Assert.Equal([1, 1, 2], Calls("DescribeAgreement", "GetAgreementTerms", List));
        Assert.Equal(("61", "714.5 USD", "1", "5 USD", "invoice-last"), await Shown(agreement));
        var record = await Record(agreement);
        Assert.Equal(("99.5", "USD", "99.5", "INVOICE", "Amazon Web Services, Inc."), (Text(record, "AWS_Last_Invoice_Amount__c"), Text(record, "AWS_Last_Invoice_Currency__c"), Text(record, "AWS_Last_Invoice_Adjustable__c"), Text(record, "AWS_Last_Invoice_Type__c"), Text(record, "AWS_Last_Invoice_Entity__c")));
        Assert.Equal(_rig.Simulator.Control.Clock.Now.ToString("yyyy-MM", CultureInfo.InvariantCulture)[..4], Text(record, "AWS_Last_Invoice_Period__c")?[..4]);
    }

    [Fact]
    public async Task However_many_events_come_the_invoices_are_read_once_a_day()
    {
        var agreement = await Sold();
        Invoice(agreement, "10", "invoice-1");
        for (var i = 0; i < 3; i++)
        {
            _rig.Forget();
            _rig.Simulator.Control.Do("market-event", new JsonObject
            {
                ["source"] = "aws.agreement-marketplace",
                ["detailType"] = "Purchase Agreement Amended - Proposer",
                ["detail"] = new JsonObject { ["agreement"] = new JsonObject { ["id"] = agreement, ["intent"] = "AMEND" }, ["proposer"] = new JsonObject { ["accountId"] = "123456789012" } },
            });
            await _rig.DeliverAll();
            await _rig.Tick();
            Assert.Equal([1, 1, 0], Calls("DescribeAgreement", "GetAgreementTerms", List));
        }

        // What is known stays.
        Assert.Equal("0", (await Shown(agreement)).Count);
        _rig.Forget();
        AgreementRig.Later(_rig, TimeSpan.FromDays(1));
        await _rig.Tick();
        Assert.Equal([1, 1, 1], Calls("DescribeAgreement", "GetAgreementTerms", List));
        Assert.Equal(("1", "10 USD", "0", null, "invoice-1"), await Shown(agreement));
        // Nothing new is no write.
        var before = (await Record(agreement)).ToJsonString();
        AgreementRig.Later(_rig, TimeSpan.FromDays(1));
        await _rig.Tick();
        Assert.Equal(before, (await Record(agreement)).ToJsonString());
    }

    [Fact]
    public async Task An_adjusted_invoice_is_read_again_at_once()
    {
        var agreement = await Sold();
        Invoice(agreement, "100", "invoice-1");
        AgreementRig.Later(_rig, TimeSpan.FromDays(1));
        await _rig.Tick();
        Assert.Equal("100", Text(await Record(agreement), "AWS_Last_Invoice_Adjustable__c"));
        await AgreementRig.Adjust(_rig, agreement, "adjust", ("invoice-1", "30"));
        for (var i = 0; i < 4; i++)
        {
            AgreementRig.Later(_rig, TimeSpan.FromMinutes(5));
            await _rig.Tick();
        }

        Assert.Equal(("100", "70"), (Text(await Record(agreement), "AWS_Last_Invoice_Amount__c"), Text(await Record(agreement), "AWS_Last_Invoice_Adjustable__c")));
    }

    [Fact]
    public async Task Without_a_line_for_them_they_are_not_read()
    {
        var document = JsonNode.Parse(BuiltInMapping.JsonWithMarketplace())!;
        var fields = document["marketplace"]!["agreement"]!["fields"]!.AsArray();
        foreach (var line in fields.Where(line => line!["aws"]!.GetValue<string>().StartsWith("agreement:invoices", StringComparison.Ordinal)).ToList())
            fields.Remove(line);
        using var rig = new SyncRig(MappingReader.Read(System.Text.Encoding.UTF8.GetBytes(document.ToJsonString()), new List<Issue>())!);
        MarketRig.Prepare(rig);
        await AgreementRig.Sold(rig, MarketRig.Document(rig));
        await rig.DeliverAll();
        await rig.Tick();
        Assert.Contains("DescribeAgreement", rig.Http.Operations);
        Assert.DoesNotContain(List, rig.Http.Operations);
    }

    async Task<string> Sold()
    {
        var agreement = await AgreementRig.Sold(_rig, MarketRig.Document(_rig));
        _rig.Forget();
        await _rig.DeliverAll();
        await _rig.Tick();
        return agreement;
    }

    void Invoice(string agreement, string amount, string id, string type = "INVOICE") => _rig.Simulator.Control.Do("invoice", new JsonObject { ["agreementId"] = agreement, ["amount"] = amount, ["id"] = id, ["type"] = type });

    int[] Calls(params string[] operations) => [.. operations.Select(name => _rig.Http.Operations.Count(operation => operation == name))];

    async Task<JsonObject> Record(string agreement) => JsonNode.Parse((await _rig.Crm.Get("AWS_Agreement__c", agreement, None))!.Fields)!.AsObject();

    async Task<(string? Count, string? Total, string? Memos, string? Credits, string? Last)> Shown(string agreement) => await Record(agreement) is var record
        ? (Text(record, "AWS_Invoices__c"), Text(record, "AWS_Invoiced__c"), Text(record, "AWS_Credit_Memos__c"), Text(record, "AWS_Credited__c"), Text(record, "AWS_Last_Invoice_Id__c")) : default;

    static string? Text(JsonObject record, string field) => record[field]?.ToString();
}
