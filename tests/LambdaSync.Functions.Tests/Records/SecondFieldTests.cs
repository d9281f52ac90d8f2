using LambdaSync.Mapping;
using LambdaSync.Sync;
using LambdaSync.Sync.Work;
using Xunit;

namespace LambdaSync.Functions.Tests.Records;

/// <summary>CRM fields that only AWS fills: they follow what was sent, and an edit of them does not vanish.</summary>
[Trait("Row", "A18")]
public sealed class SecondFieldTests : IDisposable
{
    const string Title = "AWS_partnerProjectTitle__c", Stage = "AWS_stage__c", CloseDate = "AWS_targetCloseDate__c", Changed = "AWS_lastModifiedDate__c";

    readonly SyncRig _rig = new();

    static CancellationToken None => TestContext.Current.CancellationToken;

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task They_follow_an_edit_in_the_status_row()
    {
        var id = AwsHas(_rig);
        await _rig.Deliver();
        var before = await _rig.Field(id, Changed);
        await _rig.Edit(id, """{"Name":"Renamed","CloseDate":"2097-05-05","StageName":"Value Proposition"}""");
        _rig.Forget();
        await _rig.Tick();
        Assert.Equal(1, _rig.CrmCalls["Write"]);
        var aws = _rig.Aws(id);
        Assert.Equal(("Renamed", "Technical Validation"), (aws["Project"]!["Title"]!.GetValue<string>(), aws["LifeCycle"]!["Stage"]!.GetValue<string>()));
        Assert.Equal(("\"Renamed\"", "\"Technical Validation\"", "\"2097-05-05\""), (await _rig.Field(id, Title), await _rig.Field(id, Stage), await _rig.Field(id, CloseDate)));
        Assert.NotEqual(before, await _rig.Field(id, Changed));
        await IsSettled(id);
    }

    [Theory]
    [InlineData("refused")]
    [InlineData("away")]
    [InlineData("answer")]
    public async Task They_follow_later_when_the_status_row_was_not_written(string trouble)
    {
        var id = AwsHas(_rig);
        await _rig.Deliver();
        await _rig.Edit(id, """{"Name":"Renamed"}""");
        var refused = CrmResult.Refused([new Issue(IssueCodes.CrmRejected, Severity.Error, null, null, "locked", "wait")]);
        if (trouble == "refused")
            _rig.CrmCalls.Answers = (method, _) => method == "Write" ? Task.FromResult<IReadOnlyList<CrmResult>>([refused]) : null;
        _rig.CrmCalls.Fails = method => trouble == "away" && method == "Write" ? new Connections.ConnectionException("away", transient: true) : null;
        _rig.Http.Loses = operation => trouble == "answer" && operation == "UpdateOpportunity";
        await _rig.Tick();
        Assert.Equal("Renamed", _rig.Aws(id)["Project"]!["Title"]!.GetValue<string>());
        Assert.Equal("\"Deal\"", await _rig.Field(id, Title));

        (_rig.CrmCalls.Answers, _rig.CrmCalls.Fails, _rig.Http.Loses) = ((_, _) => null, _ => null, _ => false);
        _rig.Time.Ahead += TimeSpan.FromMinutes(10);
        await _rig.Tick();
        await _rig.Tick();
        Assert.Equal("\"Renamed\"", await _rig.Field(id, Title));
        await IsSettled(id);
    }

    // The CRM's value is the beginning of AWS's value, and the CRM has not shortened it: it is an earlier value.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task They_follow_when_the_old_value_is_the_beginning_of_the_new_one(bool isEventFirst)
    {
        var id = AwsHas(_rig);
        await _rig.Deliver();
        await _rig.Edit(id, """{"Name":"Deal 48"}""");
        var refused = CrmResult.Refused(new Issue(IssueCodes.CrmRejected, Severity.Error, null, null, "locked", "wait"));
        _rig.CrmCalls.Answers = (method, _) => method == "Write" ? Task.FromResult<IReadOnlyList<CrmResult>>([refused]) : null;
        await _rig.Tick();
        Assert.Equal("\"Deal\"", await _rig.Field(id, Title));
        _rig.CrmCalls.Answers = (_, _) => null;
        if (isEventFirst)
            await _rig.Deliver();
        _rig.Time.Ahead += TimeSpan.FromMinutes(10);
        await _rig.Tick();
        await _rig.Tick();
        Assert.Equal("\"Deal 48\"", await _rig.Field(id, Title));
        await IsSettled(id);
    }

