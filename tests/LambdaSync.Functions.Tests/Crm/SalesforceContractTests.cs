using System.Text.Json.Nodes;
using LambdaSync.Connections.Crm;
using LambdaSync.Connections.Salesforce;
using LambdaSync.Simulator;
using LambdaSync.Simulator.Salesforce;

namespace LambdaSync.Functions.Tests.Crm;

/// <summary>Salesforce keeps what every CRM keeps.</summary>
public sealed class SalesforceContractTests : CrmContract
{
    readonly SalesforceSimulator _organization = new(TimeProvider.System);
    readonly SimulatorHandler _handler;
    readonly SalesforceCrm _crm;

    public SalesforceContractTests()
    {
        _organization.Control.Clock.Set(new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.Zero));
        _handler = new SimulatorHandler(_organization);
        _crm = new SalesforceCrm(
            new SalesforceSettings(new Uri("https://example.my.salesforce.com")), (_, _) => Task.FromResult(SalesforceSecret.Read("""{"clientId":"test","clientSecret":"test"}"""u8.ToArray(), out var _)!),
            new OrganizationTime(_organization), () => 0, _handler);
    }

    protected override string Key => "LambdaSync_Id__c";

    protected override Task<ICrm> Open() => Task.FromResult<ICrm>(_crm);

    protected override Task Close()
    {
        _crm.Dispose();
        _handler.Dispose();
        _organization.Dispose();
        return Task.CompletedTask;
    }

    protected override Task<string> Add(string crmObject, string json) =>
        Task.FromResult(Do("create", new JsonObject { ["object"] = crmObject, ["fields"] = JsonNode.Parse(json) })["id"]!.GetValue<string>());

    protected override Task Edit(string crmObject, string id, string json) => Done("edit", new JsonObject { ["id"] = id, ["fields"] = JsonNode.Parse(json) });

    protected override Task Delete(string crmObject, string id) => Done("delete", new JsonObject { ["id"] = id });

    protected override Task<bool> Merge(string crmObject, string id, string survivor) => Done("merge", new JsonObject { ["winner"] = survivor, ["losers"] = new JsonArray(id) });

    protected override (string Field, string Relation) Contact => ("ContactId", "Contact");

    // Salesforce converts a lead to a new opportunity; SalesforceCrm's own tests cover it.
    protected override Task<bool> Convert(string lead, string opportunity) => Task.FromResult(false);

    protected override Task<bool> Hide(string crmObject, string id) => Done("hide-row", new JsonObject { ["id"] = id });

    protected override Task NextMoment()
    {
        _organization.Control.Clock.Advance(TimeSpan.FromSeconds(2));
        return Task.CompletedTask;
    }

    Task<bool> Done(string verb, JsonObject input)
    {
        Do(verb, input);
        return Task.FromResult(true);
    }

    JsonObject Do(string verb, JsonObject input) => _organization.Control.Do(verb, input);

    sealed class OrganizationTime(SalesforceSimulator organization) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => organization.Control.Clock.Now;
    }
}
