using System.Text.Json.Nodes;
using LambdaSync.Commands;
using LambdaSync.Marketplace.AgreementRequests;
using LambdaSync.Sync.Work;
using Xunit;

namespace LambdaSync.Functions.Tests.Records;

/// <summary>What a seller requests after the sale, through the door of commands and the engine, against the simulator.</summary>
[Trait("Row", "F13")]
public sealed class AgreementRequestTests : IDisposable
{
    readonly SyncRig _rig = new();

    public AgreementRequestTests() => MarketRig.Prepare(_rig);

    public void Dispose() => _rig.Dispose();

    static CancellationToken None => CancellationToken.None;

    [Fact]
    [Trait("Row", "M-23")]
    public async Task Each_invoice_is_credited_once_and_those_that_AWS_refuses_are_shown()
    {
        var agreement = await Sold();
        var invoices = Enumerable.Range(1, 10).Select(n => Invoice(agreement, $"invoice-{n}", "100.00")).ToList();
        var key = (await Adjust(agreement, "1", [.. invoices.Select((invoice, n) => (invoice, $"{n + 1}.50"))])).Keys[0];
        await _rig.Tick();
        await _rig.Tick();
        var made = Requests(agreement);
        Assert.Equal(10, made.Count);
        foreach (var failing in made.Take(2))
            _rig.Simulator.Control.Do("answer-request", new JsonObject { ["id"] = failing, ["approve"] = false, ["message"] = "Too late." });
        var (memo, work) = await End(key);
        Assert.Equal((8, 2, true), (memo.Adjustments.Count(a => a.Status == "COMPLETED"), memo.Adjustments.Count(a => a.Status == "VALIDATION_FAILED"), work.Parked));
        var log = await MarketRig.Log(_rig.Store, key);
        Assert.Equal(2, log.Count(issue => issue.Code == IssueCodes.AgreementRequestRefused && issue.Rule.Contains("Too late.", StringComparison.Ordinal)));
        Assert.Equal(8, log.Count(issue => issue.Code == IssueCodes.AgreementRequestEnded));
        // The same request again sends those two alone, and then nothing.
        foreach (var again in new[] { "2", "3" })
        {
            await Adjust(agreement, again, [.. invoices.Select((invoice, n) => (invoice, $"{n + 1}.50"))]);
            (memo, work) = await End(key);
            Assert.Equal((10, false, 12), (memo.Adjustments.Count(a => a.Status == "COMPLETED"), work.Parked, Requests(agreement).Count));
        }
    }

    [Theory]
    [Trait("Row", "M-23")]
    [InlineData("0", "above zero")]
    [InlineData("1.005", "at most 2 decimals")]
    public async Task An_amount_that_is_none_is_refused_before_anything_is_stored(string amount, string rule)
    {
        var receipt = await Adjust("agmt-1", "1", ("invoice-1", "5.00"), ("invoice-2", amount));
        Assert.Contains(receipt.Issues, issue => issue.Rule.Contains(rule, StringComparison.Ordinal));
        Assert.Null(await _rig.Store.GetWork(receipt.Keys[0], None));
    }

    [Fact]
    [Trait("Row", "M-23")]
    public async Task Nothing_is_sent_unless_all_of_it_passes()
    {
        var agreement = await Sold();
        Invoice(agreement, "invoice-1", "100.00");
        _rig.Simulator.Control.Do("invoice", new JsonObject { ["agreementId"] = agreement, ["id"] = "memo-1", ["type"] = "CREDIT_MEMO" });
        var key = (await Adjust(agreement, "1", ("invoice-1", "5.00"), ("invoice-none", "5.00"), ("memo-1", "5.00"))).Keys[0];
        Assert.True((await End(key)).Work.Parked);
        Assert.Equal(["invoice-none", "memo-1"], (await MarketRig.Log(_rig.Store, key)).Where(i => i.Code == IssueCodes.AgreementRequestInvalid).Select(i => i.Field));
        key = (await Adjust(agreement, "2", ("invoice-1", "100.01"))).Keys[0];
        await End(key);
        Assert.Contains(await MarketRig.Log(_rig.Store, key), i => i.Rule.Contains("EXCEEDED_MAXIMUM_ADJUSTMENT_AMOUNT", StringComparison.Ordinal));
        Assert.Empty(Requests(agreement));
    }

