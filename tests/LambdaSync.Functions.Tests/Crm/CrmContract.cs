using System.Text;
using LambdaSync.Connections;
using LambdaSync.Connections.Crm;
using LambdaSync.Sync;
using Xunit;

namespace LambdaSync.Functions.Tests.Crm;

/// <summary>
/// The contract of <see cref="ICrm"/> as tests. A CRM is one subclass: <see cref="Open"/> gives an empty CRM (or one that no other program uses), and the
/// other members do what a person does in it, outside <see cref="ICrm"/>. The names of objects and fields are Salesforce's standard ones, with the
/// external id field that the mapping names; a CRM with other names overrides them. What a CRM can't do (merge, hide, convert) answers
/// false, and the facts about it are left out; what it promises less of, it says in its <see cref="CrmGuarantees"/>.
/// </summary>
[Trait("Row", "H1")]
public abstract class CrmContract : IAsyncLifetime
{
    ICrm? _crm;

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    protected ICrm Crm => _crm!;

    /// <summary>The external id field of opportunities.</summary>
    protected virtual string Key => "APN_CRM_Unique_Identifier__c";

    /// <summary>What a person sees of a record that is good, beside its name.</summary>
    protected virtual string Deal => "\"CloseDate\":\"2026-12-31\",\"StageName\":\"Prospecting\"";

    /// <summary>A record edited in a related one is told among the changes of the record.</summary>
    protected virtual bool TellsRelatedChanges => true;

    public async ValueTask InitializeAsync() => _crm = await Open();

    public async ValueTask DisposeAsync()
    {
        await Close();
        GC.SuppressFinalize(this);
    }

    /// <summary>The CRM under test, with no records of <c>Opportunity</c>, <c>Account</c>, <c>Contact</c> and <c>Lead</c>.</summary>
    protected abstract Task<ICrm> Open();

    protected abstract Task Close();

    /// <summary>A person adds a record, flat JSON of its own fields; the answer is its id.</summary>
    protected abstract Task<string> Add(string crmObject, string json);

    /// <summary>A person changes fields of a record.</summary>
    protected abstract Task Edit(string crmObject, string id, string json);

    /// <summary>A person deletes a record.</summary>
    protected abstract Task Delete(string crmObject, string id);

    /// <summary>A person merges a record into another one of its object; false: the CRM can't merge records of this object.</summary>
    protected abstract Task<bool> Merge(string crmObject, string id, string survivor);

    /// <summary>A person converts a lead to an opportunity; false: the CRM converts none.</summary>
    protected abstract Task<bool> Convert(string lead, string opportunity);

    /// <summary>An administrator hides a record from the integration user; false: this CRM hides none.</summary>
    protected virtual Task<bool> Hide(string crmObject, string id) => Task.FromResult(false);

    /// <summary>The field of opportunities that leads to a contact, and its relation.</summary>
    protected virtual (string Field, string Relation) Contact => ("Primary_Contact__c", "Primary_Contact__r");

    /// <summary>Time passes until what happens next has another time of change than what happened before.</summary>
    protected virtual Task NextMoment() => Task.Delay(5, Cancellation);

    [Fact]
    public async Task It_says_whose_it_is()
    {
        var organization = await Crm.Open(Cancellation);
        Assert.NotEmpty(organization.Id);
        Assert.NotEmpty(organization.Name);
        Assert.Equal(organization, await Crm.Open(Cancellation));
        Assert.True(Crm.Usage.Own >= 0);
    }

    [Fact]
    public async Task It_describes_what_is_asked_for_and_what_that_relates_to()
    {
        var metadata = await Crm.Metadata(Cancellation, "Opportunity", "Nonsense__c");
        Assert.Null(metadata.Object("Nonsense__c"));
        Assert.Equal("Account", metadata.Object("Opportunity")!.Fields.Single(f => f.Name == "AccountId").RelatesTo);
        Assert.NotNull(metadata.Resolve("Opportunity", "Account.Name"));
        Assert.NotNull(metadata.Resolve("Opportunity", "Account.Owner.Email"));
        var key = metadata.Resolve("Opportunity", Key)!;
        Assert.True(key.ExternalId);
        Assert.Contains(metadata.Object("Opportunity")!.Fields, f => f is { Required: true, Writable: true });
        if (metadata.Token is { } token)
            Assert.Null(await Crm.Describe(["Opportunity", "Nonsense__c"], token, Cancellation));
    }

