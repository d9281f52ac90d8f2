using System.Text.Json.Nodes;
using LambdaSync.Commands;
using LambdaSync.Connections.BuiltIn;
using LambdaSync.Kinds.Marketplace;
using LambdaSync.Mapping;
using LambdaSync.Marketplace.ChangeSets;
using LambdaSync.Sync.Schedules;
using LambdaSync.Sync.Work;
using Xunit;

namespace LambdaSync.Functions.Tests.Records;

/// <summary>What AWS Marketplace has, as records of the store and of the CRM.</summary>
public sealed class MarketRecordTests : IDisposable
{
    readonly SyncRig _rig = new(MappingReader.Read(BuiltInMapping.JsonWithMarketplace(), new List<Issue>())!);

    static CancellationToken None => CancellationToken.None;

    public MarketRecordTests() => MarketRig.Prepare(_rig);

    public void Dispose() => _rig.Dispose();

    [Fact]
    [Trait("Row", "F3")]
    public async Task A_created_offer_and_its_agreement_reach_the_CRM_and_its_opportunity_is_compared()
    {
        var (memo, _) = await MarketRig.End(_rig, (await MarketRig.Request(_rig)).Keys[0]);
        var offer = memo.EntityId!;
        await _rig.Tick();
        var shown = await Crm("AWS_Private_Offer__c", offer);
        Assert.Equal(("Example offer", "prod-example1", MarketRig.Buyer, "active"), (Text(shown, "Name"), Text(shown, "AWS_Product_Id__c"), Text(shown, "AWS_Buyer_Accounts__c"), Text(shown, "AWS_Status__c")));

        var opportunity = _rig.AwsHas();
        await _rig.DeliverAll();
        await MarketRig.Request(_rig, CommandVerbs.LinkOffer, opportunity, "link", (CommandVerbs.Offer, $"arn:aws:aws-marketplace:us-east-1:123456789012:AWSMarketplace/Offer/{offer}"));
        await _rig.Tick();
        var agreement = _rig.Simulator.Control.Do("accept-offer", new JsonObject { ["offerId"] = offer })["agreementId"]!.GetValue<string>();
        await _rig.DeliverAll();
        await _rig.Tick();
        var made = await Crm("AWS_Agreement__c", agreement);
        Assert.Equal((offer, MarketRig.Buyer, "ACTIVE", "USD"), (Text(made, "AWS_Offer_Id__c"), Text(made, "AWS_Acceptor_Account__c"), Text(made, "AWS_Status__c"), Text(made, "AWS_Currency__c")));
        var work = await _rig.Work(opportunity);
        Assert.NotNull(work);
        var notifications = await _rig.Store.ListNotifications("AWS", DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue, 100, None);
        Assert.Contains(notifications, n => n.Subject == opportunity && n.Kind == "Purchase Agreement Created");
        // Both twins of the event are one record.
        Assert.Equal(2, notifications.Count(n => n.Subject == agreement && n.Kind.StartsWith("Purchase Agreement Created - ", StringComparison.Ordinal)));
        Assert.Single(await _rig.Crm.List("AWS_Agreement__c", 10, null, None));
        Assert.Contains("GetOpportunity", _rig.Http.Operations);

        // Half a year before its end, people are reminded of it.
        var key = MarketSection.Agreement.Key("AWS", agreement);
        Assert.InRange((await _rig.Store.GetWork(key, None))!.Due!.Value, _rig.Time.GetUtcNow(), _rig.Time.GetUtcNow().AddDays(1));
        _rig.Time.Ahead += TimeSpan.FromDays(190);
        _rig.Simulator.Control.Clock.Advance(TimeSpan.FromDays(190));
        await _rig.Tick();
        notifications = await _rig.Store.ListNotifications("AWS", DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue, 100, None);
        Assert.Single(notifications, n => n.Subject == agreement && n.Kind == "Purchase Agreement Ending in 180 days");
    }

