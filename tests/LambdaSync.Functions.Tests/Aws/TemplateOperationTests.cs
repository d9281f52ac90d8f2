using System.Text.Json;
using System.Text.RegularExpressions;
using LambdaSync.Testing;
using Xunit;

namespace LambdaSync.Functions.Tests.Aws;

/// <summary>How serverless.template is deployed and watched: region, key, tags, tracing, alarms, and the README's commands.</summary>
[Trait("Row", "G1")]
public sealed class TemplateOperationTests
{
    static readonly StackTemplate Template = new();

    static readonly string[] Tagged =
    [
        "AWS::S3::Bucket", "AWS::SQS::Queue", "AWS::DynamoDB::Table", "AWS::Logs::LogGroup", "AWS::IAM::Role", "AWS::SNS::Topic", "AWS::CloudWatch::Alarm", "AWS::Events::Rule",
    ];

    [Fact]
    public void A_rule_refuses_a_region_without_Partner_Central()
    {
        var assertion = Assert.Single(Template.Root.GetProperty("Rules").GetProperty("RegionOfPartnerCentral").GetProperty("Assertions").EnumerateArray());
        Assert.Equal(["AWS::Region", "PartnerCentralRegion"], assertion.GetProperty("Assert").GetProperty("Fn::Equals").EnumerateArray().Select(Ref));
        Assert.Equal("us-east-1", Parameter("PartnerCentralRegion").GetProperty("Default").GetString());
        Assert.Contains("--region us-east-1", assertion.GetProperty("AssertDescription").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Row", "A8")]
    public void The_rule_for_events_takes_every_published_event_of_the_stacks_catalog_only()
    {
        var pattern = Template.Properties("PartnerEventsRule").GetProperty("EventPattern");
        Assert.Equal("Catalog", Ref(Assert.Single(pattern.GetProperty("detail").GetProperty("catalog").EnumerateArray())));
        var files = Directory.GetFiles(RepositoryFolder.File("events"), "partner-*-sqs.json");
        Assert.NotEmpty(files);
        Assert.All(files, file =>
        {
            using var message = JsonDocument.Parse(File.ReadAllBytes(file));
            using var sent = JsonDocument.Parse(message.RootElement.GetProperty("Records")[0].GetProperty("body").GetString()!);
            Assert.Equal("AWS", sent.RootElement.GetProperty("detail").GetProperty("catalog").GetString());
        });
    }

    [Fact]
    public void A_key_encrypts_all_that_holds_data_and_every_function_may_use_it()
    {
        foreach (var resource in Resources("AWS::S3::Bucket", "AWS::DynamoDB::Table"))
        {
            var chosen = Template.Properties(resource).TryGetProperty("BucketEncryption", out var bucket)
                ? bucket.GetProperty("ServerSideEncryptionConfiguration")[0]
                : Template.Properties(resource).GetProperty("SSESpecification");
            var choices = chosen.GetProperty("Fn::If");
            Assert.Equal("HasKmsKey", choices[0].GetString());
            Assert.Contains("\"KmsKeyArn\"", choices[1].GetRawText(), StringComparison.Ordinal);
            // Encrypted without a key of one's own, too.
            Assert.Matches("AES256|\"SSEEnabled\": true", choices[2].GetRawText());
        }

        var use = Template.Resource("UseOfKey");
        Assert.Equal("HasKmsKey", use.GetProperty("Condition").GetString());
        Assert.Equal(Template.Functions().Select(f => f.Name + "Role").Order(), use.GetProperty("Properties").GetProperty("Roles").EnumerateArray().Select(Ref).Order());
        var key = Parameter("KmsKeyArn").GetProperty("AllowedPattern").GetString()!;
        Assert.All(["", "arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab", "arn:aws-eusc:kms:eusc-de-east-1:123456789012:key/mrk-1234"], arn => Assert.Matches(key, arn));
        Assert.All(["alias/mine", "1234abcd-12ab-34cd-56ef-1234567890ab", "arn:aws:kms:us-east-1:123456789012:alias/mine"], text => Assert.DoesNotMatch(key, text));
    }

    [Fact]
    public void Everything_that_can_has_the_stacks_tag()
    {
        foreach (var resource in Resources(Tagged))
        {
            var tag = Assert.Single(Template.Properties(resource).GetProperty("Tags").EnumerateArray());
            Assert.Equal(("lambdasync", "Name"), (tag.GetProperty("Key").GetString(), Ref(tag.GetProperty("Value"))));
        }

        foreach (var tags in new[] { Template.Root.GetProperty("Globals").GetProperty("Function").GetProperty("Tags"), Template.Properties("StackParameter").GetProperty("Tags") })
            Assert.Equal("Name", Ref(tags.GetProperty("lambdasync")));
    }

    [Fact]
    public void Every_function_is_traced_and_may_send_its_traces()
    {
        Assert.Equal("Tracing", Ref(Template.Root.GetProperty("Globals").GetProperty("Function").GetProperty("Tracing")));
        // docs.aws.amazon.com/lambda/latest/dg/services-xray.html
        Assert.All(Template.Functions(), f => Assert.Superset(new HashSet<string> { "xray:PutTraceSegments", "xray:PutTelemetryRecords" }, Rights.Allowed(f.Name)));
    }

    [Fact]
    [Trait("Row", "G5")]
    public void A_tick_that_does_not_come_raises_an_alarm()
    {
        var ticked = Template.Properties("Tick").GetProperty("Targets").EnumerateArray().Select(t => t.GetProperty("Arn").GetProperty("Fn::GetAtt")[0].GetString()!);
        var alarm = Watches("MissedTicksAlarm", "Invocations", ticked);
        // Three ticks, and silence counts as none.
        Assert.Equal((3, 3, 1, "LessThanThreshold", "breaching"), Judges(alarm));
        Assert.StartsWith("MIN(", Expression(alarm), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Row", "G5")]
    public void A_throttled_function_raises_an_alarm()
    {
        var alarm = Watches("ThrottledFunctionsAlarm", "Throttles", Template.Functions().Select(f => f.Name));
        Assert.Equal((3, 1, 0, "GreaterThanThreshold", "notBreaching"), Judges(alarm));
        Assert.StartsWith("SUM(", Expression(alarm), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Row", "G2")]
    public void Whoever_delivers_files_reaches_neither_the_mapping_nor_long_values()
    {
        // The landing bucket holds files only; the functions read them there and write nothing.
        var prefixes = Template.Properties("LandingBucket").GetProperty("NotificationConfiguration").GetProperty("QueueConfigurations").EnumerateArray()
            .Select(q => q.GetProperty("Filter").GetProperty("S3Key").GetProperty("Rules")[0].GetProperty("Value").GetString()!).ToList();
        foreach (var statement in Template.Functions().SelectMany(f => Statements(f.Name)))
        {
            var (actions, resources) = (statement.GetProperty("Action").GetRawText(), statement.GetProperty("Resource").GetRawText());
            if (!resources.Contains("-landing-", StringComparison.Ordinal))
                continue;
            Assert.DoesNotContain("Put", actions, StringComparison.Ordinal);
            Assert.DoesNotContain("Delete", actions, StringComparison.Ordinal);
            Assert.All(Regex.Matches(resources, @"-landing-\$\{AWS::AccountId\}-\$\{AWS::Region\}/([^*""]*)").Select(m => m.Groups[1].Value), prefix => Assert.Contains(prefix, prefixes));
        }

        // The bucket policy grants no access to the data bucket, and no function may write the mapping.
        Assert.All(Template.Properties("DataBucketPolicy").GetProperty("PolicyDocument").GetProperty("Statement").EnumerateArray(), s => Assert.Equal("Deny", s.GetProperty("Effect").GetString()));
        Assert.False(Template.Properties("DataBucket").TryGetProperty("NotificationConfiguration", out _));
        Assert.All(Template.Functions(), f => Assert.All(Statements(f.Name).Where(s => s.GetProperty("Resource").GetRawText().Contains("/config/", StringComparison.Ordinal)), s => Assert.Equal("s3:GetObject", s.GetProperty("Action").GetString())));
    }

    [Fact]
    public void The_commands_of_the_README_deploy_a_template_of_this_size_to_its_region()
    {
        // docs.aws.amazon.com/cli/latest/reference/cloudformation/deploy: a template over 51,200 bytes has to be uploaded.
        Assert.True(new FileInfo(RepositoryFolder.File("serverless.template")).Length > 51_200);
        var commands = File.ReadAllLines(RepositoryFolder.File("README.md")).Where(line => line.StartsWith("aws ", StringComparison.Ordinal)).ToList();
        Assert.All(commands, command => Assert.Contains(" --region us-east-1", command, StringComparison.Ordinal));
        var package = Assert.Single(commands, c => c.StartsWith("aws cloudformation package ", StringComparison.Ordinal));
        var deploy = Assert.Single(commands, c => c.StartsWith("aws cloudformation deploy ", StringComparison.Ordinal));
        Assert.All(["--template-file serverless.template", "--s3-bucket BUCKET", "--output-template-file artifacts/stack.json"], part => Assert.Contains(part, package, StringComparison.Ordinal));
        Assert.All(["--template-file artifacts/stack.json", "--s3-bucket BUCKET", "CAPABILITY_IAM", "CAPABILITY_AUTO_EXPAND"], part => Assert.Contains(part, deploy, StringComparison.Ordinal));
        // The bucket of the upload has to be in the stack's region.
        Assert.Contains(commands, c => c.StartsWith("aws s3 mb s3://BUCKET", StringComparison.Ordinal));
    }

    static JsonElement Watches(string name, string metric, IEnumerable<string> functions)
    {
        var alarm = Template.Properties(name);
        var watched = alarm.GetProperty("Metrics").EnumerateArray().Where(m => m.TryGetProperty("MetricStat", out _)).ToList();
        Assert.All(watched, m => Assert.Equal(("AWS/Lambda", metric, "Sum", 300, false), (
            m.GetProperty("MetricStat").GetProperty("Metric").GetProperty("Namespace").GetString(), m.GetProperty("MetricStat").GetProperty("Metric").GetProperty("MetricName").GetString(),
            m.GetProperty("MetricStat").GetProperty("Stat").GetString(), m.GetProperty("MetricStat").GetProperty("Period").GetInt32(), m.GetProperty("ReturnData").GetBoolean())));
        Assert.Equal(functions.Order(), watched.Select(m => Ref(m.GetProperty("MetricStat").GetProperty("Metric").GetProperty("Dimensions")[0].GetProperty("Value"))).Order());
        // A function without a data point counts 0.
        Assert.All(watched, m => Assert.Contains($"FILL({m.GetProperty("Id").GetString()}, 0)", Expression(alarm), StringComparison.Ordinal));
        Assert.Equal("Alarms", Ref(Assert.Single(alarm.GetProperty("AlarmActions").EnumerateArray())));
        return alarm;
    }

    static (int Periods, int Datapoints, int Threshold, string Comparison, string Missing) Judges(JsonElement alarm) => (
        alarm.GetProperty("EvaluationPeriods").GetInt32(), alarm.GetProperty("DatapointsToAlarm").GetInt32(), alarm.GetProperty("Threshold").GetInt32(),
        alarm.GetProperty("ComparisonOperator").GetString()!, alarm.GetProperty("TreatMissingData").GetString()!);

    static string Expression(JsonElement alarm) =>
        Assert.Single(alarm.GetProperty("Metrics").EnumerateArray(), m => m.GetProperty("ReturnData").GetBoolean()).GetProperty("Expression").GetString()!;

    static List<JsonElement> Statements(string function) =>
        [.. Template.Properties(function + "Role").GetProperty("Policies")[0].GetProperty("PolicyDocument").GetProperty("Statement").EnumerateArray()];

    static JsonElement Parameter(string name) => Template.Root.GetProperty("Parameters").GetProperty(name);

    static IEnumerable<string> Resources(params string[] types) =>
        Template.Root.GetProperty("Resources").EnumerateObject().Where(r => types.Contains(r.Value.GetProperty("Type").GetString())).Select(r => r.Name);

    static string Ref(JsonElement reference) => reference.GetProperty("Ref").GetString()!;
}
