using LambdaSync.Mapping;
using LambdaSync.Sync;
using Xunit;

namespace LambdaSync.Connections.Tests.Salesforce;

/// <summary>An answer for every value; hidden fields end the sync before they look empty (row F-4).</summary>
public sealed class FindTests
{
    [Fact]
    public async Task Every_value_has_its_answer_in_order()
    {
        using var rig = new Rig();
        var account = rig.Create("Account", """{"Name":"Example Ltd"}""");
        var here = rig.Opportunity($$""","AccountId":"{{account}}" """);
        var deleted = rig.Opportunity();
        rig.Do("delete", $$"""{"id":"{{deleted}}"}""");
        var purged = rig.Opportunity();
        rig.Do("purge", $$"""{"id":"{{purged}}"}""");
        var hidden = rig.Opportunity();
        rig.Do("hide-row", $$"""{"id":"{{hidden}}"}""");
        var found = await rig.Find("Id", deleted, here, "no id", purged, here[..15], hidden);
        Assert.Equal([CrmState.Deleted, CrmState.Found, CrmState.Absent, CrmState.Absent, CrmState.Found, CrmState.Absent], found.Select(f => f.State));
        Assert.Equal([deleted, here, "no id", purged, here[..15], hidden], found.Select(f => f.Value));
        Assert.Equal("""{"Account.Name":"Example Ltd","Name":"A deal"}""", Rig.Text(found[1].Record!.Fields));
        Assert.Equal(here, found[4].Record!.Id);
        Assert.NotNull(found[1].Record!.Version);
        // The descriptions, and one query for all.
        Assert.Equal(3, rig.Requests.Count);
    }

    [Fact]
    public async Task An_empty_link_reads_as_null()
    {
        using var rig = new Rig();
        var id = rig.Opportunity();
        Assert.Equal("""{"Account.Name":null,"Name":"A deal"}""", Rig.Text((await rig.Find("Id", id))[0].Record!.Fields));
    }

