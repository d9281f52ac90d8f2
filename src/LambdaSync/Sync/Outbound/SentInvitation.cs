using System.Text.Json;

namespace LambdaSync.Sync.Outbound;

/// <summary>An invitation that the partner sent, as AWS lists it.</summary>
/// <param name="Status">PENDING, ACCEPTED, REJECTED or EXPIRED.</param>
/// <param name="Account">The receiver's AWS account, or null: AWS does not say.</param>
public sealed record SentInvitation(string? Id, string? Status, string? Account)
{
    /// <summary>It waits for an answer, or was accepted: another one of the same receiver would be refused.</summary>
    public bool Stands => Status is not ("REJECTED" or "EXPIRED");

    /// <summary>AWS itself is the receiver of a submission, under a name instead of an account.</summary>
    public bool IsOfPartner => Account is not null && AwsAccount.Is(Account);

    public static SentInvitation Of(ReadOnlySpan<byte> summary)
    {
        var reader = new Utf8JsonReader(summary);
        using var json = JsonDocument.ParseValue(ref reader);
        var root = json.RootElement;
        return new SentInvitation(Text(root, "Id"), Text(root, "Status"), At(At(At(root, "Receiver"), "Account"), "AwsAccountId") is { ValueKind: JsonValueKind.String } id ? id.GetString() : null);
    }

    static string? Text(JsonElement element, string name) => At(element, name) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

    static JsonElement? At(JsonElement? element, string name) => element is { ValueKind: JsonValueKind.Object } parent && parent.TryGetProperty(name, out var value) ? value : null;
}
