using System.Text.Json.Nodes;
using LambdaSync.Simulator.Wire;

namespace LambdaSync.Simulator.Operations;

/// <summary>GetSellingSystemSettings, PutSellingSystemSettings: the role of snapshot jobs, per catalog.</summary>
static class SettingsOperations
{
    public static IReadOnlyDictionary<string, Func<Call, JsonObject>> All { get; } = new Dictionary<string, Func<Call, JsonObject>>
    {
        ["GetSellingSystemSettings"] = View,
        ["PutSellingSystemSettings"] = Put,
    };

    // The role by its ARN or by its name.
    static JsonObject Put(Call call)
    {
        if (call.Text("ResourceSnapshotJobRoleIdentifier") is not { Length: > 0 } role)
            throw AwsError.Refused(FieldError.Required("ResourceSnapshotJobRoleIdentifier"));
        call.Catalog.SnapshotRole = role.StartsWith("arn:", StringComparison.Ordinal) ? role : $"arn:aws:iam::{State.World.Account}:role/{role}";
        return View(call);
    }

    static JsonObject View(Call call) => new JsonObject { ["Catalog"] = call.Catalog.Name, ["ResourceSnapshotJobRoleArn"] = call.Catalog.SnapshotRole }.Drop();
}