    [Fact]
    public async Task Merged_and_converted_records_name_what_stands_for_them()
    {
        using var rig = new Rig();
        var (winner, loser) = (rig.Create("Contact", """{"LastName":"One"}"""), rig.Create("Contact", """{"LastName":"Two"}"""));
        rig.Do("merge", $$"""{"winner":"{{winner}}","losers":["{{loser}}"]}""");
        var merged = Assert.Single(await rig.Crm.Find("Contact", "Id", [loser], ["LastName"], Rig.Cancellation));
        Assert.Equal((CrmState.Merged, new CrmReference("Contact", winner)), (merged.State, merged.Into));

        var lead = rig.Create("Lead", """{"LastName":"Three","Company":"Example Ltd"}""");
        var into = rig.Do("convert", $$"""{"id":"{{lead}}","opportunityName":"A deal"}""")["opportunityId"]!.GetValue<string>();
        var converted = Assert.Single(await rig.Crm.Find("Lead", "Id", [lead], ["LastName", "ConvertedOpportunityId"], Rig.Cancellation));
        Assert.Equal((CrmState.Converted, new CrmReference("Opportunity", into)), (converted.State, converted.Into));
        Assert.Contains(into, Rig.Text(converted.Record!.Fields), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_value_that_several_records_have_has_several_answers()
    {
        using var rig = new Rig();
        foreach (var name in new[] { "A", "B" })
            rig.Create("Account", $$"""{"Name":"{{name}}","Legacy_Id__c":"L1"}""");
        var found = await rig.Crm.Find("Account", "Legacy_Id__c", ["L1", "L2"], ["Name"], Rig.Cancellation);
        Assert.Equal(["L1", "L1", "L2"], found.Select(f => f.Value));
    }

    [Fact]
    public async Task A_deleted_record_no_longer_has_its_external_id()
    {
        using var rig = new Rig();
        var before = rig.Opportunity(""","LambdaSync_Id__c":"O1" """);
        rig.Do("delete", $$"""{"id":"{{before}}"}""");
        Assert.Equal(CrmState.Absent, Assert.Single(await rig.Find(Rig.Key, "O1")).State);
        var now = rig.Opportunity(""","LambdaSync_Id__c":"o1" """);
        Assert.Equal(now, Assert.Single(await rig.Find(Rig.Key, "O1")).Record?.Id);
    }

    [Fact]
    public async Task Hostile_values_find_nothing_else()
    {
        using var rig = new Rig();
        rig.Opportunity(""","LambdaSync_Id__c":"O1" """);
        string[] values = ["' OR Name != '", @"\' OR Id != null--", "%", "O_", "\n\u0007\u2028😀", "", " "];
        Assert.All(await rig.Find(Rig.Key, values), f => Assert.Equal(CrmState.Absent, f.State));
        var id = rig.Opportunity(""","LambdaSync_Id__c":"O'1\\" """);
        Assert.Equal(id, (await rig.Find(Rig.Key, @"O'1\"))[0].Record?.Id);
    }

    [Theory]
    [InlineData(true, 5)]
    [InlineData(false, 6)]
    public async Task Many_ids_are_few_calls(bool related, int most)
    {
        using var rig = new Rig();
        var ids = rig.Do("create", """{"object":"Opportunity","count":1500,"fields":{"Name":"A deal","StageName":"Prospecting","CloseDate":"2026-12-31"}}""")["ids"]!.AsArray().Select(i => i!.GetValue<string>()).ToList();
        rig.Do("delete", $$"""{"id":"{{ids[7]}}"}""");
        var found = await rig.Crm.Find("Opportunity", "Id", ids, related ? ["Name", "Account.Name"] : ["Name"], Rig.Cancellation);
        Assert.Equal(ids, found.Select(f => f.Value));
        Assert.Equal(1499, found.Count(f => f.State == CrmState.Found));
        Assert.Equal(CrmState.Deleted, found[7].State);
        Assert.InRange(rig.Requests.Count, 1, related ? 7 : most);
    }

    [Fact]
    public async Task Short_pages_are_read_to_their_end()
    {
        using var rig = new Rig();
        rig.Do("settings", """{"maxPage":7}""");
        var ids = rig.Do("create", """{"object":"Opportunity","count":40,"fields":{"Name":"A deal","StageName":"Prospecting","CloseDate":"2026-12-31"}}""")["ids"]!.AsArray().Select(i => i!.GetValue<string>()).ToList();
        Assert.All(await rig.Crm.Find("Opportunity", "Id", ids, ["Name"], Rig.Cancellation), f => Assert.Equal(CrmState.Found, f.State));
    }

    [Theory]
    [InlineData("Amount", false)]
    [InlineData("Amount", true)]
    [InlineData("Missing__c", false)]
    [InlineData("Account.Missing__c", false)]
    public async Task A_field_that_is_not_seen_ends_the_sync_by_its_name(string field, bool later)
    {
        using var rig = new Rig();
        var id = rig.Opportunity(""","Amount":1000""");
        if (later)
            await Read();
        if (field == "Amount")
            rig.Do("hide-field", """{"object":"Opportunity","field":"Amount"}""");
        var failed = await Assert.ThrowsAsync<ConnectionException>(Read);
        Assert.False(failed.Transient);
        Assert.Contains($"sees no field {field} of Opportunity. Fix: give the permission set LambdaSync_Integration read access", failed.Message, StringComparison.Ordinal);

        Task Read() => rig.Crm.Find("Opportunity", "Id", [id], ["Name", field], Rig.Cancellation);
    }

    [Fact]
    public async Task Values_are_canonical()
    {
        using var rig = new Rig();
        var id = rig.Create("Deal__c", """{"Title__c":"T","Status__c":"Open","Is_Public__c":true,"Score__c":1.5,"Value__c":12000000,"At__c":"2026-03-02T10:00:00+02:00","Due__c":"2026-03-02","Tags__c":"A;B"}""");
        var found = Assert.Single(await rig.Crm.Find("Deal__c", "Id", [id], ["Title__c", "Is_Public__c", "Score__c", "Value__c", "At__c", "Due__c", "Tags__c", "Notes__c"], Rig.Cancellation));
        Assert.Equal("""{"At__c":"2026-03-02T08:00:00Z","Due__c":"2026-03-02","Is_Public__c":true,"Notes__c":null,"Score__c":1.5,"Tags__c":"A;B","Title__c":"T","Value__c":12000000}""", Rig.Text(found.Record!.Fields));
    }

    [Fact]
    public async Task The_description_has_what_the_mapping_needs()
    {
        using var rig = new Rig();
        rig.Do("hide-field", """{"object":"Opportunity","field":"NextStep"}""");
        rig.Do("hide-field", """{"object":"Opportunity","field":"Amount","readOnly":true}""");
        var metadata = await rig.Crm.Describe(["Opportunity"], null, Rig.Cancellation);
        CrmField Field(string name) => metadata!.Object("Opportunity")!.Fields.Single(f => f.Name == name);
        Assert.Equal((true, true), (Field(Rig.Key).ExternalId, Field(Rig.Key).Unique));
        Assert.Equal((false, true), (Field("NextStep").Readable, Field("Amount").Readable));
        Assert.Equal((false, false), (Field("NextStep").Writable, Field("Amount").Writable));
        Assert.True(Field("ExpectedRevenue").Calculated);
        Assert.True(Field("ContactId").CreateOnly);
        Assert.True(Field("CloseDate").Required);
        Assert.Equal("Account", Field("AccountId").RelatesTo);
        Assert.Equal(CrmFieldType.Text, metadata!.Resolve("Opportunity", "Account.Owner.Name")!.Type);
        Assert.Equal("AWS_Use_Case__c", Field("AWS_Workload__c").ControlledBy);
        Assert.NotEmpty(Field("AWS_Workload__c").Allowed!["Migration"]);
        Assert.Equal(["Co_Sell", "Direct"], metadata.Object("Opportunity")!.Variants.Select(v => v.Name));
        Assert.Equal(["Prospecting", "Qualification", "Closed Won", "Closed Lost"], metadata.Object("Opportunity")!.Variants[1].Values["StageName"]);
        Assert.DoesNotContain(metadata.Object("Account")!.Fields, f => f.Name == "BillingAddress");
    }

    [Fact]
    public async Task An_unchanged_description_is_null_and_a_changed_one_is_not()
    {
        using var rig = new Rig();
        var first = await rig.Crm.Describe([], null, Rig.Cancellation);
        Assert.Null(await rig.Crm.Describe([], first!.Token, Rig.Cancellation));
        rig.Advance(TimeSpan.FromHours(2));
        rig.Simulator.ForgetRequests();
        Assert.Null(await rig.Crm.Describe([], first.Token, Rig.Cancellation));
        Assert.Contains("If-Modified-Since", rig.Requests[0].Body, StringComparison.Ordinal);
        rig.Do("add-field", """{"object":"Opportunity","field":{"name":"New__c","type":"string","length":40}}""");
        rig.Advance(TimeSpan.FromHours(2));
        Assert.Contains((await rig.Crm.Describe([], first.Token, Rig.Cancellation))!.Object("Opportunity")!.Fields, f => f.Name == "New__c");
    }

    [Fact]
    public async Task Without_the_permission_to_view_the_set_up_hidden_fields_are_missing()
    {
        using var rig = new Rig();
        rig.Do("settings", """{"viewSetup":false}""");
        rig.Do("hide-field", """{"object":"Opportunity","field":"NextStep"}""");
        var metadata = await rig.Crm.Describe(["Opportunity", "Missing__c"], null, Rig.Cancellation);
        Assert.DoesNotContain(metadata!.Object("Opportunity")!.Fields, f => f.Name == "NextStep");
        Assert.Null(metadata.Object("Missing__c"));
    }
}
