using System.Text;
using LambdaSync.Commands;
using Xunit;

namespace LambdaSync.Tests.Commands;

[Trait("Row", "H6")]
public sealed class CrmCommandEventTests
{
    [Fact]
    public void An_event_is_the_command_of_its_user()
    {
        var command = Read(Event("""{"CreatedById":"005A","Verb__c":"reject","RecordId__c":"006A","Arguments__c":"{\"reason\":\"a \\\"b\\\" \\\\c\"}","CommandId__c":"run-1"}"""), out var issues)!;

        Assert.Empty(issues);
        Assert.Equal(("reject", "006A", "005A", "run-1", """a "b" \c"""), (command.Verb, Assert.Single(command.Ids), command.By, command.Id, command.Arguments["reason"]));
    }

    /// <summary>A flow escapes quotes and backslashes of a text; it has no means for line breaks.</summary>
    [Fact]
    public void A_text_of_several_lines_is_one_argument()
    {
        var command = Read(Event("""{"CreatedById":"005A","Verb__c":"offer-create","RecordId__c":"a0PA","Arguments__c":"{\"document\":\"{\r\n\t\\\"Name\\\": 1\n}\"}","CommandId__c":"run-1"}"""), out var issues)!;

        Assert.Empty(issues);
        Assert.Equal("""{   "Name": 1 }""", command.Arguments["document"]);
    }

    [Theory]
    [InlineData("\"Arguments__c\":null,")]
    [InlineData("\"Arguments__c\":\"\",")]
    [InlineData("\"Arguments__c\":\"{}\",")]
    [InlineData("")]
    public void Arguments_may_be_absent_and_the_envelope_s_id_stands_in(string arguments)
    {
        var command = Read(Event($$"""{"CreatedById":"005A",{{arguments}}"Verb__c":"refresh","RecordId__c":"006A","CommandId__c":null}"""), out var issues)!;

        Assert.Empty(issues);
        Assert.Equal(("refresh", "event-1", 0), (command.Verb, command.Id, command.Arguments.Count));
    }

    [Theory]
    [InlineData("""{"Verb__c":"refresh"}""", "ids")]
    [InlineData("""{"RecordId__c":"006A"}""", "verb")]
    [InlineData("""{"Verb__c":"reject","RecordId__c":"006A","Arguments__c":"{\"reason\":"}""", "arguments")]
    [InlineData("""{"Verb__c":"reject","RecordId__c":"006A","Arguments__c":"[]"}""", "arguments")]
    [InlineData("""{"Verb__c":"refresh","RecordId__c":7}""", "ids")]
    public void What_is_wrong_is_named(string payload, string field)
    {
        Assert.Null(Read(Event(payload), out var issues));

        Assert.Contains(issues, i => i.Field == field && i.Severity == Severity.Error);
    }

    [Theory]
    [InlineData("7")]
    [InlineData("""{"detail":7}""")]
    public void An_event_without_its_payload_is_no_command(string detail)
    {
        var json = Event("{}").Replace("""{"payload":{}}""", detail, StringComparison.Ordinal);

        Assert.Null(Read(json, out var issues));
        Assert.NotEmpty(issues);
    }

    [Theory]
    [InlineData("""{"verb":"refresh","ids":["O1"]}""")]
    [InlineData("""{"detail-type":"LambdaSync_Command__e","source":"my.application","detail":{}}""")]
    [InlineData("""{"detail-type":"OpportunityChangeEvent","source":"aws.partner/salesforce.com/00D/0YL","detail":{}}""")]
    [InlineData("""{"detail-type":7,"source":"aws.partner/salesforce.com/00D/0YL"}""")]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("\"\\uD800\"")]
    [InlineData("""{"detail-type":"\uD800"}""")]
    public void Anything_else_is_none(string json) => Assert.Null(CrmCommandEvent.Read(Encoding.UTF8.GetBytes(json)));

    [Fact]
    public void The_organization_is_the_caller() =>
        Assert.Equal("00D", CrmCommandEvent.Read(Encoding.UTF8.GetBytes(Event("{}")))!.Organization);

    /// <summary>Salesforce's permission sets say who may publish which event.</summary>
    [Theory]
    [InlineData("LambdaSync_Command__e", CommandVerbs.Submit, CommandVerbs.OfferCreate)]
    [InlineData("LambdaSync_Offer_Command__e", CommandVerbs.OfferCreate, CommandVerbs.ResaleRestrict)]
    [InlineData("LambdaSync_Resale_Command__e", CommandVerbs.ResaleRestrict, CommandVerbs.AgreementAdjust)]
    public void The_event_says_which_verbs_its_users_have(string name, string may, string mayNot)
    {
        var role = CrmCommandEvent.Read(Encoding.UTF8.GetBytes(Event("{}").Replace("LambdaSync_Command__e", name, StringComparison.Ordinal)))!.Role;

        Assert.Equal((true, false), (CommandRole.May(role, may), CommandRole.May(role, mayNot)));
    }

    [Fact]
    public void Two_organizations_never_share_an_id()
    {
        var command = new CommandDocument("refresh", ["006A"], new Dictionary<string, string>()) { Id = "run-1" };

        Assert.NotEqual(CommandCaller.OfCrm("00D1", "m").JobOf(command), CommandCaller.OfCrm("00D2", "m").JobOf(command));
        Assert.Equal(CommandCaller.OfCrm("00D1", "m1").JobOf(command), CommandCaller.OfCrm("00D1", "m2").JobOf(command));
    }

    static string Event(string payload) =>
        $$$"""{"version":"0","id":"event-1","detail-type":"LambdaSync_Command__e","source":"aws.partner/salesforce.com/00D/0YL","detail":{"payload":{{{payload}}}}}""";

    static CommandDocument? Read(string json, out List<Issue> issues)
    {
        issues = [];
        return CommandReader.Read(CrmCommandEvent.Read(Encoding.UTF8.GetBytes(json))!.Command, issues);
    }
}
