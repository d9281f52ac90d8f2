using System.Text.Json.Nodes;
using Xunit;

namespace LambdaSync.Simulator.Tests;

/// <summary>Signatures, the model, client tokens, quotas, faults, events.</summary>
public sealed class EngineTests : IDisposable
{
    readonly Aws _aws = new();

    // reference_sigv-create-signed-request: a signature with another secret is refused.
    [Fact]
    public async Task A_wrong_signature_is_refused()
    {
        _aws.Secret = "another";
        var refused = await _aws.Refused("ListSolutions", []);
        Assert.Equal((403, "InvalidSignatureException"), (refused.Status, refused.Type));
        _aws.Secret = "test";
        await _aws.Do("ListSolutions", []);
    }

    // The model: required members, patterns, lengths, values, numbers; members it does not know pass.
    [Theory]
    [InlineData("GetOpportunity", "{}", "Identifier", "REQUIRED_FIELD_MISSING")]
    [InlineData("GetOpportunity", """{"Identifier":"X1"}""", "Identifier", "INVALID_STRING_FORMAT")]
    [InlineData("GetOpportunity", """{"Identifier":5}""", "Identifier", "INVALID_VALUE")]
    [InlineData("ListOpportunities", """{"MaxResults":0}""", "MaxResults", "VALUE_OUT_OF_RANGE")]
    [InlineData("ListOpportunities", """{"Sort":{"SortBy":"Colour","SortOrder":"ASCENDING"}}""", "Sort.SortBy", "INVALID_ENUM_VALUE")]
    [InlineData("SubmitOpportunity", """{"Identifier":"O1","InvolvementType":"Both"}""", "InvolvementType", "INVALID_ENUM_VALUE")]
    public async Task The_model_is_kept(string operation, string input, string field, string code)
    {
        var refused = await _aws.Refused(operation, JsonNode.Parse(input)!.AsObject());
        Assert.Equal(("ValidationException", "REQUEST_VALIDATION_FAILED"), (refused.Type, refused.Reason));
        Assert.Contains((field, code), refused.Errors);
    }

    [Fact]
    public async Task A_title_has_its_length_and_a_new_member_passes()
    {
        var body = Aws.Body();
        body["ClientToken"] = _aws.NewToken();
        body["Project"]!["Title"] = new string('x', 256);
        Assert.Equal([("Project.Title", "INVALID_STRING_FORMAT")], (await _aws.Refused("CreateOpportunity", body)).Errors);

        // Characters are counted, not UTF-16 units.
        body["Project"]!["Title"] = string.Concat(Enumerable.Repeat("\U0001F600", 256));
        Assert.Equal([("Project.Title", "INVALID_STRING_FORMAT")], (await _aws.Refused("CreateOpportunity", body)).Errors);
        body["Project"]!["Title"] = string.Concat(Enumerable.Repeat("\U0001F600", 128));
        await _aws.Do("CreateOpportunity", body);
        body["ClientToken"] = _aws.NewToken();
        body["Project"]!["Title"] = new string('x', 255);
        body["Project"]!["InventedLater"] = "kept";
        var id = (await _aws.Do("CreateOpportunity", body))["Id"]!.GetValue<string>();
        Assert.Equal("kept", (await _aws.Get(id))["Project"]!["InventedLater"]!.GetValue<string>());
    }

    // A release of AWS's API that adds a member: the control adds it to the model, and then its type is kept.
    [Fact]
    [Trait("Row", "C12")]
    public async Task A_member_that_AWS_adds_has_its_type()
    {
        var body = Aws.Body();
        body["ClientToken"] = _aws.NewToken();
        body["Project"]!["AddedByAws"] = 5;
        await _aws.Do("CreateOpportunity", body);

        _aws.Control("add-member", new JsonObject { ["shape"] = "Project", ["member"] = "AddedByAws", ["type"] = "String" });
        body["ClientToken"] = _aws.NewToken();
        Assert.Equal([("Project.AddedByAws", "INVALID_VALUE")], (await _aws.Refused("CreateOpportunity", body)).Errors);
        body["Project"]!["AddedByAws"] = "text";
        await _aws.Do("CreateOpportunity", body);
    }

    // Operation text of CreateOpportunity: a ClientToken used again with the same body makes nothing new, with another body it is refused.
    [Fact]
    public async Task A_client_token_is_used_for_one_request()
    {
        var body = Aws.Body();
        body["ClientToken"] = "once";
        var first = await _aws.Do("CreateOpportunity", body);
        Assert.Equal(first.ToJsonString(), (await _aws.Do("CreateOpportunity", body)).ToJsonString());
        body["Project"]!["Title"] = "Another";
        Assert.Equal("ConflictException", (await _aws.Refused("CreateOpportunity", body)).Type);

        // How long it is remembered is not published: later it makes a second one.
        _aws.Advance(TimeSpan.FromHours(1));
        Assert.NotEqual(first["Id"]!.GetValue<string>(), (await _aws.Do("CreateOpportunity", body))["Id"]!.GetValue<string>());

        _aws.Control("settings", new JsonObject { ["tokenReuseConflicts"] = true });
        Assert.Equal("ConflictException", (await _aws.Refused("CreateOpportunity", body)).Type);
    }

