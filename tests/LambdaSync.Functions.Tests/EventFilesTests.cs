using System.Net;
using System.Text;
using System.Text.Json;
using Amazon.Lambda.SQSEvents;
using LambdaSync.Commands;
using LambdaSync.Events;
using LambdaSync.Fields;
using LambdaSync.Functions.Exchange;
using LambdaSync.Sync.Work;
using LambdaSync.Testing;
using Xunit;
using Wake = LambdaSync.Events.Wake;

namespace LambdaSync.Functions.Tests;

/// <summary>Every file in events/ is read as the function reads it.</summary>
[Trait("Row", "B2")]
[Trait("Row", "A8")]
public sealed class EventFilesTests
{
    const string Offer = "offer-0000000000001", Agreement = "agmt-0000000000000000000000001", OfAgreement = $"Agreement/{Agreement} event, Agreement/{Agreement} announced";

    const string StackRegion = "us-west-2", PartnerCentralsRegion = "us-east-1";

    static TheoryData<string> Names => [.. Directory.EnumerateFiles(Folder(), "*.json").Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    public static TheoryData<string> FromQueues => [.. Names.Select(row => row.Data).Where(name => name.EndsWith("-sqs.json", StringComparison.Ordinal))];

    public static TheoryData<string, string, Wake[]> PartnerEvents => new()
    {
        { "opportunity-created", "Opportunity Created", [new Wake.Opportunity("O8412093")] },
        { "opportunity-updated", "Opportunity Updated", [new Wake.Opportunity("O8412093")] },
        { "opportunity-accepted", "Opportunity Accepted", [new Wake.Opportunity("O8412177")] },
        { "opportunity-rejected", "Opportunity Rejected", [new Wake.Opportunity("O8412177")] },
        { "engagement-invitation-created", "Engagement Invitation Created", [new Wake.Invitation("engi-3h8t6v1n9c4bp")] },
        { "engagement-invitation-accepted", "Engagement Invitation Accepted", [new Wake.Invitation("engi-3h8t6v1n9c4bp")] },
        { "engagement-invitation-rejected", "Engagement Invitation Rejected", [new Wake.Invitation("engi-3h8t6v1n9c4bp")] },
        { "engagement-invitation-expired", "Engagement Invitation Expired", [new Wake.Invitation("engi-3h8t6v1n9c4bp")] },
        { "engagement-created", "Engagement Created", [new Wake.Engagement("eng-5k2m9x4q7w1z8r")] },
        { "engagement-updated", "Engagement Updated", [new Wake.Engagement("eng-5k2m9x4q7w1z8r")] },
        { "engagement-member-added", "Engagement Member Added", [new Wake.Engagement("eng-5k2m9x4q7w1z8r")] },
        { "engagement-member-joined", "Engagement Member Joined", [new Wake.Engagement("eng-5k2m9x4q7w1z8r")] },
        {
            "engagement-resource-snapshot-created", "Engagement Resource Snapshot Created",
            [new Wake.Engagement("eng-5k2m9x4q7w1z8r"), new Wake.Opportunity("O8412093")]
        },
        { "resource-snapshot-created", "Resource Snapshot Created", [new Wake.Engagement("eng-5k2m9x4q7w1z8r"), new Wake.Opportunity("O8412093")] },
    };

    public static TheoryData<string, string, string> MarketplaceEvents => new()
    {
        { "change-set-succeeded", "0000000000000000000000001", "ChangeSet/2026-02-01-0123456789abcdef event" },
        { "change-set-failed", "0000000000000000000000001", "ChangeSet/2026-02-01-0123456789abcdef event" },
        { "change-set-cancelled", "0000000000000000000000001", "ChangeSet/2026-02-01-0123456789abcdef event" },
        { "offer-released", Offer, $"Offer/{Offer} event" },
        { "offer-set-released", "offerset-0000000000001", "OfferSet/offerset-0000000000001 event" },
        { "products-security-report-created", "", "" },
        { "disbursement-paused", "", "" },
        { "purchase-agreement-created-proposer", Agreement, OfAgreement },
        { "purchase-agreement-created-manufacturer", Agreement, OfAgreement },
        { "purchase-agreement-amended-proposer", Agreement, OfAgreement },
        { "purchase-agreement-amended-manufacturer", Agreement, OfAgreement },
        { "purchase-agreement-ended-proposer", Agreement, OfAgreement },
        { "purchase-agreement-ended-manufacturer", Agreement, OfAgreement },
        { "purchase-agreement-ending-proposer", Agreement, OfAgreement },
        { "purchase-agreement-renewal-upcoming-proposer", Agreement, OfAgreement },
        { "purchase-agreement-renewal-terms-finalized-proposer", Agreement, OfAgreement },
        { "purchase-agreement-advisory-issued-manufacturer", Agreement, OfAgreement },
        { "purchase-agreement-advisory-resolved-manufacturer", Agreement, OfAgreement },
        { "purchase-agreement-billing-adjustment-completed-proposer", Agreement, $"Agreement/{Agreement} event" },
        { "purchase-agreement-billing-adjustment-failed-proposer", Agreement, $"Agreement/{Agreement} event" },
        { "license-updated-manufacturer", Agreement, OfAgreement },
        { "license-deprovisioned-manufacturer", Agreement, OfAgreement },
        { "agreement-cancellation-request-pending-approval-proposer", Agreement, $"Agreement/{Agreement} event" },
        { "agreement-cancellation-request-approved-proposer", Agreement, $"Agreement/{Agreement} event" },
        { "agreement-cancellation-request-rejected-proposer", Agreement, $"Agreement/{Agreement} event" },
        { "agreement-cancellation-request-cancelled-proposer", Agreement, $"Agreement/{Agreement} event" },
        { "agreement-cancellation-request-validation-failed-proposer", Agreement, $"Agreement/{Agreement} event" },
    };

    [Theory]
    [Trait("Row", "F9")]
    [MemberData(nameof(MarketplaceEvents))]
    public async Task Every_event_of_AWS_Marketplace_is_understood(string name, string subject, string wakes)
    {
        var message = Assert.Single(await Messages($"marketplace-{name}-sqs.json"));
        var understood = Assert.IsType<MarketReading.Understood>(MarketEventReader.Read(Encoding.UTF8.GetBytes(message.Body), "AWS"));
        Assert.True(understood.IsKnown);
        Assert.Equal((subject, "123456789012"), (understood.Event.Subject, understood.Event.Account));
        Assert.All(understood.Wakes, wake => Assert.Equal("AWS", wake.Key.Catalog));
        Assert.Equal(wakes, string.Join(", ", understood.Wakes.Select(wake => $"{wake.Key.Kind}/{wake.Key.Id} {(RecordRequest.Read(wake.Reason) is { } request ? request.Verb : wake.Reason)}")));
        Assert.Empty(understood.Schedules);
    }

    [Fact]
    public void None_goes_unread() => Assert.Equal(
        PartnerEvents.Select(row => $"partner-{row.Data.Item1}-sqs.json").Concat(MarketplaceEvents.Select(row => $"marketplace-{row.Data.Item1}-sqs.json")).Concat(["crm-change-sqs.json", "command-sqs.json", "crm-command-event.json", "command-url.json", "exchange-objects.json", "s3-inbound-file-sqs.json", "s3-inbound-file.json", "s3-test-event-sqs.json", "scheduled-tick.json"])
            .Order(StringComparer.Ordinal),
        Names.Select(row => row.Data));

    [Fact]
    [Trait("Row", "F-16")]
    public async Task The_CRMs_change_names_its_records()
    {
        var signal = Assert.Single(LambdaSync.Connections.Salesforce.ChangeSignals.Decode(Encoding.UTF8.GetBytes((await Messages("crm-change-sqs.json"))[0].Body))!);
        Assert.Equal(("Opportunity", "006000000000001AAA,006000000000002AAA"), (signal.Object, string.Join(',', signal.Ids)));
    }

    [Theory]
    [MemberData(nameof(FromQueues))]
    public async Task Every_message_is_one_of_a_queue(string name)
    {
        var region = name.StartsWith("partner-", StringComparison.Ordinal) || name.StartsWith("marketplace-", StringComparison.Ordinal) || name.StartsWith("command-", StringComparison.Ordinal) || name.StartsWith("crm-", StringComparison.Ordinal) ? PartnerCentralsRegion : StackRegion;
        var messages = await Messages(name);
        Assert.NotEmpty(messages);
        foreach (var message in messages)
        {
            Assert.NotEmpty(message.MessageId);
            Assert.NotEmpty(message.ReceiptHandle);
            Assert.Contains("SentTimestamp", message.Attributes);
            Assert.Equal(("aws:sqs", region), (message.EventSource, message.AwsRegion));
            Assert.StartsWith($"arn:aws:sqs:{region}:123456789012:", message.EventSourceArn, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_notification_tells_of_its_file()
    {
        Notification(await Text("s3-inbound-file.json"));
        Notification(Assert.Single(await Messages("s3-inbound-file-sqs.json")).Body);
    }

    [Fact]
    public async Task The_test_event_is_known()
    {
        using var json = JsonDocument.Parse(Assert.Single(await Messages("s3-test-event-sqs.json")).Body);
        Assert.Equal("s3:TestEvent", json.RootElement.GetProperty("Event").GetString());
    }

    [Theory]
    [MemberData(nameof(PartnerEvents))]
    public async Task Every_event_of_Partner_Central_is_understood(string name, string type, Wake[] wakes)
    {
        var message = Assert.Single(await Messages($"partner-{name}-sqs.json"));
        var understood = Assert.IsType<EventReading.Understood>(PartnerEventReader.Read(Encoding.UTF8.GetBytes(message.Body), "AWS"));
        Assert.Equal((type, "AWS", "123456789012"), (understood.Event.Type, understood.Event.Catalog, understood.Event.Account));
        Assert.Equal(wakes, understood.Wakes);
        Assert.Empty(understood.Issues);
    }

    [Fact]
    public async Task The_command_of_a_queue_is_understood()
    {
        var issues = new List<Issue>();
        var command = CommandReader.Read(Encoding.UTF8.GetBytes(Assert.Single(await Messages("command-sqs.json")).Body), issues);
        Assert.Empty(issues);
        Assert.Equal((CommandVerbs.Submit, "O8412093"), (command!.Verb, Assert.Single(command.Ids)));
    }

    [Fact]
    public async Task The_command_of_a_CRM_is_understood()
    {
        var relayed = CrmCommandEvent.Read(Encoding.UTF8.GetBytes(await Text("crm-command-event.json")))!;
        var issues = new List<Issue>();
        var command = CommandReader.Read(relayed.Command, issues);
        Assert.Empty(issues);
        Assert.Equal((CommandVerbs.Submit, "006xx000001Ab2CAAS", "005xx000001Sv6AAAS"), (command!.Verb, Assert.Single(command.Ids), command.By));
    }

    [Fact]
    public async Task A_tick_tells_its_time_and_its_rule()
    {
        var tick = JsonSerializer.Deserialize(await Text("scheduled-tick.json"), EventJson.Default.ScheduledEvent)!;
        Assert.Equal(
            ("0", "Scheduled Event", "aws.events", "123456789012", PartnerCentralsRegion), (tick.Version, tick.DetailType, tick.Source, tick.Account, tick.Region));
        Assert.Equal(new DateTime(2026, 2, 1, 10, 5, 0, DateTimeKind.Utc), tick.Time);
        Assert.StartsWith("arn:aws:events:us-east-1:123456789012:rule/", Assert.Single(tick.Resources), StringComparison.Ordinal);
        Assert.NotEmpty(tick.Id);
        Assert.NotNull(tick.Detail);
    }

    [Fact]
    [Trait("Row", "E3")]
    public async Task A_call_of_another_scheduler_names_its_objects()
    {
        Assert.Equal([AceObject.Lead], ExchangeTick.AskedBy(JsonSerializer.Deserialize(await Text("exchange-objects.json"), EventJson.Default.ExchangeTick)!));
        Assert.Empty(ExchangeTick.AskedBy(JsonSerializer.Deserialize(await Text("scheduled-tick.json"), EventJson.Default.ExchangeTick)!));
    }

    static void Notification(string body)
    {
        var record = Assert.Single(JsonSerializer.Deserialize(body, EventJson.Default.S3Event)!.Records);
        Assert.Equal(("aws:s3", "ObjectCreated:Put", "us-west-2"), (record.EventSource, record.EventName, record.AwsRegion));
        Assert.Equal("arn:aws:s3:::" + record.S3.Bucket.Name, record.S3.Bucket.Arn);
        Assert.True(record.S3.Object.Size > 0);
        Assert.NotEmpty(record.S3.Object.ETag);
        Assert.NotEmpty(record.S3.Object.Sequencer);
        Assert.Equal("opportunity-outbound/two records (1).json", WebUtility.UrlDecode(record.S3.Object.Key));
        Assert.NotEmpty(record.S3.Object.VersionId);
    }

    internal static async Task<List<SQSEvent.SQSMessage>> Messages(string name) => JsonSerializer.Deserialize(await Text(name), EventJson.Default.SQSEvent)!.Records;

    static Task<string> Text(string name) => File.ReadAllTextAsync(Path.Combine(Folder(), name), TestContext.Current.CancellationToken);

    static string Folder() => RepositoryFolder.File("events");
}
