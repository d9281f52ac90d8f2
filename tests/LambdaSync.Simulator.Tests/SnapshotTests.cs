using System.Text.Json.Nodes;
using Xunit;

namespace LambdaSync.Simulator.Tests;

/// <summary>Snapshots of opportunities and their jobs (operation texts of the snapshot operations; DG access-control, DG selling-api-events).</summary>
[Trait("Row", "A20")]
public sealed class SnapshotTests : IDisposable
{
    const string Role = "arn:aws:iam::123456789012:role/Snapshots";

    readonly Aws _aws = new();

    // Operation text of CreateResourceSnapshot: it never changes; a later one is another revision. GetResourceSnapshot gives the latest unless one is named.
    [Fact]
    public async Task A_snapshot_stays_as_it_was()
    {
        var (engagement, opportunity) = (await _aws.Engagement(), await _aws.Opportunity());
        Assert.Equal(1, (await _aws.Do("CreateResourceSnapshot", Request(engagement, opportunity)))["Revision"]!.GetValue<int>());
        await ChangeStage(opportunity, "Technical Validation");
        Assert.Equal(2, (await _aws.Do("CreateResourceSnapshot", Request(engagement, opportunity)))["Revision"]!.GetValue<int>());

        Assert.Equal("Qualified", await Stage(engagement, opportunity, 1));
        Assert.Equal("Technical Validation", await Stage(engagement, opportunity));
        var missing = Request(engagement, opportunity);
        missing["Revision"] = 3;
        Assert.Equal("ResourceNotFoundException", (await _aws.Refused("GetResourceSnapshot", missing)).Type);
    }

    // DG selling-api-events: the event names template, resource and members; the view of AWS's own summary is not a partner's to take.
    [Fact]
    [Trait("Row", "A8")]
    public async Task A_snapshot_is_told_to_the_members()
    {
        var (engagement, opportunity) = (await _aws.Engagement(), await _aws.Opportunity());
        _aws.Events();
        await _aws.Do("CreateResourceSnapshot", Request(engagement, opportunity));
        var (type, detail) = _aws.Events().Single();
        Assert.Equal("Engagement Resource Snapshot Created", type);
        Assert.Equal((opportunity, "OpportunitySummaryView"), (detail["resourceSnapshot"]!["resourceId"]!.GetValue<string>(), detail["resourceSnapshot"]!["resourceSnapshotTemplateName"]!.GetValue<string>()));

        var full = Request(engagement, opportunity);
        full["ResourceSnapshotTemplateIdentifier"] = "AwsOpportunitySummaryFullView";
        Assert.Equal([("ResourceSnapshotTemplateIdentifier", "INVALID_VALUE")], (await _aws.Refused("CreateResourceSnapshot", full)).Errors);
    }

    // Operation text of ListResourceSnapshots: those of an engagement, by resource and template; only a member reads them.
    [Fact]
    public async Task A_list_has_the_snapshots_of_an_engagement()
    {
        var (engagement, first, second) = (await _aws.Engagement(), await _aws.Opportunity(), await _aws.Opportunity());
        await _aws.Do("CreateResourceSnapshot", Request(engagement, first));
        await _aws.Do("CreateResourceSnapshot", Request(engagement, second));
        Assert.Equal([first, second], await List(new JsonObject { ["EngagementIdentifier"] = engagement }));
        Assert.Equal([second], await List(new JsonObject { ["EngagementIdentifier"] = engagement, ["ResourceIdentifier"] = second }));
        Assert.Equal([], await List(new JsonObject { ["EngagementIdentifier"] = engagement, ["CreatedBy"] = "aws" }));
        var (_, other) = _aws.InviteLead();
        Assert.Equal("AccessDeniedException", (await _aws.Refused("ListResourceSnapshots", new JsonObject { ["EngagementIdentifier"] = other })).Type);

        async Task<IEnumerable<string>> List(JsonObject filters) =>
            (await _aws.Do("ListResourceSnapshots", filters))["ResourceSnapshotSummaries"]!.AsArray().Select(s => s!["ResourceId"]!.GetValue<string>());
    }

    // Operation text of CreateResourceSnapshotJob: a new snapshot only when the opportunity changed; DG access-control: with the role of the settings.
    [Fact]
    public async Task A_running_job_follows_the_opportunity_with_a_role()
    {
        var (engagement, opportunity) = (await _aws.Engagement(), await _aws.Opportunity());
        var job = await Job(engagement, opportunity);
        Assert.Equal("Stopped", Text(await Read(job), "Status"));
        await _aws.Do("StartResourceSnapshotJob", Named(job));
        Assert.Contains("ResourceSnapshotJobRole", Text(await Read(job), "LastFailure"), StringComparison.Ordinal);

        await _aws.Do("PutSellingSystemSettings", new JsonObject { ["ResourceSnapshotJobRoleIdentifier"] = Role });
        Assert.False((await Read(job)).ContainsKey("LastFailure"));
        Assert.Equal("Qualified", await Stage(engagement, opportunity, 1));
        await ChangeStage(opportunity, "Technical Validation");
        Assert.Equal("Technical Validation", await Stage(engagement, opportunity, 2));

        await _aws.Do("StopResourceSnapshotJob", Named(job));
        await ChangeStage(opportunity, "Business Validation");
        Assert.Equal("Technical Validation", await Stage(engagement, opportunity));
    }

