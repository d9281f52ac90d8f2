using LambdaSync.Connections.BuiltIn;
using LambdaSync.Connections.Salesforce;
using LambdaSync.Simulator;
using LambdaSync.Simulator.Salesforce;

namespace LambdaSync.Simulation.Parts;

/// <summary>A simulated Salesforce organization behind the client that ships, inside the process. It has the custom fields of the built-in CRM.</summary>
sealed class SalesforceCrmParts : ICrmParts
{
    readonly SalesforceSimulator _organization;
    readonly SimulatorHandler _handler;
    readonly SalesforceCrm _client;
    readonly OrganizationCrm _crm;
    long? _dumped;

    public SalesforceCrmParts(World world)
    {
        _organization = new SalesforceSimulator(world.Time) { RecordsRequests = false };
        OrganizationFields.Add(_organization.Control);
        _handler = new SimulatorHandler(_organization);
        var chance = world.Chance.For("salesforce");
        _client = new SalesforceCrm(
            new SalesforceSettings(new Uri("https://example.my.salesforce.com")), (_, _) => Task.FromResult(SalesforceSecret.Read("""{"clientId":"test","clientSecret":"test"}"""u8.ToArray(), out var _)!),
            world.Time, chance.Part, _handler);
        _crm = new OrganizationCrm(_client, _organization.Control);
    }

    public IBuiltInCrm Crm => _crm;

    public long? Writes => _crm.Writes;

    public string Dump()
    {
        if (_dumped != _crm.Writes)
            CrmDump.Fill(_crm.All());
        _dumped = _crm.Writes;
        return CrmDump.Name;
    }

    public void Dispose()
    {
        _client.Dispose();
        _handler.Dispose();
        _organization.Dispose();
    }
}
