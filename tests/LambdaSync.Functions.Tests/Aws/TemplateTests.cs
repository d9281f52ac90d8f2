using System.Text.Json;
using LambdaSync.Commands;
using LambdaSync.Connections.PartnerCentral;
using LambdaSync.Events;
using LambdaSync.Functions.Lambda;
using LambdaSync.Sync;
using LambdaSync.Testing;
using Xunit;

namespace LambdaSync.Functions.Tests.Aws;

/// <summary>serverless.template and the code agree.</summary>
[Trait("Row", "G1")]
public sealed class TemplateTests
{
    static readonly StackTemplate Template = new();

    [Fact]
    public void Every_handler_is_a_function_of_the_binary() =>
        Assert.All(Template.Functions(), f => Assert.NotNull(typeof(App).GetMethod(f.Value.GetProperty("Properties").GetProperty("Handler").GetString()!)));

    [Fact]
    public void Every_setting_is_given()
    {
        var given = Template.Root.GetProperty("Globals").GetProperty("Function").GetProperty("Environment").GetProperty("Variables").EnumerateObject().Select(v => v.Name);
        Assert.Equal(Settings.Variables.Order(), given.Order());
    }

    [Fact]
    [Trait("Row", "G4")]
    public void The_operator_s_tool_is_told_what_the_functions_are_told()
    {
        var parameters = Template.Root.GetProperty("Parameters");
        var given = Template.Root.GetProperty("Globals").GetProperty("Function").GetProperty("Environment").GetProperty("Variables").EnumerateObject()
            .Select(v => v.Value.TryGetProperty("Ref", out var named) ? named.GetString()! : "").Where(name => parameters.TryGetProperty(name, out _)).ToList();
        var told = Template.Properties("StackParameter").GetProperty("Name").ToString() + Template.Properties("StackParameter").GetProperty("Value");
        Assert.NotEmpty(given);
        Assert.All(given, name => Assert.Contains($"${{{name}}}", told, StringComparison.Ordinal));
        // They are put into JSON as they are.
        Assert.All(given.Select(parameters.GetProperty).Where(p => p.GetProperty("Type").GetString() == "String" && !p.TryGetProperty("AllowedValues", out _)), p =>
            Assert.All(["a\"b", "a\\b", "a\nb"], text => Assert.DoesNotMatch(p.GetProperty("AllowedPattern").GetString()!, text)));
    }

    [Fact]
    public void Every_function_has_its_own_role_and_log() => Assert.All(Template.Functions(), f =>
    {
        var properties = f.Value.GetProperty("Properties");
        Assert.Equal(f.Name + "Role", properties.GetProperty("Role").GetProperty("Fn::GetAtt")[0].GetString());
        Assert.Equal(f.Name + "Log", properties.GetProperty("LoggingConfig").GetProperty("LogGroup").GetProperty("Ref").GetString());
    });

    [Fact]
    public void A_message_is_hidden_at_least_six_times_as_long_as_its_function_may_run()
    {
        // docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html
        var timeout = Template.Root.GetProperty("Globals").GetProperty("Function").GetProperty("Timeout").GetInt32();
        foreach (var function in Template.Functions())
        {
            if (!function.Value.GetProperty("Properties").TryGetProperty("Events", out var events))
                continue;
            foreach (var trigger in events.EnumerateObject().Where(e => e.Value.GetProperty("Type").GetString() == "SQS"))
            {
                var queue = trigger.Value.GetProperty("Properties").GetProperty("Queue").GetProperty("Fn::GetAtt")[0].GetString()!;
                Assert.True(Template.Properties(queue).GetProperty("VisibilityTimeout").GetInt32() >= 6 * timeout);
                Assert.Equal("ReportBatchItemFailures", trigger.Value.GetProperty("Properties").GetProperty("FunctionResponseTypes")[0].GetString());
                Assert.True(Template.Properties(queue).TryGetProperty("RedrivePolicy", out _));
            }
        }
    }

