using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using LambdaSync.Events;
using LambdaSync.Testing;
using Xunit;

namespace LambdaSync.Functions.Tests.Aws;

/// <summary>infra/notifications: what is published fits the platform event, and what can't be delivered is kept in a form that is replayed.</summary>
[Trait("Row", "G1")]
public sealed partial class NotificationStacksTests
{
    static readonly XNamespace Metadata = "http://soap.sforce.com/2006/04/metadata";

    // docs.aws.amazon.com/marketplace/latest/userguide/notifications-eventbridge.html
    static readonly (string Type, string Source, string Detail)[] OfMarketplace =
    [
        ("Change Set Succeeded", "aws.marketplacecatalog", """{"requestId":"r","Catalog":"AWSMarketplace","ChangeSetId":"76example"}"""),
        ("Change Set Failed", "aws.marketplacecatalog", """{"requestId":"r","Catalog":"AWSMarketplace","ChangeSetId":"76example","FailureCode":"CLIENT_ERROR"}"""),
        ("Change Set Cancelled", "aws.marketplacecatalog", """{"requestId":"r","Catalog":"AWSMarketplace","ChangeSetId":"76example"}"""),
        ("Offer Released", "aws.marketplacecatalog", """{"catalog":"AWSMarketplace","offer":{"id":"offer-example"},"product":{"id":"prod-example"},"manufacturer":{"accountId":"210987654321"},"sellerOfRecord":{"accountId":"123456789012"}}"""),
        ("OfferSet Released", "aws.marketplacecatalog", """{"catalog":"AWSMarketplace","offerSet":{"id":"offerset-example"}}"""),
        ("Purchase Agreement Created - Proposer", "aws.agreement-marketplace", """{"catalog":"AWSMarketplace","agreement":{"id":"agmt-example"}}"""),
        ("Purchase Agreement Ended - Manufacturer", "aws.agreement-marketplace", """{"catalog":"AWSMarketplace","agreement":{"id":"agmt-example"}}"""),
    ];

    public static TheoryData<string> Stacks => ["partner-central", "marketplace"];

    public static TheoryData<string, string> Events()
    {
        var rows = new TheoryData<string, string>();
        foreach (var file in Directory.EnumerateFiles(RepositoryFolder.File("events"), "partner-*-sqs.json").Order(StringComparer.Ordinal))
            rows.Add("partner-central", JsonNode.Parse(File.ReadAllText(file))!["Records"]![0]!["body"]!.GetValue<string>());
        foreach (var (type, source, detail) in OfMarketplace)
            rows.Add("marketplace", $$"""{"version":"0","id":"e-1","detail-type":"{{type}}","source":"{{source}}","account":"123456789012","time":"2026-02-01T10:00:05Z","region":"us-east-1","detail":{{detail}}}""");
        return rows;
    }

    [Theory]
    [MemberData(nameof(Events))]
    public void What_is_published_are_fields_of_the_platform_event(string stack, string sent)
    {
        var json = JsonNode.Parse(sent)!.AsObject();
        var matching = Rules(stack).Where(rule => Matches(rule.GetProperty("EventPattern"), json)).ToList();
        var type = json["detail-type"]!.GetValue<string>();
        if (stack == "partner-central" && !type.StartsWith("Opportunity ", StringComparison.Ordinal) && !type.StartsWith("Engagement Invitation ", StringComparison.Ordinal))
        {
            Assert.Empty(matching);
            return;
        }

        var body = Transformed(Assert.Single(matching).GetProperty("Targets")[0].GetProperty("InputTransformer"), json);

        var fields = Fields("LambdaSync_Notification__e");
        foreach (var (name, value) in body)
            Assert.InRange(value!.GetValue<string>().Length, 1, Assert.Contains(name, fields).Length);
        Assert.Empty(fields.Where(f => f.Value.IsRequired && body[f.Key] is null).Select(f => f.Key));
        Assert.Equal((type, json["id"]!.GetValue<string>()), (body["Kind__c"]!.GetValue<string>(), body["EventId__c"]!.GetValue<string>()));
        Assert.NotNull(body["AwsId__c"]);
        Assert.Equal(type.EndsWith("Failed", StringComparison.Ordinal) ? "Failed" : "Information", body["Status__c"]!.GetValue<string>());
    }

