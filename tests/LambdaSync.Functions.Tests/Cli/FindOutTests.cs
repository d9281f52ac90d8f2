using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using LambdaSync.Simulator;
using Xunit;

namespace LambdaSync.Functions.Tests.Cli;

/// <summary>What a user can find out: the log by any identifier, that a draft is one, what <c>serve</c> does.</summary>
[Trait("Row", "D8")]
public sealed partial class FindOutTests : IAsyncLifetime
{
    const string NewDeal = """
        {"Name":"Deal","StageName":"Prospecting","CloseDate":"2097-03-15","Sync_with_AWS__c":true,"AWS_customerCompanyName__c":"Example Ltd","AWS_customerWebsite__c":"https://example.com",
         "AWS_industry__c":"Travel","AWS_country__c":"US","AWS_postalCode__c":"98101","AWS_stage__c":"Qualified","AWS_targetCloseDate__c":"2097-03-15","AWS_partnerProjectTitle__c":"From the CRM",
         "AWS_projectDescription__c":"A problem that is long enough to be described here.","AWS_expectedMonthlyAwsRevenue__c":1000,"AWS_IsOppFromMarketingActivity__c":"None"}
        """;

    readonly TempFolder _folder = new();
    readonly PartnerCentralSimulator _simulator = new(TimeProvider.System);
    SimulatorHost _host = null!;

