using System.Text;
using LambdaSync.Connections;
using LambdaSync.Connections.Crm;
using LambdaSync.Sync;
using Xunit;

namespace LambdaSync.Functions.Tests.Crm;

/// <summary>What the built-in CRM promises, wherever it stores its records.</summary>
[Trait("Row", "H4")]
public abstract class BuiltInCrmContract : BuiltInCrmRig
{
    const string Key = "APN_CRM_Unique_Identifier__c";
    const string Good = """{"CloseDate":"2026-12-31","Name":"Deal","StageName":"Prospecting"}""";

    [Fact]
    public async Task What_people_change_is_told_and_what_is_synchronised_is_not()
    {
        var nothing = await Crm.Changed("Opportunity", CrmInterest.All, null, 10, Cancellation);
        Assert.Equal((0, null, false), (nothing.Ids.Count, nothing.Next, nothing.More));

        var synced = (await Write(Good)).Id!;
        Assert.Empty((await Crm.Changed("Opportunity", CrmInterest.All, null, 10, Cancellation)).Ids);
        var imported = (await Crm.Import("Opportunity", Encoding.UTF8.GetBytes(Good), Cancellation)).Id!;
        await Crm.Set("Opportunity", synced, """{"Amount":1}"""u8.ToArray(), Cancellation);
        // A synchronised change does not hide the person's.
        await Write("""{"Amount":2}""");
        await Crm.Set("Opportunity", synced, """{"StageName":"Nonsense"}"""u8.ToArray(), Cancellation);
        var changed = await Crm.Changed("Opportunity", CrmInterest.All, null, 10, Cancellation);
        Assert.Equal([imported, synced], changed.Ids);
        Assert.False(changed.More);

        await Crm.Delete("Opportunity", imported, Cancellation);
        Assert.Contains(imported, (await Crm.Changed("Opportunity", CrmInterest.All, changed.Next, 10, Cancellation)).Ids);
        Assert.Empty((await Crm.Changed("Account", CrmInterest.All, null, 10, Cancellation)).Ids);
        await Assert.ThrowsAsync<ConnectionException>(() => Crm.Changed("Nonsense", CrmInterest.All, null, 10, Cancellation));
    }

    [Fact]
    public async Task A_position_can_be_gone_on_from_again_and_tells_each_record_once()
    {
        var first = (await Crm.Import("Opportunity", Encoding.UTF8.GetBytes(Good), Cancellation)).Id!;
        var position = (await Crm.Changed("Opportunity", CrmInterest.All, null, 10, Cancellation)).Next;
        var second = (await Crm.Import("Opportunity", Encoding.UTF8.GetBytes(Good), Cancellation)).Id!;
        for (var amount = 1; amount <= 3; amount++)
            await Crm.Set("Opportunity", second, Encoding.UTF8.GetBytes($$"""{"Amount":{{amount}}}"""), Cancellation);

        for (var time = 0; time < 2; time++)
        {
            var changed = await Crm.Changed("Opportunity", CrmInterest.All, position, 10, Cancellation);
            Assert.Single(changed.Ids, second);
            Assert.False(changed.More);
        }

        Assert.Equal([first, second], (await Crm.Changed("Opportunity", CrmInterest.All, null, 10, Cancellation)).Ids);
    }

    [Fact]
    public async Task A_related_record_that_a_person_changes_is_told_too()
    {
        var row = new CrmWrite(null, "LambdaSync_External_Id__c", "A1", """{"Name":"A"}"""u8.ToArray(), null, []);
        var account = Assert.Single(await Crm.Write("Account", [row], Cancellation)).Id!;
        var linked = Good.Replace("}", $",\"AccountId\":\"{account}\"}}", StringComparison.Ordinal);
        var deal = (await Crm.Import("Opportunity", Encoding.UTF8.GetBytes(linked), Cancellation)).Id!;
        await Write("""{"Account.Name":"Synchronised"}""", id: deal);
        Assert.Empty((await Crm.Changed("Account", CrmInterest.All, null, 10, Cancellation)).Ids);

        Assert.True((await Crm.Set("Opportunity", deal, """{"Account.Name":"Renamed"}"""u8.ToArray(), Cancellation)).Written);

        Assert.Equal([account], (await Crm.Changed("Account", CrmInterest.All, null, 10, Cancellation)).Ids);
    }

    [Fact]
    public async Task Changes_are_told_page_by_page()
    {
        var ids = new List<string>();
        for (var i = 0; i < 5; i++)
            ids.Add((await Crm.Import("Opportunity", Encoding.UTF8.GetBytes(Good), Cancellation)).Id!);
        var told = new List<string>();
        string? after = null;
        for (var more = true; more;)
        {
            var page = await Crm.Changed("Opportunity", CrmInterest.All, after, 2, Cancellation);
            Assert.InRange(page.Ids.Count, 1, 2);
            told.AddRange(page.Ids);
            (after, more) = (page.Next, page.More);
        }

        Assert.Equal(ids, told);
        Assert.Equal(after, (await Crm.Changed("Opportunity", CrmInterest.All, after, 10, Cancellation)).Next);
    }