    [Fact]
    public async Task Every_value_has_an_answer_in_its_place()
    {
        var (first, second) = (await Add("Opportunity", Good("A")), await Add("Opportunity", Good("B")));
        var unknown = Unlike(first);
        var found = await Crm.Find("Opportunity", "Id", [second, unknown, first], ["Name"], Cancellation);
        Assert.Equal([(second, CrmState.Found), (unknown, CrmState.Absent), (first, CrmState.Found)], found.Select(f => (f.Value, f.State)));
        Assert.Equal(["{\"Name\":\"B\"}", null, "{\"Name\":\"A\"}"], found.Select(f => f.Record is { } record ? Text(record.Fields) : null));
        Assert.Empty(await Crm.Find("Opportunity", "Id", [], ["Name"], Cancellation));
        await Assert.ThrowsAsync<ConnectionException>(() => Crm.Find("Opportunity", "Id", [first], ["Nonsense__c"], Cancellation));
    }

    [Fact]
    public async Task A_related_record_is_read_through_its_link_and_an_empty_link_is_null()
    {
        var account = await Add("Account", """{"Name":"Example Ltd"}""");
        var (linked, alone) = (await Add("Opportunity", Good("A", $"\"AccountId\":\"{account}\"")), await Add("Opportunity", Good("B")));
        var found = await Crm.Find("Opportunity", "Id", [linked, alone], ["Account.Name"], Cancellation);
        Assert.Equal(["{\"Account.Name\":\"Example Ltd\"}", "{\"Account.Name\":null}"], found.Select(f => Text(f.Record!.Fields)));
    }

    [Fact]
    public async Task A_deleted_record_is_distinguished_from_one_that_is_not_to_be_seen()
    {
        var organization = await Crm.Open(Cancellation);
        var (deleted, hidden) = (await Add("Opportunity", Good("A")), await Add("Opportunity", Good("B")));
        await Delete("Opportunity", deleted);
        Assert.Equal(organization.Guarantees.TellsDeleted ? CrmState.Deleted : CrmState.Absent, (await One("Opportunity", deleted)).State);
        var hides = await Hide("Opportunity", hidden);
        if (hides)
            Assert.Equal(CrmState.Absent, (await One("Opportunity", hidden)).State);
        // What may be hidden is said only of what can be a record of the object.
        Assert.Equal((hides, false, false), (
            (await One("Opportunity", hidden)).MayBeHidden, (await One("Opportunity", "ACME-1001")).MayBeHidden, (await One("Opportunity", await Add("Account", """{"Name":"C"}"""))).MayBeHidden));
        Assert.Equal(CrmState.Absent, (await One("Opportunity", Unlike(hidden))).State);
    }

    [Fact]
    public async Task A_merged_record_names_the_one_that_survives()
    {
        var (lost, survivor) = (await Add("Account", """{"Name":"A"}"""), await Add("Account", """{"Name":"B"}"""));
        if (!await Merge("Account", lost, survivor))
            return;
        var found = await One("Account", lost);
        Assert.Equal((CrmState.Merged, null, new CrmReference("Account", survivor)), (found.State, found.Record, found.Into));
        Assert.Equal(CrmState.Found, (await One("Account", survivor)).State);
    }

    [Fact]
    public async Task A_converted_lead_names_its_opportunity()
    {
        var (lead, opportunity) = (await Add("Lead", """{"LastName":"Doe","Company":"Example Ltd"}"""), await Add("Opportunity", Good("A")));
        if (!await Convert(lead, opportunity))
            return;
        var found = await One("Lead", lead);
        Assert.Equal((CrmState.Converted, new CrmReference("Opportunity", opportunity)), (found.State, found.Into));
    }

    [Fact]
    public async Task A_row_creates_by_its_key_and_then_updates()
    {
        var created = await Write(Row("K1", Good("A"), readBack: ["Id", "Name", Key]));
        Assert.Equal((CrmOutcome.Created, 0), (created.Outcome, created.Issues.Count));
        Assert.Equal(Text(Canonical($$"""{"{{Key}}":"K1","Id":"{{created.Id}}","Name":"A"}""")), Text(created.Stored));
        await NextMoment();
        var updated = await Write(Row("K1", """{"NextStep":"Call"}""", readBack: ["NextStep"]));
        Assert.Equal((CrmOutcome.Updated, created.Id, """{"NextStep":"Call"}"""), (updated.Outcome, updated.Id, Text(updated.Stored)));
        Assert.Equal(CrmState.Found, (await Crm.Find("Opportunity", Key, ["K1"], ["Id"], Cancellation))[0].State);
        var record = (await One("Opportunity", created.Id!)).Record!;
        Assert.Equal(updated.Version, record.Version);
    }