    /// <summary>EventBridge puts the event itself into a target's dead-letter queue: the form in which Replay gives it to the function for partner events.</summary>
    [Fact]
    public void What_could_not_be_delivered_is_an_event_that_Replay_processes()
    {
        foreach (var (_, sent) in Events().Select(row => (row.Data.Item1, row.Data.Item2)).Where(row => row.Item1 == "partner-central"))
            Assert.IsType<EventReading.Understood>(PartnerEventReader.Read(Encoding.UTF8.GetBytes(sent), "AWS"));
        var given = new StackTemplate().Root.GetProperty("Globals").GetProperty("Function").GetProperty("Environment").GetProperty("Variables").GetProperty("LAMBDASYNC_DEAD_LETTERS").GetProperty("Fn::Sub");
        Assert.StartsWith(",partner-events=https://sqs.", given[1].GetProperty("OfNotifications").GetProperty("Fn::If")[1].GetProperty("Fn::Sub").GetString(), StringComparison.Ordinal);
        // The name that the stack gives its queue is one that the parameter takes.
        Assert.Matches(new StackTemplate().Root.GetProperty("Parameters").GetProperty("NotificationDeadLetters").GetProperty("AllowedPattern").GetString()!, "lambdasync-partner-central-undelivered");
    }

    [Theory]
    [MemberData(nameof(Stacks))]
    public void Every_rule_publishes_with_the_role_and_keeps_what_fails(string stack)
    {
        var resources = Root(stack).GetProperty("Resources");
        var rules = Rules(stack);
        Assert.NotEmpty(rules);
        foreach (var target in rules.Select(rule => Assert.Single(rule.GetProperty("Targets").EnumerateArray())))
            Assert.Equal(("Destination", "Role", "Undelivered"), (Target(target.GetProperty("Arn")), Target(target.GetProperty("RoleArn")), Target(target.GetProperty("DeadLetterConfig").GetProperty("Arn"))));
        var statements = resources.GetProperty("UndeliveredPolicy").GetProperty("Properties").GetProperty("PolicyDocument").GetProperty("Statement").EnumerateArray().ToList();
        var named = resources.EnumerateObject().Where(r => r.Value.GetProperty("Type").GetString() == "AWS::Events::Rule").Select(r => r.Name);
        Assert.Equal(named.Order(), statements[0].GetProperty("Condition").GetProperty("ArnEquals").GetProperty("aws:SourceArn").EnumerateArray().Select(Target).Order());
        Assert.Equal("false", statements[1].GetProperty("Condition").GetProperty("Bool").GetProperty("aws:SecureTransport").GetString());
        var may = Assert.Single(resources.GetProperty("Role").GetProperty("Properties").GetProperty("Policies")[0].GetProperty("PolicyDocument").GetProperty("Statement").EnumerateArray());
        Assert.Equal(("events:InvokeApiDestination", "Destination"), (may.GetProperty("Action").GetString(), Target(may.GetProperty("Resource"))));
        Assert.Equal("Undelivered", Target(resources.GetProperty("UndeliveredAlarm").GetProperty("Properties").GetProperty("Dimensions")[0].GetProperty("Value")));
        Assert.True(resources.GetProperty("Undelivered").GetProperty("Properties").GetProperty("SqsManagedSseEnabled").GetBoolean());
    }