    [Fact]
    public void Every_function_has_what_starts_it()
    {
        var ticked = Template.Properties("Tick").GetProperty("Targets").EnumerateArray().Select(t => Target(t.GetProperty("Arn"))).ToList();
        foreach (var function in Template.Functions())
        {
            if (function.Name == "CommandsUrl")
                Assert.Equal(function.Name, Target(Template.Properties("CommandsAddress").GetProperty("TargetFunctionArn")));
            else if (!ticked.Contains(function.Name))
                Assert.NotEmpty(function.Value.GetProperty("Properties").GetProperty("Events").EnumerateObject());
            else
                Assert.Equal((function.Name, "Tick"), (Template.Properties(function.Name + "Permission").GetProperty("FunctionName").GetProperty("Ref").GetString(), Target(Template.Properties(function.Name + "Permission").GetProperty("SourceArn"))));
            Assert.Equal("Errors", Template.Properties(function.Name + "ErrorAlarm").GetProperty("MetricName").GetString());
        }
    }

    [Fact]
    public void The_tick_starts_what_no_queue_starts()
    {
        var ticked = Template.Properties("Tick").GetProperty("Targets").EnumerateArray().Select(t => Target(t.GetProperty("Arn"))!).ToList();
        Assert.Equal(Template.Functions().Where(f => f.Name != "CommandsUrl" && !f.Value.GetProperty("Properties").TryGetProperty("Events", out _)).Select(f => f.Name).Order(), ticked.Order());
    }

    [Fact]
    [Trait("Row", "G5")]
    public void Every_dead_letter_queue_is_replayed_and_alarmed()
    {
        var given = Template.Root.GetProperty("Globals").GetProperty("Function").GetProperty("Environment").GetProperty("Variables").GetProperty("LAMBDASYNC_DEAD_LETTERS").GetProperty("Fn::Sub")[0].GetString()!
            .Replace("${OfNotifications}", "", StringComparison.Ordinal);
        var settings = Settings.Read(name => name switch
        {
            // Ref of a queue is its URL.
            "LAMBDASYNC_DEAD_LETTERS" => given.Replace("${", "https://sqs.us-east-1.amazonaws.com/123456789012/", StringComparison.Ordinal).Replace("}", "", StringComparison.Ordinal),
            "LAMBDASYNC_CATALOG" => "AWS",
            "LAMBDASYNC_ACCOUNT" => "123456789012",
            "LAMBDASYNC_TABLE" or "LAMBDASYNC_CRM_TABLE" or "LAMBDASYNC_BUCKET" or "LAMBDASYNC_DATA_BUCKET" => "any",
            _ => null,
        });
        var queues = settings.DeadLetters.Select(d => (d.Source, Queue: d.Url[(d.Url.LastIndexOf('/') + 1)..])).ToList();

        var dead = Resources("AWS::SQS::Queue").Where(q => !Template.Properties(q).TryGetProperty("RedrivePolicy", out _)).ToList();
        Assert.Equal(dead.Order(), queues.Select(q => q.Queue).Order());
        // A queue's messages go to the handler that works it off when it is alive.
        Assert.All(queues, q => Assert.Equal(
            q.Queue.StartsWith("InboundFiles", StringComparison.Ordinal) ? Settings.FilesSource : q.Queue.StartsWith("Commands", StringComparison.Ordinal) ? Settings.CommandsSource
                : q.Queue.StartsWith("CrmEvents", StringComparison.Ordinal) ? Settings.CrmEventsSource
                : q.Queue.StartsWith("MarketplaceEvents", StringComparison.Ordinal) ? Settings.MarketplaceEventsSource : Settings.EventsSource, q.Source));
        var allowed = Template.Properties("ReplayRole").GetProperty("Policies")[0].GetProperty("PolicyDocument").GetProperty("Statement").EnumerateArray()
            .Single(s => s.GetProperty("Sid").GetString() == "DeadLetters").GetProperty("Resource").EnumerateArray().Where(r => !r.TryGetProperty("Fn::If", out _)).Select(Target);
        Assert.Equal(dead.Order(), allowed.Order());
        var alarmed = Resources("AWS::CloudWatch::Alarm").Select(Template.Properties).Where(a => Text(a, "MetricName") == "ApproximateNumberOfMessagesVisible")
            .Select(a => Target(a.GetProperty("Dimensions")[0].GetProperty("Value")));
        Assert.Equal(dead.Order(), alarmed.Order());
    }

