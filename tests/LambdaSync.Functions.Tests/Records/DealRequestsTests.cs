using LambdaSync.Sync;
using LambdaSync.Sync.Work;
using Xunit;

namespace LambdaSync.Functions.Tests.Records;

/// <summary>What a deal costs of AWS's quota and of the store, as equalities.</summary>
[Trait("Row", "A1")]
[Trait("Row", "A7")]
public sealed class DealRequestsTests : IDisposable
{
    const string Id = "O1000001", Start = "StartEngagementFromOpportunityTask", Task = "ListEngagementFromOpportunityTasks", Read = "GetOpportunity", Aws = "GetAwsOpportunitySummary";

    // The list shows whether AWS has the deal already.
    static readonly string[] Create = ["ListOpportunities", "CreateOpportunity"];

    static readonly string[] Solutions = ["S-1234567", "S-7654321", "S-1111111"];

    readonly DealRig _deal = new();

    static CancellationToken None => TestContext.Current.CancellationToken;

    SyncRig Rig => _deal.Rig;

    public void Dispose() => _deal.Dispose();

    public static TheoryData<int, string[]> Chains => new()
    {
        { 0, [.. Create, Read, Aws] },
        { 1, [.. Create, Read, Aws, "AssociateOpportunity", Start, Task] },
        { 2, [.. Create, Read, Aws, "AssociateOpportunity", "AssociateOpportunity", Start, Task] },
        { 3, [.. Create, Read, Aws, "AssociateOpportunity", "AssociateOpportunity", "AssociateOpportunity", Start, Task] },
    };

    [Theory]
    [MemberData(nameof(Chains))]
    public async Task A_deal_is_created_and_submitted_with_two_writes_and_one_for_each_association(int associations, string[] requests)
    {
        Rig.Simulator.Control.Do("add-solution", new() { ["id"] = "S-1111111", ["name"] = "The third" });
        await _deal.New(string.Join(';', Solutions.Take(associations)));
        await Rig.Tick();
        await Rig.Tick();

        Assert.Equal(requests, Rig.Http.Operations);
        Assert.Equal(associations == 0 ? 1 : 2 + associations, _deal.Writes.Count);
        Assert.Equal(associations == 0 ? "Pending Submission" : "Submitted", _deal.Status(Id));
    }

    [Fact]
    public async Task An_update_is_one_read_one_write_a_claim_an_intent_and_a_settlement()
    {
        await _deal.New("S-1234567");
        await _deal.Rounds();
        _deal.Approve(Id);
        await _deal.Rounds();
        await Rig.Edit(Id, """{"AWS_nextStep__c":"Sign"}""");
        var key = WorkKey.Opportunity("AWS", Id);
        await Rig.Store.Wake([new Wake(key, Reason.Crm, Lane.Edit, Rig.Time.GetUtcNow())], None);
        Rig.Forget();

        await Rig.Worker.Work([key], [], Rig.Context);

        Assert.Equal([Read, "UpdateOpportunity"], Rig.Http.Operations);
        Assert.Equal(["Claim 1", "Settle 1", "StoreIntents 1"], Calls(Rig.StoreCalls));
        Assert.Equal(["Find 1", "Write 1"], Calls(Rig.CrmCalls));
        Assert.Equal("Sign", Rig.Aws(Id)["LifeCycle"]!["NextSteps"]!.GetValue<string>());
    }

    // An assignment moves the date that an update is sent under, so the update is not sent with the date from before.
    [Fact]
    public async Task Another_owner_and_an_edit_are_two_reads_and_two_writes_and_none_is_refused()
    {
        Rig.Simulator.Control.Do("add-user", new() { ["email"] = "ana@example.com", ["firstName"] = "Ana", ["lastName"] = "Lima" });
        await _deal.New("S-1234567");
        await _deal.Rounds();
        _deal.Approve(Id);
        await _deal.Rounds();
        Rig.Forget();
        await Rig.Edit(Id, """{"AWS_nextStep__c":"Sign","AWS_primaryContactEmail__c":"ana@example.com"}""");
        await Rig.Tick();

        Assert.Equal([Read, "AssignOpportunity", Read, "UpdateOpportunity"], Rig.Http.Operations);
        Assert.Equal("Sign", (string?)Rig.Aws(Id)["LifeCycle"]!["NextSteps"]);
        Assert.DoesNotContain(await Rig.Log(Id), d => d.Outcome == Outcome.Failed);
    }

    [Fact]
    public async Task A_tick_without_news_asks_AWS_for_nothing()
    {
        await _deal.New("S-1234567;S-7654321");
        await _deal.Rounds();
        Rig.Forget();

        await Rig.Tick();

        Assert.Empty(Rig.Http.Operations);
        // The feed of the CRM's changes, the pause, and what is due.
        Assert.Equal(["Claim 1", "Due 1", "GetWork 1", "Settle 1"], Calls(Rig.StoreCalls));
        Assert.Equal(["Changed 2"], Calls(Rig.CrmCalls));
    }

    static string[] Calls(Counted counted) => [.. counted.Calls.Where(c => c.Value > 0).Select(c => $"{c.Key} {c.Value}").Order(StringComparer.Ordinal)];
}
