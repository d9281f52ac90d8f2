using System.Text.Json.Nodes;
using LambdaSync.Connections;
using LambdaSync.Connections.State;
using LambdaSync.Files;
using LambdaSync.Simulator.AceExchange;
using LambdaSync.Sync;
using LambdaSync.Sync.Schedules;
using LambdaSync.Sync.Work;
using Xunit;

namespace LambdaSync.Functions.Tests.Exchange;

/// <summary>Opportunities that travel in files: out, answered, and back.</summary>
public sealed class SendFilesTests
{
    static JsonArray Records(JsonObject file) => file["opportunities"]!.AsArray();

    [Fact]
    [Trait("Row", "B5")]
    public async Task A_new_record_goes_out_once_and_gets_AWS_s_identifier()
    {
        using var rig = new ExchangeRig();
        var id = await rig.NewInCrm("Deal");
        for (var i = 0; i < 5; i++)
            await rig.Round();
        var record = Assert.Single(rig.Aws.Records.Values);
        Assert.Equal(record.Id, await rig.AwsId(id));
        Assert.Equal(id, record.Fields["partnerCrmUniqueIdentifier"]!.GetValue<string>());
        Assert.Single(rig.Aws.Names);
        Assert.Empty(rig.Aws.Faults);
        Assert.Empty(rig.Keys("opportunity-inbound-processed-results/"));
        Assert.Equal(0, rig.ApiCalls.Count);
    }

    /// <summary>AWS takes no version lower than one that it has had.</summary>
    [Fact]
    [Trait("Row", "B5")]
    public async Task A_lower_payload_version_than_before_sends_nothing_and_is_reported()
    {
        using var rig = new ExchangeRig();
        await rig.NewInCrm("Deal");
        await rig.Round();
        rig.SendTerms = rig.SendTerms with { Head = new FileHead("1234567", 1) };
        rig.Restart();
        await rig.NewInCrm("Another deal");
        await rig.Round();
        Assert.Single(rig.Aws.Names);
        var schedule = await rig.Store.GetWork(WorkKey.Schedule("AWS", Schedules.SendOpportunities), CancellationToken.None);
        Assert.Contains("version", schedule!.Cause, StringComparison.Ordinal);
        Assert.Contains("No file is sent", rig.Told.ToString(), StringComparison.Ordinal);
        rig.SendTerms = rig.SendTerms with { Head = new FileHead("1234567", 2) };
        rig.Restart();
        await rig.Round();
        await rig.Round();
        Assert.Equal(2, rig.Aws.Names.Count);
    }

    /// <summary>The exchange takes 10,000 files in any 24 hours: half of them in a UTC day keep that, and there are two objects.</summary>
    [Fact]
    [Trait("Row", "B5")]
    public async Task No_more_files_go_than_the_day_has_and_the_rest_follows_on_the_next()
    {
        using var rig = new ExchangeRig();
        rig.Time.Stopped = new DateTimeOffset(2027, 3, 1, 8, 0, 0, TimeSpan.Zero);
        rig.SendTerms = rig.SendTerms with { BatchSize = 1 };
        rig.Restart();
        await rig.NewInCrm("Deal");
        await rig.Round();
        var key = WorkKey.Schedule("AWS", Schedules.SendOpportunities);
        var claim = (await rig.Store.Claim([key], new ClaimTerms("test", rig.Now, rig.Now + TimeSpan.FromMinutes(1), EvenIfClean: true), CancellationToken.None))[0]!;
        await rig.Store.Settle([new Settlement { Claim = claim, Next = claim.AsBefore(), Data = Schedule.Read(claim.Data!).CountToday(2_498, rig.Now).ToJson() }], CancellationToken.None);
        for (var i = 0; i < 3; i++)
            await rig.NewInCrm($"Another deal {i}");
        for (var i = 0; i < 5; i++)
            await rig.Round();
        Assert.Equal(2, rig.Aws.Names.Count);
        Assert.Contains("Today's files for AWS are used up", rig.Told.ToString(), StringComparison.Ordinal);
        await rig.Round(TimeSpan.FromDays(1));
        for (var i = 0; i < 5; i++)
            await rig.Round();
        Assert.Equal(4, rig.Aws.Records.Count);
        Assert.Empty(rig.Aws.Faults);
    }

