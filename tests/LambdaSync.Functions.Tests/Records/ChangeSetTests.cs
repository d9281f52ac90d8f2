using System.Text.Json.Nodes;
using LambdaSync.Commands;
using LambdaSync.Kinds.Marketplace;
using LambdaSync.Sync.Work;
using LambdaSync.Marketplace.ChangeSets;
using Xunit;

namespace LambdaSync.Functions.Tests.Records;

/// <summary>Change sets of AWS Marketplace through the door of commands and the engine, against the simulator.</summary>
public sealed class ChangeSetTests : IDisposable
{
    readonly SyncRig _rig = new();

    public ChangeSetTests() => MarketRig.Prepare(_rig);

    public void Dispose() => _rig.Dispose();

    [Fact]
    [Trait("Row", "M-3")]
    public async Task The_same_request_on_the_same_day_is_sent_once()
    {
        var receipt = await MarketRig.Request(_rig);
        var key = Assert.Single(receipt.Keys);
        var (memo, _) = await MarketRig.End(_rig, key);
        Assert.Equal((ChangeSetState.Succeeded, "offer create"), (memo.Status, memo.Purpose));
        var again = await MarketRig.Request(_rig, "second");
        Assert.Equal(key, Assert.Single(again.Keys));
        await MarketRig.End(_rig, key);
        Assert.Equal(memo.EntityId, (string?)Assert.Single(MarketRig.Offers(_rig))["id"]);
        Assert.Single(_rig.Http.Operations, "StartChangeSet");
        Assert.Contains(await MarketRig.Log(_rig.Store, key), issue => issue.Code == IssueCodes.ChangeSetPending);
    }

    [Fact]
    [Trait("Row", "M-1")]
    public async Task A_busy_offer_is_a_queue_and_no_failure()
    {
        var (memo, _) = await MarketRig.End(_rig, (await MarketRig.Request(_rig)).Keys[0]);
        _rig.Simulator.Control.Do("market-settings", new JsonObject { ["applySeconds"] = 3600 });
        var first = (await MarketRig.Request(_rig, CommandVerbs.OfferExpiry, memo.EntityId!, "1", (CommandVerbs.Until, MarketRig.Day(_rig, 30)))).Keys[0];
        await _rig.Tick();
        var second = (await MarketRig.Request(_rig, CommandVerbs.OfferExpiry, memo.EntityId!, "2", (CommandVerbs.Until, MarketRig.Day(_rig, 40)))).Keys[0];
        await _rig.Tick();
        var (_, waiting) = await MarketRig.Of(_rig, second);
        Assert.Equal((0, null), (waiting.Attempts, waiting.Intent));
        Assert.Contains("ResourceInUseException", waiting.Cause, StringComparison.Ordinal);
        Assert.NotNull(waiting.Due);
        _rig.Simulator.Control.Clock.Advance(TimeSpan.FromHours(2));
        _rig.Simulator.Control.Do("market-settings", new JsonObject { ["applySeconds"] = 1 });
        foreach (var key in new[] { first, second })
            Assert.Equal(ChangeSetState.Succeeded, (await MarketRig.End(_rig, key)).Memo.Status);
        Assert.DoesNotContain(await MarketRig.Log(_rig.Store, second), issue => issue.Severity == Severity.Error);
    }