    [Fact]
    [Trait("Row", "M-23")]
    public async Task What_AWS_has_of_today_is_not_sent_again()
    {
        var agreement = await Sold();
        Invoice(agreement, "invoice-1", "100.00");
        await End((await Adjust(agreement, "1", ("invoice-1", "5.00"))).Keys[0]);
        // Another description makes it another request.
        var key = (await MarketRig.Request(
            _rig, CommandVerbs.AgreementAdjust, agreement, "2", (CommandVerbs.Document, """[{ "InvoiceId": "invoice-1", "Amount": "5", "CurrencyCode": "USD", "ReasonCode": "OTHER", "Description": "Again" }]"""))).Keys[0];
        var (memo, _) = await End(key);
        Assert.Equal(Requests(agreement), memo.Adjustments.Select(a => a.Id));
        Assert.Contains(await MarketRig.Log(_rig.Store, key), i => i.Code == IssueCodes.AgreementRequestPending);
    }

    [Fact]
    [Trait("Row", "M-24")]
    public async Task Only_the_seller_of_record_may_and_a_denial_of_the_account_is_no_matter_of_credentials()
    {
        var agreement = await Resold();
        Assert.True((await End((await Adjust(agreement, "1", ("invoice-1", "5.00"))).Keys[0])).Work.Parked);
        Assert.DoesNotContain("BatchCreateBillingAdjustmentRequest", _rig.Http.Operations);
        agreement = await Sold();
        Invoice(agreement, "invoice-1", "100.00");
        _rig.Simulator.Control.Do("market-settings", new JsonObject { ["denied"] = "FAILED_KYC_COMPLIANCE" });
        var key = (await Adjust(agreement, "2", ("invoice-1", "5.00"))).Keys[0];
        Assert.True((await End(key)).Work.Parked);
        var denied = Assert.Single(await MarketRig.Log(_rig.Store, key), i => i.Code == IssueCodes.AwsAccessDenied);
        Assert.Contains("The credentials are right.", denied.Fix, StringComparison.Ordinal);
        // Once the account may, the same command sends it.
        _rig.Simulator.Control.Do("market-settings", new JsonObject { ["denied"] = "" });
        await Adjust(agreement, "3", ("invoice-1", "5.00"));
        Assert.Equal("COMPLETED", Assert.Single((await End(key)).Memo.Adjustments).Status);
    }

    [Fact]
    [Trait("Row", "M-22")]
    public async Task A_cancellation_is_followed_until_AWS_has_approved_it()
    {
        var agreement = await Sold();
        var key = (await Cancel(agreement, "1")).Keys[0];
        await _rig.Tick();
        var (memo, _) = Of(await _rig.Store.GetWork(key, None));
        Assert.Equal("PENDING_APPROVAL", memo.Status);
        // A second request, with other words, finds the pending one.
        var other = (await MarketRig.Request(_rig, CommandVerbs.AgreementCancel, agreement, "2", (CommandVerbs.ReasonCode, "OTHER"))).Keys[0];
        await _rig.Tick();
        Assert.Equal(memo.RequestId, Of(await _rig.Store.GetWork(other, None)).Memo.RequestId);
        Assert.Single(_rig.Http.Operations, "SendAgreementCancellationRequest");
        Later(TimeSpan.FromDays(8));
        (memo, var work) = await End(key);
        Assert.Equal(("APPROVED", true, false), (memo.Status, memo.IsOver, work.Parked));
        Assert.Contains(await MarketRig.Log(_rig.Store, key), i => i.Rule.Contains("refunds nothing", StringComparison.Ordinal));
        var again = (await Cancel(agreement, "3")).Keys[0];
        await End(again);
        Assert.Contains(await MarketRig.Log(_rig.Store, again), i => i.Rule.Contains("is CANCELLED", StringComparison.Ordinal));
    }

