using LambdaSync.Connections.BuiltIn;
using LambdaSync.Connections.Salesforce;
using LambdaSync.Simulation.Kernel;
using LambdaSync.Simulator;
using LambdaSync.Simulator.Salesforce;

namespace LambdaSync.Simulation.Parts;

/// <summary>A simulated Salesforce organization behind the client that ships, inside the process. It has the custom fields of the built-in CRM.</summary>
sealed class SalesforceCrmParts : ICrmParts
{
    readonly SalesforceSimulator _organization;
    readonly SimulatorHandler _handler;
    readonly Dictionary<Incarnation, SalesforceCrm> _clients = [];
    readonly OrganizationPeople _people;
    readonly World _world;
    readonly Chance _chance;
    long? _dumped;

    public SalesforceCrmParts(World world)
    {
        (_world, _chance) = (world, world.Chance.For("salesforce"));
        _organization = new SalesforceSimulator(world.Time) { RecordsRequests = false };
        OrganizationFields.Add(_organization.Control);
        _handler = new SimulatorHandler(_organization);
        _people = new OrganizationPeople(_organization.Control);
    }

    /// <summary>For people; a process has a client of its own.</summary>
    public IBuiltInCrm Crm => new OrganizationCrm(null, _people, _world.Faults);

    public long? Writes => _people.Writes;

    public IBuiltInCrm Of(Incarnation process)
    {
        if (!_clients.TryGetValue(process, out var client))
        {
            _clients[process] = client = new SalesforceCrm(
                new SalesforceSettings(new Uri("https://example.my.salesforce.com")), (_, _) => Task.FromResult(SalesforceSecret.Read("""{"clientId":"test","clientSecret":"test"}"""u8.ToArray(), out var _)!),
                _world.Time, _chance.Part, _handler);
        }

        return new OrganizationCrm(client, _people, _world.Faults);
    }

    public string Dump()
    {
        if (_dumped != _people.Writes)
            CrmDump.Fill(_people.All());
        _dumped = _people.Writes;
        return CrmDump.Name;
    }

    public void Dispose()
    {
        foreach (var client in _clients.Values)
            client.Dispose();
        _handler.Dispose();
        _organization.Dispose();
    }
}