    // DG quotas: ten reads and one write a second, 10,000 writes in any 24 hours.
    [Fact]
    public async Task Quotas_are_kept()
    {
        using var aws = new Aws(quotas: true);
        for (var i = 0; i < 10; i++)
            await aws.Do("ListOpportunities", []);
        Assert.Equal("ThrottlingException", (await aws.Refused("ListSolutions", [])).Type);
        aws.Advance(TimeSpan.FromMilliseconds(100));
        await aws.Do("ListSolutions", []);
        await aws.Opportunity();
        Assert.Equal("ThrottlingException", (await aws.Refused("AssociateOpportunity", new JsonObject { ["OpportunityIdentifier"] = "O1", ["RelatedEntityType"] = "Solutions", ["RelatedEntityIdentifier"] = "S-1" })).Type);
    }

    // DG quotas: the prospecting operations have rates of their own; others that are not in the table are free.
    [Fact]
    public async Task Rates_of_their_own()
    {
        using var aws = new Aws(quotas: true);
        for (var i = 0; i < 2; i++)
            await aws.Do("StartProspectingFromEngagementTask", Prospecting());
        Assert.Equal("ThrottlingException", (await aws.Refused("StartProspectingFromEngagementTask", Prospecting())).Type);
        for (var i = 0; i < 15; i++)
            await aws.Engagement();
        Assert.Equal("ThrottlingException", (await aws.Refused("CreateEngagement", new JsonObject { ["ClientToken"] = "t", ["Title"] = "T", ["Description"] = "D" })).Type);
        for (var i = 0; i < 30; i++)
            await aws.Do("ListEngagements", []);

        JsonObject Prospecting() => new() { ["Identifiers"] = new JsonArray("eng-00000000000001"), ["TaskName"] = "Leads", ["ClientToken"] = aws.NewToken() };
    }

    [Fact]
    public async Task The_day_rolls()
    {
        using var aws = new Aws(quotas: true);
        var unknown = new JsonObject { ["OpportunityIdentifier"] = "O1", ["RelatedEntityType"] = "Solutions", ["RelatedEntityIdentifier"] = "S-1" };
        for (var i = 0; i < 10_000; i++)
        {
            await aws.Refused("AssociateOpportunity", unknown);
            aws.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Contains("10000", (await aws.Refused("AssociateOpportunity", unknown)).Message, StringComparison.Ordinal);
        // The first of them was made 10,000 seconds ago.
        aws.Advance(TimeSpan.FromHours(24) - TimeSpan.FromSeconds(10_000));
        Assert.Equal("ResourceNotFoundException", (await aws.Refused("AssociateOpportunity", unknown)).Type);
    }

    [Fact]
    public async Task A_lost_reply_leaves_its_effect_and_a_cut_before_it_none()
    {
        var id = await _aws.Opportunity();
        _aws.Control("fault", new JsonObject { ["kind"] = "ReplyLost", ["operation"] = "AssociateOpportunity" });
        var input = new JsonObject { ["OpportunityIdentifier"] = id, ["RelatedEntityType"] = "Solutions", ["RelatedEntityIdentifier"] = "S-0000001" };
        Assert.Equal((500, "InternalServerException"), (await _aws.Refused("AssociateOpportunity", input)) is var r ? (r.Status, r.Type) : default);
        Assert.Equal([("RelatedEntityIdentifier", "DUPLICATE_KEY_VALUE")], (await _aws.Refused("AssociateOpportunity", input)).Errors);

        _aws.Control("fault", new JsonObject { ["kind"] = "CutBefore", ["operation"] = "DisassociateOpportunity" });
        await Assert.ThrowsAsync<HttpRequestException>(() => _aws.Send("DisassociateOpportunity", input));
        await _aws.Do("DisassociateOpportunity", input);
        _aws.Control("fault", new JsonObject { ["kind"] = "CutAfter" });
        await Assert.ThrowsAsync<HttpRequestException>(() => _aws.Send("AssociateOpportunity", input));
        Assert.Equal("DUPLICATE_KEY_VALUE", (await _aws.Refused("AssociateOpportunity", input)).Errors[0].Code);
    }

    [Fact]
    [Trait("Row", "A8")]
    public async Task Events_are_told_lost_doubled_and_shuffled()
    {
        var id = await _aws.Opportunity();
        var (type, detail) = Assert.Single(_aws.Events());
        Assert.Equal(("Opportunity Created", "{\"schemaVersion\":\"1\",\"catalog\":\"AWS\",\"opportunity\":{\"identifier\":\"" + id + "\"}}"), (type, detail.ToJsonString()));

        _aws.Control("events-fault", new JsonObject { ["lose"] = 1, ["double"] = 1, ["reorder"] = true });
        await _aws.Associate(id); // lost
        var other = await _aws.Opportunity(); // twice
        await _aws.Associate(other);
        Assert.Equal(["Opportunity Updated", "Opportunity Created", "Opportunity Created"], _aws.Events().Select(e => e.Type));
    }

    public void Dispose() => _aws.Dispose();
}