    // Operation text of DeleteResourceSnapshotJob: it is stopped first.
    [Fact]
    public async Task A_running_job_is_not_deleted()
    {
        var (engagement, opportunity) = (await _aws.Engagement(), await _aws.Opportunity());
        var job = await Job(engagement, opportunity);
        Assert.Equal("ConflictException", (await _aws.Refused("CreateResourceSnapshotJob", Request(engagement, opportunity))).Type);
        await _aws.Do("StartResourceSnapshotJob", Named(job));
        Assert.Equal("ConflictException", (await _aws.Refused("DeleteResourceSnapshotJob", Named(job))).Type);
        await _aws.Do("StopResourceSnapshotJob", Named(job));
        await _aws.Do("DeleteResourceSnapshotJob", Named(job));
        Assert.Equal("ResourceNotFoundException", (await _aws.Refused("GetResourceSnapshotJob", Named(job))).Type);
    }

    // Shape ListResourceSnapshotJobsRequest: filters by engagement and status.
    [Fact]
    public async Task Jobs_are_listed_by_status_and_engagement()
    {
        var (engagement, other) = (await _aws.Engagement(), await _aws.Engagement());
        var (first, second) = (await Job(engagement, await _aws.Opportunity()), await Job(other, await _aws.Opportunity()));
        await _aws.Do("StartResourceSnapshotJob", Named(second));
        Assert.Equal([second, first], await List([]));
        Assert.Equal([second], await List(new JsonObject { ["Status"] = "Running" }));
        Assert.Equal([first], await List(new JsonObject { ["EngagementIdentifier"] = engagement }));
        Assert.Equal([("Status", "INVALID_ENUM_VALUE")], (await _aws.Refused("ListResourceSnapshotJobs", new JsonObject { ["Status"] = "RUNNING" })).Errors);

        async Task<IEnumerable<string>> List(JsonObject filters) =>
            (await _aws.Do("ListResourceSnapshotJobs", filters))["ResourceSnapshotJobSummaries"]!.AsArray().Select(j => j!["Id"]!.GetValue<string>());
    }

    // Operation text of PutSellingSystemSettings: a role by name or ARN, for one catalog.
    [Fact]
    public async Task The_settings_are_of_one_catalog()
    {
        Assert.False((await _aws.Do("GetSellingSystemSettings", [])).ContainsKey("ResourceSnapshotJobRoleArn"));
        await _aws.Do("PutSellingSystemSettings", new JsonObject { ["ResourceSnapshotJobRoleIdentifier"] = "Snapshots" });
        Assert.Equal(Role, Text(await _aws.Do("GetSellingSystemSettings", []), "ResourceSnapshotJobRoleArn"));
        Assert.False((await _aws.Do("GetSellingSystemSettings", new JsonObject { ["Catalog"] = "Sandbox" })).ContainsKey("ResourceSnapshotJobRoleArn"));
        Assert.Equal([("ResourceSnapshotJobRoleIdentifier", "INVALID_STRING_FORMAT")], (await _aws.Refused("PutSellingSystemSettings", new JsonObject { ["ResourceSnapshotJobRoleIdentifier"] = "no role" })).Errors);
    }

    public void Dispose() => _aws.Dispose();

    static string Text(JsonObject json, string name) => json[name]!.GetValue<string>();

    static JsonObject Named(string job) => new() { ["ResourceSnapshotJobIdentifier"] = job };

    JsonObject Request(string engagement, string opportunity) => new()
    {
        ["ClientToken"] = _aws.NewToken(),
        ["EngagementIdentifier"] = engagement,
        ["ResourceType"] = "Opportunity",
        ["ResourceIdentifier"] = opportunity,
        ["ResourceSnapshotTemplateIdentifier"] = "OpportunitySummaryView",
    };

    async Task<string> Job(string engagement, string opportunity) => Text(await _aws.Do("CreateResourceSnapshotJob", Request(engagement, opportunity)), "Id");

    Task<JsonObject> Read(string job) => _aws.Do("GetResourceSnapshotJob", Named(job));

    async Task<string> Stage(string engagement, string opportunity, int? revision = null)
    {
        var request = Request(engagement, opportunity);
        if (revision is not null)
            request["Revision"] = revision;
        return (await _aws.Do("GetResourceSnapshot", request))["Payload"]!["OpportunitySummary"]!["Lifecycle"]!["Stage"]!.GetValue<string>();
    }

    async Task ChangeStage(string opportunity, string stage)
    {
        var update = await _aws.Unchanged(opportunity);
        update["LifeCycle"]!["Stage"] = stage;
        await _aws.Do("UpdateOpportunity", update);
    }
}