    [Fact]
    public async Task They_are_filled_when_the_opportunity_is_created()
    {
        await _rig.NewInCrm("""{"Name":"From the CRM"}""");
        await _rig.Tick();
        await _rig.Tick();
        Assert.Equal(("\"From the CRM\"", "\"Prospect\"", "\"2097-03-15\""), (await _rig.Field("O1000001", Title), await _rig.Field("O1000001", Stage), await _rig.Field("O1000001", CloseDate)));
        await IsSettled("O1000001");
    }

    [Fact]
    public async Task An_edit_is_put_back_once_where_AWS_owns_the_field_and_then_reported()
    {
        var id = AwsHas(_rig);
        await _rig.Deliver();
        await _rig.Edit(id, $$"""{"{{Title}}":"Mine"}""");
        _rig.Forget();
        await _rig.Tick();
        Assert.Empty(_rig.Http.Operations);
        Assert.Equal("\"Deal\"", await _rig.Field(id, Title));
        var entry = (await _rig.Log(id))[0];
        Assert.Equal((Outcome.Updated, IssueCodes.NeverSent, Title, "\"Mine\""), (entry.Outcome, entry.Issues[0].Code, entry.Issues[0].Field, entry.Issues[0].Value));
        Assert.Contains("replaced", entry.Issues[0].Rule, StringComparison.Ordinal);

        // It still follows what is sent, also after a stop.
        _rig.Http.Loses = operation => operation == "UpdateOpportunity";
        await _rig.Edit(id, """{"Name":"Renamed"}""");
        await _rig.Tick();
        _rig.Http.Loses = _ => false;
        _rig.Time.Ahead += TimeSpan.FromMinutes(10);
        await _rig.Tick();
        await _rig.Tick();
        Assert.Equal("\"Renamed\"", await _rig.Field(id, Title));
        await _rig.Edit(id, """{"Name":"Deal"}""");
        await _rig.Tick();
        await _rig.Edit(id, $$"""{"{{Title}}":"Mine"}""");
        await _rig.Tick();
        Assert.Equal("\"Deal\"", await _rig.Field(id, Title));

        // Whatever sets it a second time keeps it: the two do not take turns.
        await _rig.Edit(id, $$"""{"{{Title}}":"Mine"}""");
        await _rig.Tick();
        Assert.Equal("\"Mine\"", await _rig.Field(id, Title));
        entry = (await _rig.Log(id))[0];
        Assert.Equal((Outcome.Skipped, IssueCodes.NeverSent), (entry.Outcome, Assert.Single(entry.Issues).Code));
        var count = (await _rig.Log(id)).Count;
        await _rig.Edit(id, """{"AWS_city__c":"Portland"}""");
        await _rig.Tick();
        await _rig.Tick();
        Assert.Equal(count + 1, (await _rig.Log(id)).Count);
        Assert.Equal("\"Mine\"", await _rig.Field(id, Title));

        // AWS's next value counts, and the next edit is put back again.
        _rig.AwsEdits(id, """{"Project":{"Title":"New"}}""");
        await _rig.Deliver();
        Assert.Equal("\"New\"", await _rig.Field(id, Title));
        await _rig.Edit(id, $$"""{"{{Title}}":"Mine"}""");
        await _rig.Tick();
        Assert.Equal("\"New\"", await _rig.Field(id, Title));
    }

