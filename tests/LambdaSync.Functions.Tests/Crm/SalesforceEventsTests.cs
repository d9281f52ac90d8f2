using System.Text.Json.Nodes;
using LambdaSync.Cli.Demo;
using LambdaSync.Connections.Crm;
using LambdaSync.Sync;
using Xunit;

namespace LambdaSync.Functions.Tests.Crm;

/// <summary>Whose change an event is about, and events that do not come.</summary>
public sealed class SalesforceEventsTests : IDisposable
{
    const string NextStep = "AWS_nextStep__c";

    readonly SalesforceRig _rig = new();

    public void Dispose() => _rig.Dispose();

    /// <summary>The user of a change says nothing: what counts is whether the value is what LambdaSync wrote.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [Trait("Row", "F-24")]
    public async Task An_own_write_is_no_edit_and_an_edit_as_the_integration_user_is_one(bool withEvents)
    {
        await Share();
        _rig.Do("events-fault", new JsonObject { ["stopped"] = !withEvents });
        await AtAws("From AWS");
        await _rig.DeliverAws();
        Assert.Equal("From AWS", InCrm());
        var updates = Updates();

        // Our own write comes back, by the integration user.
        var events = await _rig.DeliverCrm();
        if (withEvents)
            Assert.Equal(User(), Header(Assert.Single(events, e => Header(e)["changedFields"]!.AsArray().Any(f => f!.GetValue<string>() == NextStep)))["commitUser"]!.GetValue<string>());
        await _rig.Rounds(2);
        Assert.Equal(updates, Updates());

        // A person who is logged in as that user: first what is there already, then something else.
        Edit("From AWS");
        await _rig.Rounds(2);
        Assert.Equal(updates, Updates());
        Edit("By the same user");
        await _rig.Rounds(2);
        Assert.Equal(("By the same user", "By the same user", updates + 1), (AtAws(), InCrm(), Updates()));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [Trait("Row", "F-24")]
    public async Task An_edit_as_the_integration_user_right_after_an_own_write_goes_to_AWS(bool withEvents)
    {
        await Share();
        _rig.Do("events-fault", new JsonObject { ["stopped"] = !withEvents });
        await AtAws("From AWS");
        await _rig.DeliverAws();
        var updates = Updates();
        // Both changes are in the next events, and in the next reading of changes.
        Edit("Right after");
        await _rig.DeliverCrm();
        await _rig.Rounds(2);
        Assert.Equal(("Right after", "Right after", updates + 1), (AtAws(), InCrm(), Updates()));
    }

    /// <summary>
    /// The version of a record has whole seconds. The person's save comes after LambdaSync has read the record, and before it writes, in the second
    /// of the save before.
    /// </summary>
    [Theory]
    [InlineData(NextStep)]
    [InlineData("AWS_additionalComments__c")]
    public async Task A_save_in_the_second_of_a_write_reaches_AWS_or_the_log_names_the_clash(string field)
    {
        await Share();
        await AtAws("From AWS");
        var saves = 0;
        _rig.CrmCalls.Answers = (name, arguments) =>
        {
            if (name == nameof(ICrm.Find) && saves == 0 && Ids(arguments[2]).Contains(_rig.People.CrmId))
                Save("AWS_city__c", $"City {++saves}");
            if (name == nameof(ICrm.Write) && saves == 1 && ((IReadOnlyList<CrmWrite>)arguments[1]!).Any(row => row.Id == _rig.People.CrmId))
                Save(field, $"A person's {++saves}");
            return null;
        };
        await _rig.DeliverAws();
        await _rig.Rounds(3);
        Assert.Equal(2, saves);
        var aws = _rig.PartnerCentral.Control.Do("show", [])["opportunities"]!.AsArray().Single(o => o!["Id"]!.GetValue<string>() == _rig.People.AwsId)!;
        Assert.Equal(("City 1", "From AWS", "From AWS"), (aws["Customer"]!["Account"]!["Address"]!["City"]!.GetValue<string>(), AtAws(), InCrm()));
        if (field != NextStep)
        {
            Assert.Equal(("A person's 2", "A person's 2"), (Record()[field]!.GetValue<string>(), aws["Project"]!["AdditionalComments"]!.GetValue<string>()));
            return;
        }

        // AWS owns the field in this mapping: the log has what lost.
        var log = await _rig.Store.ListDetailsOf(_rig.People.AwsId, 100, TestContext.Current.CancellationToken);
        Assert.Contains(log.SelectMany(detail => detail.Issues), issue => issue.Code == IssueCodes.Clash && issue.Rule.Contains("A person's 2", StringComparison.Ordinal));
    }

    /// <summary>STOP forgets the relay's place: nothing of the meantime comes after it was set to Run. LATEST after an error is the same.</summary>
    [Fact]
    [Trait("Row", "F-19")]
    [Trait("Row", "F-20")]
    public async Task What_a_relay_that_was_stopped_never_delivers_is_found_at_the_next_tick()
    {
        await Share();
        _rig.Do("events-fault", new JsonObject { ["stopped"] = true });
        Edit("While it was stopped");
        _rig.Do("events-fault", new JsonObject { ["stopped"] = false });
        Assert.Empty(await _rig.DeliverCrm());
        Assert.NotEqual("While it was stopped", AtAws());
        await _rig.Rounds(1);
        Assert.Equal("While it was stopped", AtAws());
    }

    /// <summary>A relay that looks alive and delivers nothing: polling does not depend on it.</summary>
    [Fact]
    [Trait("Row", "F-19")]
    [Trait("Row", "F-20")]
    public async Task A_relay_that_is_dead_loses_nothing()
    {
        await Share();
        _rig.Do("events-fault", new JsonObject { ["lose"] = 1000 });
        foreach (var value in (string[])["First", "Second", "Third"])
        {
            Edit(value);
            await _rig.Rounds(2);
            Assert.Equal(value, AtAws());
        }

        _rig.Do("delete", new JsonObject { ["id"] = _rig.People.CrmId });
        await _rig.Rounds(2);
        var updates = Updates();
        await AtAws("After the deletion");
        await _rig.Rounds(2);
        Assert.Equal((0, updates), (_rig.Records("Opportunity").Count(r => r["IsDeleted"]?.GetValue<bool>() != true), Updates()));
    }

    async Task Share()
    {
        await DemoPart.All(DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime))[^1].Steps[0].Act(_rig.People);
        await _rig.Rounds();
        await _rig.Find();
        Assert.StartsWith("O", _rig.People.AwsId, StringComparison.Ordinal);
    }