    [Fact]
    public void Every_function_may_call_of_Partner_Central_what_it_calls_in_its_own_catalog()
    {
        foreach (var function in Template.Functions().Where(f => f.Name != "InboundFiles"))
        {
            var statement = Template.Properties(function.Name + "Role").GetProperty("Policies")[0].GetProperty("PolicyDocument").GetProperty("Statement").EnumerateArray()
                .Single(s => s.GetProperty("Sid").GetString() == "PartnerCentral");
            Assert.Equal("Catalog", statement.GetProperty("Condition").GetProperty("StringEquals").GetProperty("partnercentral:Catalog").GetProperty("Ref").GetString());
            var allowed = statement.GetProperty("Action").EnumerateArray().Select(a => a.GetString()!.Split(':')[1]).ToList();
            Assert.All(allowed, a => Assert.Contains(a, SellingOperations.All.Select(o => o.Name)));
            Assert.Contains("UpdateOpportunity", allowed);
        }
    }

    [Fact]
    public void What_holds_data_stays_when_the_stack_goes_but_not_when_it_never_stood()
    {
        foreach (var resource in Template.Root.GetProperty("Resources").EnumerateObject().Where(r => r.Value.GetProperty("Type").GetString() is "AWS::S3::Bucket" or "AWS::DynamoDB::Table"))
        {
            // With "Retain" a first deployment that fails leaves the bucket, and its name is taken at the next one.
            Assert.Equal("RetainExceptOnCreate", resource.Value.GetProperty("DeletionPolicy").GetString());
            Assert.Equal("Retain", resource.Value.GetProperty("UpdateReplacePolicy").GetString());
            // A protected table can't be deleted, not by a rollback either.
            if (resource.Value.GetProperty("Properties").TryGetProperty("DeletionProtectionEnabled", out var isProtected))
                Assert.Equal("false", Template.Root.GetProperty("Parameters").GetProperty(isProtected.GetProperty("Ref").GetString()!).GetProperty("Default").GetString());
        }
    }

    [Fact]
    public void A_message_outlives_a_weekend_of_waiting_and_then_still_waits_in_the_dead_letter_queue()
    {
        var queue = Template.Properties("InboundFilesQueue");
        var redrive = queue.GetProperty("RedrivePolicy");
        var tried = redrive.GetProperty("maxReceiveCount").GetInt32() * Seconds(queue, "VisibilityTimeout");
        Assert.InRange(tried, 64 * 3600, Seconds(queue, "MessageRetentionPeriod") - 1);
        // A message keeps its age when it is moved
        // (docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/setting-up-dead-letter-queue-retention.html).
        var deadLetters = Template.Properties(redrive.GetProperty("deadLetterTargetArn").GetProperty("Fn::GetAtt")[0].GetString()!);
        Assert.True(Seconds(deadLetters, "MessageRetentionPeriod") >= 2 * Seconds(queue, "MessageRetentionPeriod"));
    }

    [Theory]
    [InlineData("LateFilesAlarm", "InboundFilesQueue")]
    [InlineData("LateEventsAlarm", "PartnerEventsQueue")]
    [InlineData("LateCrmEventsAlarm", "CrmEventsQueue")]
    [InlineData("LateCommandsAlarm", "CommandsQueue")]
    public void The_alarm_for_late_messages_can_fire(string name, string queue)
    {
        // A message that was received three times no longer counts for the age of the oldest
        // (docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html).
        var alarm = Template.Properties(name);
        Assert.Equal(queue, Target(alarm.GetProperty("Dimensions")[0].GetProperty("Value")));
        var third = 2 * Seconds(Template.Properties(queue), "VisibilityTimeout");
        Assert.InRange(Seconds(alarm, "Threshold"), 1, third - (2 * Seconds(alarm, "Period")));
    }

    [Fact]
    public void One_failed_run_is_enough_for_an_alarm() => Assert.All(Template.Functions(), function =>
    {
        var alarm = Template.Properties(function.Name + "ErrorAlarm");
        Assert.Equal((1, function.Name), (alarm.GetProperty("DatapointsToAlarm").GetInt32(), alarm.GetProperty("Dimensions")[0].GetProperty("Value").GetProperty("Ref").GetString()));
    });

