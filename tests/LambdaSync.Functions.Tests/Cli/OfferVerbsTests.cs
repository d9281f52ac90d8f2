using System.Text.Json;
using System.Text.Json.Nodes;
using LambdaSync.Sync.Work;
using Xunit;

namespace LambdaSync.Functions.Tests.Cli;

/// <summary>The verbs of invitations, leads and engagements: what they show, what they refuse, and with which exit code.</summary>
[Trait("Row", "A3")]
[Trait("Row", "A17")]
[Trait("Row", "E2")]
public sealed class OfferVerbsTests : IAsyncLifetime
{
    const string Unknown = "engi-9999999999999", UnknownLead = "eng-99999999999999", Yes = "--yes";

    Offers _offers = null!;

    static CancellationToken None => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _offers = await Offers.Create();

    public ValueTask DisposeAsync()
    {
        _offers.Dispose();
        return ValueTask.CompletedTask;
    }

    // What ends first is at the top; of a Marketplace request five working days count.
    [Fact]
    [Trait("Row", "L-10")]
    [Trait("Row", "O-12")]
    public async Task Invitations_are_listed_as_CSV_and_JSON_and_nothing_else_is_on_the_output()
    {
        var csv = await Run("invitation", "list", "--output", "csv");
        Assert.Equal((0, ""), (csv.Exit, csv.Error));
        var lines = csv.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("id,kind,sender,customer,title,until,crmId,status", lines[0]);
        Assert.StartsWith($"{Offers.LeadOffer},AWS Marketplace Request,AWS,A customer", lines[1], StringComparison.Ordinal);
        Assert.Equal($"{Offers.Referral},AWS Referral,AWS,Globex,Data lake,2099-02-01 00:00:00Z,{_offers.CrmIds.Referral},PENDING", lines[2]);
        var json = (await Run("invitation", "list", "--output", "json")).Lines;
        Assert.Equal([Offers.LeadOffer, Offers.Referral], json.Select(l => l.GetProperty("id").GetString()!));
        Assert.Equal("2099-02-01T00:00:00+00:00", json[1].GetProperty("until").GetString());
        var limited = await Run("invitation", "list", "--limit", "1", "--output", "json");
        Assert.Equal(Offers.LeadOffer, Assert.Single(limited.Lines).GetProperty("id").GetString());
        Assert.Contains("more", limited.Error, StringComparison.Ordinal);
    }

    // The engine counts by the same days.
    [Theory]
    [Trait("Row", "L-16")]
    [Trait("Row", "A27")]
    [InlineData("lead")]
    [InlineData("opportunity")]
    public async Task A_Marketplace_request_s_end_leaves_out_the_holidays_of_the_mapping(string section)
    {
        await Map(mapping =>
        {
            mapping["lead"]!["invitation"] = new JsonObject { ["initial"] = new JsonObject { ["LastName"] = "Not shown yet" } };
            mapping[section]!["invitation"]!["holidays"] = new JsonArray("2099-01-02");
        });
        // Requested on a Wednesday, the day before a holiday and a weekend.
        Assert.Equal("2099-01-08T00:00:00+00:00", (await Run("invitation", "list", "--output", "json")).Lines.Single(l => l.GetProperty("id").GetString() == Offers.LeadOffer).GetProperty("until").GetString());
        Assert.Equal("2099-01-08T00:00:00+00:00", Assert.Single((await Run("invitation", "show", Offers.LeadOffer, "--output", "json")).Lines).GetProperty("until").GetString());
    }

    [Fact]
    public async Task A_narrow_terminal_shows_whole_ids()
    {
        foreach (var (noun, id) in new[] { ("invitation", Offers.LeadOffer), ("lead", Offers.Lead) })
        {
            var (exit, output) = await CliProcess.Run(new Dictionary<string, string> { ["COLUMNS"] = "60" }, null, noun, "list", "--output", "table", "--data", _offers.Data);
            Assert.Equal(0, exit);
            Assert.Contains(id, output, StringComparison.Ordinal);
            Assert.All(output.Split('\n'), line => Assert.True(line.Length <= 60, line));
        }
    }