    [Fact]
    [Trait("Row", "F10")]
    public async Task The_opportunity_of_an_offer_that_was_linked_a_moment_ago_is_told_of_its_sale()
    {
        var offer = (await MarketRig.End(_rig, (await MarketRig.Request(_rig)).Keys[0])).Memo.EntityId!;
        await _rig.Tick();
        var opportunity = _rig.AwsHas();
        await _rig.DeliverAll();
        // No tick has worked on the link yet.
        await MarketRig.Request(_rig, CommandVerbs.LinkOffer, opportunity, "link", (CommandVerbs.Offer, $"arn:aws:aws-marketplace:us-east-1:123456789012:AWSMarketplace/Offer/{offer}"));
        var agreement = _rig.Simulator.Control.Do("accept-offer", new JsonObject { ["offerId"] = offer })["agreementId"]!.GetValue<string>();
        await _rig.DeliverAll();
        var notifications = await _rig.Store.ListNotifications("AWS", DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue, 100, None);
        Assert.Single(notifications, n => n.Subject == opportunity && n.Id == $"accepted-{agreement}-{opportunity}");
    }

    [Fact]
    [Trait("Row", "F8")]
    [Trait("Row", "F2")]
    public async Task What_was_made_elsewhere_is_found_by_the_sweep_and_followed()
    {
        var shared = _rig.Simulator.Control.Do("share-authorization", new JsonObject { ["name"] = "From a maker" })["id"]!.GetValue<string>();
        _rig.Simulator.Control.Do("events", []);
        await _rig.Sweep(TimeSpan.FromHours(2));
        Assert.Equal("Example product", Text(await Crm("AWS_Product__c", MarketRig.Product), "Name"));
        var authorization = await Crm("AWS_Resale_Authorization__c", shared);
        Assert.Equal(("From a maker", "999900001111", "Active"), (Text(authorization, "Name"), Text(authorization, "AWS_Manufacturer_Account__c"), Text(authorization, "AWS_Status__c")));
        _rig.Forget();
        await _rig.Sweep(TimeSpan.FromHours(2));
        Assert.DoesNotContain("DescribeEntity", _rig.Http.Operations);
    }

    [Fact]
    [Trait("Row", "F7")]
    [Trait("Row", "M-18")]
    public async Task Agreements_of_before_the_mapping_had_a_section_are_found()
    {
        var offer = (await MarketRig.End(_rig, (await MarketRig.Request(_rig)).Keys[0])).Memo.EntityId!;
        var agreement = _rig.Simulator.Control.Do("accept-offer", new JsonObject { ["offerId"] = offer })["agreementId"]!.GetValue<string>();
        _rig.Simulator.Control.Do("events", []);
        await _rig.Sweep(TimeSpan.FromHours(2));
        await _rig.Tick();
        Assert.Equal("ACTIVE", Text(await Crm("AWS_Agreement__c", agreement), "AWS_Status__c"));
        _rig.Forget();
        await _rig.Sweep(TimeSpan.FromHours(2));
        Assert.Contains("AfterLastUpdateTime", _rig.Http.Bodies[_rig.Http.Operations.IndexOf("SearchAgreements")], StringComparison.Ordinal);

        // Without a section nothing was listed, so a later run sets out from the beginning.
        using var without = new SyncRig();
        await without.Sweep(TimeSpan.FromHours(2));
        Assert.Null(Schedule.Read((await without.Store.GetWork(WorkKey.Schedule("AWS", Schedules.Marketplace), None))!.Data).Cursor);
    }

