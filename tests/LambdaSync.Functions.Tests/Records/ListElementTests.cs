using System.Text.Json.Nodes;
using Xunit;

namespace LambdaSync.Functions.Tests.Records;

/// <summary>Contacts and spend entries between the built-in CRM with its mapping and Partner Central, when AWS's lists change.</summary>
[Trait("Row", "C14")]
public sealed class ListElementTests : IDisposable
{
    const string Ada = """{"FirstName":"Ada","LastName":"North","Email":"ada@example.com"}""";
    const string Bo = """{"FirstName":"Bo","LastName":"South","Email":"bo@example.com"}""";
    const string Other = """{"Amount":"500","CurrencyCode":"EUR","Frequency":"Monthly","TargetCompany":"Nordlicht GmbH"}""";
    const string Aws = """{"Amount":"900.75","CurrencyCode":"USD","Frequency":"Monthly","TargetCompany":"AWS"}""";

    readonly SyncRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task An_edit_of_a_contact_is_that_persons_after_AWS_has_put_another_one_first()
    {
        var id = _rig.AwsHas();
        Contacts(id, Ada, Bo);
        await _rig.Deliver();
        Contacts(id, Bo, Ada);
        await _rig.Edit(id, """{"AWS_customerTitle__c":"Head of Ada's team","AWS_customerPhone__c":"+4940777"}""");
        await _rig.Tick();

        Assert.Equal(["bo@example.com ", "ada@example.com Head of Ada's team +4940777"], Contacts(id));
        await _rig.Deliver();
        Assert.Equal("\"ada@example.com\"", await _rig.Field(id, "AWS_customerEmail__c"));
        Assert.Equal("\"North\"", await _rig.Field(id, "AWS_customerLastName__c"));

        // Only our own event is left, and it says nothing new.
        _rig.Http.Operations.Clear();
        await _rig.Deliver();
        Assert.DoesNotContain("UpdateOpportunity", _rig.Http.Operations);
    }

    [Fact]
    public async Task A_contact_whose_fields_are_all_cleared_leaves_AWSs_list()
    {
        var id = _rig.AwsHas();
        Contacts(id, Ada, Bo);
        await _rig.Deliver();
        await _rig.Edit(id, """{"AWS_customerEmail__c":null,"AWS_customerFirstName__c":null,"AWS_customerLastName__c":null}""");
        await _rig.Tick();
        Assert.Equal(["bo@example.com "], Contacts(id));
        await _rig.Deliver();
        Assert.Equal(["bo@example.com "], Contacts(id));
        Assert.Equal("null", await _rig.Field(id, "AWS_customerEmail__c") ?? "null");
    }

    [Fact]
    [Trait("Row", "A28")]
    public async Task The_CRM_has_the_spend_on_AWS_and_edits_no_others()
    {
        var id = _rig.AwsHas();
        // The contract's value is the partner's own entry; AWS keeps it beside the spend on AWS while the contract has a duration.
        _rig.AwsEdits(id, """
            {"Project":{"ExpectedContractDuration":{"Term":"Months","Value":"12"},
             "ExpectedCustomerSpend":[{"Amount":"500","CurrencyCode":"USD","Frequency":"None","TargetCompany":"Self"},
            """ + Aws + "]}}");
        await _rig.Deliver();
        Assert.Equal("901", await _rig.Field(id, "AWS_expectedMonthlyAwsRevenue__c"));
        await _rig.Edit(id, """{"AWS_expectedMonthlyAwsRevenue__c":650}""");
        await _rig.Tick();
        Assert.Equal(["500 USD Self", "650 USD AWS"], Spend(id));
    }

    [Fact]
    public async Task An_edit_of_one_whom_AWS_has_replaced_is_told_and_written_over_nobody()
    {
        var id = _rig.AwsHas();
        Contacts(id, Ada);
        await _rig.Deliver();
        Contacts(id, Bo);
        await _rig.Edit(id, """{"AWS_customerTitle__c":"Head of Ada's team"}""");
        await _rig.Tick();
        Assert.Equal(["bo@example.com "], Contacts(id));
        // The mapping says that AWS owns the fields.
        Assert.Equal(("\"bo@example.com\"", "null"), (await _rig.Field(id, "AWS_customerEmail__c"), await _rig.Field(id, "AWS_customerTitle__c") ?? "null"));
        Assert.Contains((await _rig.Log(id)).SelectMany(d => d.Issues), i => i is { Code: IssueCodes.Clash, Field: "AWS_customerTitle__c" });
    }

    [Fact]
    public async Task A_new_opportunity_has_the_spend_with_what_AWS_wants_beside_it()
    {
        await _rig.NewInCrm("""{"Name":"Deal"}""");
        await _rig.Tick();
        var id = JsonNode.Parse(_rig.Answer("ListOpportunities", new JsonObject { ["Catalog"] = "AWS" }).ToJsonString())!["OpportunitySummaries"]![0]!["Id"]!.GetValue<string>();
        Assert.Equal(["1000 USD AWS"], Spend(id));
    }

    void Contacts(string id, params string[] contacts) => _rig.AwsEdits(id, """{"Customer":{"Contacts":[""" + string.Join(',', contacts) + "]}}");

    string[] Contacts(string id) => [.. _rig.Aws(id)["Customer"]!["Contacts"]!.AsArray().Select(c => $"{c!["Email"]} {c["BusinessTitle"]}{(c["Phone"] is { } phone ? " " + phone : "")}")];

    string[] Spend(string id) => [.. _rig.Aws(id)["Project"]!["ExpectedCustomerSpend"]!.AsArray().Select(s => $"{s!["Amount"]} {s["CurrencyCode"]} {s["TargetCompany"]}")];
}
