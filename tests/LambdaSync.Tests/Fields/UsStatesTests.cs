using System.Text.Json.Nodes;
using LambdaSync.Fields;
using Xunit;

namespace LambdaSync.Tests.Fields;

/// <summary>States of the United States by their codes.</summary>
[Trait("Row", "S-12")]
public sealed class UsStatesTests
{
    [Theory]
    [InlineData("US", "DC", "Dist. of Columbia")]
    [InlineData("US", " wa ", "Washington")]
    [InlineData("US", "Washington", "Washington")]
    [InlineData("US", "ZZ", "ZZ")]
    [InlineData("IT", "CA", "CA")] // Cagliari
    [InlineData("DE", "BY", "BY")]
    public void A_code_is_named_in_the_United_States_only(string country, string state, string named)
    {
        var address = new JsonObject { ["CountryCode"] = country, ["StateOrRegion"] = state };
        var opportunity = new JsonObject { ["Customer"] = new JsonObject { ["Account"] = new JsonObject { ["Address"] = address } } };
        UsStates.Name(opportunity);
        Assert.Equal(named, (string?)address["StateOrRegion"]);
    }

    [Fact]
    public void Each_name_is_one_that_AWS_publishes()
    {
        var published = FieldCatalogue.Of(AceObject.Opportunity).ByPath("Customer.Account.Address.StateOrRegion")!.Values!;
        string[] all = [.. from first in Enumerable.Range('A', 26) from second in Enumerable.Range('A', 26) select $"{(char)first}{(char)second}"];
        var names = all.Where(UsStates.IsCode).Select(UsStates.Name).ToList();
        Assert.Equal(59, names.Count);
        Assert.All(names, name => Assert.True(published.Contains(name), name));
        // The three of the military have no code here.
        Assert.Equal(3, published.Values.Count(name => !names.Contains(name)));
    }
}
