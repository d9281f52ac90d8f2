using System.Text;
using System.Text.Json.Nodes;
using LambdaSync.Local.Crm;
using LambdaSync.Simulator.Control;
using LambdaSync.Sync;

namespace LambdaSync.Cli.Demo;

/// <summary>The people of the demo: a seller in the CRM, and AWS's people in Partner Central.</summary>
sealed class DealActors(BuiltInCrm crm, ControlPanel aws)
{
    public const string CrmObject = "Opportunity";

    /// <summary>The record that the seller has created; empty before that.</summary>
    public string CrmId { get; private set; } = "";

    /// <summary>The opportunity's identifier at AWS; empty as long as the CRM does not know it.</summary>
    public string AwsId { get; set; } = "";

    /// <exception cref="InvalidOperationException">The CRM refuses the record.</exception>
    public async Task Create(JsonObject record) => CrmId = Written(await crm.Import(CrmObject, Json(record), CancellationToken.None));

    /// <exception cref="InvalidOperationException">The CRM refuses a value.</exception>
    public async Task Edit(JsonObject fields) => Written(await crm.Set(CrmObject, CrmId, Json(fields), CancellationToken.None));

    /// <summary>As AWS's people: a verb of the simulator's control panel, on the deal.</summary>
    public Task AtAws(string verb, JsonObject input)
    {
        input["id"] = AwsId;
        aws.Do(verb, input);
        return Task.CompletedTask;
    }

    static string Written(CrmResult result) => result is { Written: true, Id: { } id } ? id
        : throw new InvalidOperationException(string.Join("; ", result.Issues.Select(issue => $"{issue.Field}: {issue.Rule}")));

    static byte[] Json(JsonObject json) => Encoding.UTF8.GetBytes(json.ToJsonString());
}
