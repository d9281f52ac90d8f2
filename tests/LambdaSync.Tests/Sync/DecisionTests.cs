using System.Text;
using System.Text.Json.Nodes;
using LambdaSync.Fields;
using LambdaSync.Json;
using LambdaSync.Mapping;
using LambdaSync.Sync;
using LambdaSync.Sync.Work;
using Xunit;

namespace LambdaSync.Tests.Sync;

/// <summary>The decision alone: facts in, plan out.</summary>
[Trait("Row", "A18")]
public sealed class DecisionTests
{
    static readonly DateTimeOffset Day = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);
    static readonly WorkKey Key = WorkKey.Opportunity("AWS", "O1");

    /// <summary>Both sides changed NextStep since the last sync: who wins, what is written, what is left to be sent.</summary>
    [Theory]
    [InlineData(null, 0, null, null)] // nobody: nothing is written
    [InlineData("aws", 0, "aws", null)]
    [InlineData("crm", 0, null, "\"aws\"")] // the CRM's edit is still to be sent: against what AWS has
    [InlineData("latest", -1, "aws", null)] // the CRM's edit is older
    [InlineData("latest", 1, null, "\"aws\"")]
    [InlineData("latest", null, null, null)] // the CRM does not say when
    public void A_clash_goes_to_the_fields_owner(string? owner, int? crmDays, string? written, string? kept)
    {
        var decision = Of(owner is null ? "" : $", \"owner\": \"{owner}\"");
        var plan = decision.Plan(Seen("aws", 2), State("synced", "synced"), Crm("crm", crmDays is { } days ? Day.AddDays(2 + days) : null));

        if (written is null)
        {
            var settle = Assert.IsType<Plan.Settle>(plan);
            // The log keeps no entry of an unchanged record, and a clash is worth one.
            Assert.Equal(Outcome.Skipped, settle.Outcome);
            Assert.Equal(kept ?? "\"crm\"", new FlatRecord(settle.Next!.CrmBaseline)["NextStep"]);
        }
        else
        {
            var write = Assert.IsType<Plan.Write>(plan);
            Assert.Equal((Outcome.Updated, "006A", """{"NextStep":"aws"}"""), (write.Outcome, write.CrmId, Encoding.UTF8.GetString(write.Fields)));
        }

        var clash = Assert.Single(plan.Issues);
        Assert.Equal((IssueCodes.Clash, Severity.Warning, "NextStep"), (clash.Code, clash.Severity, clash.Field));
        // The loser's value is in the log.
        Assert.Contains(written is null && owner is "crm" or "latest" && kept is not null ? "aws" : "crm", clash.Value + clash.Rule, StringComparison.Ordinal);
    }

    /// <summary>Each side changed the solutions, which were S-1 and S-2: whether AWS's change is a part of the CRM's.</summary>
    [Theory]
    [InlineData("S-2", "S-3", true)] // AWS removed one of two that the CRM removes
    [InlineData("S-1;S-2;S-3", "S-3", true)]
    [InlineData("S-2;S-1", "S-1", true)] // another order is no change
    [InlineData("S-2", "S-1;S-2;S-3", false)] // the CRM keeps what AWS removed
    [InlineData("S-1;S-2;S-4", "S-1", false)] // the CRM does not have what AWS added
    [InlineData("", "S-1;S-3", false)]
    public void A_part_of_an_edit_that_AWS_has_already_is_no_clash(string aws, string crm, bool isPart)
    {
        var decision = Of("", fields: """, { "aws": "related:Solutions[]", "crm": "Solutions", "join": ";" }""");
        RecordState state = new(Key, "Opportunity", "006A", With("S-1;S-2"), """{"Name":"Deal","NextStep":"synced","Solutions":"S-1;S-2"}"""u8.ToArray(), Day, 2, false, 3);
        var current = new CrmCurrent("006A", Encoding.UTF8.GetBytes($$"""{"AwsId":"O1","Name":"Deal","NextStep":"synced","Solutions":"{{crm}}"}"""), "O1", null);
        var plan = decision.Plan(Seen("synced", 2) with { Document = With(aws) }, state, current);

        var settle = Assert.IsType<Plan.Settle>(plan);
        Assert.Equal(isPart ? $"\"{aws}\"" : $"\"{crm}\"", new FlatRecord(settle.Next!.CrmBaseline)["Solutions"]);
        Assert.Equal(isPart ? [] : [IssueCodes.Clash], plan.Issues.Select(i => i.Code));

        static byte[] With(string solutions)
        {
            var document = JsonNode.Parse(Document("synced", "Deal"))!.AsObject();
            document["related"] = new JsonObject { ["Solutions"] = new JsonArray([.. solutions.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(id => (JsonNode)id)]) };
            return CanonicalJson.ToArray(Encoding.UTF8.GetBytes(document.ToJsonString()));
        }
    }

    [Fact]
    public void Edits_of_different_fields_both_survive()
    {
        var write = Assert.IsType<Plan.Write>(Of("").Plan(
            Seen("aws", 2), State("synced", "synced"), new CrmCurrent("006A", """{"Name":"renamed","NextStep":"synced","AwsId":"O1"}"""u8.ToArray(), "O1", null)));
        Assert.Equal("""{"NextStep":"aws"}""", Encoding.UTF8.GetString(write.Fields));
        Assert.Equal("\"Deal\"", write.KeepBaseline["Name"]);
        Assert.Empty(write.Issues);
    }

    /// <summary>The CRM holds what AWS does not have; a write may have been made that nobody settled.</summary>
    [Theory]
    [InlineData("\"owner\": \"aws\", \"outbound\": false", true)] // only AWS fills it: its value comes back
    [InlineData("\"owner\": \"crm\", \"outbound\": false", false)]
    [InlineData("\"owner\": \"aws\"", false)] // it may be a person's edit, which is to be sent
    public void What_nobody_settled_is_restored_where_only_AWS_fills_it(string line, bool isRestored)
    {
        var plan = Of(", " + line).Plan(Seen("synced", 2), State("synced", "synced"), Crm("of a while ago", null), inDoubt: true);
        if (isRestored)
            Assert.Equal("""{"NextStep":"synced"}""", Encoding.UTF8.GetString(Assert.IsType<Plan.Write>(plan).Fields));
        else
            Assert.Equal("\"synced\"", new FlatRecord(Assert.IsType<Plan.Settle>(plan).Next!.CrmBaseline)["NextStep"]);
    }

    [Theory]
    [InlineData(", \"outbound\": false", "sig", true)] // cut or trimmed by the CRM: it is AWS's own
    [InlineData(", \"outbound\": false", "signed", false)] // a person's
    [InlineData("", "sig", false)] // a row of a field that is sent is stored before it is written, and its fate is known: this is a person's
    public void What_nobody_settled_is_no_clash_with_the_CRMs_shorter_form_of_it(string line, string held, bool isOwn)
    {
        var decision = Of(", \"owner\": \"crm\"" + line);
        Assert.Equal(isOwn, decision.Plan(Seen("sign  ", 2), State("synced", "synced"), Crm(held, null), inDoubt: true) is Plan.Write { Issues.Count: 0 });
        Assert.IsType<Plan.Settle>(decision.Plan(Seen("sign  ", 2), State("synced", "synced"), Crm(held, null)));
    }

    [Fact]
    public void What_only_the_CRM_changed_is_left_for_the_other_way()
    {
        var settle = Assert.IsType<Plan.Settle>(Of("").Plan(Seen("synced", 2, title: "Deal"), State("synced", "synced"), Crm("edited", null)));
        Assert.Equal(Outcome.Unchanged, settle.Outcome);
        // The document is newer in nothing that is mapped: its baseline is stored, the CRM's edit stays an edit.
        Assert.True(settle.Next is null || new FlatRecord(settle.Next.CrmBaseline)["NextStep"] == "\"synced\"");
    }

    [Fact]
    public void A_later_sighting_of_the_same_makes_what_lies_between_stale()
    {
        var same = Assert.IsType<Plan.Settle>(Of("").Plan(Seen("synced", 3), State("synced", "synced"), Crm("synced", null)));
        Assert.Equal((Outcome.Unchanged, Day.AddDays(3)), (same.Outcome, same.Next!.AwsModified));
        Assert.Equal(Outcome.Stale, Assert.IsType<Plan.Settle>(Of("").Plan(Seen("older", 2), same.Next, Crm("synced", null))).Outcome);
        // Seen again it changes nothing at all.
        Assert.Null(Assert.IsType<Plan.Settle>(Of("").Plan(Seen("synced", 3), same.Next, Crm("synced", null))).Next);
    }

    [Theory]
    [InlineData("""{"AwsId":"O9","Name":"x"}""", null, "O9")] // another opportunity's identifier is in the record
    [InlineData("""{"Name":"x"}""", "O7", "O7")] // or the store knows another link
    public void A_record_that_belongs_to_another_opportunity_is_not_linked(string fields, string? linkedTo, string other)
    {
        var plan = Assert.IsType<Plan.Settle>(Of("").Plan(Seen("aws", 1), null, new CrmCurrent("006A", Encoding.UTF8.GetBytes(fields), linkedTo, null)));
        Assert.Equal((Outcome.Failed, null), (plan.Outcome, plan.Next));
        var issue = Assert.Single(plan.Issues);
        Assert.Equal((IssueCodes.IdentityConflict, Severity.Error, "006A"), (issue.Code, issue.Severity, issue.Value));
        Assert.Contains(other, issue.Rule, StringComparison.Ordinal);
    }

    // AWS's PartnerOpportunityIdentifier names another record that the CRM has; only the first link asks for it.
    [Theory]
    [Trait("Row", "S-23")]
    [InlineData("006B", "006A", true)]
    [InlineData("006A", null, false)]
    public void Another_records_opportunity_is_not_linked(string crmId, string? named, bool isRefused)
    {
        var current = new CrmCurrent(crmId, """{"AwsId":"O1","Name":"x"}"""u8.ToArray(), null, null) { NamedInstead = named };
        var seen = Seen("aws", 1);
        var plan = Of("").Plan(seen with { AwsId = "O1" }, null, current);
        Assert.Equal(isRefused, plan is Plan.Settle { Outcome: Outcome.Failed, Next: null } settle && Assert.Single(settle.Issues) is { Code: IssueCodes.IdentityConflict } issue && issue.Value == named);
    }

    [Fact]
    public void The_first_link_fills_what_is_empty_and_lists_what_differs()
    {
        var write = Assert.IsType<Plan.Write>(Of("").Plan(Seen("aws", 1), null, new CrmCurrent("006A", """{"Name":"Another name","NextStep":null}"""u8.ToArray(), null, null)));
        Assert.Equal("""{"NextStep":"aws"}""", Encoding.UTF8.GetString(write.Fields));
        Assert.Equal((IssueCodes.NoOwner, "Name"), Assert.Single(write.Issues) is var i ? (i.Code, i.Field) : default);
    }

    [Fact]
    public void A_link_that_was_stored_and_no_more_is_merged_by_the_first_links_rules_and_has_the_record()
    {
        var bare = State("synced", "synced").LinkOnly();
        Assert.True(bare.IsLinkOnly);
        Assert.False(State("synced", "synced").IsLinkOnly);
        // Somebody has written another id there since: the stored link counts.
        var current = new CrmCurrent("006A", """{"Name":"Another name","NextStep":null,"AwsId":"O9"}"""u8.ToArray(), null, null);
        var write = Assert.IsType<Plan.Write>(Of("").Plan(Seen("aws", 1), bare, current));
        Assert.Equal(("006A", """{"NextStep":"aws"}"""), (write.CrmId, Encoding.UTF8.GetString(write.Fields)));
        Assert.Equal((IssueCodes.NoOwner, "Name"), Assert.Single(write.Issues) is var i ? (i.Code, i.Field) : default);
        Assert.Equal((bare.Version, "006A"), (write.Next.Version, write.Next.CrmId));
        // A link is a link: a record that was deleted meanwhile is not made again.
        Assert.True(Assert.IsType<Plan.Settle>(Of("").Plan(Seen("aws", 1), bare, null)).Next!.Closed);
    }

    [Fact]
    [Trait("Row", "C13")]
    public void What_is_outside_when_is_left_out_before_anything_is_read()
    {
        var decision = Of("", """, "when": { "inbound": [ { "aws": "LifeCycle.Stage", "eq": "Qualified" } ] }""");
        var plan = Assert.IsType<Plan.Settle>(decision.Precheck(Seen("aws", 1)));
        Assert.Equal((Outcome.Skipped, IssueCodes.OutsideWhen), (plan.Outcome, Assert.Single(plan.Issues).Code));
        Assert.Null(Of("").Precheck(Seen("aws", 1)));
    }

    [Fact]
    public void An_older_sighting_is_stale_and_a_closed_link_stays_closed()
    {
        var stale = Assert.IsType<Plan.Settle>(Of("").Plan(Seen("aws", -1), State("synced", "synced"), Crm("synced", null)));
        Assert.Equal((Outcome.Stale, null), (stale.Outcome, stale.Next));

        var gone = Assert.IsType<Plan.Settle>(Of("").Plan(Seen("aws", 2), State("synced", "synced"), null));
        Assert.Equal((Outcome.Skipped, true), (gone.Outcome, gone.Next!.Closed));
        var after = Assert.IsType<Plan.Settle>(Of("").Plan(Seen("aws", 3), gone.Next, null));
        Assert.Equal((Outcome.Skipped, null, IssueCodes.CrmRecordDeleted), (after.Outcome, after.Next, Assert.Single(after.Issues).Code));
    }

    static Decision Of(string owner, string more = "", string fields = "")
    {
        var json = $$"""
            { "version": 1, "opportunity": { "crmObject": "Opportunity", "awsId": "AwsId"{{more}}, "fields": [
              { "aws": "Project.Title", "crm": "Name" },
              { "aws": "LifeCycle.NextSteps", "crm": "NextStep"{{owner}} }{{fields}} ] } }
            """;
        var issues = new List<Issue>();
        var mapping = CompiledMapping.Compile(MappingReader.Read(Encoding.UTF8.GetBytes(json), issues)!, AceObject.Opportunity, issues)!;
        Assert.DoesNotContain(issues, i => i.Severity == Severity.Error);
        return new Decision("AWS", mapping, []);
    }

    static byte[] Document(string nextSteps, string title) =>
        CanonicalJson.ToArray(Encoding.UTF8.GetBytes($$"""{"opportunity":{"LifeCycle":{"NextSteps":"{{nextSteps}}"},"Project":{"Title":"{{title}}"} } }"""));

    static AwsObservation Seen(string nextSteps, int day, string title = "Deal") =>
        new(AceObject.Opportunity, "O1", null, Day.AddDays(day), 2, false, Document(nextSteps, title), []);

    static RecordState State(string aws, string crm) => new(
        Key, "Opportunity", "006A", Document(aws, "Deal"), Encoding.UTF8.GetBytes($$"""{"Name":"Deal","NextStep":"{{crm}}"}"""), Day, 2, false, 3);

    static CrmCurrent Crm(string nextStep, DateTimeOffset? modified) =>
        new("006A", Encoding.UTF8.GetBytes($$"""{"AwsId":"O1","Name":"Deal","NextStep":"{{nextStep}}"}"""), "O1", modified);
}