    [Fact]
    public void Alarms_on_our_own_metrics_look_where_the_functions_write()
    {
        var alarms = Template.Root.GetProperty("Resources").EnumerateObject().Where(r => r.Value.GetProperty("Type").GetString() == "AWS::CloudWatch::Alarm")
            .Select(r => r.Value.GetProperty("Properties")).Where(a => Text(a, "Namespace") == Telemetry.Meter)
            .ToDictionary(a => a.GetProperty("MetricName").GetString()!);
        Assert.Equal(["CreationsHeld", "DeadLettersParked", "FilesInError", "LoginsEnding", "MessagesFailed", "NewerReleaseIntents", "OperatorFailures", "SchedulesStopped"], alarms.Keys.Order());
        Assert.Equal(3600, Seconds(alarms["MessagesFailed"], "Period"));
        // A process reads the login when it begins, and as often as its session ends.
        Assert.Equal(86_400, Seconds(alarms["LoginsEnding"], "Period"));

        var (metrics, dimensions) = Emitted();
        foreach (var (metric, alarm) in alarms)
        {
            Assert.Contains(metric, metrics);
            Assert.Equal(dimensions, alarm.GetProperty("Dimensions").EnumerateArray().Select(d => d.GetProperty("Name").GetString()!));
            // The service is the stack's name (LAMBDASYNC_NAME).
            Assert.Equal("Name", alarm.GetProperty("Dimensions")[0].GetProperty("Value").GetProperty("Ref").GetString());
            Assert.Equal(("Sum", 0, "GreaterThanThreshold"), (alarm.GetProperty("Statistic").GetString(), alarm.GetProperty("Threshold").GetInt32(), alarm.GetProperty("ComparisonOperator").GetString()));
        }
    }

    [Theory]
    [InlineData("Table")]
    [InlineData("CrmTable")]
    public void What_a_table_keeps_for_a_while_goes_by_itself(string table)
    {
        var rule = Template.Properties(table).GetProperty("TimeToLiveSpecification");
        Assert.Equal(("expires", true), (rule.GetProperty("AttributeName").GetString(), rule.GetProperty("Enabled").GetBoolean()));
    }

    [Fact]
    public void Erased_values_and_files_are_gone_a_day_later()
    {
        foreach (var (bucket, prefix) in new[] { ("LandingBucket", "opportunity-outbound/"), ("LandingBucket", "lead-outbound/"), ("DataBucket", "overflow/") })
        {
            var days = Template.Properties(bucket).GetProperty("LifecycleConfiguration").GetProperty("Rules").EnumerateArray().Where(r => r.TryGetProperty("Prefix", out var p) && p.GetString() == prefix)
                .Select(r => r.TryGetProperty("NoncurrentVersionExpiration", out var old) ? old.GetProperty("NoncurrentDays").GetInt32() : int.MaxValue);
            Assert.Equal(1, days.Min());
        }
    }

    [Fact]
    public void The_deployment_tool_knows_the_template_and_its_architecture()
    {
        using var defaults = JsonDocument.Parse(File.ReadAllBytes(RepositoryFolder.File("aws-lambda-tools-defaults.json")));
        Assert.Equal("serverless.template", defaults.RootElement.GetProperty("template").GetString());
        Assert.Equal("x86_64", defaults.RootElement.GetProperty("function-architecture").GetString());
        Assert.Equal("x86_64", Template.Root.GetProperty("Globals").GetProperty("Function").GetProperty("Architectures")[0].GetString());
    }

    [Fact]
    [Trait("Row", "A8")]
    public void Partner_Centrals_events_go_to_their_queue_and_what_cannot_be_delivered_beside_it()
    {
        // docs.aws.amazon.com/eventbridge/latest/ref/events-ref-partnercentral-selling.html
        var rule = Template.Properties("PartnerEventsRule");
        Assert.Equal(PartnerEvent.Source, Assert.Single(rule.GetProperty("EventPattern").GetProperty("source").EnumerateArray()).GetString());
        // No name of a bus: the account's default one, the only one that AWS's services send to.
        Assert.False(rule.TryGetProperty("EventBusName", out _));
        var target = Assert.Single(rule.GetProperty("Targets").EnumerateArray());
        Assert.Equal("PartnerEventsQueue", Target(target.GetProperty("Arn")));
        Assert.Equal("PartnerEventsUndelivered", Target(target.GetProperty("DeadLetterConfig").GetProperty("Arn")));
        Assert.Equal("PartnerEventsDeadLetters", Target(Template.Properties("PartnerEventsQueue").GetProperty("RedrivePolicy").GetProperty("deadLetterTargetArn")));
    }

    [Fact]
    [Trait("Row", "F9")]
    [Trait("Row", "M-28")]
    public void Marketplaces_events_of_each_source_go_to_their_queue()
    {
        var rule = Template.Properties("MarketplaceEventsRule");
        Assert.Equal(MarketEvent.Sources.Order(), rule.GetProperty("EventPattern").GetProperty("source").EnumerateArray().Select(s => s.GetString()!).Order());
        var target = Assert.Single(rule.GetProperty("Targets").EnumerateArray());
        Assert.Equal(("MarketplaceEventsQueue", "MarketplaceEventsUndelivered"), (Target(target.GetProperty("Arn")), Target(target.GetProperty("DeadLetterConfig").GetProperty("Arn"))));
    }

