using LambdaSync.Connections.Crm;
using LambdaSync.Connections.Salesforce;
using LambdaSync.Simulator.Salesforce;
using Xunit;

namespace LambdaSync.Connections.Tests.Salesforce;

/// <summary>Salesforce is connected by settings, and each wrong one is named.</summary>
public sealed class ConnectionTests
{
    static readonly Dictionary<string, string> Good = new()
    {
        ["LAMBDASYNC_SALESFORCE_HOST"] = "example.my.salesforce.com",
        ["LAMBDASYNC_SALESFORCE_SECRET"] = "/lambdasync/lambdasync/salesforce",
        ["LAMBDASYNC_SALESFORCE_API_VERSION"] = "68.0",
        ["LAMBDASYNC_SALESFORCE_OWNER"] = "",
        ["LAMBDASYNC_SALESFORCE_CURRENCY"] = "USD",
        ["LAMBDASYNC_SALESFORCE_DUPLICATES"] = "ask",
    };

    [Fact]
    [Trait("Row", "F-12")]
    public async Task A_currency_that_is_not_active_is_named()
    {
        using var one = new Rig(s => s with { Currency = "JPY" });
        Assert.Empty(await one.Crm.SetUpFaults(Rig.Cancellation));
        using var good = new Rig();
        good.Do("settings", """{"multipleCurrencies":true}""");
        Assert.Empty(await good.Crm.SetUpFaults(Rig.Cancellation));
        using var wrong = new Rig(s => s with { Currency = "JPY" });
        wrong.Do("settings", """{"multipleCurrencies":true}""");
        var fault = Assert.Single(await wrong.Crm.SetUpFaults(Rig.Cancellation));
        Assert.Equal(("currency", true), (fault.What, fault.Stops));
        Assert.StartsWith("JPY, the currency of AWS's amounts, is not active", fault.Detail, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Row", "F-14")]
    public async Task Person_accounts_need_the_events_of_contacts()
    {
        using var rig = new Rig();
        rig.Do("select-entity", """{"entity":"ContactChangeEvent","selected":false}""");
        Assert.Empty(await rig.Crm.SetUpFaults(Rig.Cancellation));
        using var persons = new Rig();
        persons.Do("settings", """{"personAccounts":true}""");
        Assert.Empty(await persons.Crm.SetUpFaults(Rig.Cancellation));
        persons.Do("select-entity", """{"entity":"ContactChangeEvent","selected":false}""");
        var fault = Assert.Single(await persons.Crm.SetUpFaults(Rig.Cancellation));
        Assert.Equal(("change events", false), (fault.What, fault.Stops));
        persons.Do("settings", """{"viewSetup":false}""");
        Assert.Empty(await persons.Crm.SetUpFaults(Rig.Cancellation));
    }

    [Fact]
    public void What_the_template_sets_is_good()
    {
        Assert.Equal(SalesforceConnection.Variables.Order(), Good.Keys.Order());
        Assert.Empty(SalesforceConnection.Problems(Good.GetValueOrDefault));
        Assert.Contains("salesforce", Crms.Names);
        Assert.IsType<SalesforceCrm>(Crms.Open("salesforce", new CrmSettings(Good.GetValueOrDefault, TimeProvider.System), () => throw new InvalidOperationException()));
    }

    [Theory]
    [InlineData("HOST", "", "LAMBDASYNC_SALESFORCE_HOST is not set")]
    [InlineData("HOST", "login.salesforce.com", "use your My Domain")]
    [InlineData("SECRET", "", "LAMBDASYNC_SALESFORCE_SECRET is not set")]
    [InlineData("SECRET", "{\"clientSecret\":\"private\"}", "the login itself is not set here")]
    [InlineData("API_VERSION", "39.0", "is no version of the REST API from 61.0 on")]
    [InlineData("API_VERSION", "latest", "is no version of the REST API from 61.0 on")]
    [InlineData("OWNER", "someone", "must be the id of a user (005) or queue (00G)")]
    [InlineData("CURRENCY", "dollars", "must be a currency code such as USD")]
    [InlineData("DUPLICATES", "maybe", "must be ask or save")]
    [InlineData("DAY_SHARE_PERCENT", "0", "must be from 1 to 100")]
    [InlineData("LINKED_KEY", "a b", "is no field name")]
    public void A_wrong_setting_is_named(string name, string value, string expected)
    {
        string? Variable(string asked) => asked == "LAMBDASYNC_SALESFORCE_" + name ? value : Good.GetValueOrDefault(asked);
        var problem = Assert.Single(SalesforceConnection.Problems(Variable));
        Assert.Contains(expected, problem, StringComparison.Ordinal);
        Assert.DoesNotContain("private", problem, StringComparison.Ordinal);
        Assert.Contains("Fix:", problem, StringComparison.Ordinal);
        Assert.Throws<ConnectionException>(() => SalesforceConnection.Open(Variable, TimeProvider.System));
    }

    [Fact]
    public async Task A_login_in_a_file_connects_over_HTTP()
    {
        using var simulator = new SalesforceSimulator(TimeProvider.System);
        await using var host = await SalesforceHost.Start(simulator);
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, """{"clientId":"test","clientSecret":"test"}""", Rig.Cancellation);
        string? Variable(string name) => name switch
        {
            "LAMBDASYNC_SALESFORCE_HOST" => host.Address.ToString(),
            "LAMBDASYNC_SALESFORCE_SECRET" => "file:" + file,
            _ => null,
        };
        var calls = new List<string>();
        using var crm = SalesforceConnection.Open(Variable, TimeProvider.System, ended: (resource, _, status, _) => calls.Add($"{resource} {status}"));
        Assert.Equal("salesforce", (await crm.Open(Rig.Cancellation)).Kind);
        Assert.Equal(["versions 200", "query 200"], calls);

        await File.WriteAllTextAsync(file, """{"clientId":"test"}""", Rig.Cancellation);
        using var broken = SalesforceConnection.Open(Variable, TimeProvider.System);
        var failed = await Assert.ThrowsAsync<ConnectionException>(() => broken.Open(Rig.Cancellation));
        Assert.Contains("neither clientSecret nor one or two keys are there", failed.Message, StringComparison.Ordinal);
        File.Delete(file);
    }
}