    Task AtAws(string value) => _rig.People.AtAws("edit-opportunity", new JsonObject { ["body"] = new JsonObject { ["LifeCycle"] = new JsonObject { ["NextSteps"] = value } } });

    void Save(string field, string value) => _rig.Do("edit", new JsonObject { ["id"] = _rig.People.CrmId, ["fields"] = new JsonObject { [field] = value } });

    static IReadOnlyList<string> Ids(object? values) => (IReadOnlyList<string>)values!;

    void Edit(string value) => _rig.Do("edit", new JsonObject { ["id"] = _rig.People.CrmId, ["by"] = "integration", ["fields"] = new JsonObject { [NextStep] = value } });

    string? AtAws() => _rig.PartnerCentral.Control.Do("show", [])["opportunities"]!.AsArray().Single(o => o!["Id"]!.GetValue<string>() == _rig.People.AwsId)!["LifeCycle"]!["NextSteps"]?.GetValue<string>();

    string? InCrm() => Record()[NextStep]?.GetValue<string>();

    string User() => Record()["LastModifiedById"]!.GetValue<string>();

    JsonObject Record() => _rig.Records("Opportunity").Single(r => r["Id"]!.GetValue<string>() == _rig.People.CrmId);

    int Updates() => _rig.Lines().Count(line => line.Contains("UpdateOpportunity", StringComparison.Ordinal));

    static JsonNode Header(JsonObject e) => e["detail"]!["payload"]!["ChangeEventHeader"]!;
}