    [Fact]
    [Trait("Row", "B8")]
    public async Task An_edit_goes_alone_and_an_emptied_field_is_cleared()
    {
        using var rig = new ExchangeRig();
        var id = await rig.NewInCrm("Deal");
        for (var i = 0; i < 4; i++)
            await rig.Round();
        await rig.Edit(id, """{"AWS_nextStep__c":"Call"}""");
        for (var i = 0; i < 4; i++)
            await rig.Round();
        var record = Assert.Single(rig.Aws.Records.Values);
        Assert.Equal("Call", record.Fields["nextStep"]!.GetValue<string>());
        var sent = Records(rig.File(rig.Keys("opportunity-inbound-archive/")[^1]))[0]!.AsObject();
        Assert.Equal(["apnCrmUniqueIdentifier", "partnerCrmUniqueIdentifier", "nextStep"], sent.Select(member => member.Key));

        await rig.Edit(id, """{"AWS_nextStep__c":null}""");
        for (var i = 0; i < 4; i++)
            await rig.Round();
        Assert.Null(record.Fields["nextStep"]);
        Assert.Equal(2, record.Updates);
        Assert.Empty(rig.Aws.Faults);
    }

    [Fact]
    [Trait("Row", "B9")]
    public async Task Nothing_is_sent_while_AWS_reviews_and_the_edit_follows()
    {
        using var rig = new ExchangeRig(new AceTerms { Review = TimeSpan.FromHours(1) });
        var id = await rig.NewInCrm("Deal");
        for (var i = 0; i < 3; i++)
            await rig.Round();
        await rig.Edit(id, """{"AWS_nextStep__c":"Call"}""");
        for (var i = 0; i < 5; i++)
            await rig.Round();
        Assert.Single(rig.Aws.Names);
        for (var i = 0; i < 20; i++)
            await rig.Round();
        Assert.Equal("Call", Assert.Single(rig.Aws.Records.Values).Fields["nextStep"]?.GetValue<string>());
        Assert.Equal(2, rig.Aws.Names.Count);
    }

    [Fact]
    [Trait("Row", "B6")]
    public async Task What_AWS_refuses_waits_for_a_correction_and_stops_no_other()
    {
        using var rig = new ExchangeRig(new AceTerms { Bad = 1 });
        var bad = await rig.NewInCrm("Bad");
        for (var i = 0; i < 3; i++)
            await rig.Round();
        var item = await rig.Work(bad);
        Assert.True(item!.Parked);
        Assert.Contains("User not found", item.Cause, StringComparison.Ordinal);
        rig.Aws.Terms = new AceTerms();
        var good = await rig.NewInCrm("Good");
        await rig.Edit(bad, """{"AWS_nextStep__c":"Call"}""");
        for (var i = 0; i < 4; i++)
            await rig.Round();
        Assert.Equal(2, rig.Aws.Records.Count);
        Assert.NotNull(await rig.AwsId(good));
        Assert.NotNull(await rig.AwsId(bad));
    }

    [Fact]
    [Trait("Row", "B6")]
    public async Task A_file_that_AWS_does_not_take_is_sent_again_under_a_new_name()
    {
        using var rig = new ExchangeRig();
        var id = await rig.NewInCrm("Deal");
        await rig.Round(awsRuns: false);
        var first = Assert.Single(rig.Keys("opportunity-inbound/"));
        await rig.Round(awsRuns: false);
        Assert.Equal([first], rig.Keys("opportunity-inbound/"));
        await rig.Round(TimeSpan.FromHours(4), awsRuns: false);
        var second = Assert.Single(rig.Keys("opportunity-inbound/"));
        Assert.NotEqual(first, second);
        for (var i = 0; i < 3; i++)
            await rig.Round();
        Assert.Equal(Assert.Single(rig.Aws.Records.Keys), await rig.AwsId(id));
        Assert.Empty(rig.Aws.Faults);
    }

