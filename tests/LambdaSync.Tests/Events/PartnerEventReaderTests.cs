using System.Text;
using System.Text.Json.Nodes;
using LambdaSync.Events;
using Xunit;

namespace LambdaSync.Tests.Events;

[Trait("Row", "A8")]
public sealed class PartnerEventReaderTests
{
    const string Id = "5d0c9a51-0000-4000-8000-0000000000a1";

    const string Arn = "arn:aws:partnercentral:us-east-1::catalog/AWS/";

    const string Opportunity = """{"identifier":"O7654321"}""";

    const string Receiver =
        """{"arn":"arn:aws:partnercentral:us-east-1::catalog/AWS/engagement-invitation/engi-0a1b2c3d4e5f6","id":"engi-0a1b2c3d4e5f6","engagementId":"eng-0123456789abcd","senderAccountId":"111122223333","receiverAccountId":"123456789012","participantType":"Receiver","payloadType":"LeadInvitation"}""";

    const string Snapshot =
        """{"arn":"arn:aws:partnercentral-selling:us-east-1::catalog/AWS/engagement/eng-0123456789abcd/resource/Opportunity/O42/template/OpportunitySummaryView/snapshot/snapshot-1","engagementId":"eng-0123456789abcd","resourceType":"Opportunity","resourceId":"O42","createdBy":"aws","targetMemberAccounts":["aws"],"resourceSnapshotTemplateName":"OpportunitySummaryView"}""";

    static readonly Wake[] Engagement = [new Wake.Engagement("eng-0123456789abcd")];

    public static TheoryData<string, string, string, Wake[]> Types => new()
    {
        { "Opportunity Created", "opportunity", Opportunity, [new Wake.Opportunity("O7654321")] },
        { "Opportunity Updated", "opportunity", """{"identifier":"O1","url":"https://example.com"}""", [new Wake.Opportunity("O1")] },
        { "Opportunity Accepted", "opportunity", Opportunity, [new Wake.Opportunity("O7654321")] },
        { "Opportunity Rejected", "opportunity", Opportunity, [new Wake.Opportunity("O7654321")] },
        {
            "Engagement Invitation Created", "engagementInvitation", Receiver.Replace("}", ""","senderCompanyName":"AWS","expirationDate":"2026-02-16T10:00:00Z"}""", StringComparison.Ordinal),
            [new Wake.Invitation("engi-0a1b2c3d4e5f6")]
        },
        { "Engagement Invitation Accepted", "engagementInvitation", Receiver, [new Wake.Invitation("engi-0a1b2c3d4e5f6")] },
        { "Engagement Invitation Rejected", "engagementInvitation", Receiver, [new Wake.Invitation("engi-0a1b2c3d4e5f6")] },
        { "Engagement Invitation Expired", "engagementInvitation", Receiver, [new Wake.Invitation("engi-0a1b2c3d4e5f6")] },
        { "Engagement Created", "engagement", """{"engagementArn":"arn:x/eng-0123456789abcd","engagementId":"eng-0123456789abcd","CreatedAt":"2026-02-01T10:00:00Z","CreatedBy":"aws","ContextTypes":["Lead"]}""", Engagement },
        { "Engagement Updated", "engagement", """{"engagementArn":"arn:x/eng-0123456789abcd","engagementId":"eng-0123456789abcd","LastModifiedAt":"2026-02-01T10:00:00Z","LastModifiedBy":"aws","ContextTypes":[]}""", Engagement },
        { "Engagement Member Added", "engagement", """{"id":"eng-0123456789abcd"}""", Engagement },
        { "Engagement Member Joined", "engagement", """{"id":"eng-0123456789abcd"}""", Engagement },
        { "Engagement Resource Snapshot Created", "resourceSnapshot", Snapshot, [.. Engagement, new Wake.Opportunity("O42")] },
        { "Resource Snapshot Created", "resourceSnapshot", """{"engagementId":"eng-0123456789abcd","resourceType":"Opportunity","resourceId":"O42"}""", [.. Engagement, new Wake.Opportunity("O42")] },
    };

