using System.Text.Json;

namespace LambdaSync.Connections.Salesforce;

/// <summary>
/// How LambdaSync logs in: <c>{"clientId","clientSecret"}</c> for client credentials, or <c>{"clientId","username","keys":[{"privateKey",
/// "certificate"}]}</c> for JWT bearer, with two keys while one replaces the other. <c>audience</c> is optional. Held in memory only.
/// </summary>
public sealed class SalesforceSecret
{
    const int MaxKeys = 2;

    SalesforceSecret(string clientId, string? clientSecret, string? username, string? audience, IReadOnlyList<SalesforceKey> keys) =>
        (ClientId, ClientSecret, Username, Audience, Keys) = (clientId, clientSecret, username, audience, keys);

    internal string ClientId { get; }

    internal string? ClientSecret { get; }

    internal string? Username { get; }

    internal string? Audience { get; }

    internal IReadOnlyList<SalesforceKey> Keys { get; }

    /// <summary>When the last of the keys' certificates ends, or null: none is known. From then on no login succeeds.</summary>
    public DateTimeOffset? CertificateEnds => Keys.Count > 0 && Keys.All(k => k.CertificateEnds is not null) ? Keys.Max(k => k.CertificateEnds) : null;

    /// <summary>The secret, or null and what is wrong with it, which names members and quotes nothing.</summary>
    public static SalesforceSecret? Read(ReadOnlyMemory<byte> json, out string? wrong)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return Read(document.RootElement, out wrong);
        }
        catch (JsonException)
        {
            wrong = "it is no JSON object";
            return null;
        }
    }

    /// <summary>Nothing of it.</summary>
    public override string ToString() => nameof(SalesforceSecret);

    static SalesforceSecret? Read(JsonElement json, out string? wrong)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            wrong = "it is no JSON object";
            return null;
        }

        var (id, secret, user) = (Text(json, "clientId"), Text(json, "clientSecret"), Text(json, "username"));
        var keys = new List<SalesforceKey>();
        wrong = id is null ? "clientId is missing" : secret is null ? ReadKeys(json, keys) : json.TryGetProperty("keys", out _) ? "it has both clientSecret and keys: leave one out" : null;
        if (wrong is null && secret is null && user is null)
            wrong = "username is missing: JWT bearer logs in as this user";
        return wrong is null ? new SalesforceSecret(id!, secret, user, Text(json, "audience"), keys) : null;
    }

    static string? ReadKeys(JsonElement json, List<SalesforceKey> keys)
    {
        if (!json.TryGetProperty("keys", out var list) || list.ValueKind != JsonValueKind.Array || list.GetArrayLength() is 0 or > MaxKeys)
            return "neither clientSecret nor one or two keys are there";
        foreach (var item in list.EnumerateArray())
        {
            if (Text(item, "privateKey") is not { } pem)
                return "a key has no privateKey";
            if (SalesforceKey.Read(pem, Text(item, "certificate"), out var wrong) is not { } key)
                return wrong;
            keys.Add(key);
        }

        return null;
    }

    static string? Text(JsonElement element, string name) => ErrorReader.Text(element, name) is { Length: > 0 } text && !string.IsNullOrWhiteSpace(text) ? text : null;
}