    [Fact]
    [Trait("Row", "B6")]
    public async Task A_file_that_AWS_took_without_a_result_is_never_sent_again_by_guess()
    {
        using var rig = new ExchangeRig(new AceTerms { Lost = 1 });
        var id = await rig.NewInCrm("Deal");
        await rig.Round(awsRuns: false);
        rig.Aws.Run(rig.Now);
        await rig.Round(TimeSpan.FromHours(4), awsRuns: false);
        var item = await rig.Work(id);
        Assert.True(item!.Parked);
        Assert.Contains("gave no result", item.Cause, StringComparison.Ordinal);
        await rig.Round(TimeSpan.FromHours(4), awsRuns: false);
        Assert.Single(rig.Aws.Names);
        Assert.Single(rig.Aws.Records);
        Assert.Null(await rig.AwsId(id));
        // AWS's next file with the record shows what became of it.
        await rig.Round();
        await rig.Round();
        Assert.Equal(rig.Aws.Records.Keys.Single(), await rig.AwsId(id));
    }

    /// <summary>Seed 10 of the file exchange's simulation.</summary>
    [Fact]
    [Trait("Row", "B6")]
    public async Task What_people_changed_while_a_creation_got_no_result_goes_after_AWS_s_next_file()
    {
        using var rig = new ExchangeRig(new AceTerms { Lost = 1 });
        var id = await rig.NewInCrm("Deal");
        await rig.Round(awsRuns: false);
        await rig.Edit(id, """{"AWS_nextStep__c":"Call"}""");
        rig.Aws.Run(rig.Now);
        await rig.Round(TimeSpan.FromHours(4), awsRuns: false);
        rig.Aws.Terms = new AceTerms();
        for (var i = 0; i < 5; i++)
            await rig.Round();
        var record = Assert.Single(rig.Aws.Records.Values);
        Assert.Equal("Call", record.Fields["nextStep"]?.GetValue<string>());
        Assert.Equal(record.Id, await rig.AwsId(id));
        Assert.True(await rig.Store.GetWork(WorkKey.Crm("AWS", "Opportunity", id), CancellationToken.None) is null or { Parked: false, Due: null });
    }

    /// <summary>Seed 106: AWS writes no other file when it has "no new update", so its file from before the upload is not stale.</summary>
    [Fact]
    [Trait("Row", "B6")]
    public async Task No_new_update_makes_no_file_of_AWS_stale()
    {
        using var rig = new ExchangeRig();
        var id = await rig.NewInCrm("Deal");
        for (var i = 0; i < 4; i++)
            await rig.Round();
        var awsId = (await rig.AwsId(id))!;
        // AWS has the value already and another change, which its file brings only after the upload.
        rig.Aws.Change(awsId, "nextStep", "Call", rig.Now);
        rig.Aws.Change(awsId, "additionalComments", "From AWS", rig.Now);
        rig.Aws.Export(rig.Now);
        await rig.Edit(id, """{"AWS_nextStep__c":"Call"}""");
        rig.Time.Ahead += TimeSpan.FromMinutes(6);
        await rig.Outbound.Handle(new(), rig.Context);
        await rig.Send.Handle(new(), rig.Context);
        rig.Aws.Run(rig.Now);
        for (var i = 0; i < 4; i++)
            await rig.Round();
        Assert.Equal("From AWS", await rig.Field(id, "AWS_additionalComments__c"));
    }