    [Fact]
    public async Task A_row_by_id_takes_its_key_along()
    {
        var id = await Add("Opportunity", Good("A"));
        var written = await Write(Row("K1", """{"NextStep":"Call"}""", id));
        Assert.Equal((CrmOutcome.Updated, id), (written.Outcome, written.Id));
        Assert.Equal(id, (await Crm.Find("Opportunity", Key, ["K1"], ["Id"], Cancellation))[0].Record!.Id);
    }

    [Fact]
    public async Task A_refused_row_stops_no_other_and_answers_have_the_order_of_rows()
    {
        var results = await Crm.Write(
            "Opportunity", [Row("K1", Good("A")), Row("K2", """{"Name":"without what is required"}"""), Row("K3", Good("C")), Row("K1", """{"NextStep":"Call"}""")], Cancellation);
        Assert.Equal([CrmOutcome.Created, CrmOutcome.Refused, CrmOutcome.Created, CrmOutcome.Updated], results.Select(r => r.Outcome));
        Assert.Equal((results[0].Id, null, Severity.Error), (results[3].Id, results[1].Id, Assert.Single(results[1].Issues.Select(i => i.Severity).Distinct())));
        Assert.Equal(CrmState.Absent, (await Crm.Find("Opportunity", Key, ["K2"], ["Id"], Cancellation))[0].State);
    }

    [Fact]
    public async Task A_row_that_may_only_update_creates_nothing()
    {
        var refused = await Write(Row("K1", Good("A")) with { UpdateOnly = true });
        Assert.Equal(CrmOutcome.Refused, refused.Outcome);
        Assert.Equal(CrmState.Absent, (await Crm.Find("Opportunity", Key, ["K1"], ["Id"], Cancellation))[0].State);
    }

    [Fact]
    public async Task An_edit_since_the_record_was_read_is_not_overwritten()
    {
        var id = (await Write(Row("K1", Good("A")))).Id!;
        await NextMoment();
        var read = (await One("Opportunity", id)).Record!;
        if (read.Version is null)
            return;
        await NextMoment();
        await Edit("Opportunity", id, """{"NextStep":"A person's"}""");
        var conflict = await Write(Row("K1", """{"NextStep":"Ours"}""", id) with { IfVersion = read.Version });
        Assert.Equal((CrmOutcome.Conflict, null), (conflict.Outcome, conflict.Id));
        var again = (await One("Opportunity", id, "NextStep")).Record!;
        Assert.Equal("""{"NextStep":"A person's"}""", Text(again.Fields));
        var taken = await Write(Row("K1", """{"NextStep":"Ours"}""", id, ["NextStep"]) with { IfVersion = again.Version });
        Assert.Equal((CrmOutcome.Updated, """{"NextStep":"Ours"}"""), (taken.Outcome, Text(taken.Stored)));
    }

    [Fact]
    public async Task A_deleted_record_does_not_come_back()
    {
        var organization = await Crm.Open(Cancellation);
        var id = (await Write(Row("K1", Good("A")))).Id!;
        await Delete("Opportunity", id);
        var gone = await Write(Row("K1", """{"NextStep":"Call"}""", id));
        Assert.Equal(organization.Guarantees.TellsDeleted ? CrmOutcome.Gone : CrmOutcome.Refused, gone.Outcome);
        Assert.NotEqual(CrmState.Found, (await One("Opportunity", id)).State);
        Assert.Equal(CrmState.Absent, (await Crm.Find("Opportunity", Key, ["K1"], ["Id"], Cancellation))[0].State);
    }

    [Fact]
    [Trait("Row", "C15")]
    public async Task An_account_is_matched_before_one_is_created()
    {
        var account = await Add("Account", """{"Name":"Nordlicht GmbH","Website":"https://www.example.com/about"}""");
        var byName = await Write(Deals("K1", "nordlicht  gmbh "));
        var byWebsite = await Write(Deals("K2", "Another Name", "http://example.com"));
        Assert.All([byName, byWebsite], r => Assert.Equal(CrmOutcome.Created, r.Outcome));
        Assert.All([byName, byWebsite], r => Assert.Equal($$"""{"Account.Name":"Nordlicht GmbH","AccountId":"{{account}}"}""", Text(r.Stored)));
    }