    [Fact]
    [Trait("Row", "F3")]
    public async Task A_date_can_be_changed_to_and_fro_on_one_day()
    {
        var offer = (await MarketRig.End(_rig, (await MarketRig.Request(_rig)).Keys[0])).Memo.EntityId!;
        foreach (var (id, day) in new[] { ("1", 30), ("2", 40), ("3", 30) })
        {
            var key = (await MarketRig.Request(_rig, CommandVerbs.OfferExpiry, offer, id, (CommandVerbs.Until, MarketRig.Day(_rig, day)))).Keys[0];
            Assert.Equal(ChangeSetState.Succeeded, (await MarketRig.End(_rig, key)).Memo.Status);
            Assert.Contains(MarketRig.Day(_rig, day), Assert.Single(MarketRig.Offers(_rig))["details"]!.ToJsonString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    [Trait("Row", "M-3")]
    public async Task A_set_that_AWS_shows_late_is_no_failed_one()
    {
        _rig.Http.Refuses = operation => operation == "DescribeChangeSet" ? "ResourceNotFoundException" : null;
        var key = (await MarketRig.Request(_rig)).Keys[0];
        await _rig.Tick();
        var (memo, work) = await MarketRig.Of(_rig, key);
        Assert.Equal((null, false), (memo.Status, work.Parked));
        Assert.NotNull(work.Due);
        _rig.Http.Refuses = _ => null;
        Assert.Equal(ChangeSetState.Succeeded, (await MarketRig.End(_rig, key)).Memo.Status);
        Assert.Single(_rig.Http.Operations, "StartChangeSet");
    }

    [Fact]
    [Trait("Row", "M-3")]
    public async Task A_set_that_is_started_hours_after_it_was_decided_may_be_shown_late_all_the_same()
    {
        _rig.Http.Refuses = operation => operation == "StartChangeSet" ? "ThrottlingException" : null;
        var key = (await MarketRig.Request(_rig)).Keys[0];
        await _rig.Tick();
        _rig.Time.Ahead += TimeSpan.FromHours(2);
        _rig.Http.Refuses = operation => operation == "DescribeChangeSet" ? "ResourceNotFoundException" : null;
        await _rig.Tick();
        var (memo, work) = await MarketRig.Of(_rig, key);
        Assert.NotNull(memo.SetId);
        Assert.Equal((null, false), (memo.Status, work.Parked));
        _rig.Http.Refuses = _ => null;
        Assert.Equal(ChangeSetState.Succeeded, (await MarketRig.End(_rig, key)).Memo.Status);
        Assert.Single(MarketRig.Offers(_rig));
    }

    [Fact]
    [Trait("Row", "M-5")]
    public async Task A_change_set_is_cancelled_while_AWS_prepares_it_and_later_it_is_too_late()
    {
        _rig.Simulator.Control.Do("market-settings", new JsonObject { ["prepareSeconds"] = 3600, ["applySeconds"] = 3600 });
        var key = (await MarketRig.Request(_rig)).Keys[0];
        await _rig.Tick();
        await Cancel(key, "cancel");
        await _rig.Tick();
        var (memo, work) = await MarketRig.Of(_rig, key);
        Assert.Equal((ChangeSetState.Cancelled, true, false), (memo.Status, memo.IsCancelled, work.Parked));
        Assert.DoesNotContain(await MarketRig.Log(_rig.Store, key), issue => issue.Severity == Severity.Error);
        // The same command requests it again: another change set.
        await MarketRig.Request(_rig, "again");
        await _rig.Tick();
        _rig.Simulator.Control.Clock.Advance(TimeSpan.FromMinutes(70));
        await Cancel(key, "late");
        await _rig.Tick();
        Assert.Contains(await MarketRig.Log(_rig.Store, key), issue => issue.Rule.Contains("too late", StringComparison.Ordinal) && issue.Fix.Contains("wait for its end", StringComparison.Ordinal));
        _rig.Simulator.Control.Clock.Advance(TimeSpan.FromHours(2));
        Assert.Equal(ChangeSetState.Succeeded, (await MarketRig.End(_rig, key)).Memo.Status);
        Assert.Single(MarketRig.Offers(_rig));
        Assert.Single(_rig.Http.Operations, "CancelChangeSet");
        await Cancel(key, "ended");
        await _rig.Tick();
        Assert.Equal(ChangeSetState.Succeeded, (await MarketRig.Of(_rig, key)).Memo.Status);
    }

    [Fact]
    [Trait("Row", "M-5")]
    public async Task A_change_set_that_AWS_begins_to_apply_meanwhile_is_followed()
    {
        _rig.Simulator.Control.Do("market-settings", new JsonObject { ["prepareSeconds"] = 3600, ["applySeconds"] = 3600 });
        var key = (await MarketRig.Request(_rig)).Keys[0];
        await _rig.Tick();
        var isShown = false;
        _rig.Http.Refuses = operation =>
        {
            // Between the read and the cancellation.
            if (operation == "CancelChangeSet" && !isShown)
            {
                isShown = true;
                _rig.Simulator.Control.Clock.Advance(TimeSpan.FromMinutes(70));
            }

            return null;
        };
        await Cancel(key, "cancel");
        await _rig.Tick();
        await _rig.Tick();
        Assert.Contains(await MarketRig.Log(_rig.Store, key), issue => issue.Rule.Contains("too late", StringComparison.Ordinal));
        _rig.Simulator.Control.Clock.Advance(TimeSpan.FromHours(2));
        Assert.Equal(ChangeSetState.Succeeded, (await MarketRig.End(_rig, key)).Memo.Status);
    }

    [Fact]
    [Trait("Row", "M-5")]
    public async Task What_waits_in_the_queue_is_not_sent_any_more_and_our_log_has_it_after_AWS_has_forgotten_it()
    {
        var first = (await MarketRig.Request(_rig)).Keys[0];
        var (memo, _) = await MarketRig.End(_rig, first);
        _rig.Simulator.Control.Do("market-settings", new JsonObject { ["applySeconds"] = 3600 });
        await MarketRig.Request(_rig, CommandVerbs.OfferExpiry, memo.EntityId!, "1", (CommandVerbs.Until, MarketRig.Day(_rig, 30)));
        await _rig.Tick();
        var second = (await MarketRig.Request(_rig, CommandVerbs.OfferExpiry, memo.EntityId!, "2", (CommandVerbs.Until, MarketRig.Day(_rig, 40)))).Keys[0];
        await _rig.Tick();
        await Cancel(second, "cancel");
        await _rig.Tick();
        Assert.Equal((null, ChangeSetState.Cancelled), ((await MarketRig.Of(_rig, second)).Memo.SetId, (await MarketRig.Of(_rig, second)).Memo.Status));
        var unknown = await Cancel(WorkKey.ChangeSet("AWS", "2026-12-31-0123456789abcdef"), "unknown");
        Assert.Contains(unknown.Issues, issue => issue.Severity == Severity.Error);

        AgreementRig.Later(_rig, TimeSpan.FromDays(91));
        await Assert.ThrowsAsync<LambdaSync.Connections.Aws.AwsServiceException>(() => _rig.Marketplace.Catalog.DescribeChangeSet(memo.SetId!, CancellationToken.None));
        Assert.Equal((ChangeSetState.Succeeded, memo.EntityId), ((await MarketRig.Of(_rig, first)).Memo.Status, (await MarketRig.Of(_rig, first)).Memo.EntityId));
        Assert.Contains(await MarketRig.Log(_rig.Store, first), issue => issue.Code == IssueCodes.ChangeSetSucceeded);
    }

    Task<CommandReceipt> Cancel(WorkKey key, string commandId) => MarketRig.Request(_rig, CommandVerbs.ChangeSetCancel, key.Id, commandId);

    [Fact]
    [Trait("Row", "M-4")]
    public async Task A_refused_change_parks_with_its_fix_and_is_sent_again_on_request()
    {
        _rig.Simulator.Control.Do("refuse-change", new JsonObject { ["changeType"] = "UpdatePricingTerms", ["code"] = "INCOMPATIBLE_PAYMENT_SETTINGS", ["message"] = "No bank account." });
        var key = (await MarketRig.Request(_rig)).Keys[0];
        var (memo, work) = await MarketRig.End(_rig, key);
        Assert.Equal((ChangeSetState.Failed, true), (memo.Status, work.Parked));
        var log = await MarketRig.Log(_rig.Store, key);
        Assert.Contains(log, issue => issue is { Code: IssueCodes.ChangeRefused, Field: "UpdatePricingTerms" } && issue.Fix.Contains("bank account", StringComparison.Ordinal));
        Assert.Contains(log, issue => issue.Code == IssueCodes.ChangeNotApplied);
        Assert.Empty(MarketRig.Offers(_rig));
        await MarketRig.Request(_rig, "corrected");
        (memo, _) = await MarketRig.End(_rig, key);
        Assert.Equal((ChangeSetState.Succeeded, 1), (memo.Status, memo.Attempt));
        Assert.Single(MarketRig.Offers(_rig));
    }

    [Theory]
    [Trait("Row", "M-4")]
    [InlineData(1, ChangeSetState.Succeeded)]
    [InlineData(3, ChangeSetState.Failed)]
    public async Task A_fault_of_AWS_is_sent_again_a_few_times(int faults, string end)
    {
        _rig.Simulator.Control.Do("fail-change-set", new JsonObject { ["count"] = faults });
        var key = (await MarketRig.Request(_rig)).Keys[0];
        var (memo, _) = await MarketRig.End(_rig, key);
        Assert.Equal(end, memo.Status);
        Assert.Equal(faults == 3 ? 0 : 1, MarketRig.Offers(_rig).Count);
        Assert.Equal(Math.Min(faults + 1, 3), _rig.Http.Operations.Count(o => o == "StartChangeSet"));
    }

    [Fact]
    [Trait("Row", "F3")]
    public async Task An_offer_is_cloned_with_the_product_that_it_is_of()
    {
        var (memo, _) = await MarketRig.End(_rig, (await MarketRig.Request(_rig)).Keys[0]);
        var key = (await MarketRig.Request(_rig, CommandVerbs.OfferClone, memo.EntityId!, "1", (CommandVerbs.Until, MarketRig.Day(_rig, 30)), (CommandVerbs.Name, "Second"))).Keys[0];
        var (clone, _) = await MarketRig.End(_rig, key);
        Assert.Equal(ChangeSetState.Succeeded, clone.Status);
        Assert.Equal(2, MarketRig.Offers(_rig).Count);
        Assert.NotEqual(memo.EntityId, clone.EntityId);
        var missing = (await MarketRig.Request(_rig, CommandVerbs.OfferClone, "offer-none", "2", (CommandVerbs.Until, MarketRig.Day(_rig, 30)))).Keys[0];
        Assert.True((await MarketRig.End(_rig, missing)).Work.Parked);
        Assert.Contains(await MarketRig.Log(_rig.Store, missing), issue => issue.Code == IssueCodes.OfferTerms);
    }

    [Theory]
    [Trait("Row", "M-8")]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_published_offer_is_changed_by_a_new_one_in_its_place(bool hasDocument)
    {
        var old = (await MarketRig.End(_rig, (await MarketRig.Request(_rig)).Keys[0])).Memo.EntityId!;
        var key = (await Replace(old, "1", hasDocument)).Keys[0];
        var (memo, _) = await MarketRig.End(_rig, key);
        Assert.Equal(ChangeSetState.Succeeded, memo.Status);
        Assert.Equal(2, _rig.Http.Operations.Count(o => o == "StartChangeSet"));
        var offers = MarketRig.Offers(_rig).ToDictionary(offer => (string)offer["id"]!, offer => offer["details"]!.ToJsonString());
        Assert.Equal(2, offers.Count);
        Assert.Contains(MarketRig.Day(_rig, -1), offers[old], StringComparison.Ordinal);
        var made = Assert.Single(offers, offer => offer.Key != old).Value;
        Assert.Contains(hasDocument ? "\"89.00\"" : "\"99.50\"", made, StringComparison.Ordinal);
        Assert.Contains("Released", made, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Row", "M-8")]
    public async Task Neither_or_both_and_nothing_once_a_buyer_has_accepted()
    {
        var old = (await MarketRig.End(_rig, (await MarketRig.Request(_rig)).Keys[0])).Memo.EntityId!;
        _rig.Simulator.Control.Do("refuse-change", new JsonObject { ["changeType"] = "UpdatePricingTerms", ["code"] = "INCOMPATIBLE_PAYMENT_SETTINGS", ["message"] = "No bank account." });
        var key = (await Replace(old, "1", hasDocument: true)).Keys[0];
        Assert.True((await MarketRig.End(_rig, key)).Work.Parked);
        Assert.Contains(MarketRig.Day(_rig, 20), Assert.Single(MarketRig.Offers(_rig))["details"]!.ToJsonString(), StringComparison.Ordinal);
        var agreement = _rig.Simulator.Control.Do("accept-offer", new JsonObject { ["offerId"] = old })["agreementId"]!.GetValue<string>();
        await Replace(old, "2", hasDocument: true);
        Assert.True((await MarketRig.End(_rig, key)).Work.Parked);
        Assert.Contains(await MarketRig.Log(_rig.Store, key), issue => issue.Fix.Contains($"AgreementId {agreement}", StringComparison.Ordinal));
        Assert.Single(MarketRig.Offers(_rig));
    }

    [Fact]
    [Trait("Row", "M-11")]
    public async Task A_buyer_with_an_active_agreement_is_named()
    {
        var first = (await MarketRig.End(_rig, (await MarketRig.Request(_rig)).Keys[0])).Memo.EntityId!;
        var agreement = _rig.Simulator.Control.Do("accept-offer", new JsonObject { ["offerId"] = first })["agreementId"]!.GetValue<string>();
        var key = (await MarketRig.Request(_rig, CommandVerbs.OfferCreate, "new", "second", (CommandVerbs.Document, MarketRig.Document(_rig, "Second")))).Keys[0];
        // Products that take several agreements at once exist, so it is no refusal.
        Assert.Equal(ChangeSetState.Succeeded, (await MarketRig.End(_rig, key)).Memo.Status);
        var warning = Assert.Single(await MarketRig.Log(_rig.Store, key), issue => issue.Severity == Severity.Warning);
        Assert.Contains(agreement, warning.Rule, StringComparison.Ordinal);
        Assert.Contains("AgreementStartDate", warning.Fix, StringComparison.Ordinal);
        _rig.Simulator.Control.Do("end-agreement", new JsonObject { ["agreementId"] = agreement });
        key = (await MarketRig.Request(_rig, CommandVerbs.OfferCreate, "new", "third", (CommandVerbs.Document, MarketRig.Document(_rig, "Third")))).Keys[0];
        await MarketRig.End(_rig, key);
        Assert.DoesNotContain(await MarketRig.Log(_rig.Store, key), issue => issue.Severity == Severity.Warning);
    }

    [Fact]
    [Trait("Row", "M-17")]
    [Trait("Row", "F6")]
    public async Task An_address_of_a_license_that_ends_before_the_change_set_may_is_not_sent()
    {
        var early = await Licensed("1", TimeSpan.FromHours(1));
        Assert.Contains(early.Issues, issue => issue.Rule.Contains("has to last 11 hours", StringComparison.Ordinal));
        Assert.Null(await _rig.Store.GetWork(early.Keys[0], CancellationToken.None));
        // Long enough when it was requested, and too short once AWS could be reached.
        _rig.Http.Refuses = operation => operation is "SearchAgreements" or "StartChangeSet" ? "InternalServerException" : null;
        var key = (await Licensed("2", TimeSpan.FromHours(14))).Keys[0];
        await _rig.Tick();
        AgreementRig.Later(_rig, TimeSpan.FromHours(3));
        _rig.Http.Refuses = _ => null;
        var (memo, work) = await MarketRig.End(_rig, key);
        Assert.Equal((null, true), (memo.SetId, work.Parked));
        Assert.Empty(MarketRig.Offers(_rig));
        // The same document, signed again, is the same request; what goes out is the new address.
        var again = await Licensed("3", TimeSpan.FromDays(7) - TimeSpan.FromMinutes(5));
        Assert.Equal(key, again.Keys[0]);
        Assert.Equal(ChangeSetState.Succeeded, (await MarketRig.End(_rig, key)).Memo.Status);
        Assert.Contains("X-Amz-Expires=604500", _rig.Http.Bodies.Last(body => body.Contains("CustomEula", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    Task<CommandReceipt> Licensed(string id, TimeSpan life) => MarketRig.Request(_rig, CommandVerbs.OfferCreate, "new", id, (CommandVerbs.Document, MarketRig.Document(_rig, "Licensed").Replace(
        """{ "Type": "StandardEula", "Version": "2022-07-14" }""",
        $$"""{ "Type": "CustomEula", "Url": "https://contracts.s3.amazonaws.com/eula/license.pdf?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Date={{_rig.Time.GetUtcNow():yyyyMMdd'T'HHmmss'Z'}}&X-Amz-Expires={{(int)life.TotalSeconds}}&X-Amz-Signature={{id}}" }""", StringComparison.Ordinal)));

    Task<CommandReceipt> Replace(string offer, string id, bool hasDocument) => hasDocument
        ? MarketRig.Request(_rig, CommandVerbs.OfferReplace, offer, id, (CommandVerbs.Document, MarketRig.Document(_rig, "Cheaper").Replace("99.50", "89.00", StringComparison.Ordinal)))
        : MarketRig.Request(_rig, CommandVerbs.OfferReplace, offer, id, (CommandVerbs.Until, MarketRig.Day(_rig, 30)));

    [Theory]
    [Trait("Row", "F14")]
    [Trait("Row", "M-2")]
    [InlineData("", 1)]
    [InlineData(""" , "RefundPolicy": "None.", "PaymentDuePeriod": "P30D" """, 4)]
    public async Task An_offer_set_is_made_whole_with_as_many_change_sets_as_it_needs(string more, int sets)
    {
        _rig.Simulator.Control.Do("add-product", new JsonObject { ["id"] = "prod-example2" });
        var key = (await Set(more, "1")).Keys[0];
        var (memo, work) = await MarketRig.End(_rig, key);
        Assert.Equal((ChangeSetState.Succeeded, false), (memo.Status, work.Parked));
        Assert.Equal(sets, _rig.Http.Operations.Count(o => o == "StartChangeSet"));
        var set = Assert.Single(_rig.Simulator.Control.Do("show-market", [])["entities"]!.AsArray(), e => (string?)e!["type"] == "OfferSet")!;
        Assert.Equal("Released", (string?)set["details"]!["State"]);
        Assert.Equal(memo.EntityId, (string?)set["id"]);
        Assert.Equal(2, MarketRig.Offers(_rig).Count(offer => (string?)offer["details"]!["State"] == "Released"));
        // No event of its own has to say so: its offers are read, too.
        await _rig.Tick();
        foreach (var offer in MarketRig.Offers(_rig))
            Assert.NotNull((await _rig.Store.GetWork(MarketSection.Offer.Key("AWS", (string)offer["id"]!), CancellationToken.None))?.Data);
    }

    [Fact]
    [Trait("Row", "F14")]
    public async Task An_offer_set_that_stops_names_what_is_left_and_continues_from_there()
    {
        const string More = """ , "RefundPolicy": "None.", "PaymentDuePeriod": "P30D" """;
        _rig.Simulator.Control.Do("add-product", new JsonObject { ["id"] = "prod-example2" });
        _rig.Simulator.Control.Do("refuse-change", new JsonObject { ["changeType"] = "UpdatePricingTerms", ["code"] = "INCOMPATIBLE_PAYMENT_SETTINGS", ["message"] = "No bank account." });
        var key = (await Set(More, "1")).Keys[0];
        var (memo, work) = await MarketRig.End(_rig, key);
        Assert.Equal((ChangeSetState.Failed, true), (memo.Status, work.Parked));
        Assert.Contains(await MarketRig.Log(_rig.Store, key), issue => issue.Rule.Contains(memo.Plan!.SetId!, StringComparison.Ordinal) && issue.Fix.Contains("continue from here", StringComparison.Ordinal));
        await Set(More, "2");
        (memo, _) = await MarketRig.End(_rig, key);
        Assert.Equal(ChangeSetState.Succeeded, memo.Status);
        Assert.Single(_rig.Simulator.Control.Do("show-market", [])["entities"]!.AsArray(), e => (string?)e!["type"] == "OfferSet");
        Assert.Equal(2, MarketRig.Offers(_rig).Count);
    }

    Task<CommandReceipt> Set(string more, string commandId) => MarketRig.Request(_rig, CommandVerbs.OfferSetCreate, "new", commandId, (CommandVerbs.Document, $$"""
        { "Name": "A set", "BuyerNotes": "Both together", "Offers": [{{MarketRig.Document(_rig, "One").TrimEnd()[..^1]}} {{more}} }, {{MarketRig.Document(_rig, "Two").TrimEnd()[..^1].Replace(MarketRig.Product, "prod-example2", StringComparison.Ordinal)}} {{more}} }] }
        """));

    [Fact]
    public async Task A_command_that_breaks_a_rule_or_is_of_the_sandbox_stores_no_work()
    {
        var wrong = await MarketRig.Request(_rig, CommandVerbs.OfferCreate, "new", "1", (CommandVerbs.Document, "{}"));
        Assert.Contains(wrong.Issues, issue => issue.Severity == Severity.Error);
        var past = await MarketRig.Request(_rig, CommandVerbs.OfferExpiry, "offer-1", "2", (CommandVerbs.Until, MarketRig.Day(_rig, -1)));
        Assert.Contains(past.Issues, issue => issue.Code == IssueCodes.OfferDates);
        var other = await MarketRig.Request(_rig, CommandVerbs.ResaleRestrict, "offer-1", "3");
        Assert.Contains(other.Issues, issue => issue is { Code: IssueCodes.CommandInvalid, Field: "ids" });
        var sandbox = await new CommandIntake(_rig.Store, "Sandbox", "Opportunity", _rig.Time).Store(
            new CommandDocument(CommandVerbs.OfferPublish, ["offer-1"], new Dictionary<string, string>()) { Id = "4" }, new CommandCaller("jane", "cli", ""), CancellationToken.None);
        Assert.Contains(sandbox.Issues, issue => issue.Code == IssueCodes.MarketplaceReadOnly);
        Assert.All([.. wrong.Keys, .. past.Keys, .. other.Keys, .. sandbox.Keys], key => Assert.Null(_rig.Store.GetWork(key, CancellationToken.None).Result));
    }
}
