using System.Text;
using LambdaSync.Commands;
using Xunit;

namespace LambdaSync.Tests.Commands;

[Trait("Row", "E2")]
public sealed class CommandReaderTests
{
    [Fact]
    public void A_command_is_read_and_written_back()
    {
        var command = Read("""{"verb":"associate","ids":[" o12 ","0065g00000A1b2c","arn:aws:partnercentral:us-east-1:1:catalog/AWS/opportunity/O7","O12"],"arguments":{"relatedEntityType":"Solutions","relatedEntityIdentifier":"S-1"},"reason":"new deal","by":"anna@example.com","id":"42"}""");

        Assert.Equal(["O12", "0065g00000A1b2c", "O7"], command.Ids);
        Assert.Equal(("associate", "new deal", "anna@example.com", "42"), (command.Verb, command.Reason, command.By, command.Id));
        Assert.Equal("S-1", command.Arguments["relatedEntityIdentifier"]);
        Assert.Equal(command.ToJson(), Read(Encoding.UTF8.GetString(command.ToJson())).ToJson());
    }

    [Theory]
    [InlineData("[]", "")]
    [InlineData("{", "")]
    [InlineData("7", "")]
    [InlineData("""{"verb":"submit"}""", "ids")]
    [InlineData("""{"verb":"submit","ids":[]}""", "ids")]
    [InlineData("""{"verb":"submit","ids":"O1"}""", "ids")]
    [InlineData("""{"verb":"submit","ids":[7]}""", "ids")]
    [InlineData("""{"verb":"submit","ids":["  "]}""", "ids")]
    [InlineData("""{"verb":"submit","ids":["O1\u0000"]}""", "ids")]
    [InlineData("""{"ids":["O1"]}""", "verb")]
    [InlineData("""{"verb":"delete","ids":["O1"]}""", "verb")]
    [InlineData("""{"verb":"Submit","ids":["O1"]}""", "verb")]
    [InlineData("""{"verb":"submit","ids":["O1"],"argument":{}}""", "argument")]
    [InlineData("""{"verb":"submit","ids":["O1"],"arguments":[]}""", "arguments")]
    [InlineData("""{"verb":"submit","ids":["O1"],"arguments":{"visibility":7}}""", "visibility")]
    [InlineData("""{"verb":"submit","ids":["O1"],"arguments":{"visible":"Full"}}""", "visible")]
    [InlineData("""{"verb":"refresh","ids":["O1"],"arguments":{"visibility":"Full"}}""", "visibility")]
    [InlineData("""{"verb":"associate","ids":["O1"],"arguments":{"relatedEntityType":"Solutions"}}""", "relatedEntityIdentifier")]
    [InlineData("""{"verb":"assign","ids":["O1"],"arguments":{"email":"a@b.c","firstName":"A"}}""", "lastName")]
    [InlineData("""{"verb":"assign","ids":["O1"],"arguments":{"email":"anna","firstName":"A","lastName":"B"}}""", "email")]
    [InlineData("""{"verb":"associate","ids":["O1"],"arguments":{"relatedEntityType":"Solutions","relatedEntityIdentifier":"12"}}""", "relatedEntityIdentifier")]
    [InlineData("""{"verb":"associate","ids":["O1"],"arguments":{"relatedEntityType":"AwsMarketplaceOffers","relatedEntityIdentifier":"offer-1"}}""", "relatedEntityIdentifier")]
    [InlineData("""{"verb":"link-offer","ids":["O1"],"arguments":{"offer":"offer-1"}}""", "offer")]
    [InlineData("""{"verb":"link-offer","ids":["O1"],"arguments":{"offer":"arn:aws:aws-marketplace:us-east-1:1:AWSMarketplace/SaaSProduct/prod-1"}}""", "offer")]
    [InlineData("""{"verb":"submit","ids":["O1"],"reason":7}""", "reason")]
    public void What_is_wrong_is_named(string json, string field)
    {
        var issues = new List<Issue>();

        Assert.Null(CommandReader.Read(Encoding.UTF8.GetBytes(json), issues));

        var issue = Assert.Single(issues);
        Assert.Equal((IssueCodes.CommandInvalid, Severity.Error, field), (issue.Code, issue.Severity, issue.Field ?? ""));
        Assert.NotEmpty(issue.Fix);
    }

    [Fact]
    public void Every_fault_is_named_at_once()
    {
        var issues = new List<Issue>();

        CommandReader.Read("""{"verb":"assign","ids":[],"arguments":{"phone":"1"},"who":"me"}"""u8.ToArray(), issues);

        Assert.Equal(["email", "firstName", "ids", "lastName", "phone", "who"], issues.Select(i => i.Field!).Order());
    }

    [Theory]
    [Trait("Row", "A5")]
    [InlineData("Solutions", "Other")]
    [InlineData("Solutions", "soln-0a1b2c")]
    [InlineData("AwsProducts", "Amazon EC2 Linux")]
    [InlineData("AwsMarketplaceBundles", "bundle-1")] // newer than this release
    public void An_entity_is_taken_in_each_of_its_forms(string type, string id) =>
        Assert.Equal(id, Read($$"""{"verb":"associate","ids":["O1"],"arguments":{"relatedEntityType":"{{type}}","relatedEntityIdentifier":"{{id}}"} }""").Arguments["relatedEntityIdentifier"]);

    [Fact]
    public void Null_is_no_value() => Assert.Null(Read("""{"verb":"submit","ids":["O1"],"arguments":{"visibility":null},"reason":null}""").Reason);

    [Fact]
    public void A_command_has_its_limits()
    {
        Assert.Equal(CommandLimits.MaxIds, Read(Many(CommandLimits.MaxIds)).Ids.Count);
        Assert.Equal("ids", Assert.Single(Issues(Many(CommandLimits.MaxIds + 1))).Field);
        Assert.Equal(IssueCodes.CommandTooLarge, Assert.Single(Issues($$"""{"verb":"submit","ids":["O1"],"reason":"{{new string('x', CommandLimits.MaxBytes)}}"}""")).Code);
        Assert.Equal("reason", Assert.Single(Issues($$"""{"verb":"submit","ids":["O1"],"reason":"{{new string('x', CommandLimits.MaxReason + 1)}}"}""")).Field);

        static string Many(int count) => $$"""{"verb":"submit","ids":[{{string.Join(',', Enumerable.Range(1, count).Select(i => $"\"O{i}\""))}}]}""";
    }

    static CommandDocument Read(string json)
    {
        var issues = new List<Issue>();
        var command = CommandReader.Read(Encoding.UTF8.GetBytes(json), issues);
        Assert.Empty(issues);
        return command!;
    }

    static List<Issue> Issues(string json)
    {
        var issues = new List<Issue>();
        Assert.Null(CommandReader.Read(Encoding.UTF8.GetBytes(json), issues));
        return issues;
    }
}
