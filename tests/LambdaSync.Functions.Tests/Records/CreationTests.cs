using System.Text.Json.Nodes;
using LambdaSync.Sync.Work;
using Xunit;

namespace LambdaSync.Functions.Tests.Records;

/// <summary>A record of the CRM becomes an opportunity, one and no more.</summary>
[Trait("Row", "A14")]
[Trait("Row", "A2")]
public sealed class CreationTests : IDisposable
{
    readonly SyncRig _rig = new();

    static CancellationToken None => TestContext.Current.CancellationToken;

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task A_new_crm_record_is_created_at_AWS_and_linked()
    {
        var crmId = await _rig.NewInCrm("""{"Name":"From the CRM"}""");
        await _rig.Tick();

        var work = (await _rig.Store.ListWork("AWS", 10, None)).Select(w => $"{w.Key} {w.Cause}");
        Assert.True(_rig.Http.Operations.Contains("CreateOpportunity"), string.Join("; ", work));
        var id = Id(string.Join("; ", work));
        Assert.Equal("From the CRM", _rig.Aws(id)["Project"]!["Title"]!.GetValue<string>());
        Assert.Equal(crmId, _rig.Aws(id)["PartnerOpportunityIdentifier"]!.GetValue<string>());
        Assert.Equal(crmId, await _rig.CrmId(id));
        Assert.Equal(crmId, (await _rig.State(id)).CrmId);
        await _rig.Deliver();
        await _rig.Tick();
        Assert.Single(_rig.Http.Operations, "CreateOpportunity");
        Assert.DoesNotContain("UpdateOpportunity", _rig.Http.Operations);
        Assert.DoesNotContain(await _rig.Store.ListWork("AWS", 10, None), w => w.Key.Kind != WorkKind.Schedule);
    }

    [Fact]
    public async Task The_event_of_our_own_creation_waits_for_its_link()
    {
        await _rig.NewInCrm("""{"Name":"Deal"}""");
        // The answer of the creation gets lost: the CRM record is claimed no more, but its call is stored.
        _rig.Http.Loses = operation => operation == "CreateOpportunity";
        await _rig.Tick();
        _rig.Http.Loses = _ => false;
        await _rig.Deliver();
        Assert.Equal(1, await _rig.Count());

        _rig.Time.Ahead = TimeSpan.FromMinutes(5);
        await _rig.Tick();
        _rig.Time.Ahead = TimeSpan.FromMinutes(10);
        await _rig.Tick();
        Assert.Equal(1, await _rig.Count());

        Assert.Equal(2, _rig.Http.Operations.Count(o => o == "CreateOpportunity"));
        Assert.Single(_rig.Http.Bodies.Where((_, i) => _rig.Http.Operations[i] == "CreateOpportunity").Distinct());
        Assert.NotNull(await _rig.State("O1000001"));
    }

    [Fact]
    public async Task A_creation_whose_token_may_be_forgotten_is_looked_for()
    {
        await _rig.NewInCrm("""{"Name":"Deal"}""");
        _rig.Http.Loses = operation => operation == "CreateOpportunity";
        await _rig.Tick();
        _rig.Http.Loses = _ => false;
        _rig.Time.Ahead = TimeSpan.FromHours(1);
        _rig.Simulator.Control.Do("settings", new JsonObject { ["tokenSeconds"] = 0 });
        await _rig.Tick();
        Assert.Single(_rig.Http.Operations, "CreateOpportunity");
        Assert.Contains("ListOpportunities", _rig.Http.Operations);
        Assert.NotNull(await _rig.State("O1000001"));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(60)]
    public async Task What_never_reached_AWS_is_not_created_after_its_CRM_record_was_deleted(int minutes)
    {
        var crmId = await _rig.NewInCrm("""{"Name":"Deal"}""");
        _rig.Http.Refuses = operation => operation == "CreateOpportunity" ? "InternalServerException" : null;
        await _rig.Tick();
        Assert.Single(_rig.Http.Operations, "CreateOpportunity");
        _rig.Http.Refuses = _ => null;
        await _rig.Crm.Delete("Opportunity", crmId, None);

        // In the first minutes AWS's list may be late; later what it does not have was never there.
        foreach (var later in new[] { minutes, minutes + 60 })
        {
            _rig.Time.Ahead = TimeSpan.FromMinutes(later);
            await _rig.Tick();
        }

        Assert.Single(_rig.Http.Operations, "CreateOpportunity");
        Assert.Contains("ListOpportunities", _rig.Http.Operations);
        Assert.Empty(_rig.Simulator.Control.Do("show", [])["opportunities"]!.AsArray());
        Assert.DoesNotContain(await _rig.Store.ListWork("AWS", 10, None), w => w.Key.Kind != WorkKind.Schedule);
    }

    // AWS's text allows a ConflictException for a token that it knows, although the body is the same.
    [Fact]
    public async Task A_creation_that_AWS_says_it_knows_is_looked_for()
    {
        var crmId = await Lost();
        await _rig.Tick();
        await OneOfEach(crmId);
        // One list looks for a duplicate before the creation, one for the creation.
        Assert.Equal((2, 2), (Calls("CreateOpportunity"), Calls("ListOpportunities")));
    }