    [Theory]
    [MemberData(nameof(Types))]
    public void Every_type_wakes_what_it_is_about(string type, string member, string json, Wake[] wakes)
    {
        var understood = Assert.IsType<EventReading.Understood>(Read(Envelope(type, member, json)));
        Assert.Equal(wakes, understood.Wakes);
        Assert.Empty(understood.Issues);
        Assert.Equal(type, understood.Event.Type);
    }

    [Fact]
    public void The_envelope_is_handed_on()
    {
        var envelope = Envelope("Opportunity Updated", "opportunity", Opportunity);
        envelope["resources"] = new JsonArray(Arn + "engagement/eng-1", "arn:other");
        var read = Assert.IsType<EventReading.Understood>(Read(envelope)).Event;
        Assert.Equal([Arn + "engagement/eng-1", "arn:other"], read.Resources);
        Assert.Equal(
            new PartnerEvent(Id, "Opportunity Updated", new DateTimeOffset(2026, 2, 1, 10, 0, 5, TimeSpan.Zero), "AWS", "123456789012", read.Resources) { Subject = "O7654321" }, read);
    }

    [Theory]
    [InlineData("2026-02-01T10:00:05Z")]
    [InlineData("2026-02-01T10:00:05.000Z")]
    [InlineData("2026-02-01T11:00:05+01:00")]
    [InlineData("2026-02-01T10:00:05")]
    public void Times_are_universal(string time)
    {
        var envelope = Envelope("Opportunity Updated", "opportunity", Opportunity);
        envelope["time"] = time;
        Assert.Equal(new DateTimeOffset(2026, 2, 1, 10, 0, 5, TimeSpan.Zero), Assert.IsType<EventReading.Understood>(Read(envelope)).Event.Time);
    }

    [Theory]
    [InlineData("Opportunity Updated", "opportunity", """{"identifier":"arn:aws:partnercentral:us-east-1:123456789012:catalog/AWS/opportunity/O9"}""", "O9")]
    [InlineData("Opportunity Updated", "opportunity", """{"arn":"arn:aws:partnercentral:us-east-1:123456789012:catalog/AWS/opportunity/O9"}""", "O9")]
    [InlineData("Opportunity Updated", "Opportunity", """{"Identifier":"O9"}""", "O9")]
    [InlineData("Opportunity Updated", "opportunity", """{"identifier":null,"id":"O9"}""", "O9")]
    [InlineData("Opportunity Updated", "opportunity", """{"identifier":"O1234567890123456789"}""", "O1234567890123456789")]
    [InlineData("Engagement Invitation Created", "engagementInvitation", """{"arn":"arn:aws:partnercentral:us-east-1::catalog/AWS/engagement-invitation/engi-1","participantType":"RECEIVER"}""", "engi-1")]
    [InlineData("Engagement Updated", "engagement", """{"engagementArn":"arn:aws:partnercentral:us-east-1::catalog/AWS/engagement/eng-1"}""", "eng-1")]
    [InlineData("Engagement Member Added", "engagement", """{"id":"arn:aws:partnercentral:us-east-1::catalog/AWS/engagement/eng-1"}""", "eng-1")]
    public void An_ARN_gives_its_id(string type, string member, string json, string id) =>
        Assert.Equal(id, Assert.Single(Assert.IsType<EventReading.Understood>(Read(Envelope(type, member, json))).Wakes).Id);

    [Fact]
    public void The_resources_name_it_where_the_detail_does_not()
    {
        var envelope = Envelope("Engagement Member Added", "engagementMember", """{"accountId":"111122223333"}""");
        envelope["resources"] = new JsonArray(Arn + "engagement/eng-7");
        Assert.Equal([new Wake.Engagement("eng-7")], Assert.IsType<EventReading.Understood>(Read(envelope)).Wakes);
    }

    [Theory]
    [InlineData("""{"engagementId":"eng-1","resourceType":"Opportunity"}""", null, 0)]
    [InlineData("""{"engagementId":"eng-1","arn":"arn:x/engagement/eng-1/resource/Opportunity/O5/template/T/snapshot/snapshot-1"}""", "O5", 0)]
    [InlineData("""{"engagementId":"eng-1","resourceType":"Document","resourceId":"doc-1"}""", null, 0)]
    [InlineData("""{"engagementId":"eng-1","resourceType":"Opportunity","resourceId":"doc-1"}""", null, 1)]
    public void A_snapshot_wakes_an_opportunity_if_it_names_one(string json, string? opportunity, int warnings)
    {
        var understood = Assert.IsType<EventReading.Understood>(Read(Envelope("Engagement Resource Snapshot Created", "resourceSnapshot", json)));
        Wake[] wakes = opportunity is null ? [new Wake.Engagement("eng-1")] : [new Wake.Engagement("eng-1"), new Wake.Opportunity(opportunity)];
        Assert.Equal(wakes, understood.Wakes);
        Assert.Equal(warnings, understood.Issues.Count(i => i.Severity == Severity.Warning));
    }

