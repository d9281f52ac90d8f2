using System.Text.Json;
using LambdaSync.Events;
using LambdaSync.Testing;
using Xunit;

namespace LambdaSync.Functions.Tests.Aws;

/// <summary>infra/seller-account.template and LambdaSync's own stack agree.</summary>
[Trait("Row", "F1")]
public sealed class SellerTemplateTests
{
    static readonly StackTemplate Main = new();

    static readonly JsonElement Seller = JsonDocument.Parse(File.ReadAllBytes(RepositoryFolder.File("infra/seller-account.template"))).RootElement.GetProperty("Resources");

    static JsonElement Properties(string name) => Seller.GetProperty(name).GetProperty("Properties");

    [Fact]
    public void The_role_may_do_of_AWS_Marketplace_what_the_functions_may()
    {
        static IEnumerable<string> OfMarketplace(JsonElement role) => role.GetProperty("Policies")[0].GetProperty("PolicyDocument").GetProperty("Statement").EnumerateArray()
            .Where(s => s.GetProperty("Action").GetRawText().Contains("aws-marketplace:", StringComparison.Ordinal)).Select(s => JsonSerializer.Serialize(s));

        Assert.Equal(OfMarketplace(Main.Properties("MarketplaceEventsRole")), OfMarketplace(Properties("Role")));
        Assert.Equal(4, OfMarketplace(Properties("Role")).Count());
        static string AfterSale(JsonElement statement) => JsonSerializer.Serialize(statement.GetProperty("PolicyDocument").GetProperty("Statement")[0]);
        Assert.Equal(AfterSale(Main.Properties("AfterSaleRole").GetProperty("Policies")[0]), AfterSale(Properties("AfterSalePolicy")));
        Assert.Equal("HasAfterSale", Seller.GetProperty("AfterSalePolicy").GetProperty("Condition").GetString());
    }

    [Fact]
    public void The_role_is_assumed_with_its_external_id_by_each_function_that_has_the_engine()
    {
        var trust = Properties("Role").GetProperty("AssumeRolePolicyDocument").GetProperty("Statement")[0];
        Assert.Equal("ExternalId", trust.GetProperty("Condition").GetProperty("StringEquals").GetProperty("sts:ExternalId").GetProperty("Ref").GetString());
        static IEnumerable<string?> Roles(string policy) => Main.Properties(policy).GetProperty("Roles").EnumerateArray().Select(r => r.GetProperty("Ref").GetString());
        Assert.Equal(Roles("UseOfAfterSaleRole"), Roles("UseOfSellerRoles"));
        Assert.Equal("HasSellerRoles", Main.Resource("UseOfSellerRoles").GetProperty("Condition").GetString());
    }

    /// <summary>What the tool does with the account's bucket of license agreements: it puts a document, and signs an address to get it.</summary>
    [Fact]
    [Trait("Row", "F6")]
    [Trait("Row", "G2")]
    public void The_role_may_use_the_prefix_of_its_bucket_as_the_tool_does_and_no_other()
    {
        var bucket = File.ReadAllText(RepositoryFolder.File("src/LambdaSync.Connections/Buckets/LegalBucket.cs"));
        var calls = System.Text.RegularExpressions.Regex.Matches(bucket, @"_s3\.(\w+)Async\(").Select(m => m.Groups[1].Value).Select(name => name == "GetPreSignedURL" ? "GetObject" : name).Select(name => "s3:" + name).Order(StringComparer.Ordinal);
        Assert.Contains("Verb = HttpVerb.GET", bucket, StringComparison.Ordinal);
        var statement = Assert.Single(Properties("EulaPolicy").GetProperty("PolicyDocument").GetProperty("Statement").EnumerateArray());
        Assert.Equal(calls, statement.GetProperty("Action").EnumerateArray().Select(a => a.GetString()!).Order(StringComparer.Ordinal));
        Assert.Equal("arn:${AWS::Partition}:s3:::${EulaBucket}/${EulaPrefix}/*", statement.GetProperty("Resource").GetProperty("Fn::Sub").GetString());
        Assert.Equal("HasEulaBucket", Seller.GetProperty("EulaPolicy").GetProperty("Condition").GetString());
        Assert.Equal("Role", Assert.Single(Properties("EulaPolicy").GetProperty("Roles").EnumerateArray()).GetProperty("Ref").GetString());
        Assert.Equal("HasEulaKey", Seller.GetProperty("EulaKeyPolicy").GetProperty("Condition").GetString());
        // An address lives no longer than the session that signs it.
        Assert.Equal((int)LambdaSync.Connections.Aws.AssumedRole.LongestSession.TotalSeconds, Properties("Role").GetProperty("MaxSessionDuration").GetInt32());
        var parameters = JsonDocument.Parse(File.ReadAllBytes(RepositoryFolder.File("infra/seller-account.template"))).RootElement.GetProperty("Parameters");
        Assert.Equal(("", "eula", ""), (parameters.GetProperty("EulaBucket").GetProperty("Default").GetString(), parameters.GetProperty("EulaPrefix").GetProperty("Default").GetString(), parameters.GetProperty("EulaKeyArn").GetProperty("Default").GetString()));
    }

    [Fact]
    public void The_events_that_are_forwarded_are_those_that_the_stack_handles()
    {
        var rule = Properties("Forwarding");
        Assert.Equal(MarketEvent.Sources, rule.GetProperty("EventPattern").GetProperty("source").EnumerateArray().Select(s => s.GetString()));
        Assert.Equal(JsonSerializer.Serialize(Main.Properties("MarketplaceEventsRule").GetProperty("EventPattern")), JsonSerializer.Serialize(rule.GetProperty("EventPattern")));
        var target = Assert.Single(rule.GetProperty("Targets").EnumerateArray());
        var bus = target.GetProperty("Arn").GetProperty("Fn::Sub").GetString()!;
        var sent = Properties("ForwardingRole").GetProperty("Policies")[0].GetProperty("PolicyDocument").GetProperty("Statement")[0];
        Assert.Equal(("events:PutEvents", bus), (sent.GetProperty("Action").GetString(), sent.GetProperty("Resource").GetProperty("Fn::Sub").GetString()));
        // The main bus takes them from the accounts of its parameter.
        var taken = Main.Properties("EventsOfSellers").GetProperty("Statement");
        Assert.Equal("SellerAccounts", taken.GetProperty("Principal").GetProperty("AWS").GetProperty("Ref").GetString());
        Assert.Equal(bus.Replace("${MainAccount}", "${AWS::AccountId}", StringComparison.Ordinal), taken.GetProperty("Resource").GetProperty("Fn::Sub").GetString());
        Assert.Equal("HasSellerAccounts", Main.Resource("EventsOfSellers").GetProperty("Condition").GetString());
    }
}