    [Fact]
    [Trait("Row", "C15")]
    public async Task An_account_is_created_where_none_matches_and_once_in_one_call()
    {
        var results = await Crm.Write("Opportunity", [Deals("K1", "Nordlicht GmbH"), Deals("K2", "NORDLICHT"), Deals("K3", "Südlicht AG"), Deals("K1", "Nordlicht GmbH")], Cancellation);
        Assert.Equal([CrmOutcome.Created, CrmOutcome.Created, CrmOutcome.Created, CrmOutcome.Updated], results.Select(r => r.Outcome));
        var accounts = results.Select(r => new FlatRecord(r.Stored)["AccountId"]).ToList();
        Assert.Equal((accounts[0], 2), (accounts[1], accounts.Distinct().Count()));
        Assert.DoesNotContain("null", accounts);
    }

    [Fact]
    [Trait("Row", "C15")]
    public async Task Where_several_accounts_match_none_is_taken_and_all_are_named()
    {
        string[] twins = [await Add("Account", """{"Name":"Nordlicht GmbH"}"""), await Add("Account", """{"Name":"NORDLICHT"}""")];
        var written = await Write(Deals("K1", "Nordlicht"));
        Assert.Equal((CrmOutcome.Created, "null"), (written.Outcome, new FlatRecord(written.Stored)["AccountId"]));
        Assert.Equal(twins.Order(StringComparer.Ordinal), written.Candidates.Select(c => c.Id).Order(StringComparer.Ordinal));
        Assert.All(written.Candidates, c => Assert.Equal("Account", c.Object));
    }

    [Fact]
    [Trait("Row", "C15")]
    public async Task A_shared_account_is_not_renamed_from_one_deal()
    {
        var id = (await Write(Deals("K1", "Südlicht AG"))).Id!;
        var alone = await Write(Row("K1", """{"Account.Name":"Südlicht SE"}""", id, ["Account.Name"]));
        Assert.Equal("""{"Account.Name":"Südlicht SE"}""", Text(alone.Stored));

        var other = (await Write(Deals("K2", "Südlicht SE"))).Id!;
        var kept = await Write(Row("K2", """{"Account.Name":"N. (typo)"}""", other, ["Account.Name"]));
        Assert.Equal((CrmOutcome.Updated, """{"Account.Name":"Südlicht SE"}"""), (kept.Outcome, Text(kept.Stored)));
        Assert.Equal((IssueCodes.RelatedKept, Severity.Note, "Account.Name"), Assert.Single(kept.Issues) is var issue ? (issue.Code, issue.Severity, issue.Field) : default);

        var renamed = await Write(Row("K2", """{"Account.Name":"Südlicht plc"}""", other, ["Account.Name"]) with { Links = [new CrmLink("AccountId", null, Create: false) { WritesShared = true }] });
        Assert.Equal("""{"Account.Name":"Südlicht plc"}""", Text(renamed.Stored));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("Email")]
    public async Task A_contact_that_lacks_what_it_needs_is_not_created_and_the_row_is_written(string? known)
    {
        var (field, relation) = Contact;
        var link = new CrmLink(field, null, Create: true) { MatchBy = ["Email"] };
        var row = Row("K1", known is null ? Good("A") : Good("A", $"\"{relation}.{known}\":\"anna@example.com\""), readBack: [field]) with { Links = [link] };
        var written = await Write(row);
        Assert.Equal((CrmOutcome.Created, "null"), (written.Outcome, new FlatRecord(written.Stored)[field]));
        Assert.Equal(known is null ? [] : [(IssueCodes.RelatedNotLinked, $"{relation}.Email")], written.Issues.Select(i => (i.Code, i.Field)));

        var whole = await Write(Row("K2", Good("B", $"\"{relation}.Email\":\"anna@example.com\",\"{relation}.LastName\":\"Example\""), readBack: [field]) with { Links = [link] });
        Assert.Equal(CrmOutcome.Created, whole.Outcome);
        Assert.NotEqual("null", new FlatRecord(whole.Stored)[field]);
    }

