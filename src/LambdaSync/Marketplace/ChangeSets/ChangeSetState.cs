using System.Text.Json;

namespace LambdaSync.Marketplace.ChangeSets;

/// <summary>A change set as DescribeChangeSet gives it.</summary>
/// <param name="Status">PREPARING, APPLYING, SUCCEEDED, FAILED, CANCELLED, or a newer word.</param>
/// <param name="FailureCode">CLIENT_ERROR or SERVER_FAULT of a failed one, or null.</param>
public sealed record ChangeSetState(string Id, string? Name, string Status, string? FailureCode, string? FailureDescription, IReadOnlyList<ChangeState> Changes)
{
    public const string Preparing = "PREPARING", Applying = "APPLYING", Succeeded = "SUCCEEDED", Failed = "FAILED", Cancelled = "CANCELLED";

    public bool IsOver => Status is Succeeded or Failed or Cancelled;

    /// <summary>AWS failed, not the request: the same changes may succeed later.</summary>
    public bool IsServerFault => Status == Failed && FailureCode == "SERVER_FAULT";

    /// <summary>The ids of a type's entities, in the order of the changes.</summary>
    /// <param name="kind">Without version: <c>Offer</c>.</param>
    public IReadOnlyList<string> EntityIds(string kind) => [.. Changes.Where(c => c.Kind == kind).Select(c => c.EntityId).OfType<string>().Distinct()];

    /// <summary>Reads an answer of DescribeChangeSet, or an item of ListChangeSets, which has no changes.</summary>
    public static ChangeSetState Read(ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json);
        var root = document.RootElement;
        return new ChangeSetState(
            Text(root, "ChangeSetId") ?? "", Text(root, "ChangeSetName"), Text(root, "Status") ?? "", Text(root, "FailureCode"), Text(root, "FailureDescription"),
            root.TryGetProperty("ChangeSet", out var changes) && changes.ValueKind == JsonValueKind.Array ? [.. changes.EnumerateArray().Select(ChangeOf)] : []);
    }

    static ChangeState ChangeOf(JsonElement change)
    {
        var entity = change.TryGetProperty("Entity", out var named) ? named : default;
        var id = Text(entity, "Identifier");
        return new ChangeState(
            Text(change, "ChangeType") ?? "", (Text(entity, "Type") ?? "").Split('@')[0], id is null || id.StartsWith('$') ? null : id.Split('@')[0],
            change.TryGetProperty("ErrorDetailList", out var errors) && errors.ValueKind == JsonValueKind.Array
                ? [.. errors.EnumerateArray().Select(e => new ChangeError(Text(e, "ErrorCode") ?? "", Text(e, "ErrorMessage") ?? ""))] : []);
    }

    static string? Text(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}

/// <summary>One change of a set.</summary>
/// <param name="Kind">The entity's type without version.</param>
/// <param name="EntityId">Without revision, or null: the set has not made the entity yet.</param>
public sealed record ChangeState(string Type, string Kind, string? EntityId, IReadOnlyList<ChangeError> Errors);

/// <summary>One entry of a change's ErrorDetailList.</summary>
public sealed record ChangeError(string Code, string Message);
