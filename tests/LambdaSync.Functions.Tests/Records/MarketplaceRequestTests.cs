using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using LambdaSync.Mapping;
using Xunit;

namespace LambdaSync.Functions.Tests.Records;

/// <summary>A request that somebody makes in AWS Marketplace: it has five working days, and its record says until when.</summary>
[Trait("Row", "A27")]
[Trait("Row", "L-16")]
public sealed partial class MarketplaceRequestTests : IDisposable
{
    // A Friday, and a Wednesday that is a holiday.
    const string Sent = "2083-03-05T10:00:00Z", Due = "2083-03-15T10:00:00Z";

    static readonly DateOnly Holiday = new(2083, 3, 10);

    LeadRig? _leads;

    static CancellationToken None => TestContext.Current.CancellationToken;

    SyncRig Rig => _leads!.Rig;

    public void Dispose() => _leads?.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Its_five_working_days_leave_out_the_weekend_and_the_holidays_of_the_mapping(bool isHolidayOfOpportunities)
    {
        var id = await Requested(isHolidayOfOpportunities);
        Assert.Equal(("\"AWS Marketplace Request\"", "\"Invited\""), (await Field(id, "AWS_invitationKind__c"), await Field(id, "AWS_Sync_Status__c")));
        Assert.Equal(DateTimeOffset.Parse(Due, CultureInfo.InvariantCulture), Date(await Field(id, "AWS_acceptBy__c")));

        Rig.Time.Stopped = DateTimeOffset.Parse(Due, CultureInfo.InvariantCulture).AddDays(-6);
        var told = new List<string>();
        for (var hours = 0; hours < 144; hours += 6)
        {
            await Rig.Tick();
            foreach (var reminder in (await Rig.Store.ListNotifications("AWS", DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue, 100, None)).Where(n => n.Id.StartsWith("reminder-", StringComparison.Ordinal) && !told.Contains(n.Id)))
                told.Add(reminder.Id);
            Rig.Time.Ahead += TimeSpan.FromHours(6);
        }

        Assert.Equal(["reminder-5-" + id, "reminder-1-" + id], told);
        Assert.Contains((await Rig.Log(id)).SelectMany(d => d.Issues), i => i.Code == IssueCodes.InvitationEnding && i.Rule.Contains("2083-03-15 10:00 UTC", StringComparison.Ordinal));
        Assert.Empty(_leads!.Writes);
    }

    // Titles are cut at 40 characters, so nothing is read from them.
    [Theory]
    [InlineData("AWS Marketplace", "AWS Marketplace Request")]
    [InlineData("Event", "Lead")]
    public async Task Its_source_says_what_it_is_and_not_its_cut_title(string source, string kind)
    {
        var id = await Requested(isHolidayOfOpportunities: false, source);
        Assert.Equal("Very Long Customer Name Inc AWS Marketpla", Rig.Answer("GetEngagementInvitation", new JsonObject { ["Catalog"] = "AWS", ["Identifier"] = id })["EngagementTitle"]!.GetValue<string>());
        Assert.Equal($"\"{kind}\"", await Field(id, "AWS_invitationKind__c"));
        // Any other lead has until its end.
        Assert.Equal(DateTimeOffset.Parse(source == "Event" ? "2083-06-01T00:00:00Z" : "2083-03-12T10:00:00Z", CultureInfo.InvariantCulture), Date(await Field(id, "AWS_acceptBy__c")), TimeSpan.FromDays(source == "Event" ? 0 : 4));
    }

    [Fact]
    public async Task It_gets_its_owner_by_rule()
    {
        var owner = new OwnerMapping("AWS_leadOwnerName__c", [new OwnerRule([new Condition("invitation:Kind", null, Comparison.Equal, ["\"AWS Marketplace Request\""])], "\"Anna\"")], "\"Otto\"");
        var mapping = Mapping(isHolidayOfOpportunities: false);
        var fields = mapping.Lead!.Fields.Where(f => f.Crm != owner.Crm).ToList();
        _leads = new LeadRig(mapping with { Lead = mapping.Lead with { Fields = fields, Invitation = mapping.Lead.Invitation! with { Owner = owner } } });
        foreach (var (source, expected) in new[] { ("AWS Marketplace", "\"Anna\""), ("Event", "\"Otto\"") })
            Assert.Equal(expected, await Field(await Invite(source), owner.Crm));
    }

    async Task<string> Requested(bool isHolidayOfOpportunities, string source = "AWS Marketplace")
    {
        _leads = new LeadRig(Mapping(isHolidayOfOpportunities));
        return await Invite(source);
    }

    async Task<string> Invite(string source)
    {
        Rig.Http.Changes = body => Titles().Replace(Dates().Replace(body, $"\"InvitationDate\":\"{Sent}\""), "\"EngagementTitle\":\"Very Long Customer Name Inc AWS Marketpla\"");
        var invited = Rig.Simulator.Control.Do("invite-lead", new JsonObject { ["company"] = "Very Long Customer Name Inc", ["expires"] = "2083-06-01T00:00:00Z", ["interaction"] = new JsonObject { ["SourceType"] = source } });
        await Rig.Deliver();
        return invited["id"]!.GetValue<string>();
    }

    static MappingDocument Mapping(bool isHolidayOfOpportunities)
    {
        var mapping = MappingReader.Read(LambdaSync.Cli.Demo.DemoRun.Mapping(), new List<Issue>())!;
        return isHolidayOfOpportunities
            ? mapping with { Opportunity = mapping.Opportunity! with { Invitation = mapping.Opportunity.Invitation! with { Holidays = [Holiday] } } }
            : mapping with { Lead = mapping.Lead! with { Invitation = mapping.Lead.Invitation! with { Holidays = [Holiday] } } };
    }

    Task<string?> Field(string id, string field) => _leads!.Field(id, field);

    static DateTimeOffset Date(string? json) => DateTimeOffset.Parse(Scalars.TextOf(json!)!, CultureInfo.InvariantCulture);

    [GeneratedRegex("\"InvitationDate\":\"[^\"]*\"")]
    private static partial Regex Dates();

    [GeneratedRegex("\"EngagementTitle\":\"[^\"]*\"")]
    private static partial Regex Titles();
}
