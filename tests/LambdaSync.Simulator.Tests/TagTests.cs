using System.Text.Json.Nodes;
using Xunit;

namespace LambdaSync.Simulator.Tests;

/// <summary>Tags (operation texts of TagResource, UntagResource, ListTagsForResource).</summary>
[Trait("Row", "A20")]
public sealed class TagTests : IDisposable
{
    readonly Aws _aws = new();

    // Operation texts: tags are set by key, removed by key, and may come with the request that makes the resource.
    [Fact]
    public async Task Tags_are_put_and_taken_off()
    {
        var arn = (await _aws.Get(await _aws.Opportunity(more: new JsonObject { ["Tags"] = Tags(("team", "red"), ("cost", "1")) })))["Arn"]!.GetValue<string>();
        await _aws.Do("TagResource", new JsonObject { ["ResourceArn"] = arn, ["Tags"] = Tags(("team", "blue"), ("new", "")) });
        await _aws.Do("UntagResource", new JsonObject { ["ResourceArn"] = arn, ["TagKeys"] = new JsonArray("cost") });
        Assert.Equal([("new", ""), ("team", "blue")], await List(arn));
        Assert.Equal([("Tags", "NOT_ENOUGH_VALUES")], (await _aws.Refused("TagResource", new JsonObject { ["ResourceArn"] = arn, ["Tags"] = new JsonArray() })).Errors);
    }

    // Operation texts: ResourceNotFoundException; the ARN tells the catalog and the account.
    [Fact]
    public async Task Only_what_is_there_has_tags()
    {
        var id = await _aws.Opportunity();
        Assert.Equal([], await List(Arn("opportunity/" + id)));
        foreach (var arn in (string[])[Arn("opportunity/O9"), Arn("engagement/" + id), Arn("opportunity/" + id, "Sandbox"), Arn("opportunity/" + id).Replace("123456789012", "111122223333", StringComparison.Ordinal)])
            Assert.Equal("ResourceNotFoundException", (await _aws.Refused("ListTagsForResource", new JsonObject { ["ResourceArn"] = arn })).Type);
    }

    // Shape StartEngagementByAcceptingInvitationTaskRequest: a task takes tags too.
    [Fact]
    public async Task A_task_has_the_tags_it_was_started_with()
    {
        var started = await _aws.Do(
            "StartEngagementByAcceptingInvitationTask", new JsonObject { ["ClientToken"] = _aws.NewToken(), ["Identifier"] = _aws.Invite(), ["Tags"] = Tags(("a", "b")) });
        var path = "engagement-by-accepting-invitation-task/" + started["TaskId"]!.GetValue<string>();
        Assert.EndsWith(path, started["TaskArn"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal([("a", "b")], await List(Arn(path)));
    }

    public void Dispose() => _aws.Dispose();

    static string Arn(string path, string catalog = "AWS") => $"arn:aws:partnercentral:us-east-1:123456789012:catalog/{catalog}/{path}";

    static JsonArray Tags(params (string Key, string Value)[] tags) => new([.. tags.Select(t => new JsonObject { ["Key"] = t.Key, ["Value"] = t.Value })]);

    async Task<IEnumerable<(string, string)>> List(string arn) =>
        (await _aws.Do("ListTagsForResource", new JsonObject { ["ResourceArn"] = arn }))["Tags"]!.AsArray().Select(t => (t!["Key"]!.GetValue<string>(), t["Value"]!.GetValue<string>()));
}