    [Fact]
    [Trait("Row", "B5")]
    public async Task A_stopped_worker_s_name_is_not_used_again()
    {
        using var rig = new ExchangeRig();
        await rig.NewInCrm("Deal");
        rig.Time.Stopped = DateTimeOffset.UtcNow;
        await rig.Outbound.Handle(new(), rig.Context);
        // The upload arrives, and its answer does not.
        rig.Exchange.Breaks = name => name == "Put" ? true : null;
        await Assert.ThrowsAsync<ConnectionException>(() => rig.Send.Handle(new(), rig.Context));
        Assert.Single(rig.Keys("opportunity-inbound/"));
        rig.Exchange.Breaks = _ => null;
        rig.Restart();
        for (var i = 0; i < 6; i++)
            await rig.Round();
        Assert.Single(rig.Aws.Records);
        Assert.Empty(rig.Aws.Faults);
    }

    [Theory]
    [InlineData("Accepted", null)]
    [InlineData("Rejected", "Duplicate of Partner Referral")]
    [Trait("Row", "A3")]
    public async Task A_referral_is_answered_in_a_file_of_its_own_and_the_other_edits_follow(string answer, string? reason)
    {
        using var rig = new ExchangeRig();
        var record = rig.Aws.Refer(false, Referral(1), rig.Now, "customerEmail", "streetAddress");
        record.Fields["customerEmail"] = "contact@example.com";
        await rig.Round();
        await rig.Round();
        var id = (await rig.Crm.Get("Opportunity", record.Id, CancellationToken.None))!.Id;
        Assert.Equal("null", await rig.Field(id, "AWS_customerEmail__c") ?? "null");
        await rig.Edit(id, $$"""{"AWS_partnerAcceptanceStatus__c":"{{answer}}","AWS_rejectionReason__c":{{(reason is null ? "null" : $"\"{reason}\"")}},"AWS_nextStep__c":"Call"}""");
        for (var i = 0; i < 6; i++)
            await rig.Round();
        Assert.Empty(rig.Aws.Faults);
        Assert.Equal(answer, record.Fields["partnerAcceptanceStatus"]?.GetValue<string>());
        Assert.Equal(reason is null ? null : "Duplicate of Partner Referral", record.Fields["rejectionReason"]?.GetValue<string>());
        var first = Records(rig.File(rig.Keys("opportunity-inbound-archive/")[0]))[0]!.AsObject();
        Assert.Equal(reason is null ? ["apnCrmUniqueIdentifier", "partnerCrmUniqueIdentifier", "partnerAcceptanceStatus"] : ["apnCrmUniqueIdentifier", "partnerCrmUniqueIdentifier", "partnerAcceptanceStatus", "rejectionReason"], first.Select(member => member.Key));
        Assert.Equal("Call", record.Fields["nextStep"]?.GetValue<string>());
        if (reason is null)
            Assert.Equal("contact@example.com", await rig.Field(id, "AWS_customerEmail__c"));
    }

    [Fact]
    [Trait("Row", "A3")]
    public async Task A_rejection_without_a_reason_waits_for_one()
    {
        using var rig = new ExchangeRig();
        var record = rig.Aws.Refer(false, Referral(1), rig.Now);
        await rig.Round();
        await rig.Round();
        var id = (await rig.Crm.Get("Opportunity", record.Id, CancellationToken.None))!.Id;
        await rig.Edit(id, """{"AWS_partnerAcceptanceStatus__c":"Rejected"}""");
        for (var i = 0; i < 3; i++)
            await rig.Round();
        Assert.Empty(rig.Aws.Names);
        Assert.Contains("without a reason", (await rig.Work(id))!.Cause, StringComparison.Ordinal);
        await rig.Edit(id, """{"AWS_rejectionReason__c":"Unable to support"}""");
        for (var i = 0; i < 3; i++)
            await rig.Round();
        Assert.Equal("Rejected", record.Fields["partnerAcceptanceStatus"]?.GetValue<string>());
    }