    [Fact]
    public async Task One_is_shown_by_its_id_its_ARN_or_its_CRM_record()
    {
        foreach (var id in new[] { Offers.Referral, Offers.Referral.ToUpperInvariant(), $"arn:aws:partnercentral:us-east-1::catalog/AWS/engagement-invitation/{Offers.Referral}", _offers.CrmIds.Referral })
        {
            var shown = Assert.Single((await Run("invitation", "show", id, "--output", "json")).Lines);
            Assert.Equal(("PENDING", "AWS Referral"), (shown.GetProperty("invitation").GetProperty("Status").GetString(), shown.GetProperty("kind").GetString()));
            Assert.Contains("waits for an answer", shown.GetProperty("text").GetString(), StringComparison.Ordinal);
        }

        Assert.Contains("Payload.OpportunityInvitation.Project.Title", (await Run("invitation", "show", Offers.Referral, "--output", "table")).Out, StringComparison.Ordinal);
        foreach (var id in new[] { Unknown, "engi-nonsense", Offers.Lead, _offers.CrmIds.Lead })
            await Refused(1, "invitation list", "invitation", "show", id);
        await Refused(1, "engi- and 13 letters or digits", "invitation", "show", "engi-nonsense");
    }

    [Fact]
    public async Task Leads_are_listed_and_shown_by_either_id()
    {
        var csv = (await Run("lead", "list", "--output", "csv")).Out.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("awsId,crmId,company,qualificationStatus,opportunity,situation,cause", csv[0]);
        Assert.StartsWith($"{Offers.Lead},{_offers.CrmIds.Lead},Example Ltd,Unqualified,", csv[1], StringComparison.Ordinal);
        Assert.StartsWith($",{_offers.CrmIds.Unlinked},Booth Ltd,", csv[2], StringComparison.Ordinal);
        foreach (var id in new[] { Offers.Lead, _offers.CrmIds.Lead })
            Assert.Equal(Offers.Lead, Assert.Single((await Run("lead", "show", id, "--output", "json")).Lines).GetProperty("sync").GetProperty("awsId").GetString());
        Assert.Equal(0, (await Run("lead", "show", _offers.CrmIds.Unlinked)).Exit);
        foreach (var id in new[] { UnknownLead, "00Q00000000000XAAA", Offers.Referral, _offers.CrmIds.Referral })
            await Refused(1, "no lead", "lead", "show", id);
        await Refused(1, "eng- and 14 letters or digits", "lead", "show", "eng-nonsense");
    }

    [Theory]
    [Trait("Row", "A31")]
    [InlineData("engi-nonsense", "engi- and 13 letters or digits")]
    [InlineData("eng-nonsense", "eng- and 14 letters or digits")]
    [InlineData(Unknown, "'lambdasync invitation list' shows")]
    [InlineData(UnknownLead, "'lambdasync lead list' shows")]
    [InlineData("O9999999", "'lambdasync opportunity list' shows")]
    public Task Explain_says_where_ids_of_this_kind_are_listed(string id, string fix) => Refused(1, fix, "explain", id);

    [Fact]
    public async Task A_lead_that_AWS_offers_is_listed_as_an_invitation()
    {
        await _offers.Show(Offers.LeadOffer);
        var line = (await Run("lead", "list", "--output", "json")).Lines.Single(l => l.GetProperty("awsId").GetString() == Offers.LeadOffer);
        Assert.Equal("Invitation", line.GetProperty("situation").GetString());
        await Refused(1, $"is a lead that AWS offers; it is an invitation until it is accepted. Fix: run 'lambdasync invitation show {Offers.LeadOffer}'", "lead", "show", Offers.LeadOffer);
    }