    [Theory]
    [InlineData("Created")]
    [InlineData("Accepted")]
    [InlineData("Rejected")]
    [InlineData("Expired")]
    [Trait("Row", "A14")]
    public void An_invitation_that_we_sent_is_no_referral(string what)
    {
        var envelope = Envelope($"Engagement Invitation {what}", "engagementInvitation", Receiver.Replace("Receiver\"", "Sender\"", StringComparison.Ordinal));
        var understood = Assert.IsType<EventReading.Understood>(Read(envelope));
        Assert.Empty(understood.Wakes);
        var note = Assert.Single(understood.Issues);
        Assert.Equal((IssueCodes.EventOwnInvitation, Severity.Note, "engi-0a1b2c3d4e5f6", Id), (note.Code, note.Severity, note.Value, note.Event));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void It_wakes_its_opportunity_if_that_is_named(bool inResources)
    {
        var envelope = Envelope("Engagement Invitation Accepted", "engagementInvitation", Receiver.Replace("Receiver\"", "Sender\"", StringComparison.Ordinal));
        if (inResources)
            envelope["resources"] = new JsonArray(Arn + "engagement-invitation/engi-0a1b2c3d4e5f6", Arn + "opportunity/O3");
        else
            envelope["detail"]!["opportunity"] = new JsonObject { ["identifier"] = "O3" };
        var understood = Assert.IsType<EventReading.Understood>(Read(envelope));
        Assert.Equal([new Wake.Opportunity("O3")], understood.Wakes);
        Assert.Empty(understood.Issues);
    }

    [Fact]
    public void An_unknown_participant_wakes_nothing_and_is_told()
    {
        var envelope = Envelope("Engagement Invitation Created", "engagementInvitation", Receiver.Replace("Receiver\"", "Observer\"", StringComparison.Ordinal));
        var understood = Assert.IsType<EventReading.Understood>(Read(envelope));
        Assert.Empty(understood.Wakes);
        Assert.Equal("Observer", Assert.Single(understood.Issues).Value);
    }

    [Theory]
    [InlineData("AWS", "Sandbox")]
    [InlineData("Sandbox", "AWS")]
    public void The_other_stacks_catalog_is_no_mistake(string ours, string theirs)
    {
        var envelope = Envelope("Opportunity Updated", "opportunity", """{"identifier":"not looked at"}""", theirs);
        var other = Assert.IsType<EventReading.OtherCatalog>(PartnerEventReader.Read(Encoding.UTF8.GetBytes(envelope.ToJsonString()), ours));
        Assert.Equal(theirs, other.Event.Catalog);
    }

    [Theory]
    [InlineData("""{"catalog":"AWS","opportunity":{"identifier":"O1"}}""")]
    [InlineData("""{"catalog":"Moon"}""")]
    [InlineData("{}")]
    public void An_unknown_type_is_recorded(string detail)
    {
        var envelope = Envelope("Opportunity Archived", "opportunity", Opportunity);
        envelope["detail"] = JsonNode.Parse(detail);
        var unknown = Assert.IsType<EventReading.Unknown>(Read(envelope));
        var issue = Assert.Single(unknown.Issues);
        Assert.Equal((IssueCodes.EventUnknownType, Severity.Warning, "detail-type", "Opportunity Archived", Id), (issue.Code, issue.Severity, issue.Field, issue.Value, issue.Event));
    }

    [Fact]
    public void An_unknown_type_of_the_other_catalog_is_the_other_stacks() =>
        Assert.IsType<EventReading.OtherCatalog>(Read(Envelope("Opportunity Archived", "opportunity", Opportunity, "Sandbox")));

    [Theory]
    [InlineData("version", "2")]
    [InlineData("detail.schemaVersion", "2")]
    [InlineData("detail.schemaVersion", 2)]
    public void A_newer_version_wakes_what_it_still_names(string field, object version)
    {
        var envelope = Envelope("Opportunity Updated", "opportunity", Opportunity);
        Set(envelope, field, version);
        var understood = Assert.IsType<EventReading.Understood>(Read(envelope));
        Assert.Equal([new Wake.Opportunity("O7654321")], understood.Wakes);
        var issue = Assert.Single(understood.Issues);
        Assert.Equal((IssueCodes.EventUnknownVersion, field, "2"), (issue.Code, issue.Field, issue.Value));
    }

    [Fact]
    public void A_newer_version_that_names_things_elsewhere_is_unknown_not_broken()
    {
        var envelope = Envelope("Opportunity Updated", "subject", """{"key":"O1"}""");
        Set(envelope, "detail.schemaVersion", "2");
        var unknown = Assert.IsType<EventReading.Unknown>(Read(envelope));
        Assert.Contains(unknown.Issues, i => (i.Code, i.Field) == (IssueCodes.EventUnknownVersion, "detail.schemaVersion"));
        Assert.Contains(unknown.Issues, i => (i.Code, i.Field) == (IssueCodes.EventIncomplete, "detail.opportunity"));
        Assert.DoesNotContain(unknown.Issues, i => i.Severity == Severity.Error);
    }

    [Fact]
    public void Unknown_members_are_recorded()
    {
        var envelope = Envelope("Opportunity Updated", "opportunity", """{"identifier":"O1","mood":{"deep":1}}""");
        envelope["trace-header"] = "x";
        envelope["detail"]!["reason"] = new JsonObject { ["code"] = 1 };
        var understood = Assert.IsType<EventReading.Understood>(Read(envelope));
        Assert.Equal([new Wake.Opportunity("O1")], understood.Wakes);
        Assert.All(understood.Issues, i => Assert.Equal((IssueCodes.EventUnknownMember, Severity.Note, null, Id), (i.Code, i.Severity, i.Value, i.Event)));
        Assert.Equal(["trace-header", "detail.opportunity.mood", "detail.reason", "detail.reason.code"], understood.Issues.Select(i => i.Field));
    }

    [Fact]
    public void A_thousand_unknown_members_are_no_thousand_issues()
    {
        var envelope = Envelope("Opportunity Updated", "opportunity", Opportunity);
        for (var i = 0; i < 1000; i++)
            envelope[$"x{i}"] = i;
        Assert.Equal(20, Assert.IsType<EventReading.Understood>(Read(envelope)).Issues.Count);
    }

    [Theory]
    [InlineData("")]
    [InlineData("no JSON")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("\"text\"")]
    [InlineData("""{"id":"a","id":"b"}""")]
    [InlineData("""{"id":"\ud800"}""")]
    [InlineData("""{"id":"a"} {}""")]
    public void What_is_no_JSON_object_is_broken(string text)
    {
        var broken = Assert.IsType<EventReading.Broken>(PartnerEventReader.Read(Encoding.UTF8.GetBytes(text), "AWS"));
        Assert.Null(broken.EventId);
        Assert.Equal((IssueCodes.EventNotJson, Severity.Error), (Assert.Single(broken.Issues).Code, broken.Issues[0].Severity));
    }

    [Theory]
    [InlineData("id")]
    [InlineData("source")]
    [InlineData("detail-type")]
    [InlineData("time")]
    [InlineData("account")]
    [InlineData("detail")]
    [InlineData("detail.catalog")]
    [InlineData("detail.engagementInvitation")]
    [InlineData("detail.engagementInvitation.participantType")]
    public void A_missing_member_is_named(string field)
    {
        foreach (var missing in (bool[])[true, false])
        {
            var envelope = Envelope("Engagement Invitation Created", "engagementInvitation", Receiver);
            var (owner, name) = Owner(envelope, field);
            if (missing)
                owner.Remove(name);
            else
                owner[name] = null;
            var broken = Assert.IsType<EventReading.Broken>(Read(envelope));
            var issue = Assert.Single(broken.Issues);
            Assert.Equal((IssueCodes.EventIncomplete, Severity.Error, field), (issue.Code, issue.Severity, issue.Field));
            Assert.Equal(field == "id" ? null : Id, broken.EventId);
            Assert.Equal(broken.EventId, issue.Event);
        }
    }

    [Fact]
    public void An_opportunity_without_its_id_is_named()
    {
        var broken = Assert.IsType<EventReading.Broken>(Read(Envelope("Opportunity Updated", "opportunity", """{"url":"x"}""")));
        Assert.Equal((IssueCodes.EventIncomplete, "detail.opportunity.identifier"), (Assert.Single(broken.Issues).Code, broken.Issues[0].Field));
    }

    [Theory]
    [InlineData("id", "no id")]
    [InlineData("id", 7)]
    [InlineData("source", 7)]
    [InlineData("time", "yesterday")]
    [InlineData("time", "2026-13-01T10:00:05Z")]
    [InlineData("detail", "text")]
    [InlineData("resources", "arn:x")]
    [InlineData("detail.catalog", "Moon")]
    [InlineData("detail.catalog", "aws")]
    [InlineData("detail.opportunity", "O1")]
    [InlineData("detail.opportunity.identifier", "1")]
    [InlineData("detail.opportunity.identifier", "O")]
    [InlineData("detail.opportunity.identifier", "O12a")]
    [InlineData("detail.opportunity.identifier", "O12345678901234567890")]
    [InlineData("detail.opportunity.identifier", "arn:aws:partnercentral:us-east-1::catalog/AWS/engagement/eng-1")]
    public void A_wrong_value_is_named(string field, object value)
    {
        var envelope = Envelope("Opportunity Updated", "opportunity", Opportunity);
        Set(envelope, field, value);
        var issue = Assert.Single(Assert.IsType<EventReading.Broken>(Read(envelope)).Issues);
        Assert.Equal((IssueCodes.EventInvalid, Severity.Error, field, value.ToString()), (issue.Code, issue.Severity, issue.Field, issue.Value));
    }

    [Fact]
    public void Every_mistake_is_told()
    {
        var envelope = Envelope("Opportunity Updated", "opportunity", Opportunity);
        envelope.Remove("account");
        Set(envelope, "detail.catalog", "Moon");
        Assert.Equal(["account", "detail.catalog"], Assert.IsType<EventReading.Broken>(Read(envelope)).Issues.Select(i => i.Field).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Another_services_event_is_not_read()
    {
        var envelope = Envelope("Opportunity Updated", "opportunity", Opportunity);
        envelope["source"] = "aws.marketplacecatalog";
        var broken = Assert.IsType<EventReading.Broken>(Read(envelope));
        Assert.Equal((IssueCodes.EventOtherSource, "source", "aws.marketplacecatalog", Id), (Assert.Single(broken.Issues).Code, broken.Issues[0].Field, broken.Issues[0].Value, broken.Issues[0].Event));
    }

    [Fact]
    public void A_byte_order_mark_is_passed_over() => Assert.IsType<EventReading.Understood>(
        PartnerEventReader.Read([0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(Envelope("Opportunity Updated", "opportunity", Opportunity).ToJsonString())], "AWS"));

    /// <summary>An envelope with one member besides the catalog in its detail.</summary>
    internal static JsonObject Envelope(string type, string member, string json, string catalog = "AWS") => new()
    {
        ["version"] = "0",
        ["id"] = Id,
        ["detail-type"] = type,
        ["source"] = PartnerEvent.Source,
        ["account"] = "123456789012",
        ["time"] = "2026-02-01T10:00:05Z",
        ["region"] = "us-east-1",
        ["detail"] = new JsonObject { ["catalog"] = catalog, [member] = JsonNode.Parse(json) },
    };

    static EventReading Read(JsonObject envelope) => PartnerEventReader.Read(Encoding.UTF8.GetBytes(envelope.ToJsonString()), "AWS");

    static void Set(JsonObject envelope, string field, object value)
    {
        var (owner, name) = Owner(envelope, field);
        owner[name] = value is int number ? number : (string)value;
    }

    static (JsonObject Owner, string Name) Owner(JsonObject envelope, string field)
    {
        var parts = field.Split('.');
        return (parts[..^1].Aggregate(envelope, (owner, part) => owner[part]!.AsObject()), parts[^1]);
    }
}
