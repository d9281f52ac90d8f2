using System.Globalization;
using System.Text.Json.Nodes;
using LambdaSync.Functions.Tests.Records;

namespace LambdaSync.Functions.Tests.Crm;

/// <summary>A seller's Salesforce organization beside a simulated AWS Marketplace with one product, and what its people do.</summary>
sealed class SellerOrganization : IDisposable
{
    public const string Products = "AWS_Product__c", Offers = "AWS_Private_Offer__c", Sets = "AWS_Offer_Set__c", Authorizations = "AWS_Resale_Authorization__c", Agreements = "AWS_Agreement__c";

    /// <summary>The user who presses the actions.</summary>
    public const string Person = "005000000000009AAA";

    int _runs;

    public SellerOrganization() => MarketRig.Prepare(Rig.Time, Rig.PartnerCentral);

    public SalesforceRig Rig { get; } = new(isSeller: true);

    /// <summary>AWS's events so far.</summary>
    public List<string> Events { get; } = [];

    public void Dispose() => Rig.Dispose();

    public JsonObject Simulated(string verb, JsonObject input) => Rig.PartnerCentral.Control.Do(verb, input);

    public string Day(int ahead) => Rig.Time.GetUtcNow().AddDays(ahead).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    // People write several lines; a name may have more characters than a record's name.
    public string Offer() => $$"""
        { "ProductId": "prod-example1", "ProductType": "SaaSProduct", "Name": "{{new string('n', 100)}}", "Description": "For Example Ltd", "BuyerAccounts": ["111122223333"], "AvailabilityEndDate": "{{Day(20)}}",
          "RateCards": [{ "Duration": "P12M", "Rates": [{ "DimensionKey": "seats", "Price": "99.50" }] }], "Eula": { "Type": "StandardEula", "Version": "2022-07-14" },
          "Renewal": { "LockoutPeriod": "P30D", "AdjustmentDeadline": "P60D", "PriceIncrease": { "PercentageRange": { "MinValue": "3", "MaxValue": "10", "DefaultValue": "5" } } } }
        """;

    public string Authorization() => $$"""
        { "ProductId": "prod-example1", "Name": "Example authorization", "ResellerAccountId": "222233334444", "AvailabilityEndDate": "{{Day(30)}}",
          "RateCards": [{ "Duration": "P12M", "Rates": [{ "DimensionKey": "seats", "Price": "80" }] }], "BuyerEula": { "Type": "StandardEula", "Version": "2022-07-14" } }
        """;

    // The relay delivers at least once.
    public Task Act(string verb, string recordId, params (string Name, string Value)[] arguments) =>
        Publish(verb.StartsWith("resale-", StringComparison.Ordinal) ? "LambdaSync_Resale_Command__e" : verb.StartsWith("offer-", StringComparison.Ordinal) ? "LambdaSync_Offer_Command__e" : "LambdaSync_Command__e", verb, recordId, arguments);

    /// <summary>The platform event of an action, as the relay brings it; <paramref name="name"/> is what the user may publish.</summary>
    public Task Publish(string name, string verb, string recordId, params (string Name, string Value)[] arguments)
    {
        var given = "{" + string.Join(",", arguments.Select(a => $"\"{a.Name}\":\"{a.Value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"")) + "}";
        return Send(name, verb, recordId, given);
    }

    /// <param name="arguments">As the event has them, whatever they are.</param>
    public async Task Send(string name, string verb, string recordId, string arguments)
    {
        var message = new JsonObject
        {
            ["detail-type"] = name,
            ["source"] = "aws.partner/salesforce.com/00D000000000001AAA/0YL000000000001AAA",
            ["id"] = $"event-{++_runs}",
            ["detail"] = new JsonObject { ["payload"] = new JsonObject { ["Verb__c"] = verb, ["RecordId__c"] = recordId, ["Arguments__c"] = arguments, ["CommandId__c"] = $"run-{_runs}", ["CreatedById"] = Person } },
        }.ToJsonString();
        await Rig.Queue(message);
        await Rig.Queue(message);
        await Rounds();
    }

    public async Task Rounds()
    {
        for (var i = 0; i < 4; i++)
        {
            Rig.PartnerCentral.Control.Clock.Advance(TimeSpan.FromMinutes(5));
            Events.AddRange(await Rig.DeliverAws());
            await Rig.Rounds(1);
        }
    }

    /// <summary>Both clocks go on, and what is due by then happens.</summary>
    public async Task Later(TimeSpan time)
    {
        Rig.PartnerCentral.Control.Clock.Advance(time);
        Rig.Time.Ahead += time;
        await Rounds();
    }

    public async Task Sweep()
    {
        await Rig.Sweep(TimeSpan.FromHours(2));
        await Rounds();
    }

    /// <summary>The only record of an object.</summary>
    public JsonObject One(string crmObject) => Rig.Records(crmObject) is [var only] ? only : throw new InvalidOperationException($"{Rig.Records(crmObject).Count} records of {crmObject}");

    public static string Text(JsonObject record, string field) => record[field]?.ToString() ?? "";
}
