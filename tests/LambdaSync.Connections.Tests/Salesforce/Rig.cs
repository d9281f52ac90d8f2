using System.Text;
using System.Text.Json.Nodes;
using LambdaSync.Connections.Crm;
using LambdaSync.Connections.Salesforce;
using LambdaSync.Simulator;
using LambdaSync.Simulator.Salesforce;
using LambdaSync.Sync;
using Xunit;

namespace LambdaSync.Connections.Tests.Salesforce;

/// <summary>The client and a simulated organization without a network between them. All random numbers are zero, so that no retry waits.</summary>
sealed class Rig : IDisposable
{
    public const string Key = "LambdaSync_Id__c";

    static readonly DateTimeOffset Start = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    readonly SimulatorHandler _handler;

    public Rig(Func<SalesforceSettings, SalesforceSettings>? change = null, string? secret = null, bool isNow = false)
    {
        Simulator = new SalesforceSimulator(TimeProvider.System);
        if (!isNow)
            Simulator.Control.Clock.Set(Start);
        _handler = new SimulatorHandler(Simulator);
        SecretText = secret ?? """{"clientId":"test","clientSecret":"test"}""";
        var settings = new SalesforceSettings(new Uri("https://example.my.salesforce.com"));
        Time = new OrganizationTime(Simulator);
        Crm = new SalesforceCrm(change?.Invoke(settings) ?? settings, Secret, Time, () => 0, _handler, Calls.Add);
    }

    public SalesforceSimulator Simulator { get; }

    public SalesforceCrm Crm { get; }

    public TimeProvider Time { get; }

    public List<SalesforceCall> Calls { get; } = [];

    public string SecretText { get; set; }

    public List<bool> SecretReads { get; } = [];

    public static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Requests after the login, oldest first.</summary>
    public IReadOnlyList<RecordedRequest> Requests => [.. Simulator.Requests.Where(r => r.Resource != "token")];

    public void Advance(TimeSpan by) => Simulator.Control.Clock.Advance(by);

    public JsonObject Do(string verb, string input = "{}") => Simulator.Control.Do(verb, JsonNode.Parse(input)!.AsObject());

    public string Create(string crmObject, string fields) => Do("create", $$"""{"object":"{{crmObject}}","fields":{{fields}}}""")["id"]!.GetValue<string>();

    public string Opportunity(string more = "") => Create("Opportunity", $$"""{"Name":"A deal","StageName":"Prospecting","CloseDate":"2026-12-31"{{more}}}""");

    public void Edit(string id, string fields) => Do("edit", $$"""{"id":"{{id}}","fields":{{fields}}}""");

    public JsonObject Show(string id) => Do("show", $$"""{"id":"{{id}}"}""");

    /// <summary>A row by its external id.</summary>
    public static CrmWrite Row(string? key, string fields, string? id = null, params string[] readBack) =>
        new(id, Key, key, Json.CanonicalJson.ToArray(Encoding.UTF8.GetBytes(fields)), null, readBack.Length == 0 ? ["Name"] : readBack);

    public const string NewDeal = """{"CloseDate":"2026-12-31","Name":"Example deal","StageName":"Prospecting"}""";

    public async Task<CrmResult> Write(CrmWrite row, string crmObject = "Opportunity") => Assert.Single(await Crm.Write(crmObject, [row], Cancellation));

    public Task<IReadOnlyList<CrmResult>> Write(params CrmWrite[] rows) => Crm.Write("Opportunity", rows, Cancellation);

    public Task<IReadOnlyList<CrmFound>> Find(string field, params string[] values) => Crm.Find("Opportunity", field, values, ["Name", "Account.Name"], Cancellation);

    public static string Text(byte[] json) => Encoding.UTF8.GetString(json);

    public void Dispose()
    {
        Crm.Dispose();
        _handler.Dispose();
        Simulator.Dispose();
    }

    Task<SalesforceSecret> Secret(bool again, CancellationToken cancellation)
    {
        SecretReads.Add(again);
        return Task.FromResult(SalesforceSecret.Read(Encoding.UTF8.GetBytes(SecretText), out var wrong) ?? throw new InvalidOperationException(wrong));
    }

    /// <summary>The organization's clock; timers are the machine's.</summary>
    sealed class OrganizationTime(SalesforceSimulator simulator) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => simulator.Control.Clock.Now;
    }
}
