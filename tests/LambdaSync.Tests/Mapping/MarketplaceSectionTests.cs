using System.Text;
using LambdaSync.Json;
using LambdaSync.Mapping;
using LambdaSync.Sync;
using Xunit;

namespace LambdaSync.Tests.Mapping;

/// <summary>The sections of a mapping for what AWS Marketplace has.</summary>
[Trait("Row", "F7")]
public sealed class MarketplaceSectionTests
{
    const string Document = """
        { "version": 1, "opportunity": { "crmObject": "Opportunity", "awsId": "Id__c", "fields": [] },
          "marketplace": {
            "offer": { "crmObject": "Offer__c", "awsId": "Offer_Id__c", "when": { "inbound": [{ "aws": "offer:Status", "eq": "active" }] }, "fields": [
              { "aws": "offer:Name", "crm": "Name" },
              { "aws": "offer:Rules[Type=AvailabilityRule].AvailabilityEndDate", "crm": "Until__c" },
              { "aws": "offer:BuyerAccounts[]", "crm": "Buyers__c", "join": "," } ] },
            "agreement": { "crmObject": "Agreement__c", "awsId": "Agreement_Id__c", "inboundUpdates": false, "fields": [{ "aws": "agreement:status", "crm": "Status__c" }] } } }
        """;

    static MappingDocument Read(string json, List<Issue> issues) => MappingReader.Read(Encoding.UTF8.GetBytes(json), issues)!;

    [Fact]
    public void They_are_read_written_and_only_go_inbound()
    {
        var issues = new List<Issue>();
        var document = Read(Document, issues);
        Assert.Empty(issues);
        Assert.Equal(["offer", "agreement"], document.Marketplace.Keys);
        Assert.All(document.Marketplace.Values.SelectMany(section => section.Fields), line => Assert.False(line.Outbound));
        var written = MappingWriter.Write(document);
        Assert.Equal(written, MappingWriter.Write(Read(written, issues)));
        Assert.Empty(issues);
    }

    [Fact]
    public void An_offer_is_mapped_by_its_own_paths()
    {
        var issues = new List<Issue>();
        var mapping = CompiledMapping.CompileMarketplace(Read(Document, issues), MarketplaceSections.Offer, issues);
        Assert.Empty(issues);
        Assert.NotNull(mapping);
        var written = new Utf8Buffer();
        mapping.MapInbound("""{"offer":{"BuyerAccounts":["111122223333","222233334444"],"Name":"Example offer","Rules":[{"AvailabilityEndDate":"2027-01-31T23:59:59Z","Type":"AvailabilityRule"}],"Status":"active"}}"""u8, written, issues);
        var crm = new FlatRecord(written.Written);
        Assert.Equal(("\"Example offer\"", "\"2027-01-31T23:59:59Z\"", "\"111122223333,222233334444\""), (crm["Name"], crm["Until__c"], crm["Buyers__c"]));
        Assert.Empty(mapping.SentFields);
        Assert.False(mapping.Applies(inbound: true, """{"offer":{"Status":"draft"}}"""u8, "{}"u8));
    }

    [Theory]
    [InlineData("\"offer\": {", "\"offers\": {", "marketplace.offers")]
    [InlineData("\"crmObject\": \"Offer__c\",", "\"crmObject\": \"Offer__c\", \"share\": \"on-create\",", "marketplace.offer.share")]
    public void What_such_a_section_can_not_have_is_an_issue(string old, string with, string field)
    {
        var issues = new List<Issue>();
        Read(Document.Replace(old, with, StringComparison.Ordinal), issues);
        Assert.Contains(issues, issue => issue.Field == field);
    }

    [Fact]
    public void A_field_that_the_CRM_does_not_have_is_an_issue()
    {
        var crm = new CrmMetadata([new CrmObject("Opportunity", []), new CrmObject("Offer__c", [new CrmField("Name", "Name", CrmFieldType.Text)])]);
        var issues = MappingCheck.Check(Read(Document, []), crm).Where(issue => issue.Field?.StartsWith("marketplace", StringComparison.Ordinal) == true).Select(issue => (issue.Field, issue.Value)).ToList();
        Assert.Equal([("marketplace.offer", "Offer_Id__c"), ("marketplace.offer", "Until__c"), ("marketplace.offer", "Buyers__c"), ("marketplace.agreement.crmObject", "Agreement__c")], issues);
    }

