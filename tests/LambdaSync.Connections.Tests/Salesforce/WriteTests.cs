using System.Text.Json.Nodes;
using LambdaSync.Sync;
using Xunit;

namespace LambdaSync.Connections.Tests.Salesforce;

/// <summary>Rows F-5, F-7, F-8, F-9, F-10, F-12, F-13, F-27, F-28, F-29.</summary>
public sealed class WriteTests
{
    [Fact]
    public async Task A_new_row_is_created_once_and_read_back()
    {
        using var rig = new Rig();
        var row = Rig.Row("O1", Rig.NewDeal, null, "CloseDate", "Name", "Account.Name", "Probability");
        var first = await rig.Write(row);
        Assert.Equal(CrmOutcome.Created, first.Outcome);
        Assert.StartsWith("""{"Account.Name":null,"CloseDate":"2026-12-31","Name":"Example deal","Probability":""", Rig.Text(first.Stored), StringComparison.Ordinal);
        Assert.NotNull(first.Version);
        var second = await rig.Write(row);
        Assert.Equal((CrmOutcome.Updated, first.Id), (second.Outcome, second.Id));
    }

    [Fact]
    public async Task Two_hundred_rows_are_one_call_and_one_bad_row_stops_no_other()
    {
        using var rig = new Rig();
        rig.Do("validation-rule", """{"object":"Opportunity","when":"NextStep = 'bad'","message":"Secret rule text","field":"NextStep"}""");
        var rows = Enumerable.Range(0, 200).Select(i => Rig.Row($"O{i}", $$"""{"Name":"Deal {{i}}","StageName":"Prospecting","CloseDate":"2026-12-31","NextStep":"{{(i == 57 ? "bad" : "call")}}"}""")).ToArray();
        var results = await rig.Write(rows);
        Assert.Equal(199, results.Count(r => r.Outcome == CrmOutcome.Created));
        var held = results[57];
        Assert.Equal(CrmOutcome.Refused, held.Outcome);
        var issue = Assert.Single(held.Issues);
        Assert.Equal(("crm-rejected", "NextStep", "Secret rule text"), (issue.Code, issue.Field, issue.Value));
        Assert.Contains("FIELD_CUSTOM_VALIDATION_EXCEPTION", issue.Rule, StringComparison.Ordinal);
        Assert.Equal("""{"Name":"Deal 199"}""", Rig.Text(results[199].Stored));
        // Describe, then one composite.
        Assert.Equal(["composite", "composite"], rig.Requests.Select(r => r.Resource));

        // And again by their ids.
        rig.Simulator.ForgetRequests();
        var again = await rig.Write([.. results.Where(r => r.Written).Select((r, i) => Rig.Row(null, $$"""{"Name":"Again {{i}}"}""", r.Id))]);
        Assert.All(again, (r, i) => Assert.Equal((CrmOutcome.Updated, $$"""{"Name":"Again {{i}}"}"""), (r.Outcome, Rig.Text(r.Stored))));
        Assert.Equal(["composite"], rig.Requests.Select(r => r.Resource));
    }

    [Fact]
    public async Task A_deleted_record_is_not_created_again()
    {
        using var rig = new Rig();
        var id = (await rig.Write(Rig.Row("O1", Rig.NewDeal))).Id!;
        rig.Do("delete", $$"""{"id":"{{id}}"}""");
        var gone = await rig.Write(Rig.Row("O1", """{"Name":"New name"}""", id));
        Assert.Equal((CrmOutcome.Gone, (CrmReference?)null), (gone.Outcome, gone.Into));
        Assert.DoesNotContain(rig.Do("show", """{"object":"Opportunity"}""")["records"]!.AsArray(), r => r!["IsDeleted"]?.GetValue<bool>() != true && r["LambdaSync_Id__c"]?.GetValue<string>() == "O1");
        Assert.Equal(CrmOutcome.Refused, (await rig.Write(Rig.Row("O9", """{"Name":"New name"}""") with { UpdateOnly = true })).Outcome);
        Assert.Equal(CrmOutcome.Refused, (await rig.Write(Rig.Row("O9", """{"Name":"New name"}""", "006Sm0009999999"))).Outcome);
        Assert.Equal(CrmOutcome.Refused, (await rig.Write(Rig.Row("O9", """{"Name":"New name"}""", "no id"))).Outcome);
    }

