using System.Text.Json.Nodes;
using LambdaSync.Connections.Crm;
using LambdaSync.Connections.Salesforce;
using LambdaSync.Local;
using LambdaSync.Simulator.Salesforce;

namespace LambdaSync.Cli.Demo;

/// <summary>
/// A simulated Salesforce organization on a loopback port, with the fields of <c>infra/salesforce</c>, and LambdaSync's client for it.
/// </summary>
sealed class SimulatedSalesforce : IAsyncDisposable
{
    const string Resources = "salesforce/", MappingResource = "salesforce-mapping.json", LoginFile = "salesforce-login.json";

    readonly SalesforceHost _host;
    readonly SalesforceCrm _client;

    SimulatedSalesforce(SalesforceHost host, IReadOnlyDictionary<string, string> variables)
    {
        (_host, Variables) = (host, variables);
        _client = SalesforceConnection.Open(variables.GetValueOrDefault, TimeProvider.System);
    }

    /// <summary>The settings that connect it.</summary>
    public IReadOnlyDictionary<string, string> Variables { get; }

    public ICrm Client => _client;

    /// <summary>Where it listens.</summary>
    public Uri Address => _host.Address;

    /// <summary>Those who work in it.</summary>
    public SalesforcePeople People => new(_host.Simulator.Control);

    /// <summary>Opens an organization with the fields of <c>infra/salesforce</c>. Its login goes into the data folder.</summary>
    public static async Task<SimulatedSalesforce> Start(DirectoryInfo data)
    {
        var organization = new SalesforceSimulator(TimeProvider.System);
        Deploy(organization);
        var host = await SalesforceHost.Start(organization);
        var login = Path.Combine(data.FullName, LoginFile);
        PrivateFiles.CreateFolder(data.FullName);
        PrivateFiles.CreateFile(login);
        await File.WriteAllTextAsync(login, """{"clientId":"test","clientSecret":"test"}""");
        return new SimulatedSalesforce(host, new Dictionary<string, string>
        {
            [Crms.Variable] = SalesforceCrm.Name,
            ["LAMBDASYNC_SALESFORCE_HOST"] = host.Address.ToString().TrimEnd('/'),
            ["LAMBDASYNC_SALESFORCE_SECRET"] = "file:" + login,
        });
    }

    /// <summary>The mapping of <c>infra/salesforce</c> to standard objects.</summary>
    public static byte[] Mapping()
    {
        using var stream = typeof(SimulatedSalesforce).Assembly.GetManifestResourceStream(MappingResource)!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _host.DisposeAsync();
        _host.Simulator.Dispose();
    }

    // The simulator reads a folder in source format, and this program carries the files within itself.
    static void Deploy(SalesforceSimulator organization)
    {
        var folder = Directory.CreateTempSubdirectory("lambdasync-salesforce-");
        try
        {
            var assembly = typeof(SimulatedSalesforce).Assembly;
            foreach (var name in assembly.GetManifestResourceNames().Where(name => name.StartsWith(Resources, StringComparison.Ordinal)))
            {
                var file = new FileInfo(Path.Combine(folder.FullName, name.Replace('\\', '/')));
                file.Directory!.Create();
                using var resource = assembly.GetManifestResourceStream(name)!;
                using var copy = file.Create();
                resource.CopyTo(copy);
            }

            organization.Control.Do("deploy", new JsonObject { ["folder"] = folder.FullName });
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