    /// <summary>A lookup takes the id of a record that the mapping shows, of the object that it leads to.</summary>
    [Theory]
    [InlineData("Product__c", null)]
    [InlineData("Agreement__c", "leads to Agreement__c, and offer:CrmIds.Product is a record of Product__c")]
    public void A_lookup_leads_to_the_object_of_the_records_section(string relatesTo, string? rule)
    {
        var text = new CrmField("Name", "Name", CrmFieldType.Text);
        var crm = new CrmMetadata(
        [
            new CrmObject("Opportunity", []), new CrmObject("Product__c", [text, text with { Name = "Product_Id__c", ExternalId = true }]),
            new CrmObject("Offer__c", [text, text with { Name = "Offer_Id__c", ExternalId = true }, text with { Name = "Product__c", Type = CrmFieldType.Reference, RelatesTo = relatesTo }]),
        ]);
        const string WithProducts = """
            { "version": 1, "opportunity": { "crmObject": "Opportunity", "awsId": "Id__c", "fields": [] },
              "marketplace": {
                "product": { "crmObject": "Product__c", "awsId": "Product_Id__c", "fields": [] },
                "offer": { "crmObject": "Offer__c", "awsId": "Offer_Id__c", "fields": [{ "aws": "offer:CrmIds.Product", "crm": "Product__c" }] } } }
            """;
        Assert.Equal(rule is null ? [] : [rule], Lookups(WithProducts, crm).Select(found => found.TrimEnd('.').Replace("Product__c leads", "leads", StringComparison.Ordinal)));
        // Records that the mapping does not show have no id in the CRM.
        Assert.Contains("no section", Assert.Single(Lookups(WithProducts.Replace("\"product\": { \"crmObject\": \"Product__c\", \"awsId\": \"Product_Id__c\", \"fields\": [] },", "", StringComparison.Ordinal), crm)), StringComparison.Ordinal);
    }

    static List<string> Lookups(string document, CrmMetadata crm) =>
        [.. MappingCheck.Check(Read(document, []), crm).Where(issue => issue.Field == "marketplace.offer").Select(issue => issue.Rule)];

    [Fact]
    public void A_field_that_can_not_take_the_value_is_an_issue()
    {
        var text = new CrmField("Name", "Name", CrmFieldType.Text);
        var crm = new CrmMetadata(
        [
            new CrmObject("Opportunity", []),
            new CrmObject("Offer__c",
            [
                text with { Writable = false }, text with { Name = "Offer_Id__c" }, text with { Name = "Until__c", Type = CrmFieldType.Reference, RelatesTo = "Day__c" }, text with { Name = "Buyers__c" },
                text with { Name = "Type__c", Type = CrmFieldType.Picklist, Restricted = true, Values = ["SaaS"] },
            ]),
        ]);
        var document = Document.Replace("\"crm\": \"Name\" }", "\"crm\": \"Name\" }, { \"aws\": \"offer:Type\", \"crm\": \"Type__c\", \"values\": { \"SaaSProduct\": [\"SaaS\"], \"AmiProduct\": [\"AMI\"] } }", StringComparison.Ordinal);
        var issues = MappingCheck.Check(Read(document, []), crm).Where(issue => issue.Field?.StartsWith("marketplace.offer", StringComparison.Ordinal) == true).Select(issue => (issue.Code, issue.Value)).ToList();
        Assert.Equal(
            [
                (IssueCodes.MappingIncompatible, "Offer_Id__c"), (IssueCodes.MappingIncompatible, "Until__c"), (IssueCodes.MappingNotWritable, "Name"), (IssueCodes.MappingValueMissing, "Type__c"),
            ], issues.Order());
    }
}