    [Theory]
    [MemberData(nameof(Stacks))]
    public void The_secret_is_read_from_Secrets_Manager_and_calls_go_to_My_Domain(string stack)
    {
        var resources = Root(stack).GetProperty("Resources");
        var oauth = resources.GetProperty("Connection").GetProperty("Properties").GetProperty("AuthParameters").GetProperty("OAuthParameters");
        Assert.All(oauth.GetProperty("ClientParameters").EnumerateObject(), p => Assert.StartsWith("{{resolve:secretsmanager:${ClientSecret}:SecretString:client_", p.Value.GetProperty("Fn::Sub").GetString(), StringComparison.Ordinal));
        Assert.Equal("https://${MyDomain}/services/oauth2/token", oauth.GetProperty("AuthorizationEndpoint").GetProperty("Fn::Sub").GetString());
        Assert.Equal("https://${MyDomain}/services/data/${ApiVersion}/sobjects/${EventName}", resources.GetProperty("Destination").GetProperty("Properties").GetProperty("InvocationEndpoint").GetProperty("Fn::Sub").GetString());
        var pattern = Root(stack).GetProperty("Parameters").GetProperty("MyDomain").GetProperty("AllowedPattern").GetString()!;
        Assert.All(["example.my.salesforce.com", "example--box.sandbox.my.salesforce.com", "example.develop.my.salesforce.com"], host => Assert.Matches(pattern, host));
        Assert.All(["login.salesforce.com", "https://example.my.salesforce.com", "example.my.salesforce.com.example.com", "example.my.salesforce.com/x"], host => Assert.DoesNotMatch(pattern, host));
    }

    static JsonElement Root(string stack) => JsonDocument.Parse(File.ReadAllBytes(RepositoryFolder.File("infra", "notifications", stack + ".template"))).RootElement;

    static List<JsonElement> Rules(string stack) =>
        [.. Root(stack).GetProperty("Resources").EnumerateObject().Where(r => r.Value.GetProperty("Type").GetString() == "AWS::Events::Rule").Select(r => r.Value.GetProperty("Properties"))];

    static bool Matches(JsonElement pattern, JsonObject sent) =>
        pattern.GetProperty("source").EnumerateArray().Any(s => s.GetString() == sent["source"]!.GetValue<string>())
        && pattern.GetProperty("detail-type").EnumerateArray().Any(t => t.ValueKind == JsonValueKind.String
            ? t.GetString() == sent["detail-type"]!.GetValue<string>()
            : sent["detail-type"]!.GetValue<string>().StartsWith(t.GetProperty("prefix").GetString()!, StringComparison.Ordinal))
        // {"Ref":"Catalog"} stands for the parameter, whose default is AWS.
        && (!pattern.TryGetProperty("detail", out var detail) || detail.EnumerateObject().All(member => member.Value.EnumerateArray().Any(v => v.GetProperty("Ref").GetString() == "Catalog" && sent["detail"]?[member.Name]?.GetValue<string>() == "AWS")));

    // A variable stands for the JSON value (docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html); one whose path is not in the event would leave a hole.
    static JsonObject Transformed(JsonElement transformer, JsonObject sent)
    {
        var paths = transformer.GetProperty("InputPathsMap").EnumerateObject().ToDictionary(p => p.Name, p => p.Value.GetString()!);
        var text = Variable().Replace(transformer.GetProperty("InputTemplate").GetString()!, m => At(sent, paths[m.Groups[1].Value]).ToJsonString());
        return JsonNode.Parse(text)!.AsObject();
    }

    static JsonNode At(JsonNode sent, string path) => path.Split('.').Skip(1).Aggregate(sent, (node, name) => node[name] ?? throw new InvalidOperationException($"the event has no {path}"));

    static Dictionary<string, (int Length, bool IsRequired)> Fields(string platformEvent) =>
        Directory.EnumerateFiles(RepositoryFolder.File("infra", "salesforce", "force-app", "main", "default", "objects", platformEvent, "fields")).Select(f => XDocument.Load(f).Root!)
            .ToDictionary(f => f.Element(Metadata + "fullName")!.Value, f => ((int?)f.Element(Metadata + "length") ?? 0, (bool?)f.Element(Metadata + "required") ?? false));

    static string? Target(JsonElement reference) => reference.GetProperty("Fn::GetAtt")[0].GetString();

    [GeneratedRegex("<(\\w+)>")]
    private static partial Regex Variable();
}
