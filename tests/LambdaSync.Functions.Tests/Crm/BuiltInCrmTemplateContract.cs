using System.Text;
using LambdaSync.Sync;
using Xunit;

namespace LambdaSync.Functions.Tests.Crm;

/// <summary>Related records, default accounts and links.</summary>
[Trait("Row", "H4")]
public abstract class BuiltInCrmTemplateContract : BuiltInCrmRig
{
    const string Key = "APN_CRM_Unique_Identifier__c";
    const string Good = """{"CloseDate":"2026-12-31","Name":"Deal","StageName":"Prospecting"}""";
    const string GoodWithAccount = """{"Account.Name":"Example Ltd","CloseDate":"2026-12-31","Name":"Deal","StageName":"Prospecting"}""";

    [Fact]
    [Trait("Row", "C5")]
    public async Task Related_fields_are_written_where_they_are_linked()
    {
        var user = await Import("User", """{"Name":"Sam","Email":"sam@example.com"}""");
        var account = await Import("Account", $$"""{"Name":"Old","OwnerId":"{{user}}"}""");
        await Write($$"""{"AccountId":"{{account}}",{{Good[1..]}}""");

        var result = await Write("""{"Account.Name":"New","Account.Owner.Email":"new@example.com"}""", readBack: ["Account.Name", "Account.Owner.Email"]);

        Assert.Empty(result.Issues);
        Assert.Equal("""{"Account.Name":"New","Account.Owner.Email":"new@example.com"}""", Encoding.UTF8.GetString(result.Stored));
    }

    [Fact]
    [Trait("Row", "C5")]
    public async Task Related_fields_that_are_not_linked_are_told_and_the_row_is_written()
    {
        var result = await Write("""{"Account.Owner.Email":"a@example.com","Primary_Contact__r.Email":"b@example.com",""" + GoodWithAccount[1..]);

        Assert.True(result.Written);
        Assert.Equal(["Account.Name", "Primary_Contact__r.Email", "Account.Owner.Email"], result.Issues.Select(i => i.Field));
        Assert.All(result.Issues, i => Assert.Equal((IssueCodes.RelatedNotLinked, Severity.Warning), (i.Code, i.Severity)));
    }