    [Fact]
    [Trait("Row", "M-22")]
    public async Task An_agreement_with_a_renewal_is_not_cancelled_before_it()
    {
        var agreement = await Sold(renews: true);
        var renewal = _rig.Simulator.Control.Do("renew-agreement", new JsonObject { ["agreementId"] = agreement })["agreementId"]!.GetValue<string>();
        var key = (await Cancel(agreement, "1")).Keys[0];
        Assert.True((await End(key)).Work.Parked);
        Assert.Contains(await MarketRig.Log(_rig.Store, key), i => i.Fix.Contains($"'lambdasync agreement cancel {renewal}'", StringComparison.Ordinal));
        Assert.DoesNotContain("SendAgreementCancellationRequest", _rig.Http.Operations);
        _rig.Simulator.Control.Do("end-agreement", new JsonObject { ["agreementId"] = renewal });
        await Cancel(agreement, "2");
        await _rig.Tick();
        Assert.Equal("PENDING_APPROVAL", Of(await _rig.Store.GetWork(key, None)).Memo.Status);
    }

    [Fact]
    [Trait("Row", "M-22")]
    public async Task A_request_is_withdrawn_unless_it_was_answered()
    {
        var agreement = await Sold();
        var key = (await Cancel(agreement, "1")).Keys[0];
        await _rig.Tick();
        var request = Of(await _rig.Store.GetWork(key, None)).Memo.RequestId!;
        var withdrawal = (await Withdraw(request, agreement, "2")).Keys[0];
        Assert.Equal("CANCELLED", (await End(withdrawal)).Memo.Status);
        Later(TimeSpan.FromHours(3));
        Assert.Equal("CANCELLED", (await End(key)).Memo.Status);
        // On request it is sent again, and the buyer is quicker than the withdrawal.
        await Cancel(agreement, "3");
        await _rig.Tick();
        request = Of(await _rig.Store.GetWork(key, None)).Memo.RequestId!;
        _rig.Simulator.Control.Do("answer-request", new JsonObject { ["id"] = request });
        withdrawal = (await Withdraw(request, agreement, "4")).Keys[0];
        Assert.True((await End(withdrawal)).Work.Parked);
        Assert.Contains(await MarketRig.Log(_rig.Store, withdrawal), i => i.Rule.Contains("is APPROVED", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_payment_is_requested_under_the_agreements_term()
    {
        var without = await Sold();
        var key = (await Pay(without, "1")).Keys[0];
        Assert.True((await End(key)).Work.Parked);
        var agreement = await Sold(term: true);
        key = (await Pay(agreement, "2")).Keys[0];
        await _rig.Tick();
        Later(TimeSpan.FromMinutes(1));
        await _rig.Tick();
        var memo = Of(await _rig.Store.GetWork(key, None)).Memo;
        Assert.Equal("PENDING_APPROVAL", memo.Status);
        _rig.Simulator.Control.Do("answer-request", new JsonObject { ["id"] = memo.RequestId });
        Assert.Equal("APPROVED", (await End(key)).Memo.Status);
        Assert.Single(Requests(agreement));
    }

    [Fact]
    [Trait("Row", "G2")]
    public async Task A_stack_without_the_role_requests_nothing()
    {
        var receipt = await new CommandIntake(_rig.Store, "AWS", "Opportunity", _rig.Time) { AllowsAfterSale = false }.Store(
            new CommandDocument(CommandVerbs.AgreementCancel, ["agmt-1"], new Dictionary<string, string> { [CommandVerbs.ReasonCode] = "OTHER" }) { Id = "1" }, new CommandCaller("jane", "cli", ""), None);
        Assert.Contains(receipt.Issues, issue => issue.Fix.Contains("AfterSale", StringComparison.Ordinal));
        Assert.Null(await _rig.Store.GetWork(receipt.Keys[0], None));
    }

    /// <summary>A buyer has accepted an offer of the account.</summary>
    async Task<string> Sold(bool renews = false, bool term = false)
    {
        var document = MarketRig.Document(_rig, renews ? "Renews" : term ? "Variable" : "Example");
        if (renews)
            document = document.TrimEnd()[..^1] + """, "Renewal": { "LockoutPeriod": "P30D", "PriceIncrease": { "FixedPercentage": "5" } } }""";
        return await AgreementRig.Sold(_rig, document, term ? new JsonObject { ["id"] = "term-1", ["currencyCode"] = "USD", ["maxTotalChargeAmount"] = "1000" } : null);
    }

    async Task<string> Resold()
    {
        var (memo, _) = await MarketRig.End(_rig, (await MarketRig.Request(
            _rig, CommandVerbs.ResaleCreate, "new", "resale", (CommandVerbs.Document, $$"""
                { "ProductId": "{{MarketRig.Product}}", "Name": "For a partner", "ResellerAccountId": "222233334444", "AvailabilityEndDate": "{{MarketRig.Day(_rig, 30)}}",
                  "RateCards": [{ "Duration": "P12M", "Rates": [{ "DimensionKey": "seats", "Price": "80" }] }], "BuyerEula": { "Type": "StandardEula", "Version": "2022-07-14" } }
                """))).Keys[0]);
        return _rig.Simulator.Control.Do("resell", new JsonObject { ["authorizationId"] = memo.EntityId })["agreementId"]!.GetValue<string>();
    }

    string Invoice(string agreement, string id, string amount)
    {
        _rig.Simulator.Control.Do("invoice", new JsonObject { ["agreementId"] = agreement, ["id"] = id, ["amount"] = amount });
        return id;
    }

    List<string> Requests(string agreement) => AgreementRig.Requests(_rig, agreement);

    Task<CommandReceipt> Adjust(string agreement, string id, params IReadOnlyList<(string Invoice, string Amount)> credits) => AgreementRig.Adjust(_rig, agreement, id, credits);

    Task<CommandReceipt> Cancel(string agreement, string id) => MarketRig.Request(_rig, CommandVerbs.AgreementCancel, agreement, id, (CommandVerbs.ReasonCode, "TEST_AGREEMENT"), (CommandVerbs.Description, "A test"));

    Task<CommandReceipt> Pay(string agreement, string id) => MarketRig.Request(_rig, CommandVerbs.AgreementRequestPayment, agreement, id, (CommandVerbs.Name, "Milestone 1"), (CommandVerbs.Amount, "250.00"));

    Task<CommandReceipt> Withdraw(string request, string agreement, string id) =>
        MarketRig.Request(_rig, CommandVerbs.AgreementWithdraw, request, id, (CommandVerbs.Agreement, agreement), (CommandVerbs.WithdrawalReason, "Not wanted any more"));

    void Later(TimeSpan time) => AgreementRig.Later(_rig, time);

    static (AgreementRequestMemo Memo, WorkItem Work) Of(WorkItem? work) => (AgreementRequestMemo.Read(work!.Data)!, work);

    async Task<(AgreementRequestMemo Memo, WorkItem Work)> End(WorkKey key)
    {
        for (var round = 0; round < 12 && Of(await _rig.Store.GetWork(key, None)).Work.Due is not null; round++)
        {
            _rig.Simulator.Control.Clock.Advance(TimeSpan.FromMinutes(5));
            await _rig.Tick();
        }

        return Of(await _rig.Store.GetWork(key, None));
    }
}