    [Fact]
    [Trait("Row", "B5")]
    public async Task A_lead_is_accepted_alone_and_its_updates_follow()
    {
        using var rig = new ExchangeRig();
        var record = rig.Aws.Refer(true, new JsonObject { ["company"] = "Example Ltd", ["fullName"] = "Ex Ample", ["status"] = "Open", ["email"] = "contact@example.com", ["currentLeadStage"] = null }, rig.Now, "email");
        await rig.Round();
        await rig.Round();
        var lead = Assert.Single(await rig.Crm.List("Lead", 10, null, CancellationToken.None));
        await rig.Crm.Set("Lead", lead.Id, """{"AWS_currentLeadStage__c":"Accepted","AWS_status__c":"Research"}"""u8.ToArray(), CancellationToken.None);
        for (var i = 0; i < 6; i++)
            await rig.Round();
        Assert.Empty(rig.Aws.Faults);
        Assert.Equal(("Accepted", "Research"), (record.Fields["currentLeadStage"]?.GetValue<string>(), record.Fields["status"]?.GetValue<string>()));
        Assert.Equal(2, rig.Aws.Names.Count);
        Assert.All(rig.Aws.Names, name => Assert.StartsWith("lambdasync-lead_", name, StringComparison.Ordinal));
        var fields = new LambdaSync.Sync.FlatRecord((await rig.Crm.Get("Lead", lead.Id, CancellationToken.None))!.Fields);
        Assert.Equal("\"contact@example.com\"", fields["AWS_email__c"]);
        Assert.Equal(0, rig.ApiCalls.Count);
        Assert.Empty(rig.Keys("lead-inbound-processed-results/"));
    }

    [Fact]
    [Trait("Row", "E2")]
    public async Task A_command_is_refused_with_a_sentence_and_the_record_s_edits_still_go()
    {
        using var rig = new ExchangeRig();
        var id = await rig.NewInCrm("Deal");
        for (var i = 0; i < 4; i++)
            await rig.Round();
        var awsId = (await rig.AwsId(id))!;
        await rig.Commands.Handle(Message(SubmitOf(awsId)), rig.Context);
        Assert.Contains((await rig.Store.ListDetailsOf(awsId, 100, CancellationToken.None)).SelectMany(detail => detail.Issues), issue => issue.Rule == "submit is carried out through the API, and this record travels to AWS in files");

        // One that was stored before opportunities travelled in files.
        await rig.Store.Wake([new Wake(WorkKey.Opportunity("AWS", awsId), "submit?by=jane&job=cmd-1", Lane.Person, rig.Now)], CancellationToken.None);
        await rig.Edit(id, """{"AWS_nextStep__c":"Call"}""");
        for (var i = 0; i < 4; i++)
            await rig.Round();
        Assert.Equal("Call", rig.Aws.Records[awsId].Fields["nextStep"]?.GetValue<string>());
        Assert.True(await rig.Work(id) is null or { Due: null, Parked: false });
        Assert.Contains((await rig.Store.ListDetailsOf(awsId, 100, CancellationToken.None)), detail => detail.Outcome == Outcome.Failed && detail.Reason == "submit by jane");
        Assert.Equal(0, rig.ApiCalls.Count);
    }

    static Amazon.Lambda.SQSEvents.SQSEvent Message(string body) => new() { Records = [new() { MessageId = "c1", EventSource = "aws:sqs", Body = body }] };

    static string SubmitOf(string awsId) => $$"""{"verb":"submit","ids":["{{awsId}}"]}""";

