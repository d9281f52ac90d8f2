using System.Text.Json.Nodes;
using LambdaSync.Cli.Demo;
using LambdaSync.Connections.Crm;
using Xunit;

namespace LambdaSync.Functions.Tests.Crm;

/// <summary>What a tick makes of rights that change in the middle of it, and what a day of ticks costs.</summary>
[Trait("Row", "H1")]
public sealed class SalesforceTickTests : IDisposable
{
    const string NextStep = "AWS_nextStep__c";

    readonly SalesforceRig _rig = new();

    public void Dispose() => _rig.Dispose();

    /// <summary>What the integration user no longer sees looks like what a person has cleared: nothing of it may reach AWS.</summary>
    [Theory]
    [InlineData("hide-field", "show-field")]
    [InlineData("permission", "permission")]
    [Trait("Row", "F-4")]
    public async Task A_permission_that_is_removed_between_the_reading_of_changes_and_of_records_clears_nothing_at_AWS(string take, string give)
    {
        await Share();
        Edit("Before");
        await _rig.Rounds(2);
        Assert.Equal("Before", AtAws());

        // Another field is edited, so that the record is read; by then the right is gone.
        var taken = false;
        _rig.CrmCalls.Answers = (name, arguments) =>
        {
            if (!taken && name == nameof(ICrm.Find) && arguments[0] as string == "Opportunity")
            {
                _rig.Do(take, Right(false));
                taken = true;
            }

            return null;
        };
        _rig.Do("edit", Fields("AWS_city__c", "Tacoma"));
        var updates = Updates();
        await _rig.Rounds(3);
        Assert.True(taken);
        Assert.Equal((updates, "Before"), (Updates(), AtAws()));
        var named = take == "hide-field" ? NextStep : "Opportunity";
        Assert.Contains(_rig.Lines(), line => line.Contains("ERROR", StringComparison.OrdinalIgnoreCase) && line.Contains(named, StringComparison.Ordinal) && line.Contains("Fix:", StringComparison.Ordinal));

        _rig.Do(give, Right(true));
        await _rig.Rounds(14);
        Assert.Equal(("Before", "Tacoma"), (AtAws(), Opportunity()["Customer"]!["Account"]!["Address"]!["City"]!.GetValue<string>()));

        JsonObject Right(bool has) => take == "hide-field" ? new() { ["object"] = "Opportunity", ["field"] = NextStep } : new() { ["object"] = "Opportunity", ["read"] = has };
    }

    /// <summary>docs/salesforce.md, "Limits": an hour without a change and within a session.</summary>
    [Fact]
    public async Task An_hour_without_changes_costs_what_is_written()
    {
        await Share();
        await _rig.Rounds(4);
        var before = _rig.Organization.Requests.Count;
        await _rig.Rounds(12);

        var calls = _rig.Organization.Requests.Skip(before).Select(r => r.Resource).GroupBy(r => r).ToDictionary(g => g.Key, g => g.Count());
        // Opportunity and Lead at each tick, and their descriptions once; both objects' purged records, and the owner every 15 minutes.
        Assert.Equal((25, 2, 4), (calls["composite"], calls["deleted"], calls["query"]));
        Assert.Equal(25 + 2 + 4, calls.Values.Sum());
    }

    async Task Share()
    {
        await DemoPart.All(DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime))[^1].Steps[0].Act(_rig.People);
        await _rig.Rounds();
        await _rig.Find();
        Assert.StartsWith("O", _rig.People.AwsId, StringComparison.Ordinal);
    }

    void Edit(string value) => _rig.Do("edit", Fields(NextStep, value));

    JsonObject Fields(string field, string value) => new() { ["id"] = _rig.People.CrmId, ["fields"] = new JsonObject { [field] = value } };

    string? AtAws() => Opportunity()["LifeCycle"]!["NextSteps"]?.GetValue<string>();

    JsonNode Opportunity() => _rig.PartnerCentral.Control.Do("show", [])["opportunities"]!.AsArray().Single(o => o!["Id"]!.GetValue<string>() == _rig.People.AwsId)!;

    int Updates() => _rig.Lines().Count(line => line.Contains("UpdateOpportunity", StringComparison.Ordinal));
}