    [Fact]
    public async Task An_answer_is_requested_by_either_id()
    {
        Assert.StartsWith("requested: 1 record, job cmd-", (await Run("invitation", "accept", _offers.CrmIds.Referral)).Out, StringComparison.Ordinal);
        Assert.Equal(RequestVerbs.Accept, Assert.Single(await _offers.Requests(WorkKey.Invitation("AWS", Offers.Referral))).Verb);
        var explained = Assert.Single((await Run("explain", Offers.Referral, "--output", "json")).Lines);
        Assert.StartsWith("An acceptance was requested (job cmd-", explained.GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.StartsWith("accept by ", explained.GetProperty("entries")[0].GetProperty("reason").GetString(), StringComparison.Ordinal);
        Assert.Equal("PENDING, acceptance requested", (await Run("invitation", "list", "--output", "json")).Lines.Single(l => l.GetProperty("id").GetString() == Offers.Referral).GetProperty("status").GetString());
        // AWS takes one answer, and an acceptance can't be taken back.
        var other = await Run("invitation", "reject", Offers.Referral, "--reason", "Other");
        Assert.Equal(1, other.Exit);
        Assert.Contains("is still to be carried out; AWS takes one answer", other.Error, StringComparison.Ordinal);
        Assert.Single(await _offers.Requests(WorkKey.Invitation("AWS", Offers.Referral)));
        Assert.Equal(0, (await Run("invitation", "reject", Offers.LeadOffer.ToUpperInvariant(), "--reason", "No capacity – sorry")).Exit);
        Assert.Equal("No capacity – sorry", Assert.Single(await _offers.Requests(WorkKey.Invitation("AWS", Offers.LeadOffer)))["reason"]);
    }

    [Theory]
    [InlineData("invitation", "accept", "engi-nonsense", "engi- and 13 letters or digits")]
    [InlineData("invitation", "accept", Unknown, "'lambdasync record refresh engi-9999999999999' first")]
    [InlineData("invitation", "accept", Offers.Opportunity, "'lambdasync invitation list'")]
    [InlineData("invitation", "accept", Offers.Lead, "'lambdasync invitation list'")]
    [InlineData("invitation", "accept", "0060000000009AAA", "'lambdasync invitation list'")]
    [InlineData("invitation", "reject", "engi-nonsense", "engi- and 13 letters or digits")]
    [InlineData("lead", "qualify", "eng-nonsense", "eng- and 14 letters or digits")]
    [InlineData("lead", "qualify", UnknownLead, "'lambdasync record refresh eng-99999999999999' first")]
    [InlineData("lead", "convert", Offers.Opportunity, "convert is for leads")]
    [InlineData("lead", "convert", Offers.Referral, "accept the invitation first")]
    [InlineData("lead", "convert", "00Q00000000000XAAA", "the CRM has no Lead of this id")]
    [InlineData("lead", "create", "00Q00000000000XAAA", "the CRM has no Lead of this id")]
    [InlineData("lead", "import", "eng-nonsense", "eng- and 14 letters or digits")]
    [InlineData("lead", "enrich", "eng-nonsense", "eng- and 14 letters or digits")]
    [InlineData("opportunity", "submit", Offers.Lead, "the record is a lead")]
    [InlineData("engagement", "invite", Offers.Lead, "the record is a lead")]
    [InlineData("engagement", "show", "nonsense", "O and digits")]
    [InlineData("engagement", "show", "eng-nonsense", "eng- and 14 letters or digits")]
    public async Task What_is_no_such_record_is_refused_with_the_fix(string noun, string verb, string id, string fix)
    {
        await Refused(1, fix, [noun, verb, id, .. More(verb)]);
        foreach (var key in new[] { WorkKey.Invitation("AWS", id), WorkKey.Engagement("AWS", id), WorkKey.Opportunity("AWS", id) })
            Assert.Empty(await _offers.Requests(key));
    }

    [Theory]
    [InlineData("invitation", "accept")]
    [InlineData("invitation", "reject", Offers.Referral)]
    [InlineData("invitation", "reject", "--reason", "Other")]
    [InlineData("invitation", "accept", Offers.Referral, "--field", "Status=Open")]
    [InlineData("invitation", "show")]
    [InlineData("invitation", "list", "--output", "yaml")]
    [InlineData("lead", "qualify", Offers.Lead)]
    [InlineData("lead", "convert")]
    [InlineData("lead", "enrich", "--field", "Status")]
    [InlineData("lead", "enrich", "--stage", "Qualified")]
    [InlineData("lead", "show", Offers.Lead, "--output", "csv")]
    [InlineData("engagement", "invite", Offers.Opportunity)]
    [InlineData("engagement", "invite", Offers.Opportunity, "--account", "123456789012", "--message", "Hello")]
    public async Task Wrong_usage_is_exit_2(params string[] arguments)
    {
        var ran = await Run(arguments);
        Assert.Equal((2, ""), (ran.Exit, ran.Out));
    }

    [Theory]
    [Trait("Row", "L-11")]
    [InlineData("invitation", "reject", Offers.Referral, "--reason", "A reason that has more characters than AWS takes, which is eighty of them and no more than these.")]
    [InlineData("lead", "qualify", Offers.Lead, "--status", "")]
    [InlineData("engagement", "invite", Offers.Opportunity, "--account", "12345", "--responsibility", "Reseller", "--message", "Hello")]
    [InlineData("engagement", "invite", Offers.Opportunity, "--account", "123456789012", "--responsibility", "Friend", "--message", "Hello")]
    public async Task A_value_that_AWS_does_not_take_is_refused_here(params string[] arguments)
    {
        var ran = await Run(arguments);
        Assert.Equal((1, ""), (ran.Exit, ran.Out));
        Assert.Contains("Fix: ", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Row", "O-13")]
    [Trait("Row", "O-14")]
    public async Task Many_need_a_yes_without_a_terminal_and_some_unknown_ones_are_exit_3()
    {
        var ids = _offers.File("ids.txt");
        await File.WriteAllTextAsync(ids, $"{Offers.Referral}\n{Offers.LeadOffer}\n{Unknown}\n", None);
        foreach (var (verb, more, missing) in new (string, string[], string)[] { ("accept", [], "--yes and --reason TEXT"), ("accept", ["--reason", "fit"], "--yes"), ("accept", [Yes], "--reason TEXT"), ("reject", ["--reason", "Other"], "--yes") })
        {
            var refused = await Run(["invitation", verb, "--from", ids, .. more]);
            Assert.Equal((2, ""), (refused.Exit, refused.Out));
            Assert.Contains($"{verb}: 2 records in ids.txt. Nothing was done. Without a terminal, add {missing}.", refused.Error, StringComparison.Ordinal);
        }

        Assert.Empty(await _offers.Requests(WorkKey.Invitation("AWS", Offers.Referral)));
        var ran = await Run("invitation", "reject", "--from", ids, "--reason", "Other", Yes, "--output", "json");
        Assert.Equal((3, 2), (ran.Exit, Assert.Single(ran.Lines).GetProperty("records").GetInt32()));
        var error = JsonDocument.Parse(Assert.Single(ran.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries))).RootElement;
        Assert.Equal(("command-invalid", Unknown), (error.GetProperty("code").GetString(), error.GetProperty("value").GetString()));
        Assert.Equal("Other", Assert.Single(await _offers.Requests(WorkKey.Invitation("AWS", Offers.LeadOffer)))["reason"]);
    }

    [Fact]
    [Trait("Row", "A24")]
    public async Task A_lead_that_AWS_has_is_not_created_and_more_than_a_hundred_are_refused()
    {
        var there = await Run("lead", "create", Offers.Lead);
        Assert.Equal(0, there.Exit);
        Assert.StartsWith("requested: 0 records", there.Out, StringComparison.Ordinal);
        Assert.Contains("AWS has this lead already", there.Error, StringComparison.Ordinal);
        Assert.Equal(0, (await Run("lead", "create", _offers.CrmIds.Unlinked)).Exit);
        Assert.Equal(RequestVerbs.CreateLead, Assert.Single(await _offers.Requests(WorkKey.Crm("AWS", "Lead", _offers.CrmIds.Unlinked))).Verb);
        var ids = _offers.File("ids.txt");
        await File.WriteAllLinesAsync(ids, Enumerable.Range(1, 101).Select(i => $"eng-{i:D14}"), None);
        await Refused(1, "AWS takes at most 100 at once", "lead", "import", "--from", ids, Yes, "--reason", "summit");
    }

    [Fact]
    [Trait("Row", "A25")]
    public async Task Only_leads_that_AWS_has_are_enriched()
    {
        var ran = await Run("lead", "enrich", _offers.CrmIds.Unlinked);
        Assert.Equal(1, ran.Exit);
        Assert.Contains("lambdasync lead create", ran.Error, StringComparison.Ordinal);
        Assert.Equal(0, (await Run("lead", "enrich", Offers.Lead)).Exit);
    }

    [Fact]
    public async Task Without_a_section_for_leads_their_verbs_say_so()
    {
        await Map(mapping => mapping.Remove("lead"));
        foreach (var arguments in new string[][] { ["lead", "list"], ["lead", "show", Offers.Lead], ["lead", "convert", Offers.Lead], ["lead", "qualify", Offers.Lead, "--status", "Qualified"] })
            await Refused(1, "add the section 'lead' to the mapping", arguments);
    }

    async Task Map(Action<JsonObject> change)
    {
        var file = Path.Combine(_offers.Data, "mapping.json");
        var mapping = JsonNode.Parse(await File.ReadAllTextAsync(file, None))!.AsObject();
        change(mapping);
        await File.WriteAllTextAsync(file, mapping.ToJsonString(), None);
    }

    static string[] More(string verb) => verb switch
    {
        "reject" => ["--reason", "Other"],
        "qualify" => ["--status", "Qualified"],
        "invite" => ["--account", "123456789012", "--responsibility", "Reseller", "--message", "Hello"],
        _ => [],
    };

    async Task Refused(int exit, string part, params string[] arguments)
    {
        var ran = await Run(arguments);
        Assert.Equal((exit, ""), (ran.Exit, ran.Out));
        Assert.Contains(part, ran.Error, StringComparison.Ordinal);
    }

    // Every verb but those that ask AWS itself works on the folder.
    Task<Ran> Run(params string[] arguments) => Ran.Of(arguments is ["engagement", "show", ..] ? arguments : [.. arguments, "--data", _offers.Data]);
}