    /// <summary>Of other functions' records many are due: they must not hide those of files.</summary>
    [Fact]
    [Trait("Row", "E1")]
    public async Task What_waits_for_other_functions_does_not_hide_a_record()
    {
        using var rig = new ExchangeRig();
        var wakes = Enumerable.Range(0, 600).Select(i => new Wake(WorkKey.Engagement("AWS", $"eng-{i:D14}"), Reason.Event, Lane.Person, rig.Now));
        foreach (var chunk in wakes.Chunk(25))
            await rig.Store.Wake(chunk, CancellationToken.None);
        var id = await rig.NewInCrm("Deal");
        await rig.Store.Wake([new Wake(WorkKey.Crm("AWS", "Opportunity", id), Reason.Crm, Lane.Edit, rig.Now)], CancellationToken.None);
        rig.Time.Ahead += TimeSpan.FromMinutes(6);
        await rig.Send.Handle(new(), rig.Context);
        Assert.Single(rig.Keys("opportunity-inbound/"));
    }

    /// <summary>Records out and in, five percent bad, results late, shuffled and doubled, lines that break, functions that start anew.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [Trait("Row", "B7")]
    public async Task In_a_storm_no_record_is_made_twice_and_every_record_ends_as_the_rules_say(int seed)
    {
        using var rig = new ExchangeRig(new AceTerms(seed) { Bad = 0.05, Doubled = 0.3, Shuffles = true, ResultDelay = TimeSpan.FromMinutes(20), Review = TimeSpan.FromMinutes(30) });
        var random = new Random(seed);
        var ids = new List<string>();
        for (var i = 0; i < 60; i++)
            ids.Add(await rig.NewInCrm($"Deal {i}"));
        for (var i = 0; i < 10; i++)
            rig.Aws.Refer(false, Referral(i), rig.Now);
        rig.Exchange.Breaks = _ => random.NextDouble() < 0.03 ? random.NextDouble() < 0.5 : null;
        for (var round = 0; round < 25; round++)
        {
            await rig.Edit(ids[random.Next(ids.Count)], $$"""{"AWS_nextStep__c":"Step {{round}}"}""");
            try
            {
                await rig.Round();
            }
            catch (ConnectionException)
            {
                rig.Restart();
            }
        }

        rig.Exchange.Breaks = _ => null;
        rig.Aws.Terms = new AceTerms(seed);
        for (var round = 0; round < 12; round++)
            await rig.Round(TimeSpan.FromMinutes(35));
        // What AWS refused waits for a person, who sends it once more.
        foreach (var id in ids)
        {
            if (await rig.Work(id) is { Parked: true } parked)
                await rig.Store.Wake([new Wake(parked.Key, Reason.Refresh, Lane.Person, rig.Now)], CancellationToken.None);
        }

        for (var round = 0; round < 8; round++)
            await rig.Round(TimeSpan.FromMinutes(35));
        Assert.Empty(rig.Aws.Faults);
        Assert.Equal(rig.Aws.Names.Count, rig.Aws.Names.Distinct().Count());
        var partners = rig.Aws.Records.Values.Select(record => record.Fields["partnerCrmUniqueIdentifier"]?.GetValue<string>()).OfType<string>().ToList();
        Assert.Equal(partners.Count, partners.Distinct().Count());
        foreach (var id in ids)
        {
            var awsId = await rig.AwsId(id);
            Assert.True(awsId is not null && rig.Aws.Records.ContainsKey(awsId), $"{id} has no record at AWS: {(await rig.Work(id))?.Cause}");
            Assert.Equal(await rig.Field(id, "AWS_nextStep__c") is "null" ? null : await rig.Field(id, "AWS_nextStep__c"), rig.Aws.Records[awsId!].Fields["nextStep"]?.GetValue<string>());
        }

        Assert.Equal(70, (await rig.Crm.List("Opportunity", 1000, null, CancellationToken.None)).Count);
        Assert.Equal(0, rig.ApiCalls.Count);
    }

    static JsonObject Referral(int number) => new()
    {
        ["partnerProjectTitle"] = $"Referral {number}",
        ["customerCompanyName"] = $"Referred {number} Ltd",
        ["stage"] = "Prospect",
        ["status"] = "Approved",
        ["targetCloseDate"] = "2097-05-01",
        ["industry"] = "Travel",
        ["country"] = "United States",
    };
}