    [Fact]
    [Trait("Row", "C5")]
    public async Task A_bad_related_value_refuses_the_row()
    {
        var account = await Import("Account", """{"Name":"Old"}""");
        var refused = await Write($$"""{"AccountId":"{{account}}","Account.Name":null,{{Good[1..]}}""");
        Assert.Equal("Account.Name", Assert.Single(refused.Issues).Field);
        Assert.Contains("\"Old\"", await Show("Account", account), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Row", "C8")]
    public async Task A_filled_account_link_is_kept()
    {
        var first = await Import("Account", """{"Name":"First"}""");
        var second = await Import("Account", """{"Name":"Second"}""");
        await Write($$"""{"AccountId":"{{first}}",{{Good[1..]}}""");

        var kept = await Write($$"""{"AccountId":"{{second}}","NextStep":"Call"}""", readBack: ["AccountId", "NextStep"]);
        Assert.Equal((IssueCodes.AccountLinkKept, Severity.Note), Assert.Single(kept.Issues) is var i ? (i.Code, i.Severity) : default);
        Assert.Equal($$"""{"AccountId":"{{first}}","NextStep":"Call"}""", Encoding.UTF8.GetString(kept.Stored));
        Assert.Empty((await Write($$"""{"AccountId":"{{first}}"}""")).Issues);

        Assert.True((await Crm.Set("Opportunity", "O1", Encoding.UTF8.GetBytes($$"""{"AccountId":"{{second}}"}"""), Cancellation)).Written);
        await Crm.Delete("Account", second, Cancellation);
        Assert.Empty((await Write($$"""{"AccountId":"{{first}}"}""")).Issues);
    }

    [Fact]
    [Trait("Row", "C8")]
    public async Task A_new_record_is_linked_to_the_default_account()
    {
        var account = await Import("Account", """{"Name":"Default"}""");
        var link = new CrmLink("AccountId", account, Create: false);

        var result = await Write(Good, link, ["AccountId"]);
        Assert.Equal($$"""{"AccountId":"{{account}}"}""", Encoding.UTF8.GetString(result.Stored));

        var own = await Import("Account", """{"Name":"Own"}""");
        result = await Write($$"""{"AccountId":"{{own}}",{{Good[1..]}}""", link, ["AccountId"], "O2");
        Assert.Equal($$"""{"AccountId":"{{own}}"}""", Encoding.UTF8.GetString(result.Stored));
    }

    [Fact]
    [Trait("Row", "C8")]
    public async Task A_new_account_is_made_from_the_default_one_and_found_again()
    {
        var account = await Import("Account", """{"Name":"Default","Industry":"Energy","LambdaSync_External_Id__c":"mine"}""");
        var link = new CrmLink("AccountId", account, Create: true);

        var result = await Write(GoodWithAccount, link, ["Account.Name", "Account.Industry", "Account.LambdaSync_External_Id__c"]);

        Assert.Empty(result.Issues);
        Assert.Equal(
            """{"Account.Industry":"Energy","Account.LambdaSync_External_Id__c":"O1:Account","Account.Name":"Example Ltd"}""",
            Encoding.UTF8.GetString(result.Stored));
        Assert.Contains("\"Default\"", await Show("Account", account), StringComparison.Ordinal);

        await Crm.Delete("Opportunity", "O1", Cancellation);
        Assert.True((await Write(GoodWithAccount, link)).Created);
        Assert.Equal(2, (await Crm.List("Account", 10, null, Cancellation)).Count);
    }

    [Fact]
    [Trait("Row", "C8")]
    public async Task A_new_account_needs_its_own_required_fields()
    {
        var refused = await Write(Good, new CrmLink("AccountId", null, Create: true));
        Assert.Equal("Account.Name", Assert.Single(refused.Issues).Field);
        Assert.Empty(await Crm.List("Account", 10, null, Cancellation));
    }

    [Fact]
    [Trait("Row", "C8")]
    public async Task A_new_record_starts_from_the_link_record()
    {
        var source = await Write("""{"LeadSource":"Web","NextStep":"Template's",""" + Good[1..], awsId: "O9");

        var result = await Write("""{"LeadSource":null,"Name":"Mine"}""", readBack: ["CloseDate", "LeadSource", "Name", "NextStep", Key], copyFrom: source.Id);

        Assert.Equal(
            """{"APN_CRM_Unique_Identifier__c":"O1","CloseDate":"2026-12-31","LeadSource":null,"Name":"Mine","NextStep":"Template's"}""",
            Encoding.UTF8.GetString(result.Stored));
        Assert.False((await Write(Good, awsId: "O2", copyFrom: "006zzzzzzzzzzzzAAA")).Written);
    }

    [Fact]
    public async Task An_import_takes_nested_relations_and_knows_its_external_ids()
    {
        var account = await Import("Account", """{"attributes":{"type":"Account"},"Name":"A","LambdaSync_External_Id__c":"a"}""");
        Assert.Equal(account, await Import("Account", """{"LambdaSync_External_Id__c":"a","Industry":"Energy"}"""));
        var contact = await Import("Contact", $$"""{"LastName":"Doe","AccountId":"{{account}}","Account":{"Name":"B"} }""");

        Assert.Equal($$"""{"AccountId":"{{account}}","Id":"{{contact}}","LastName":"Doe"}""", await Show("Contact", contact));
        Assert.Equal(
            $$"""{"Id":"{{account}}","Industry":"Energy","LambdaSync_External_Id__c":"a","Name":"B"}""", await Show("Account", "a"));
        Assert.Equal(contact, await Import("Contact", await Show("Contact", contact)));
        Assert.Null(await Crm.Get("Contact", "nobody", Cancellation));
        Assert.StartsWith("00Q", await Import("Lead", """{"LastName":"Doe","Company":"C"}"""), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Records_are_listed_in_pages()
    {
        foreach (var name in new[] { "A", "B", "C" })
            await Import("Account", $$"""{"Name":"{{name}}"}""");
        var page = await Crm.List("Account", 2, null, Cancellation);
        Assert.Equal(2, page.Count);
        Assert.Single(await Crm.List("Account", 2, page[1].Id, Cancellation));
    }

    async Task<CrmResult> Write(string fields, CrmLink? link = null, IReadOnlyList<string>? readBack = null, string awsId = "O1", string? copyFrom = null) =>
        Assert.Single(await Crm.Write(
            "Opportunity",
            [new CrmWrite(null, Key, awsId, Encoding.UTF8.GetBytes(fields), copyFrom, readBack ?? []) { Links = link is null ? null : [link] }], Cancellation));

    async Task<string> Import(string crmObject, string json)
    {
        var result = await Crm.Import(crmObject, Encoding.UTF8.GetBytes(json), Cancellation);
        Assert.Empty(result.Issues);
        return result.Id!;
    }

    // Without the time of the last change.
    async Task<string> Show(string crmObject, string id)
    {
        var fields = new FlatRecord((await Crm.Get(crmObject, id, Cancellation))!.Fields);
        fields["LastModifiedDate"] = null;
        return Encoding.UTF8.GetString(fields.ToJson());
    }
}