    [Theory]
    [Trait("Row", "F7")]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_agreement_that_the_account_may_not_read_is_known_from_its_event(bool isDenied)
    {
        _rig.Simulator.Control.Do("market-settings", new JsonObject { ["deniesMakers"] = isDenied });
        var (memo, _) = await MarketRig.End(_rig, (await MarketRig.Request(
            _rig, CommandVerbs.ResaleCreate, "new", "1", (CommandVerbs.Document, $$"""
                { "ProductId": "{{MarketRig.Product}}", "Name": "For a partner", "ResellerAccountId": "222233334444", "AvailabilityEndDate": "{{MarketRig.Day(_rig, 30)}}",
                  "RateCards": [{ "Duration": "P12M", "Rates": [{ "DimensionKey": "seats", "Price": "80" }] }], "BuyerEula": { "Type": "StandardEula", "Version": "2022-07-14" } }
                """))).Keys[0]);
        var sold = _rig.Simulator.Control.Do("resell", new JsonObject { ["authorizationId"] = memo.EntityId, ["buyer"] = MarketRig.Buyer });
        var agreement = sold["agreementId"]!.GetValue<string>();
        await _rig.DeliverAll();
        await _rig.Tick();
        // The channel partner's offer is not ours: its notice makes no record.
        Assert.Null(await _rig.Store.GetWork(MarketSection.Offer.Key("AWS", sold["offerId"]!.GetValue<string>()), None));
        var shown = await Crm("AWS_Agreement__c", agreement);
        Assert.Equal((MarketRig.Buyer, "222233334444", "ACTIVE", "NEW"), (Text(shown, "AWS_Acceptor_Account__c"), Text(shown, "AWS_Proposer_Account__c"), Text(shown, "AWS_Status__c"), Text(shown, "AWS_Intent__c")));
    }