    [Fact]
    public async Task A_merged_record_names_the_one_it_is_in()
    {
        using var rig = new Rig();
        var (winner, loser) = (rig.Create("Contact", """{"LastName":"One"}"""), rig.Create("Contact", """{"LastName":"Two"}"""));
        rig.Do("merge", $$"""{"winner":"{{winner}}","losers":["{{loser}}"]}""");
        var gone = await rig.Write(Rig.Row(null, """{"LastName":"Three"}""", loser), "Contact");
        Assert.Equal((CrmOutcome.Gone, new CrmReference("Contact", winner)), (gone.Outcome, gone.Into));
    }

    [Fact]
    public async Task A_change_since_the_version_is_a_conflict()
    {
        using var rig = new Rig();
        var first = await rig.Write(Rig.Row("O1", Rig.NewDeal));
        rig.Advance(TimeSpan.FromSeconds(5));
        rig.Edit(first.Id!, """{"NextStep":"A person's edit"}""");
        var conflict = await rig.Write(Rig.Row(null, """{"Name":"Ours"}""", first.Id) with { IfVersion = first.Version });
        Assert.Equal(CrmOutcome.Conflict, conflict.Outcome);
        Assert.Equal("Example deal", rig.Show(first.Id!)["Name"]!.GetValue<string>());
        var now = (await rig.Find("Id", first.Id!))[0].Record!.Version;
        rig.Simulator.ForgetRequests();
        var written = await rig.Write(Rig.Row(null, """{"Name":"Ours"}""", first.Id) with { IfVersion = now });
        Assert.Equal((CrmOutcome.Updated, """{"Name":"Ours"}"""), (written.Outcome, Rig.Text(written.Stored)));
        Assert.Equal(["composite"], rig.Requests.Select(r => r.Resource));
    }

    /// <summary>The stamp of a record has whole seconds: a save in the same second does not change its version.</summary>
    [Theory]
    [InlineData("NextStep", true)]
    [InlineData("Description", false)]
    public async Task A_save_in_the_second_of_the_version_is_a_conflict_where_it_changed_what_is_to_be_written(string field, bool isConflict)
    {
        using var rig = new Rig();
        var id = rig.Opportunity();
        rig.Edit(id, """{"NextStep":"First"}""");
        var read = (await rig.Crm.Find("Opportunity", "Id", [id], ["NextStep"], Rig.Cancellation))[0].Record!;
        Assert.True(read.IsVersionOpen);
        rig.Edit(id, $$"""{"{{field}}":"In the same second"}""");
        Assert.Equal(read.Version, (await rig.Find("Id", id))[0].Record!.Version);
        rig.Advance(TimeSpan.FromSeconds(1));

        var row = Rig.Row(null, """{"NextStep":"Ours"}""", id) with { IfVersion = read.Version, Expected = read.Fields };
        Assert.Equal(isConflict ? CrmOutcome.Conflict : CrmOutcome.Updated, (await rig.Write(row)).Outcome);
        Assert.Equal(isConflict ? "In the same second" : "Ours", rig.Show(id)["NextStep"]!.GetValue<string>());
        Assert.Equal(isConflict ? null : "In the same second", rig.Show(id)["Description"]?.GetValue<string>());
        rig.Advance(TimeSpan.FromSeconds(3));
        Assert.False((await rig.Find("Id", id))[0].Record!.IsVersionOpen);
    }

    [Fact]
    public async Task Thirty_conditional_rows_are_two_calls()
    {
        using var rig = new Rig();
        var rows = Enumerable.Range(0, 30).Select(i => Rig.Row($"O{i}", Rig.NewDeal)).ToArray();
        var written = await rig.Write(rows);
        rig.Simulator.ForgetRequests();
        var results = await rig.Write([.. written.Select((w, i) => Rig.Row(null, $$"""{"Name":"{{i}}"}""", w.Id) with { IfVersion = w.Version })]);
        Assert.All(results, (r, i) => Assert.Equal((CrmOutcome.Updated, $$"""{"Name":"{{i}}"}"""), (r.Outcome, Rig.Text(r.Stored))));
        Assert.Equal(2, rig.Requests.Count);
    }

