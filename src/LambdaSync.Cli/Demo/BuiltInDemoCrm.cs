using System.Text;
using System.Text.Json.Nodes;
using LambdaSync.Local.Crm;
using LambdaSync.Sync;

namespace LambdaSync.Cli.Demo;

/// <summary>The built-in CRM of the demo's data folder.</summary>
sealed class BuiltInDemoCrm(BuiltInCrm crm) : IDemoCrm
{
    public async Task<string> Create(string crmObject, JsonObject record) => Written(await crm.Import(crmObject, Json(record), CancellationToken.None));

    public async Task Edit(string crmObject, string id, JsonObject fields) => Written(await crm.Set(crmObject, id, Json(fields), CancellationToken.None));

    public async Task<JsonObject?> Get(string crmObject, string idOrAwsId, CancellationToken cancellation)
    {
        if (await crm.Get(crmObject, idOrAwsId, cancellation) is not { } record)
            return null;
        var fields = JsonNode.Parse(record.Fields)!.AsObject();
        fields["Id"] = record.Id;
        return fields;
    }

    static string Written(CrmResult result) => result is { Written: true, Id: { } id } ? id
        : throw new InvalidOperationException(string.Join("; ", result.Issues.Select(issue => $"{issue.Field}: {issue.Rule}")));

    static byte[] Json(JsonObject json) => Encoding.UTF8.GetBytes(json.ToJsonString());
}