    [Fact]
    [Trait("Row", "F9")]
    [Trait("Row", "M-28")]
    public async Task The_event_of_a_change_sets_end_settles_the_request_and_an_unknown_one_is_kept()
    {
        var key = (await MarketRig.Request(_rig)).Keys[0];
        await _rig.Tick();
        Assert.Null((await MarketRig.Of(_rig, key)).Memo.Status);
        _rig.Simulator.Control.Clock.Advance(TimeSpan.FromMinutes(1));
        _rig.Simulator.Control.Do("show-market", []);
        await _rig.DeliverAll();
        Assert.Equal(ChangeSetState.Succeeded, (await MarketRig.Of(_rig, key)).Memo.Status);

        _rig.Simulator.Control.Do("market-event", new JsonObject { ["source"] = "aws.marketplacecatalog", ["detailType"] = "Offer Praised", ["detail"] = new JsonObject { ["offer"] = "offer-1" } });
        _rig.Simulator.Control.Do("market-event", new JsonObject { ["source"] = "aws.marketplace", ["detailType"] = "Disbursement Paused", ["detail"] = new JsonObject { ["reason"] = "bank" } });
        await _rig.DeliverAll();
        var jobs = await _rig.Store.ListJobs(DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue, null, 100, None);
        var kept = Assert.Single(jobs, job => job.Source.StartsWith("aws.marketplacecatalog ", StringComparison.Ordinal));
        var detail = Assert.Single(await _rig.Store.ListDetails(kept.Id, 0, 9, None));
        Assert.Contains("Offer Praised", System.Text.Encoding.UTF8.GetString(detail.Payload), StringComparison.Ordinal);
        Assert.Contains("Disbursement Paused", _rig.Told.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Row", "M-15")]
    public async Task An_agreement_of_a_channel_partner_is_linked_by_its_authorization_though_no_notice_of_the_offer_came()
    {
        var (memo, _) = await MarketRig.End(_rig, (await MarketRig.Request(
            _rig, CommandVerbs.ResaleCreate, "new", "1", (CommandVerbs.Document, $$"""
                { "ProductId": "{{MarketRig.Product}}", "Name": "For a partner", "ResellerAccountId": "222233334444", "AvailabilityEndDate": "{{MarketRig.Day(_rig, 30)}}",
                  "RateCards": [{ "Duration": "P12M", "Rates": [{ "DimensionKey": "seats", "Price": "80" }] }], "BuyerEula": { "Type": "StandardEula", "Version": "2022-07-14" } }
                """))).Keys[0]);
        _rig.Simulator.Control.Do("events", []);
        var agreement = _rig.Simulator.Control.Do("resell", new JsonObject { ["authorizationId"] = memo.EntityId, ["buyer"] = MarketRig.Buyer })["agreementId"]!.GetValue<string>();
        var events = _rig.Drain().Records.Select(message => message.Body).ToList();
        // The offer's notice is lost, or comes last.
        foreach (var late in new[] { false, true })
        {
            var batch = SyncRig.Messages([.. events.Where(body => body.Contains("\"Offer Released\"", StringComparison.Ordinal) == late)]);
            Assert.Empty((await _rig.MarketEvents.Handle(batch, _rig.Context)).BatchItemFailures);
            await _rig.Tick();
            var kept = MarketMemo.Read((await _rig.Store.GetWork(MarketSection.Agreement.Key("AWS", agreement), None))!.Data);
            Assert.Equal(memo.EntityId, kept.Document!.Value.GetProperty("event").GetProperty("resaleAuthorizationId").GetString());
        }

        Assert.Equal("", _rig.Told.ToString());
        Assert.DoesNotContain(await MarketRig.Log(_rig.Store, MarketSection.Agreement.Key("AWS", agreement)), issue => issue.Severity == Severity.Error);
    }

    [Theory]
    [Trait("Row", "F13")]
    [InlineData(false)]
    [InlineData(true)]
    public async Task People_are_reminded_of_an_offer_that_ends_unaccepted(bool isAccepted)
    {
        var (memo, _) = await MarketRig.End(_rig, (await MarketRig.Request(_rig)).Keys[0]);
        await _rig.Tick();
        if (isAccepted)
            _rig.Simulator.Control.Do("accept-offer", new JsonObject { ["offerId"] = memo.EntityId });
        Assert.Empty(await Reminders());
        await Days(17);
        Assert.Equal(isAccepted ? [] : ["Offer Expiring in 7 days"], await Reminders());
        // Another end is another reminder.
        await MarketRig.End(_rig, (await MarketRig.Request(_rig, CommandVerbs.OfferExpiry, memo.EntityId!, "2", (CommandVerbs.Until, MarketRig.Day(_rig, 9)))).Keys[0]);
        await Days(9);
        Assert.Equal(isAccepted ? [] : ["Offer Expiring in 7 days", "Offer Expiring in 7 days", "Offer Expiring tomorrow"], await Reminders());

        async Task Days(int days)
        {
            for (var half = 0; half < 2 * days; half++)
            {
                AgreementRig.Later(_rig, TimeSpan.FromHours(12));
                await _rig.Tick();
            }
        }

        async Task<IReadOnlyList<string>> Reminders() =>
            [.. (await _rig.Store.ListNotifications("AWS", DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue, 100, None)).Where(n => n.Subject == memo.EntityId && n.Kind.Contains("Expiring", StringComparison.Ordinal)).Select(n => n.Kind).Order(StringComparer.Ordinal)];
    }

    [Fact]
    [Trait("Row", "M-29")]
    public async Task Two_licenses_of_one_buyer_are_kept_apart()
    {
        var licenses = new List<string?>();
        foreach (var name in new[] { "One", "Two" })
        {
            var (memo, _) = await MarketRig.End(_rig, (await MarketRig.Request(_rig, CommandVerbs.OfferCreate, "new", name, (CommandVerbs.Document, MarketRig.Document(_rig, name)))).Keys[0]);
            var agreement = _rig.Simulator.Control.Do("accept-offer", new JsonObject { ["offerId"] = memo.EntityId })["agreementId"]!.GetValue<string>();
            await _rig.DeliverAll();
            await _rig.Tick();
            licenses.Add(MarketMemo.Read((await _rig.Store.GetWork(MarketSection.Agreement.Key("AWS", agreement), None))!.Data).Document!.Value.GetProperty("event").GetProperty("licenseArn").GetString());
        }

        Assert.Equal(2, licenses.Distinct().Count());
        Assert.All(licenses, license => Assert.StartsWith("arn:aws:license-manager:", license, StringComparison.Ordinal));
        Assert.Equal(2, (await _rig.Crm.List("AWS_Agreement__c", 10, null, None)).Count);
    }

    [Fact]
    [Trait("Row", "M-19")]
    public async Task A_future_dated_agreement_is_found_by_the_sweep_and_says_when_it_starts()
    {
        var (start, end) = (MarketRig.Day(_rig, 40), MarketRig.Day(_rig, 400));
        var document = MarketRig.Document(_rig).Replace("\"RateCards\"", $"\"AgreementStartDate\": \"{start}\", \"AgreementEndDate\": \"{end}\", \"RateCards\"", StringComparison.Ordinal);
        var (memo, _) = await MarketRig.End(_rig, (await MarketRig.Request(_rig, CommandVerbs.OfferCreate, "new", "1", (CommandVerbs.Document, document))).Keys[0]);
        _rig.Simulator.Control.Clock.Advance(TimeSpan.FromHours(2));
        await _rig.Sweep(TimeSpan.FromHours(2));
        var agreement = _rig.Simulator.Control.Do("accept-offer", new JsonObject { ["offerId"] = memo.EntityId })["agreementId"]!.GetValue<string>();
        // No event of it comes before its start.
        await _rig.DeliverAll();
        Assert.Null(await _rig.Store.GetWork(MarketSection.Agreement.Key("AWS", agreement), None));
        await _rig.Sweep(TimeSpan.FromHours(2));
        await _rig.Tick();
        Assert.Equal($"accepted, starts on {start}", await State());
        AgreementRig.Later(_rig, TimeSpan.FromDays(41));
        await _rig.Tick();
        Assert.Equal("active", await State());

        async Task<string?> State() => MarketMemo.Read((await _rig.Store.GetWork(MarketSection.Agreement.Key("AWS", agreement), None))!.Data).Document!.Value.GetProperty("state").GetString();
    }

    [Fact]
    [Trait("Row", "F10")]
    [Trait("Row", "M-26")]
    public async Task An_offer_that_the_CRM_names_remembers_its_opportunity_and_another_sellers_is_not_attached()
    {
        var (memo, _) = await MarketRig.End(_rig, (await MarketRig.Request(_rig)).Keys[0]);
        var opportunity = _rig.AwsHas();
        await _rig.DeliverAll();
        await _rig.Edit(opportunity, $$"""{"AWS_offers__c":"arn:aws:aws-marketplace:us-east-1:999900001111:AWSMarketplace/Offer/offer-other"}""");
        await _rig.Tick();
        Assert.DoesNotContain("AssociateOpportunity", _rig.Http.Operations);
        Assert.Contains((await _rig.Log(opportunity)).SelectMany(detail => detail.Issues), issue => issue.Rule.Contains("seller account 999900001111", StringComparison.Ordinal));
        await _rig.Edit(opportunity, $$"""{"AWS_offers__c":"arn:aws:aws-marketplace:us-east-1:123456789012:AWSMarketplace/Offer/{{memo.EntityId}}"}""");
        await _rig.Tick();
        await _rig.Tick();
        var kept = MarketMemo.Read((await _rig.Store.GetWork(MarketSection.Offer.Key("AWS", memo.EntityId!), None))!.Data);
        Assert.Equal(WorkKey.Opportunity("AWS", opportunity), Assert.Single(kept.Opportunities));
        _rig.Simulator.Control.Do("accept-offer", new JsonObject { ["offerId"] = memo.EntityId });
        await _rig.DeliverAll();
        await _rig.Tick();
        Assert.Contains(await _rig.Store.ListNotifications("AWS", DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue, 100, None), n => n.Subject == opportunity && n.Kind == "Purchase Agreement Created");
    }

    async Task<JsonObject> Crm(string crmObject, string awsId) =>
        JsonNode.Parse((await _rig.Crm.Get(crmObject, awsId, None) ?? throw new InvalidOperationException($"{awsId} is not in the CRM: {_rig.Told}")).Fields)!.AsObject();

    static string? Text(JsonObject record, string field) => record[field]?.ToString();
}