    [Theory]
    [InlineData("""{"Title__c":"A title of more than twenty characters","Status__c":"Open","Notes__c":"kept"}""", "Title__c", "STRING_TOO_LONG")]
    [InlineData("""{"Status__c":"Retired or never there","Title__c":"T","Notes__c":"kept"}""", "Status__c", "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST")]
    [InlineData("""{"Score__c":123456.5,"Status__c":"Open","Title__c":"T","Notes__c":"kept"}""", "Score__c", "NUMBER_OUTSIDE_VALID_RANGE")]
    [InlineData("""{"Contact_Email__c":"no address","Status__c":"Open","Title__c":"T","Notes__c":"kept"}""", "Contact_Email__c", "INVALID_EMAIL_ADDRESS")]
    public async Task A_field_that_alone_is_refused_holds_only_itself(string fields, string field, string code)
    {
        using var rig = new Rig();
        var id = rig.Create("Deal__c", """{"Title__c":"Before","Status__c":"New"}""");
        var result = await rig.Write(Rig.Row(null, fields, id, "Notes__c"), "Deal__c");
        Assert.Equal((CrmOutcome.Updated, """{"Notes__c":"kept"}"""), (result.Outcome, Rig.Text(result.Stored)));
        var issue = Assert.Single(result.Issues);
        Assert.Equal((Severity.Warning, field), (issue.Severity, issue.Field));
        Assert.Contains(code, issue.Rule, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_field_that_was_hidden_meanwhile_is_held_and_the_row_written(bool all)
    {
        using var rig = new Rig();
        rig.Do("settings", $$"""{"badFieldRefusesAll":{{(all ? "true" : "false")}}}""");
        var rows = Enumerable.Range(0, 3).Select(i => Rig.Row($"O{i}", Rig.NewDeal)).ToArray();
        var written = await rig.Write(rows);
        rig.Do("hide-field", """{"object":"Opportunity","field":"NextStep"}""");
        var results = await rig.Write([.. written.Select((w, i) => Rig.Row(null, i == 1 ? """{"Name":"B"}""" : """{"Name":"B","NextStep":"call"}""", w.Id))]);
        Assert.All(results, r => Assert.Equal((CrmOutcome.Updated, """{"Name":"B"}"""), (r.Outcome, Rig.Text(r.Stored))));
        Assert.Equal([1, 0, 1], results.Select(r => r.Issues.Count(i => i.Field == "NextStep")));
        // From now on it is known, and the row says so without asking.
        Assert.Equal(CrmOutcome.Refused, (await rig.Write(Rig.Row(null, """{"NextStep":"x"}""", written[0].Id))).Outcome);
    }

    [Fact]
    public async Task A_locked_row_is_tried_again_and_the_others_are_not()
    {
        using var rig = new Rig();
        var rows = Enumerable.Range(0, 20).Select(i => Rig.Row($"O{i}", Rig.NewDeal)).ToArray();
        await rig.Write(rows);
        rig.Simulator.ForgetRequests();
        rig.Do("fault", """{"kind":"RowLock","resource":"Opportunity","count":5}""");
        Assert.All(await rig.Write(rows), r => Assert.Equal(CrmOutcome.Updated, r.Outcome));
        Assert.Equal(2, rig.Requests.Count);
        Assert.Equal(5, JsonNode.Parse(rig.Requests[1].Body)!["compositeRequest"]![0]!["body"]!["records"]!.AsArray().Count);

        rig.Do("fault", """{"kind":"RowLock","resource":"Opportunity","count":500}""");
        var later = await rig.Write(rows[0]);
        Assert.Equal(CrmOutcome.Later, later.Outcome);
        Assert.NotNull(later.RetryAfter);
    }

    [Fact]
    public async Task A_duplicate_is_a_question_with_candidates()
    {
        using var rig = new Rig();
        rig.Do("duplicate-rule", """{"object":"Opportunity","fields":["Name"],"action":"alert"}""");
        var there = rig.Opportunity();
        var several = await rig.Write(Rig.Row("O1", """{"Name":"A deal","StageName":"Prospecting","CloseDate":"2026-12-31"}"""));
        Assert.Equal(CrmOutcome.Several, several.Outcome);
        Assert.Contains("DUPLICATES_DETECTED", Assert.Single(several.Issues).Rule, StringComparison.Ordinal);
        Assert.All(several.Candidates, c => Assert.Equal(new CrmReference("Opportunity", there), c));
        Assert.Equal(3, rig.Requests.Count + 1); // never again on its own

        using var saving = new Rig(s => s with { SavesDuplicates = true });
        saving.Do("duplicate-rule", """{"object":"Opportunity","fields":["Name"],"action":"alert"}""");
        saving.Opportunity();
        Assert.Equal(CrmOutcome.Created, (await saving.Write(Rig.Row("O1", """{"Name":"A deal","StageName":"Prospecting","CloseDate":"2026-12-31"}"""))).Outcome);
    }

    [Fact]
    public async Task An_external_id_has_to_be_unique_and_is_never_empty()
    {
        using var rig = new Rig();
        var failed = await Assert.ThrowsAsync<ConnectionException>(() => rig.Crm.Write("Account", [new CrmWrite(null, "Legacy_Id__c", "L1", """{"Name":"A"}"""u8.ToArray(), null, ["Name"])], Rig.Cancellation));
        Assert.Contains("tick External ID and Unique", failed.Message, StringComparison.Ordinal);
        Assert.Equal(CrmOutcome.Refused, (await rig.Write(Rig.Row(" ", Rig.NewDeal))).Outcome);
        Assert.DoesNotContain(rig.Requests, r => r.Body.Contains("collections", StringComparison.Ordinal) || r.Body.Contains("/composite/sobjects", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_value_that_another_record_has_names_it()
    {
        using var rig = new Rig();
        var holder = (await rig.Write(Rig.Row("O1", Rig.NewDeal))).Id!;
        var other = rig.Opportunity();
        var taken = await rig.Write(Rig.Row("O1", """{"Name":"B"}""", other));
        Assert.Equal(CrmOutcome.Refused, taken.Outcome);
        Assert.Equal([new CrmReference("Opportunity", holder)], taken.Candidates);
    }

    [Fact]
    public async Task What_a_flow_makes_of_a_value_is_what_is_read_back()
    {
        using var rig = new Rig();
        rig.Do("flow", """{"object":"Opportunity","field":"NextStep","value":"set by a flow"}""");
        var result = await rig.Write(Rig.Row("O1", """{"CloseDate":"2026-12-31","Name":"Deal","NextStep":"ours","StageName":"Prospecting"}""", null, "NextStep"));
        Assert.Equal("""{"NextStep":"set by a flow"}""", Rig.Text(result.Stored));
    }

    [Fact]
    public async Task No_assignment_rule_takes_a_record()
    {
        using var rig = new Rig();
        var queue = rig.Do("add-user", """{"username":"other@example.com"}""")["id"]!.GetValue<string>();
        rig.Do("assignment-rule", $$"""{"object":"Account","ownerId":"{{queue}}"}""");
        var row = Rig.Row("O1", """{"CloseDate":"2026-12-31","Name":"Deal","StageName":"Prospecting","Account.Name":"Example Ltd"}""", null, "Account.OwnerId") with { Links = [new CrmLink("AccountId", null, Create: true)] };
        Assert.DoesNotContain(queue, Rig.Text((await rig.Write(row)).Stored), StringComparison.Ordinal);
        var id = (await rig.Crm.Write("Account", [Rig.Row("A1", """{"Name":"B"}""", null, "OwnerId")], Rig.Cancellation))[0];
        Assert.DoesNotContain(queue, Rig.Text(id.Stored), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_owner_of_new_records_is_a_setting_and_old_ones_keep_theirs()
    {
        var owner = "";
        using var rig = new Rig(s => s with { Owner = "005Sm0000000003" });
        owner = rig.Do("add-user", """{"username":"owner@example.com"}""")["id"]!.GetValue<string>();
        Assert.StartsWith("005Sm0000000003", owner, StringComparison.Ordinal);
        var old = rig.Opportunity(""","LambdaSync_Id__c":"O2" """);
        var results = await rig.Write(Rig.Row("O1", Rig.NewDeal, null, "OwnerId"), Rig.Row("O2", Rig.NewDeal, null, "OwnerId"));
        Assert.Equal([$$"""{"OwnerId":"{{owner}}"}""", $$"""{"OwnerId":"{{rig.Show(old)["OwnerId"]}}"}"""], results.Select(r => Rig.Text(r.Stored)));
        Assert.DoesNotContain(owner, Rig.Text(results[1].Stored), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Amounts_have_their_currency()
    {
        using var rig = new Rig();
        rig.Do("settings", """{"multipleCurrencies":true}""");
        const string Deal = """{"Amount":30,"CloseDate":"2026-12-31","Name":"Deal","StageName":"Prospecting"}""";
        var created = await rig.Write(Rig.Row("O1", Deal, null, "Amount", "CurrencyIsoCode"));
        Assert.Equal("""{"Amount":30,"CurrencyIsoCode":"USD"}""", Rig.Text(created.Stored));
        rig.Edit(created.Id!, """{"CurrencyIsoCode":"GBP"}""");
        var held = await rig.Write(Rig.Row(null, """{"Amount":40,"NextStep":"call"}""", created.Id, "Amount", "CurrencyIsoCode", "NextStep"));
        Assert.DoesNotContain("40", Rig.Text(held.Stored), StringComparison.Ordinal);
        Assert.Contains("call", Rig.Text(held.Stored), StringComparison.Ordinal);
        Assert.Equal("Amount", Assert.Single(held.Issues).Field);
        var explicitly = await rig.Write(Rig.Row(null, """{"Amount":40,"CurrencyIsoCode":"USD"}""", created.Id, "Amount", "CurrencyIsoCode"));
        Assert.Equal("""{"Amount":40,"CurrencyIsoCode":"USD"}""", Rig.Text(explicitly.Stored));
    }

    [Fact]
    public async Task Person_and_business_accounts_take_their_own_names()
    {
        using var rig = new Rig();
        rig.Do("settings", """{"personAccounts":true}""");
        var person = rig.Create("Account", """{"LastName":"Sample","FirstName":"Pat"}""");
        var business = rig.Create("Account", """{"Name":"Example Ltd"}""");
        const string Both = """{"FirstName":"Kim","LastName":"Example","Name":"New name","Phone":"1"}""";
        var results = await rig.Crm.Write("Account", [Rig.Row(null, Both, person, "Name", "Phone"), Rig.Row(null, Both, business, "Name", "Phone")], Rig.Cancellation);
        Assert.All(results, r => Assert.Equal(CrmOutcome.Updated, r.Outcome));
        Assert.Equal("""{"Name":"Kim Example","Phone":"1"}""", Rig.Text(results[0].Stored));
        Assert.Equal("""{"Name":"New name","Phone":"1"}""", Rig.Text(results[1].Stored));
    }

    [Fact]
    public async Task Unknown_and_read_only_fields_refuse_the_row_before_a_call()
    {
        using var rig = new Rig();
        var id = rig.Opportunity();
        await rig.Find("Id", id);
        rig.Simulator.ForgetRequests();
        var results = await rig.Write(Rig.Row(null, """{"Missing__c":"x"}""", id), Rig.Row(null, """{"ExpectedRevenue":1}""", id));
        Assert.Equal([("Missing__c", CrmOutcome.Refused), ("ExpectedRevenue", CrmOutcome.Refused)], results.Select(r => (r.Issues[0].Field!, r.Outcome)));
        Assert.Empty(rig.Requests);
    }

    [Fact]
    public async Task A_checkbox_that_is_cleared_is_false_and_a_time_is_kept()
    {
        using var rig = new Rig();
        var id = rig.Create("Deal__c", """{"Title__c":"T","Status__c":"Open","Is_Public__c":true}""");
        var result = await rig.Write(Rig.Row(null, """{"At__c":"2026-03-02T10:00:00Z","Is_Public__c":null,"Notes__c":null}""", id, "Is_Public__c", "At__c", "Notes__c"), "Deal__c");
        Assert.Equal("""{"At__c":"2026-03-02T10:00:00Z","Is_Public__c":false,"Notes__c":null}""", Rig.Text(result.Stored));
    }
}