    [Fact]
    public async Task Every_field_is_described()
    {
        var metadata = await Crm.Metadata(Cancellation);
        Assert.Equal(["Account", "Contact", "User", "Opportunity", "Lead", "AWS_Solution__c", "AWS_Product__c", "AWS_Resale_Authorization__c", "AWS_Agreement__c", "AWS_Private_Offer__c", "AWS_Offer_Set__c"], metadata.Objects.Select(o => o.Name));
        Assert.Equal(["Name", "StageName", "CloseDate"], metadata.Object("Opportunity")!.Fields.Where(f => f.Required).Select(f => f.Name));
        Assert.Equal("Email", metadata.Resolve("Opportunity", "Account.Owner.Email")!.Name);
        Assert.NotNull(metadata.Resolve("Lead", "AWS_useCaseWorkload__c"));
    }

    [Fact]
    public async Task A_row_is_inserted_then_updated_by_its_external_id()
    {
        var created = await Write(Good, readBack: ["Id", "Amount", Key, "Sync_with_AWS__c", "Account.Name"]);
        Assert.Equal((true, true), (created.Written, created.Created));
        Assert.StartsWith("006", created.Id, StringComparison.Ordinal);
        Assert.Equal(
            $$"""{"APN_CRM_Unique_Identifier__c":"O1","Account.Name":null,"Amount":null,"Id":"{{created.Id}}","Sync_with_AWS__c":false}""",
            Text(created.Stored));

        var updated = await Write("""{"Amount":12.345}""", readBack: ["Amount", "Name"]);
        Assert.Equal((true, false, created.Id), (updated.Written, updated.Created, updated.Id));
        Assert.Equal("""{"Amount":12.35,"Name":"Deal"}""", Text(updated.Stored));
    }

    [Theory]
    [InlineData("Name", "\"  Deal \\t\"", "\"Deal\"")]
    [InlineData("Description", "\"  \"", "null")]
    [InlineData("Description", "\"a\\u0001\\n\\\"\\\\/é\\u00e9\\ud83d\\ude00\"", "\"a\\u0001\\n\\\"\\\\/éé😀\"")]
    [InlineData("Amount", "1.005", "1.01")]
    [InlineData("Amount", "-1.005", "-1.01")]
    [InlineData("Amount", "-0.001", "0")]
    [InlineData("Amount", "9.999", "10")]
    [InlineData("Amount", "1.50E+3", "1500")]
    [InlineData("Amount", "12e-1", "1.2")]
    [InlineData("Amount", "9007199254740993", "9007199254740993")]
    [InlineData("Probability", "0.5", "1")]
    [InlineData("Sync_with_AWS__c", "true", "true")]
    [InlineData("Sync_with_AWS__c", "null", "false")]
    [InlineData("CloseDate", "\"2028-02-29\"", "\"2028-02-29\"")]
    [InlineData("AWS_acceptBy__c", "\"2026-01-02T03:04:05.000+02:00\"", "\"2026-01-02T01:04:05Z\"")]
    [InlineData("AWS_salesActivities__c", "\"SOW Signed;Conducted POC / Demo\"", "\"SOW Signed;Conducted POC / Demo\"")]
    [InlineData("LeadSource", "\"Not in the picklist, which is open\"", "\"Not in the picklist, which is open\"")]
    public async Task A_value_is_stored_as_the_field_keeps_it(string field, string sent, string stored)
    {
        await Write(Good);
        var result = await Write($$"""{"{{field}}":{{sent}}}""", readBack: [field]);
        Assert.Empty(result.Issues);
        Assert.Equal($$"""{"{{field}}":{{stored}}}""", Text(result.Stored));
    }

    [Theory]
    [InlineData("Nmae", "\"x\"")] // unknown
    [InlineData("Account.Nmae", "\"x\"")]
    [InlineData("Account.Owner.Account.Name", "\"x\"")] // deeper than two relations
    [InlineData("Name", "5")]
    [InlineData("Name", "[\"x\"]")]
    [InlineData("Name", "null")] // required
    [InlineData("Name", "\" \"")]
    [InlineData("Amount", "\"5\"")]
    [InlineData("Amount", "12345678901234567")]
    [InlineData("Amount", "1e999999999")]
    [InlineData("Sync_with_AWS__c", "\"true\"")]
    [InlineData("AWS_customerDuns__c", "\"1234567890\"")] // too long
    [InlineData("StageName", "\"prospecting\"")]
    [InlineData("AWS_salesActivities__c", "\"SOW Signed;Lunch\"")]
    [InlineData("CloseDate", "\"2027-02-29\"")]
    [InlineData("CloseDate", "\"2026-1-1\"")]
    [InlineData("AWS_acceptBy__c", "\"2026-01-02\"")]
    [InlineData("AWS_customerEmail__c", "\"Accept To View\"")]
    [InlineData("AWS_customerEmail__c", "\"a@b@example.com\"")]
    [InlineData("Id", "\"006000000000001AAA\"")] // not writable
    [InlineData("AccountId", "\"001000000000009AAA\"")]
    [InlineData("OwnerId", "\"006000000000001AAA\"")] // of another object
    public async Task A_bad_value_refuses_the_row(string field, string value)
    {
        await Write(Good);
        var before = Text((await Crm.Get("Opportunity", "O1", Cancellation))!.Fields);

        var refused = await Write($$"""{"{{field}}":{{value}},"NextStep":"not stored"}""");

        var issue = Assert.Single(refused.Issues);
        Assert.Equal((IssueCodes.CrmRejected, Severity.Error, field), (issue.Code, issue.Severity, issue.Field));
        Assert.Equal((false, null, "{}"), (refused.Written, refused.Id, Text(refused.Stored)));
        Assert.Equal(before, Text((await Crm.Get("Opportunity", "O1", Cancellation))!.Fields));
    }

