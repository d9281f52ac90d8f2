using System.Text.Json;
using LambdaSync.Local.State;
using LambdaSync.Sync;
using LambdaSync.Sync.Work;
using Xunit;

namespace LambdaSync.Functions.Tests.Cli;

/// <summary>The verbs that request something of records: one, several, a file's, a query's.</summary>
[Trait("Row", "E2")]
public sealed class RequestVerbsTests : IDisposable
{
    const string Record = """{"Name":"Ours","StageName":"Prospecting","CloseDate":"2097-01-01","APN_CRM_Unique_Identifier__c":"O55","Sync_with_AWS__c":true,"Amount":10,"AWS_city__c":"Oslo"}""";

    readonly TempFolder _folder = new();

    static CancellationToken None => TestContext.Current.CancellationToken;

    string Data => _folder.File("d");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task One_record_is_requested_without_a_question()
    {
        await Import(Record);

        var ran = await Run("opportunity", "submit", "o77", "--visibility", "Full");

        Assert.True(ran.Exit == 0, ran.Error);
        Assert.Matches("^requested: 1 record, job cmd-[0-9a-f]{16}\n$", ran.Out);
        Assert.DoesNotContain("submitted", ran.Out, StringComparison.OrdinalIgnoreCase);
        var request = Assert.Single(await Requests("O77"));
        Assert.Equal(("submit", "Full"), (request.Verb, request["visibility"]));
        Assert.Contains(Environment.UserName, request.By, StringComparison.Ordinal);
        var shown = await Run("log", "show", request.Job!, "--output", "csv");
        Assert.Contains("O77,,requested,", shown.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("associate", "relatedEntityIdentifier", "S-1", new[] { "--type", "Solutions", "--entity", "S-1" })]
    [InlineData("disassociate", "relatedEntityType", "AwsProducts", new[] { "--type", "AwsProducts", "--entity", "Amazon EC2" })]
    [InlineData("assign", "businessTitle", "PartnerAccountManager", new[] { "--email", "a@b.example", "--first-name", "A", "--last-name", "B" })]
    [InlineData("link-offer", "relatedEntityType", "AwsMarketplaceOffers", new[] { "--offer", "arn:aws:aws-marketplace:us-east-1:123456789012:AWSMarketplace/Offer/offer-1" })]
    public async Task Each_verb_has_its_arguments(string verb, string argument, string value, string[] options)
    {
        await Import(Record);
        Assert.Equal(0, (await Run(["opportunity", verb, "O77", .. options])).Exit);
        Assert.Equal(value, Assert.Single(await Requests("O77"))[argument]);
        Assert.Equal(2, (await Run("opportunity", verb, "O77")).Exit);
    }

    // AWS adds values to its lists: what is not known here is sent, and said.
    [Theory]
    [InlineData(0, "submit", "--visibility", "Half")]
    [InlineData(0, "associate", "--type", "AwsMarketplaceBundles", "--entity", "bundle-1")]
    [InlineData(1, "associate", "--type", "Solutions", "--entity", "12")]
    [InlineData(1, "assign", "--email", "anna", "--first-name", "A", "--last-name", "B")]
    public async Task A_value_that_is_not_known_is_told_and_one_that_can_not_be_right_is_refused(int exit, string verb, params string[] options)
    {
        await Import(Record);
        var ran = await Run(["opportunity", verb, "O77", .. options]);
        Assert.Equal(exit, ran.Exit);
        Assert.Contains(exit == 0 ? "warning" : "error command-invalid", ran.Error, StringComparison.Ordinal);
        Assert.Equal(exit == 0 ? 1 : 0, (await Requests("O77")).Count);
    }

    [Fact]
    [Trait("Row", "O-13")]
    [Trait("Row", "O-3")]
    public async Task Many_records_need_a_yes_and_a_reason_without_a_terminal()
    {
        await Import(Record);
        var ids = _folder.File("ids.txt");
        await File.WriteAllTextAsync(ids, "\uFEFF# ids\nO1\r\n\n O2 \nO1\n", None);

        foreach (var (more, missing) in new (string[], string)[] { ([], "--yes and --reason TEXT"), (["--yes"], "--reason TEXT"), (["--reason", "x"], "--yes"), (["--output", "json"], "--yes and --reason TEXT") })
        {
            var refused = await Run(["opportunity", "submit", "--from", ids, .. more]);
            Assert.Equal((2, ""), (refused.Exit, refused.Out));
            Assert.Contains($"submit: 2 records in ids.txt. Nothing was done. Without a terminal, add {missing}.", refused.Error, StringComparison.Ordinal);
        }

        Assert.Equal(2, (await Run("opportunity", "submit", "O1", "O2")).Exit);
        Assert.Empty(await Requests("O1"));
        var ran = await Run("opportunity", "submit", "--from", ids, "--yes", "--reason", "end of quarter");
        Assert.True(ran.Exit == 0, ran.Error);
        Assert.StartsWith("requested: 2 records, job cmd-", ran.Out, StringComparison.Ordinal);
        var job = Assert.Single(await Requests("O2")).Job!;
        using var store = new SqliteSyncStore(Path.Combine(Data, "sync.db"));
        Assert.Contains("end of quarter", System.Text.Encoding.UTF8.GetString((await store.ListDetails(job, 0, 1, None))[0].Payload), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Row", "O-3")]
    public async Task More_than_a_command_takes_are_several_commands()
    {
        await Import(Record);
        var ids = _folder.File("ids.txt");
        await File.WriteAllLinesAsync(ids, Enumerable.Range(1, 700).Select(i => $"O{i}"), None);

        var ran = await Run("opportunity", "submit", "--from", ids, "--yes", "--reason", "all", "--output", "json");

        Assert.Equal([500, 200], ran.Lines.Select(l => l.GetProperty("records").GetInt32()));
        Assert.Single(await Requests("O700"));
        using var store = new SqliteSyncStore(Path.Combine(Data, "sync.db"));
        Assert.Equal(Lane.Edit, (await store.GetWork(WorkKey.Opportunity("AWS", "O1"), None))!.Lane);
    }

    [Fact]
    [Trait("Row", "O-14")]
    [Trait("Row", "O-12")]
    public async Task An_unknown_record_is_said_with_its_own_exit_code()
    {
        await Import(Record);

        var some = await Run("opportunity", "submit", "O1", "006unknown", "--yes", "--reason", "x", "--output", "json");

        Assert.Equal((3, 1), (some.Exit, Assert.Single(some.Lines).GetProperty("records").GetInt32()));
        var error = JsonDocument.Parse(Assert.Single(some.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries))).RootElement;
        Assert.Equal(("command-invalid", "006unknown"), (error.GetProperty("code").GetString(), error.GetProperty("value").GetString()));
        Assert.Equal(1, (await Run("opportunity", "submit", "006unknown")).Exit);
    }

    [Fact]
    [Trait("Row", "O-2")]
    public async Task A_second_click_is_one_request()
    {
        await Import(Record);
        await Run("opportunity", "submit", "O77");

        var second = await Run("opportunity", "submit", "O77");

        Assert.Equal(0, second.Exit);
        Assert.StartsWith("requested: 0 records", second.Out, StringComparison.Ordinal);
        Assert.Contains("still to be carried out", second.Error, StringComparison.Ordinal);
        Assert.Single(await Requests("O77"));
    }

    [Theory]
    [InlineData("opportunity", "submit")]
    [InlineData("opportunity", "submit", "O1", "--stage", "Qualified")]
    [InlineData("opportunity", "submit", "O1", "--visibility", "Full", "--type", "Solutions")]
    [InlineData("pause")]
    [InlineData("log", "replay")]
    [InlineData("log", "replay", "O1", "--all-failed")]
    [InlineData("serve", "--commands-port", "0")]
    public async Task Wrong_usage_is_exit_2(params string[] arguments) => Assert.Equal(2, (await Run(arguments)).Exit);

    [Fact]
    [Trait("Row", "A12")]
    public async Task A_clone_is_a_new_record_that_is_not_shared()
    {
        await Import(Record);

        var ran = await Run("record", "clone", "O55");

        Assert.True(ran.Exit == 0, ran.Error);
        var clone = Assert.Single((await Run("crm", "list", "Opportunity", "--output", "json")).Lines, l => ran.Out.StartsWith(l.GetProperty("id").GetString()!, StringComparison.Ordinal)).GetProperty("fields");
        Assert.Equal(("Ours", "Oslo", 10), (clone.GetProperty("Name").GetString(), clone.GetProperty("AWS_city__c").GetString(), clone.GetProperty("Amount").GetInt32()));
        Assert.False(clone.TryGetProperty("APN_CRM_Unique_Identifier__c", out var id) && id.ValueKind != JsonValueKind.Null);
        Assert.False(clone.TryGetProperty("Sync_with_AWS__c", out var flag) && flag.ValueKind == JsonValueKind.True);
        Assert.Equal(2, (await Run("crm", "list", "Opportunity", "--output", "json")).Lines.Count);
        Assert.Equal(1, (await Run("record", "clone", "O56")).Exit);
    }

    [Fact]
    public async Task Pause_and_resume_say_so_and_lists_show_it()
    {
        await Import(Record);
        Assert.Equal("AWS: not paused\n", (await Run("resume")).Out);

        Assert.Equal(0, (await Run("pause", "--reason", "CRM maintenance")).Exit);

        Assert.Contains("CRM maintenance", (await Run("schedule", "list")).Error, StringComparison.Ordinal);
        Assert.DoesNotContain("pause", (await Run("schedule", "list", "--output", "csv")).Out, StringComparison.Ordinal);
        Assert.Contains("the request waits: paused by", (await Run("opportunity", "submit", "O77")).Error, StringComparison.Ordinal);
        var refused = await Run("record", "refresh", "O77");
        Assert.Equal(1, refused.Exit);
        Assert.Contains("lambdasync resume", refused.Error, StringComparison.Ordinal);
        var once = await Run("serve", "--once");
        Assert.Equal(3, once.Exit);
        Assert.Contains("run 'lambdasync resume' to continue", once.Error, StringComparison.Ordinal);
        Assert.Contains("resumed (paused by", (await Run("resume")).Out, StringComparison.Ordinal);
        Assert.DoesNotContain("paused", (await Run("schedule", "list")).Error, StringComparison.Ordinal);
    }

    async Task Import(string record) => Assert.Equal(0, (await Ran.With(record, "crm", "import", "Opportunity", "--data", Data)).Exit);

    Task<Ran> Run(params string[] arguments) => Ran.Of([.. arguments, "--data", Data]);

    async Task<List<RecordRequest>> Requests(string id)
    {
        using var store = new SqliteSyncStore(Path.Combine(Data, "sync.db"));
        return [.. ((await store.GetWork(WorkKey.Opportunity("AWS", id), None))?.Reasons ?? new HashSet<string>()).Select(RecordRequest.Read).OfType<RecordRequest>()];
    }
}