    [Theory]
    [Trait("Row", "A4")]
    [Trait("Row", "C15")]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_contact_is_matched_in_its_account_and_another_account_s_is_not_moved(bool isAccountNew)
    {
        var (field, relation) = Contact;
        var other = await Add("Account", """{"Name":"Südlicht SE"}""");
        var elsewhere = await Add("Contact", $$"""{"LastName":"Example","Email":"anna@example.com","AccountId":"{{other}}"}""");
        var here = isAccountNew ? null : await Add("Account", """{"Name":"Nordlicht GmbH"}""");
        var created = await Write(Person("K1", "Nordlicht GmbH"));
        var stored = new FlatRecord(created.Stored);
        Assert.Equal(CrmOutcome.Created, created.Outcome);
        Assert.NotEqual("null", stored["AccountId"]);
        if (here is not null)
            Assert.Equal($"\"{here}\"", stored["AccountId"]);
        Assert.DoesNotContain(stored[field], (string?[])["null", $"\"{elsewhere}\""]);
        Assert.Equal(other, Mapping.Scalars.TextOf(new FlatRecord((await One("Contact", elsewhere, "AccountId")).Record!.Fields)["AccountId"]!));

        // The same person of the same account, and of the account where it was before.
        Assert.Equal(stored[field], new FlatRecord((await Write(Person("K2", "Nordlicht GmbH"))).Stored)[field]);
        Assert.Equal($"\"{elsewhere}\"", new FlatRecord((await Write(Person("K3", "Südlicht SE"))).Stored)[field]);

        // A record that has its account gets its contact later, as after an acceptance.
        var id = (await Write(Deals("K4", "Südlicht SE"))).Id!;
        var later = await Write(Row("K4", $$"""{"{{relation}}.Email":"anna@example.com","{{relation}}.LastName":"Example"}""", id, [field]) with { Links = [Account, Link()] });
        // Salesforce takes an opportunity's contact with its creation only.
        Assert.Equal(field == "ContactId" ? "null" : $"\"{elsewhere}\"", new FlatRecord(later.Stored)[field]);

        CrmLink Link() => new(field, null, Create: true) { MatchBy = ["Email"] };

        CrmWrite Person(string key, string account) => Row(
            key, Good(key, $"\"Account.Name\":\"{account}\",\"{relation}.Email\":\"anna@example.com\",\"{relation}.LastName\":\"Example\""), readBack: ["AccountId", field]) with
        { Links = [Link(), Account] };
    }

    [Fact]
    public async Task A_refused_row_leaves_no_related_record()
    {
        if (!(await Crm.Open(Cancellation)).Guarantees.AtomicLinks)
            return;
        var refused = await Write(Row("K1", """{"Account.Name":"Nordlicht GmbH","Name":"without what is required"}""") with { Links = [Account] });
        Assert.Equal(CrmOutcome.Refused, refused.Outcome);
        var created = await Write(Deals("K2", "Nordlicht GmbH"));
        Assert.Empty(created.Candidates);
        var third = await Write(Deals("K3", "Nordlicht GmbH"));
        Assert.Equal(new FlatRecord(created.Stored)["AccountId"], new FlatRecord(third.Stored)["AccountId"]);
    }

    [Fact]
    public async Task A_new_record_starts_from_another_one()
    {
        var template = await Add("Opportunity", Good("Template", "\"NextStep\":\"Call\",\"LeadSource\":\"Web\""));
        var created = await Write(Row("K1", """{"Name":"Mine","LeadSource":null}""", readBack: ["Name", "NextStep", "LeadSource"]) with { CopyFrom = template });
        Assert.Equal("""{"LeadSource":null,"Name":"Mine","NextStep":"Call"}""", Text(created.Stored));
    }

    [Fact]
    public async Task Changes_come_once_each_from_where_the_last_answer_ended()
    {
        await Changes(null);
        var first = await Add("Opportunity", Good("A"));
        var (changes, next) = await Changes(null);
        Assert.Contains(first, changes.Keys);
        await NextMoment();
        var second = await Add("Opportunity", Good("B"));
        await Edit("Opportunity", second, """{"NextStep":"Call"}""");
        (changes, next) = await Changes(next);
        Assert.Equal(CrmChangeKind.Changed, changes[second].Kind);
        await NextMoment();
        await Delete("Opportunity", second);
        (changes, _) = await Changes(next);
        if ((await Crm.Open(Cancellation)).Guarantees.TellsDeleted)
            Assert.Equal(CrmChangeKind.Deleted, changes[second].Kind);
    }