    [Fact]
    public async Task A_refused_row_stops_no_other()
    {
        var results = await Crm.Write(
            "Opportunity", [Row("O1", """{"Name":"no date"}"""), Row("O2", Good), Row("O3", "[]"), Row("O2", """{"NextStep":"Call"}""")], Cancellation);

        Assert.Equal([false, true, false, true], results.Select(r => r.Written));
        Assert.Equal(["StageName", "CloseDate"], results[0].Issues.Select(i => i.Field));
        Assert.Equal(results[1].Id, results[3].Id);
    }

    [Fact]
    public async Task An_update_by_id_writes_the_external_id_unless_another_record_holds_it()
    {
        var first = await Write(Good);
        var second = await Write(Good, awsId: "O2");

        var refused = await Write("{}", id: second.Id);
        Assert.Equal(Key, Assert.Single(refused.Issues).Field);

        Assert.True((await Write("{}", id: second.Id, awsId: "O3")).Written);
        Assert.True((await Write("{}", id: first.Id, awsId: "O2")).Written);
        Assert.Equal(first.Id, Assert.Single(await Find(Key, "O2")).Id);
        Assert.Empty(await Find(Key, "O1"));
    }

    [Fact]
    public async Task An_update_of_a_record_that_is_gone_is_refused()
    {
        var created = await Write(Good);
        Assert.True(await Crm.Delete("Opportunity", "O1", Cancellation));
        Assert.False(await Crm.Delete("Opportunity", "O1", Cancellation));

        Assert.False((await Write("{}", id: created.Id)).Written);
        Assert.Empty(await Find("Id", created.Id!));
        Assert.True((await Write(Good)).Created);
    }

    [Fact]
    public async Task Find_gives_the_fields_asked_for_of_those_that_exist()
    {
        var first = await Write(Good);
        await Write(Good, awsId: "O2");

        var found = await Find(Key, "O1", "O2", "O9");
        Assert.Equal(2, found.Count);
        Assert.Equal("""{"Name":"Deal"}""", Text(Assert.Single(await Find("Id", first.Id!, "006zzzzzzzzzzzzAAA")).Fields));
    }

    [Fact]
    [Trait("Row", "A18")]
    public async Task A_record_says_when_it_was_changed_last()
    {
        var before = DateTimeOffset.UtcNow.AddSeconds(-1);
        await Write(Good);
        var written = Assert.Single(await Find(Key, "O1")).Modified;
        Assert.InRange(written!.Value, before, DateTimeOffset.UtcNow);

        await Task.Delay(5, Cancellation);
        await Write(Good); // nothing new in it
        Assert.Equal(written, Assert.Single(await Find(Key, "O1")).Modified);
        await Write("""{"NextStep":"Call"}""");
        Assert.True(Assert.Single(await Find(Key, "O1")).Modified > written);
        // It is the CRM's own: a row can't write it.
        Assert.False((await Write("""{"LastModifiedDate":"2020-01-01T00:00:00Z"}""")).Written);
    }

    [Fact]
    public async Task A_question_the_crm_cannot_answer_is_an_error()
    {
        await Refused(() => Crm.Find("Opportunity", "Name", ["x"], ["Id"], Cancellation));
        await Refused(() => Crm.Find("Opportunity", "Id", ["x"], ["Nmae"], Cancellation));
        await Refused(() => Crm.Find("Oportunity", "Id", ["x"], ["Id"], Cancellation));
        await Refused(() => Write(Good, readBack: ["Nmae"]));
        Assert.Empty(await Find(Key, "O1"));

        static async Task Refused(Func<Task> act) => Assert.False((await Assert.ThrowsAsync<ConnectionException>(act)).Transient);
    }

    static string Text(byte[] json) => Encoding.UTF8.GetString(json);

    static CrmWrite Row(string awsId, string fields, string? id = null, IReadOnlyList<string>? readBack = null) =>
        new(id, Key, awsId, Encoding.UTF8.GetBytes(fields), null, readBack ?? []);

    async Task<CrmResult> Write(string fields, string? id = null, string awsId = "O1", IReadOnlyList<string>? readBack = null) =>
        Assert.Single(await Crm.Write("Opportunity", [Row(awsId, fields, id, readBack)], Cancellation));

    Task<IReadOnlyList<CrmRecord>> Find(string field, params string[] values) =>
        Crm.FindRecords("Opportunity", field, values, ["Name"], Cancellation);
}
