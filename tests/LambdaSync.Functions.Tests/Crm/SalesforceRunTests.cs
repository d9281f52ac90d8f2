using System.Diagnostics;
using System.Text.Json.Nodes;
using LambdaSync.Cli.Demo;
using LambdaSync.Connections;
using LambdaSync.Connections.Crm;
using LambdaSync.Connections.State;
using LambdaSync.Functions.Tests.Records;
using LambdaSync.Testing;
using Xunit;

namespace LambdaSync.Functions.Tests.Crm;

/// <summary>Whole runs with Salesforce: what people are notified of, what is asked, and what functions write about it.</summary>
[Trait("Row", "H1")]
public sealed class SalesforceRunTests
{
    // Fields whose values say nothing of a customer or a person.
    static readonly string[] Harmless =
    [
        "AWS_Last_Error__c", "AWS_Readiness__c", "AWS_Sync_Status__c", "AWS_Review_Status__c", "AWS_invitationArn__c", "AWS_invitationKind__c", "AWS_solutionOffered__c", "AWS_awsProducts__c",
        "APN_CRM_Unique_Identifier__c", "LambdaSync_Id__c",
    ];

    static readonly IReadOnlyList<DemoPart> Parts = DemoPart.All(DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime));

    static CancellationToken None => TestContext.Current.CancellationToken;

    [Fact]
    [Trait("Row", "G1")]
    public async Task Each_notice_is_published_once()
    {
        using var rig = new SalesforceRig();
        foreach (var part in Parts)
            await rig.Play(part);
        Assert.Equal("Launched", Assert.Single(rig.Records("Opportunity"), r => r["Name"]!.GetValue<string>() == Deal.Title)["AWS_stage__c"]!.GetValue<string>());
        // The referral, the lead and the request; the reviewer's question. The events of both sides came once more with each tick.
        Assert.Equal(
            [CrmNoticeKinds.ReferralReceived, CrmNoticeKinds.ReferralReceived, CrmNoticeKinds.ReferralReceived, CrmNoticeKinds.ActionRequired], rig.Notices().Select(n => n.Kind));

        // The request has no answer: five days before its end, and one.
        await rig.Sweep(TimeSpan.FromDays(4));
        await rig.Rounds(2);
        await rig.Sweep(TimeSpan.FromDays(2));
        await rig.Rounds(2);
        Assert.Contains(rig.Notices(), n => n.Kind == CrmNoticeKinds.Expiring);
        var keys = rig.Notices().Select(n => n.Key).ToList();
        Assert.Equal(keys.Distinct(), keys);
        Assert.All(keys, key => Assert.True(key.Length <= 80, key));
    }

    [Fact]
    [Trait("Row", "G1")]
    public async Task A_failure_is_published_once_for_each_cause_and_a_repaired_record_can_fail_again()
    {
        using var rig = new SalesforceRig();
        await rig.Play(Parts[^1] with { Steps = [.. Parts[^1].Steps.Take(1)] });
        rig.Do("validation-rule", new JsonObject { ["object"] = "Opportunity", ["when"] = "AWS_nextStep__c = 'Forbidden'", ["message"] = "not this", ["field"] = "AWS_nextStep__c" });
        await rig.People.AtAws("edit-opportunity", new JsonObject { ["body"] = new JsonObject { ["LifeCycle"] = new JsonObject { ["NextSteps"] = "Forbidden" } } });
        await rig.Rounds(8);
        var failed = Assert.Single(rig.Notices(), n => n.Kind == CrmNoticeKinds.Failed);

        rig.Do("clear-rules", []);
        await rig.People.AtAws("edit-opportunity", new JsonObject { ["body"] = new JsonObject { ["LifeCycle"] = new JsonObject { ["NextSteps"] = "Allowed" } } });
        await rig.Rounds();
        Assert.Single(rig.Notices(), n => n.Kind == CrmNoticeKinds.Failed);
        rig.Do("validation-rule", new JsonObject { ["object"] = "Opportunity", ["when"] = "AWS_nextStep__c = 'Forbidden'", ["message"] = "not this", ["field"] = "AWS_nextStep__c" });
        await rig.People.AtAws("edit-opportunity", new JsonObject { ["body"] = new JsonObject { ["LifeCycle"] = new JsonObject { ["NextSteps"] = "Forbidden" } } });
        await rig.Rounds(8);
        Assert.Equal(2, rig.Notices().Where(n => n.Kind == CrmNoticeKinds.Failed).Select(n => n.Key).Distinct().Count());
        Assert.NotEqual(failed.Key, rig.Notices()[^1].Key);
    }

    [Fact]
    [Trait("Row", "G1")]
    public async Task A_worker_that_stops_before_it_has_stored_the_record_publishes_the_same_key_again()
    {
        var stops = 1;
        using var rig = new SalesforceRig(store =>
        {
            var (counted, calls) = Counted.Of(store);
            calls.Answers = (name, arguments) => name == nameof(ISyncStore.Settle) && ((IReadOnlyList<Settlement>)arguments[0]!).Any(end => end is { Claim.Key.IsInvitation: true, KeepsClaim: false }) && stops-- > 0
                ? Task.FromException<IReadOnlyList<Settled>>(new ConnectionException("the line broke", transient: true)) : null;
            return counted;
        });
        await Parts[0].Steps[0].Act(rig.People);
        await rig.Rounds();
        Assert.True(stops < 0);
        var keys = rig.Notices().Select(n => n.Key).ToList();
        Assert.Equal(2, keys.Count);
        Assert.Single(keys.Distinct());
        Assert.Single(rig.Records("Opportunity"));
    }

    [Fact]
    [Trait("Row", "G1")]
    public async Task A_CRM_that_takes_no_notice_holds_up_no_record()
    {
        using var rig = new SalesforceRig();
        rig.Do("permission", new JsonObject { ["object"] = "LambdaSync_Notification__e", ["create"] = false });
        await Parts[0].Steps[0].Act(rig.People);
        await rig.Rounds();
        Assert.Empty(rig.Notices());
        Assert.Single(rig.Records("Opportunity"));
        Assert.Contains(rig.Lines(), line => line.Contains("The CRM took no notice referral-received-", StringComparison.Ordinal) && line.Contains("Give the integration user access", StringComparison.Ordinal));
    }

    /// <summary>@jetstreamapp/soql-parser-js takes every statement of a run.</summary>
    [Fact]
    public async Task Every_query_of_a_run_is_valid_SOQL()
    {
        using var rig = new SalesforceRig();
        foreach (var part in Parts)
            await rig.Play(part);
        await rig.Sweep(TimeSpan.FromDays(1));
        var statements = rig.Organization.Requests.SelectMany(request => request.Soql).Distinct(StringComparer.Ordinal).ToList();
        Assert.True(statements.Count > 30, $"{statements.Count} statements");
        foreach (var crmObject in (string[])["Opportunity", "Lead", "Organization"])
            Assert.Contains(statements, soql => soql.Contains($" FROM {crmObject}", StringComparison.Ordinal));

        var (node, script, lacking) = await JavaScriptTools.Installed("salesforce", "soql.mjs", None);
        Assert.SkipWhen(node is null, lacking ?? "");
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllLinesAsync(file, statements.Select(soql => JsonValue.Create(soql).ToJsonString()), None);
            using var process = Process.Start(new ProcessStartInfo(node!, [script, file]) { RedirectStandardOutput = true, WorkingDirectory = Path.GetDirectoryName(script) })!;
            var report = await process.StandardOutput.ReadToEndAsync(None);
            await process.WaitForExitAsync(None);
            Assert.Contains($"soql: {statements.Count} statements, 0 wrong", report, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }
    }

    /// <summary>Rows D9 and F-3: every line that functions write in a run, faults and refusals included, at the finest level.</summary>
    [Fact]
    [Trait("Row", "D9")]
    public async Task No_log_line_and_no_metric_has_personal_data_or_a_token()
    {
        using var rig = new SalesforceRig();
        foreach (var part in Parts)
        {
            foreach (var kind in (string[])["Html503", "Error500", "Concurrency", "CutAfter", "ExpiredSession", "QueryTimeout"])
                rig.Do("fault", new JsonObject { ["kind"] = kind, ["count"] = 1 });
            rig.Do("fault", new JsonObject { ["kind"] = "RowLock", ["resource"] = "Opportunity", ["count"] = 2 });
            await rig.Play(part);
        }

        // Salesforce refuses a row with a text that quotes it; AWS refuses a value.
        rig.Do("validation-rule", new JsonObject { ["object"] = "Opportunity", ["when"] = "AWS_nextStep__c = 'Ask the treasurer'", ["message"] = "Ask the treasurer is not allowed", ["field"] = "AWS_nextStep__c" });
        await rig.People.AtAws("edit-opportunity", new JsonObject { ["body"] = new JsonObject { ["LifeCycle"] = new JsonObject { ["NextSteps"] = "Ask the treasurer" } } });
        await rig.Rounds();
        await rig.People.Edit(new JsonObject { ["AWS_awsAccountId__c"] = "no account" });
        await rig.Rounds();
        await rig.Sweep(TimeSpan.FromDays(1));

        var values = rig.Records("Opportunity").Concat(rig.Records("Lead")).Concat(rig.Records("Account")).Concat(rig.Records("Contact")).SelectMany(Private).Append("Ask the treasurer").Append("no account").ToHashSet(StringComparer.Ordinal);
        Assert.Superset(new HashSet<string> { Deal.Title, "Maple Street Bank", "contact@harborlight.example.com", "Harbor Light Insurance", "https://maplestreetbank.example.com" }, values);
        var lines = rig.Lines();
        Assert.True(lines.Count > 200 && lines.Any(line => line.Contains("\"level\":\"WARN", StringComparison.OrdinalIgnoreCase)), $"{lines.Count} lines");
        Assert.Contains(lines, line => line.Contains("CloudWatchMetrics", StringComparison.Ordinal));
        Assert.True(rig.Tokens.Count > 1, "no session has expired");
        foreach (var line in lines)
        {
            Assert.DoesNotContain(SalesforceRig.Secret, line, StringComparison.Ordinal);
            Assert.All(rig.Tokens, token => Assert.DoesNotContain(token, line, StringComparison.Ordinal));
            Assert.True(values.FirstOrDefault(value => line.Contains(value, StringComparison.Ordinal)) is not { } shown, line);
        }
    }

    // Texts that people wrote: whatever is long enough to be told from a code.
    static IEnumerable<string> Private(JsonObject record) =>
        from field in record
        where !Harmless.Contains(field.Key) && field.Value is JsonValue
        let text = field.Value!.GetValueKind() == System.Text.Json.JsonValueKind.String ? field.Value.GetValue<string>() : ""
        where text.Length >= 8 && (text.Contains('@', StringComparison.Ordinal) || text.Contains(' ', StringComparison.Ordinal) || text.StartsWith("http", StringComparison.Ordinal)) && !IsChoice(field.Key)
        select text;

    // A picklist's values and AWS's own words are no one's.
    static bool IsChoice(string field) => field is "StageName" or "Status" or "Industry" or "LeadSource"
        || (field.StartsWith("AWS_", StringComparison.Ordinal) && !field.Contains("customer", StringComparison.OrdinalIgnoreCase) && !field.Contains("email", StringComparison.OrdinalIgnoreCase)
            && !field.Contains("Description", StringComparison.Ordinal) && !field.Contains("nextStep", StringComparison.OrdinalIgnoreCase) && !field.Contains("omments", StringComparison.Ordinal)
            && !field.Contains("fullName", StringComparison.OrdinalIgnoreCase) && !field.Contains("ebsite", StringComparison.Ordinal));
}