    [Fact]
    public async Task Changes_are_read_page_by_page()
    {
        var ids = new List<string>();
        for (var i = 0; i < 5; i++)
            ids.Add(await Add("Opportunity", Good("Deal")));
        var (changes, next) = await Changes(null, limit: 2);
        Assert.Equal(ids.Order(StringComparer.Ordinal), changes.Keys.Order(StringComparer.Ordinal));
        Assert.False((await Crm.Changed("Opportunity", CrmInterest.All, next, 10, Cancellation)).Lost);
    }

    [Fact]
    public async Task A_related_records_change_is_a_change_of_those_that_link_to_it()
    {
        if (!TellsRelatedChanges)
            return;
        var account = await Add("Account", """{"Name":"Example Ltd"}""");
        string[] linked = [await Add("Opportunity", Good("A", $"\"AccountId\":\"{account}\"")), await Add("Opportunity", Good("B", $"\"AccountId\":\"{account}\""))];
        var interest = new CrmInterest(["Name", "Account.Name"]);
        var (_, next) = await Changes(null, interest: interest);
        await NextMoment();
        await Edit("Account", account, """{"Name":"Example plc"}""");
        var (changes, _) = await Changes(next, interest: interest);
        Assert.Subset(changes.Keys.ToHashSet(StringComparer.Ordinal), linked.ToHashSet(StringComparer.Ordinal));
    }

    [Fact]
    public void A_message_of_others_is_none_of_its_own()
    {
        Assert.Null(Crm.Decode("{}"u8.ToArray()));
        Assert.Null(Crm.Decode("no JSON"u8.ToArray()));
    }

    [Fact]
    public async Task Every_notice_has_an_answer()
    {
        var notices = Enumerable.Range(0, 2).Select(i => new CrmNotice($"notice-{i}", "failed", "A record failed", null, "O1", new DateTimeOffset(2026, 3, 1, 9, 0, 0, TimeSpan.Zero))).ToList();
        var takes = (await Crm.Open(Cancellation)).Guarantees.TakesNotices;
        Assert.Equal([takes, takes], (await Crm.Notify(notices, Cancellation)).Select(r => r.Written));
    }

    static CrmLink Account => new("AccountId", null, Create: true) { MatchBy = ["Website", "Name"] };

    string Good(string name, string? more = null) => $"{{\"Name\":\"{name}\",{Deal}{(more is null ? "" : "," + more)}}}";

    CrmWrite Row(string key, string fields, string? id = null, IReadOnlyList<string>? readBack = null) => new(id, Key, key, Canonical(fields), null, readBack ?? []);

    // A deal of a company that is matched, or created.
    CrmWrite Deals(string key, string company, string? website = null) =>
        Row(key, Good("Deal", $"\"Account.Name\":\"{company}\"" + (website is null ? "" : $",\"Account.Website\":\"{website}\"")), readBack: ["Account.Name", "AccountId"]) with { Links = [Account] };

    async Task<CrmResult> Write(CrmWrite row) => Assert.Single(await Crm.Write("Opportunity", [row], Cancellation));

    async Task<CrmFound> One(string crmObject, string id, string field = "Id") => Assert.Single(await Crm.Find(crmObject, "Id", [id], [field], Cancellation));

    // Reads all pages of changes and lists each record once.
    async Task<(Dictionary<string, CrmChange> Changes, string? Next)> Changes(string? after, int limit = 100, CrmInterest? interest = null)
    {
        var all = new Dictionary<string, CrmChange>(StringComparer.Ordinal);
        for (var more = true; more;)
        {
            var page = await Crm.Changed("Opportunity", interest ?? CrmInterest.All, after, limit, Cancellation);
            foreach (var change in page.Changes)
                all[change.Id] = change;
            (after, more) = (page.Next, page.More);
        }

        return (all, after);
    }

    // An id of the same form that no record has.
    static string Unlike(string id) => id[..8] + "zzzzzzz" + id[15..];

    static byte[] Canonical(string json) => LambdaSync.Json.CanonicalJson.ToArray(Encoding.UTF8.GetBytes(json));

    static string Text(byte[] json) => Encoding.UTF8.GetString(json);
}