    [Fact]
    [Trait("Row", "F-16")]
    public void Salesforces_change_events_go_to_their_queue_from_a_bus_of_their_sources_name()
    {
        var bus = Template.Properties("SalesforceEventBus");
        Assert.Equal(("SalesforceEventSource", "SalesforceEventSource"), (bus.GetProperty("Name").GetProperty("Ref").GetString(), bus.GetProperty("EventSourceName").GetProperty("Ref").GetString()));
        var rule = Template.Properties("CrmEventsRule");
        Assert.Equal("SalesforceEventBus", rule.GetProperty("EventBusName").GetProperty("Ref").GetString());
        Assert.Equal("ChangeEvent", rule.GetProperty("EventPattern").GetProperty("detail-type")[0].GetProperty("suffix").GetString());
        var target = Assert.Single(rule.GetProperty("Targets").EnumerateArray());
        Assert.Equal(("CrmEventsQueue", "CrmEventsUndelivered"), (Target(target.GetProperty("Arn")), Target(target.GetProperty("DeadLetterConfig").GetProperty("Arn"))));
        foreach (var queue in new[] { "CrmEventsQueue", "CrmEventsUndelivered" })
        {
            var allowed = Assert.Single(Statements(queue), s => s.GetProperty("Effect").GetString() == "Allow");
            Assert.Equal(("events.amazonaws.com", queue), (allowed.GetProperty("Principal").GetProperty("Service").GetString(), Target(allowed.GetProperty("Resource"))));
            Assert.EndsWith(":rule/aws.partner/salesforce.com/*", allowed.GetProperty("Condition").GetProperty("ArnLike").GetProperty("aws:SourceArn").GetProperty("Fn::Sub").GetString(), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("PartnerEventsQueue")]
    [InlineData("PartnerEventsUndelivered")]
    public void Nobody_but_the_rule_may_send_events(string queue)
    {
        var allowed = Assert.Single(Statements(queue), s => s.GetProperty("Effect").GetString() == "Allow");
        Assert.Equal("events.amazonaws.com", allowed.GetProperty("Principal").GetProperty("Service").GetString());
        Assert.Equal("sqs:SendMessage", allowed.GetProperty("Action").GetString());
        Assert.Equal("PartnerEventsRule", Target(allowed.GetProperty("Condition").GetProperty("ArnEquals").GetProperty("aws:SourceArn")));
        Assert.Equal(queue, Target(allowed.GetProperty("Resource")));
    }

    [Fact]
    [Trait("Row", "H6")]
    public void The_relay_s_commands_go_to_the_queue_for_commands_as_they_come()
    {
        var (bus, rule) = (Template.Properties("CrmCommandsBus"), Template.Properties("CrmCommandsRule"));
        // A bus of a partner has the name of its source (docs.aws.amazon.com/eventbridge/latest/APIReference/API_CreateEventBus.html).
        Assert.All(["Name", "EventSourceName"], name => Assert.Equal("CrmCommandsSource", bus.GetProperty(name).GetProperty("Ref").GetString()));
        Assert.Equal("CrmCommandsBus", rule.GetProperty("EventBusName").GetProperty("Ref").GetString());
        using var sent = JsonDocument.Parse(File.ReadAllBytes(RepositoryFolder.File("events", "crm-command-event.json")));
        var types = rule.GetProperty("EventPattern").GetProperty("detail-type").EnumerateArray().Select(type => type.GetString()!).ToList();
        Assert.Contains(sent.RootElement.GetProperty("detail-type").GetString()!, types);
        Assert.Equal(CrmCommandEvent.Roles.Keys.Order(), types.Order());
        Assert.Matches(Template.Root.GetProperty("Parameters").GetProperty("CrmCommandsSource").GetProperty("AllowedPattern").GetString()!, sent.RootElement.GetProperty("source").GetString()!);
        // The whole event: what could not be delivered lies in its dead-letter queue in the same form, so Replay can process it.
        var target = Assert.Single(rule.GetProperty("Targets").EnumerateArray());
        Assert.Equal(["Arn", "DeadLetterConfig", "Id"], target.EnumerateObject().Select(p => p.Name).Order());
        Assert.Equal(("CommandsQueue", "CommandsUndelivered"), (Target(target.GetProperty("Arn")), Target(target.GetProperty("DeadLetterConfig").GetProperty("Arn"))));
        Assert.All(["CrmCommandsBus", "CrmCommandsRule"], name => Assert.Equal("HasCrmCommands", Template.Resource(name).GetProperty("Condition").GetString()));
    }

    [Theory]
    [InlineData("CommandsQueue")]
    [InlineData("CommandsUndelivered")]
    public void Of_events_only_the_rule_may_send_commands(string queue)
    {
        var allowed = Assert.Single(Statements(queue), s => s.GetProperty("Effect").GetString() == "Allow");
        Assert.Equal(("events.amazonaws.com", "CrmCommandsRule"), (allowed.GetProperty("Principal").GetProperty("Service").GetString(), Target(allowed.GetProperty("Condition").GetProperty("ArnEquals").GetProperty("aws:SourceArn"))));
        Assert.Equal(queue, Target(allowed.GetProperty("Resource")));
    }

    [Fact]
    public void Every_queue_is_encrypted_and_refuses_plain_HTTP_and_dead_letters_stay_longest()
    {
        var queues = Resources("AWS::SQS::Queue").ToList();
        Assert.NotEmpty(queues);
        foreach (var queue in queues)
        {
            Assert.True(Template.Properties(queue).GetProperty("SqsManagedSseEnabled").GetBoolean());
            // What is moved to a dead-letter queue keeps the age it has.
            var days = Template.Properties(queue).TryGetProperty("RedrivePolicy", out _) ? 7 : 14;
            Assert.Equal(days * 24 * 3600, Template.Properties(queue).GetProperty("MessageRetentionPeriod").GetInt32());
            Assert.Contains(Statements(queue), s =>
                s.GetProperty("Effect").GetString() == "Deny" && s.GetProperty("Condition").GetProperty("Bool").GetProperty("aws:SecureTransport").GetString() == "false");
        }
    }

    [Fact]
    public void The_tick_comes_every_five_minutes() => Assert.Equal("rate(5 minutes)", Template.Properties("Tick").GetProperty("ScheduleExpression").GetString());

    static IEnumerable<JsonElement> Statements(string queue) => Resources("AWS::SQS::QueuePolicy").Select(Template.Properties)
        .Where(p => p.GetProperty("Queues").EnumerateArray().Any(q => q.GetProperty("Ref").GetString() == queue))
        .SelectMany(p => p.GetProperty("PolicyDocument").GetProperty("Statement").EnumerateArray())
        .Select(s => s.TryGetProperty("Fn::If", out var either) ? either[1] : s);

    static IEnumerable<string> Resources(string type) =>
        Template.Root.GetProperty("Resources").EnumerateObject().Where(r => r.Value.GetProperty("Type").GetString() == type).Select(r => r.Name);

    static string? Text(JsonElement properties, string name) => properties.TryGetProperty(name, out var text) ? text.GetString() : null;

    static string? Target(JsonElement reference) => reference.GetProperty("Fn::GetAtt")[0].GetString();

    static int Seconds(JsonElement properties, string name) => properties.GetProperty(name).GetInt32();

    // What a run that counts everything writes.
    static (IReadOnlyList<string> Metrics, IReadOnlyList<string> Dimensions) Emitted()
    {
        using var output = new MemoryStream();
        using (var lines = new MetricLines(output, "lambdasync", TimeProvider.System))
        {
            Telemetry.FileEnded(new Job("j", "kind", "inbound", "s", DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch, JobStatus.Error, 1, 0, 1, []));
            Telemetry.NewerReleaseIntent();
            Telemetry.CreationsHeld();
            Telemetry.LoginEnding();
            Telemetry.MessageFailed();
            Telemetry.DeadLetterParked();
            Telemetry.ScheduleStopped();
            lines.Flush("inbound-files");
        }

        using var line = JsonDocument.Parse(output.ToArray());
        var directive = line.RootElement.GetProperty("_aws").GetProperty("CloudWatchMetrics")[0];
        return (
            [.. directive.GetProperty("Metrics").EnumerateArray().Select(m => m.GetProperty("Name").GetString()!)],
            [.. Assert.Single(directive.GetProperty("Dimensions").EnumerateArray()).EnumerateArray().Select(d => d.GetString()!)]);
    }
}