    [Theory]
    [InlineData(1, 2)]
    // Long after, AWS may have forgotten the token: it is looked for before it is sent again, too.
    [InlineData(60, 3)]
    public async Task A_creation_that_AWS_knows_and_does_not_list_yet_is_looked_for_again(int minutes, int lists)
    {
        var crmId = await Lost();
        _rig.Simulator.Control.Do("settings", new JsonObject { ["listDelaySeconds"] = 600, ["tokenSeconds"] = 3600 });
        _rig.Time.Ahead = TimeSpan.FromMinutes(minutes);
        await _rig.Tick();
        var waiting = Assert.Single(await _rig.Store.ListWork("AWS", 10, None), w => w.Key.Kind == WorkKind.CrmRecord);
        // The lost answer was an outage's, which is counted apart.
        Assert.Equal((1, false), (waiting.Attempts, waiting.Parked));
        Assert.Contains("does not list it yet", waiting.Cause, StringComparison.Ordinal);
        Assert.NotNull(waiting.Intent);
        Assert.Equal((2, lists), (Calls("CreateOpportunity"), Calls("ListOpportunities")));

        _rig.Simulator.Control.Do("clock", new JsonObject { ["advanceSeconds"] = 601 });
        await _rig.Tick();
        await OneOfEach(crmId);
        Assert.Single(_rig.Http.Bodies.Where((_, i) => _rig.Http.Operations[i] == "CreateOpportunity").Distinct());
    }

    // The first answer is lost; from then on AWS says that it knows the token.
    async Task<string> Lost()
    {
        var crmId = await _rig.NewInCrm("""{"Name":"Deal"}""");
        _rig.Simulator.Control.Do("settings", new JsonObject { ["tokenReuseConflicts"] = true });
        _rig.Http.Loses = operation => operation == "CreateOpportunity";
        await _rig.Tick();
        _rig.Http.Loses = _ => false;
        return crmId;
    }

    async Task OneOfEach(string crmId)
    {
        await _rig.Tick();
        await _rig.Deliver();
        var id = Assert.Single(_rig.Simulator.Control.Do("show", [])["opportunities"]!.AsArray())!["Id"]!.GetValue<string>();
        Assert.Equal(1, await _rig.Count());
        Assert.Equal(crmId, await _rig.CrmId(id));
        Assert.Equal(crmId, (await _rig.State(id)).CrmId);
        Assert.DoesNotContain(await _rig.Store.ListWork("AWS", 10, None), w => w.Key.Kind != WorkKind.Schedule);
    }

    int Calls(string operation) => _rig.Http.Operations.Count(o => o == operation);

    [Fact]
    public async Task A_creation_whose_answer_was_lost_outlives_a_store_that_is_away()
    {
        await _rig.NewInCrm("""{"Name":"Deal"}""");
        _rig.Http.Loses = operation => operation == "CreateOpportunity";
        await _rig.Tick();
        _rig.Http.Loses = _ => false;
        _rig.StoreCalls.Fails = method => method == "FindByCrmId" ? new Connections.ConnectionException("away", transient: true) : null;
        await Assert.ThrowsAsync<Connections.ConnectionException>(_rig.Tick);
        _rig.StoreCalls.Fails = _ => null;
        _rig.Time.Ahead = TimeSpan.FromHours(1);
        await _rig.Tick();
        await _rig.Deliver();
        Assert.NotNull(await _rig.State("O1000001"));
        Assert.Single(_rig.Simulator.Control.Do("show", [])["opportunities"]!.AsArray());
    }

    [Fact]
    public async Task An_edit_made_before_the_creation_went_out_survives_its_event()
    {
        await _rig.NewInCrm("""{"Name":"First"}""");
        _rig.Http.Loses = operation => operation == "CreateOpportunity";
        await _rig.Tick();
        await _rig.Crm.Set("Opportunity", (await _rig.Crm.List("Opportunity", 1, null, None))[0].Id, """{"Name":"Second"}"""u8.ToArray(), None);
        // The event's worker has its claim and reads AWS while the creation's worker goes on and links.
        var reads = 0;
        _rig.Http.Loses = operation =>
        {
            if (operation == "GetOpportunity" && reads++ == 0)
                _rig.Tick().GetAwaiter().GetResult();
            return false;
        };
        await _rig.Deliver();
        await _rig.Tick();
        await _rig.Tick();
        Assert.Equal("Second", _rig.Aws("O1000001")["Project"]!["Title"]!.GetValue<string>());
        Assert.Equal("\"Second\"", await _rig.Field("O1000001", "AWS_partnerProjectTitle__c"));
    }

    string Id(string otherwise)
    {
        var all = _rig.Answer("ListOpportunities", new JsonObject { ["Catalog"] = "AWS" })["OpportunitySummaries"]!.AsArray();
        Assert.True(all.Count == 1, otherwise);
        return all[0]!["Id"]!.GetValue<string>();
    }
}
