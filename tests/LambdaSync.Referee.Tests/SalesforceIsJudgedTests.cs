using System.Security.Cryptography;
using System.Text.Json.Nodes;
using LambdaSync.Simulator.Salesforce;
using LambdaSync.Testing;
using Xunit;

namespace LambdaSync.Referee.Tests;

/// <summary>A client of Salesforce that is not ours drives the simulated organisation.</summary>
public sealed class SalesforceIsJudgedTests
{
    [Fact]
    [Trait("Row", "H1")]
    public async Task Jsforce_drives_the_organisation_and_finds_nothing()
    {
        using var simulator = new SalesforceSimulator(TimeProvider.System);
        await using var host = await SalesforceHost.Start(simulator);
        using var key = RSA.Create(2048);
        simulator.Control.Do("add-app", new JsonObject { ["clientId"] = "judge", ["publicKey"] = key.ExportSubjectPublicKeyInfoPem() });
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, key.ExportPkcs8PrivateKeyPem(), TestContext.Current.CancellationToken);

            var report = await NodeTools.Run("salesforce", "drive.mjs", host.Address.ToString().TrimEnd('/'), file);

            Assert.Matches(@"jsforce: \d+ checks, 0 mismatches", report);
        }
        finally
        {
            File.Delete(file);
        }

        var resources = simulator.Requests.Select(request => request.Resource).ToHashSet();
        foreach (var resource in (string[])["token", "versions", "identity", "describeGlobal", "describe", "sobjects", "collections", "query", "queryAll", "queryMore", "updated", "deleted", "composite", "graph", "event", "limits"])
            Assert.Contains(resource, resources);
        // Each statement that the client composed is one that the parser takes.
        await SoqlReferee.Judge(simulator.Requests.SelectMany(request => request.Soql).Where(soql => soql != "SELECT Id FROM"));
    }

    /// <summary>What is deployed to a real organisation works in the simulated one.</summary>
    [Fact]
    [Trait("Row", "H1")]
    public void The_metadata_of_the_repository_is_deployed()
    {
        using var simulator = new SalesforceSimulator(TimeProvider.System);
        simulator.Control.Do("deploy", new JsonObject { ["folder"] = RepositoryFolder.File("infra", "salesforce", "force-app") });

        foreach (var sobject in (string[])["Opportunity", "Lead", "Account", "Contact", "ACE_Opportunity__c", "ACE_Lead__c"])
        {
            var fields = new JsonObject();
            foreach (var (name, value) in sobject switch
            {
                "Opportunity" => ((string, string)[])[("Name", "A deal"), ("StageName", "Prospecting"), ("CloseDate", "2026-12-31")],
                "Lead" => [("LastName", "Sample"), ("Company", "Example Ltd")],
                "Contact" => [("LastName", "Sample")],
                _ => [("Name", "Sample")],
            })
                fields[name] = value;
            fields["LambdaSync_Id__c"] = "k-1";
            var id = simulator.Control.Do("create", new JsonObject { ["object"] = sobject, ["fields"] = fields })["id"]!.GetValue<string>();
            Assert.Equal("k-1", simulator.Control.Do("show", new JsonObject { ["id"] = id })["LambdaSync_Id__c"]!.GetValue<string>());
        }
    }

    [Fact]
    public async Task The_referee_of_SOQL_finds_what_is_wrong() => Assert.Contains("6 statements, 0 wrong", await NodeTools.Run("salesforce", "soql.mjs", "selftest"), StringComparison.Ordinal);
}
