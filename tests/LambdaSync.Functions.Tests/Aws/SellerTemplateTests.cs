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