    [Fact]
    public async Task An_edit_beside_one_that_is_sent_is_not_lost()
    {
        var id = AwsHas(_rig);
        await _rig.Deliver();
        await _rig.Edit(id, $$"""{"{{Title}}":"Mine","AWS_city__c":"Portland"}""");
        await _rig.Tick();
        Assert.Equal("Portland", _rig.Aws(id)["Customer"]!["Account"]!["Address"]!["City"]!.GetValue<string>());
        Assert.Equal("\"Deal\"", await _rig.Field(id, Title));
        Assert.Contains((await _rig.Log(id)).SelectMany(d => d.Issues), i => i.Code == IssueCodes.NeverSent);
        await IsSettled(id);
    }

    [Theory]
    [InlineData(Owner.None)]
    [InlineData(Owner.Crm)]
    public async Task An_edit_is_reported_once_where_AWS_does_not_own_the_field_and_a_refresh_names_it(Owner owner)
    {
        var document = SyncRig.BuiltIn();
        using var rig = new SyncRig(document with { Opportunity = document.Opportunity! with { Owner = owner } });
        var id = AwsHas(rig);
        await rig.Deliver();
        await rig.Edit(id, $$"""{"{{Title}}":"Mine"}""");
        await rig.Tick();
        await rig.Tick();
        Assert.Equal("\"Mine\"", await rig.Field(id, Title));
        Assert.Single((await rig.Log(id)).SelectMany(d => d.Issues), i => i.Code == IssueCodes.NeverSent);
        await Refresh(rig, id);
        var said = (await rig.Log(id))[0];
        Assert.Equal((Outcome.Skipped, IssueCodes.Different, Title), (said.Outcome, Assert.Single(said.Issues).Code, said.Issues[0].Field));

        await rig.Edit(id, $$"""{"{{Title}}":"Deal"}""");
        var count = (await rig.Log(id)).Count;
        await Refresh(rig, id);
        Assert.Equal(count, (await rig.Log(id)).Count);
    }

    [Fact]
    public async Task A_refresh_names_what_no_owner_has_decided_and_what_is_switched_off()
    {
        var document = SyncRig.BuiltIn();
        using var rig = new SyncRig(document with { Opportunity = document.Opportunity! with { Owner = Owner.None } });
        var crmId = await rig.NewInCrm("""{"Name":"Mine","Sync_with_AWS__c":false}""");
        var id = AwsHas(rig, "Theirs", crmId);
        await rig.Deliver();
        await Refresh(rig, id);
        var different = (await rig.Log(id))[0].Issues.Where(i => i.Code == IssueCodes.Different).ToDictionary(i => i.Field!, i => i.Rule);
        Assert.Contains("no owner", different["Name"], StringComparison.Ordinal);

        await rig.Edit(id, """{"Name":"Theirs","AWS_city__c":"Portland","Sync_with_AWS__c":false}""");
        await rig.Tick();
        await Refresh(rig, id);
        Assert.Contains((await rig.Log(id))[0].Issues, i => i is { Code: IssueCodes.Different, Field: "AWS_city__c" } && i.Rule.Contains("sync flag", StringComparison.Ordinal));
    }

    // All of its values are known to the mapping.
    static string AwsHas(SyncRig rig, string title = "Deal", string? partnerId = null)
    {
        var id = rig.AwsHas(title, partnerId);
        rig.AwsEdits(id, """{"Project":{"CustomerUseCase":"Networking"}}""");
        return id;
    }

    static async Task Refresh(SyncRig rig, string id)
    {
        var key = WorkKey.Opportunity("AWS", id);
        await rig.Store.Wake([new Wake(key, Reason.Refresh, Lane.Person, rig.Time.GetUtcNow())], None);
        await rig.Worker.Work([key], [], rig.Context);
    }

    // Compared once more, nothing is written or said.
    async Task IsSettled(string id)
    {
        await _rig.Deliver();
        await _rig.Tick();
        var count = (await _rig.Log(id)).Count;
        _rig.Forget();
        await Refresh(_rig, id);
        Assert.Equal(0, _rig.CrmCalls["Write"]);
        Assert.True((await _rig.Log(id)).Count == count, string.Join("; ", (await _rig.Log(id))[0].Issues.Select(i => $"{i.Code} {i.Field}: {i.Rule}")));
        Assert.DoesNotContain("UpdateOpportunity", _rig.Http.Operations);
    }
}