    static CancellationToken None => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _simulator.Control.Do("seed", new JsonObject { ["opportunities"] = 3 });
        _host = await SimulatorHost.Start(_simulator);
    }

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        _simulator.Dispose();
        _folder.Dispose();
    }

    [Fact]
    [Trait("Row", "A2")]
    public async Task A_draft_says_so_in_the_output_the_log_and_the_status_field_and_the_log_is_found_by_any_id()
    {
        var imported = await Run(NewDeal.ReplaceLineEndings(" "), "crm", "import", "Opportunity");
        Assert.True(imported.Exit == 0, imported.Output);
        var crmId = CrmId().Match((await Run(null, "crm", "list", "opportunity", "--output", "json")).Output).Value;

        var (exit, output) = await Run(null, "record", "refresh", $" {crmId.ToLowerInvariant()} ");
        Assert.True(exit == 0, output);
        var draft = Draft().Match(output);
        Assert.True(draft.Success, output);
        var awsId = draft.Groups[1].Value;

        foreach (var id in new[] { awsId, awsId.ToLowerInvariant(), $"  {awsId} ", crmId, crmId.ToUpperInvariant(), $"arn:aws:partnercentral:us-east-1::catalog/AWS/opportunity/{awsId}" })
        {
            var shown = await Run(null, "log", "show", id, "--output", "table");
            Assert.True(shown.Exit == 0, id + shown.Output);
            Assert.Contains($"sync-draft: {draft.Value}.", Spaces().Replace(shown.Output, " "), StringComparison.Ordinal);
        }

        var job = Job().Match((await Run(null, "log", "list", "--output", "csv")).Output).Value;
        Assert.Equal(0, (await Run(null, "log", "show", job.ToUpperInvariant() + " ")).Exit);
        var record = JsonNode.Parse((await Run(null, "crm", "show", "OPPORTUNITY", awsId.ToLowerInvariant(), "--output", "json")).Output)!["fields"]!;
        Assert.Equal("Draft", record["AWS_Sync_Status__c"]!.GetValue<string>());
        Assert.Contains($"{awsId} is a draft at AWS: not submitted, {draft.Groups[2].Value} fields missing", record["AWS_Last_Error__c"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal(1, (await Run(null, "log", "show", "O9999999")).Exit);
    }

    [Fact]
    public async Task A_creation_that_failed_is_found_by_the_CRM_records_id()
    {
        await Run(NewDeal.ReplaceLineEndings(" ").Replace("\"US\"", "\"Nowhere\"", StringComparison.Ordinal), "crm", "import", "Opportunity");
        var crmId = CrmId().Match((await Run(null, "crm", "list", "Opportunity", "--output", "json")).Output).Value;
        Assert.Equal(1, (await Run(null, "record", "refresh", crmId)).Exit);
        var shown = await Run(null, "log", "show", crmId.ToLowerInvariant());
        Assert.True(shown.Exit == 0, shown.Output);
        Assert.Contains("failed", shown.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_invitation_is_found_by_its_id()
    {
        var id = _simulator.Control.Do("invite-lead", new JsonObject { ["company"] = "Example Ltd" })["id"]!.GetValue<string>();
        await Run(null, "serve", "--once");
        Assert.Equal(0, (await Run(null, "serve", "--once", "--partner-central")).Exit);
        var (exit, output) = await Run(null, "log", "show", " " + id.ToUpperInvariant());
        Assert.StartsWith($"{id}: the log has no entry yet; the invitation waits for an answer until ", output, StringComparison.Ordinal);
        Assert.Equal(0, exit);
    }

    // The fixes of unknown ids name this command.
    [Fact]
    [Trait("Row", "A3")]
    [Trait("Row", "A15")]
    public async Task An_invitation_and_an_engagement_are_refreshed_by_their_ids()
    {
        var invited = _simulator.Control.Do("invite-lead", new JsonObject { ["company"] = "Example Ltd" });
        var (id, engagement) = (invited["id"]!.GetValue<string>(), invited["engagementId"]!.GetValue<string>());
        var (exit, output) = await Run(null, "record", "refresh", id);
        Assert.Equal(0, exit);
        Assert.Contains($"{id}: the invitation waits for an answer until ", output, StringComparison.Ordinal);
        Assert.Equal(0, (await Run(null, "invitation", "show", id)).Exit);

        _simulator.Control.Do("accept-elsewhere", new JsonObject { ["id"] = id });
        (exit, output) = await Run(null, "record", "refresh", engagement.ToUpperInvariant());
        Assert.Equal(0, exit);
        Assert.Contains($"{engagement}: created in the CRM", output, StringComparison.Ordinal);
        foreach (var (wrong, error) in new[] { ("engi-nonsense", "engi- and 13 letters or digits"), ("engi-9999999999999", "AWS does not know this invitation"), ("eng-99999999999999", "AWS has no engagement eng-99999999999999") })
        {
            (exit, output) = await Run(null, "record", "refresh", wrong);
            Assert.Equal(1, exit);
            Assert.Contains(error, output, StringComparison.Ordinal);
        }

        // One of two is done.
        Assert.Equal(3, (await Run(null, "record", "refresh", engagement, "engi-nonsense")).Exit);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Serve_prints_a_line_for_each_file_and_record_that_changed(bool isQuiet)
    {
        Assert.Equal(0, (await Run(null, "record", "refresh", "O1000001", "O1000002")).Exit);
        Assert.Equal(0, (await Run(null, "crm", "set", "Opportunity", "O1000001", "AWS_city__c=Portland")).Exit);
        string[] quiet = isQuiet ? ["--quiet"] : [];
        using var serve = CliProcess.Start(Environment, ["serve", "--partner-central", "--interval", "1", "--data", _folder.File("data"), "--folder", _folder.File("landing"), .. quiet]);
        Assert.Contains("watching", await serve.StandardError.ReadLineAsync(None), StringComparison.Ordinal);
        await File.WriteAllTextAsync(_folder.File("landing/opportunities.json"), InboundRig.File(InboundRig.Record("O7000001")), None);
        for (var n = 0; n < 100 && !((await Run(null, "log", "list", "--output", "csv")).Output is var jobs && jobs.Contains("opportunities.json", StringComparison.Ordinal) && jobs.Contains("CRM Change,Processed", StringComparison.Ordinal)); n++)
            await Task.Delay(200, None);
        await Task.Delay(2500, None);
        using (var signal = System.Diagnostics.Process.Start("kill", ["-INT", serve.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]))
            await serve.WaitForExitAsync(None).WaitAsync(TimeSpan.FromSeconds(20), None);
        var output = await serve.StandardOutput.ReadToEndAsync(None);
        if (isQuiet)
        {
            Assert.Equal("", output);
            return;
        }

        Assert.Single(output.Split('\n'), line => line.EndsWith("landing/opportunities.json: Processed, 1 records, 1 succeeded, 0 failed", StringComparison.Ordinal));
        Assert.Single(output.Split('\n'), line => line.Contains("O7000001 created in the CRM (landed)", StringComparison.Ordinal));
        Assert.Single(output.Split('\n'), line => line.Contains("O1000001 updated at AWS (crm): Customer.Account.Address.City", StringComparison.Ordinal));
        Assert.DoesNotContain("Portland", output, StringComparison.Ordinal);
    }

    Dictionary<string, string> Environment => new()
    {
        ["AWS_ENDPOINT_URL_PARTNERCENTRAL_SELLING"] = _host.Address.ToString().TrimEnd('/'),
        ["AWS_ACCESS_KEY_ID"] = "test",
        ["AWS_SECRET_ACCESS_KEY"] = "test",
        ["AWS_REGION"] = "us-east-1",
    };

    Task<(int Exit, string Output)> Run(string? input, params string[] arguments)
    {
        Directory.CreateDirectory(_folder.File("landing"));
        Directory.CreateDirectory(_folder.File("data"));
        if (!File.Exists(_folder.File("data/crm.db")))
            Ran.Of("serve", "--once", "--data", _folder.File("data")).GetAwaiter().GetResult();
        return CliProcess.Run(Environment, input, [.. arguments, "--data", _folder.File("data")]);
    }

    [GeneratedRegex("006[0-9A-Za-z]{15}")]
    private static partial Regex CrmId();

    [GeneratedRegex(@"created at AWS as (O\d+), a draft: not submitted, (\d+) fields missing")]
    private static partial Regex Draft();

    [GeneratedRegex("rec-[0-9a-f]{16}")]
    private static partial Regex Job();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
