using System.Text.Json;

namespace LambdaSync.Commands;

/// <summary>The keys that requests may be signed with. During a rotation a caller has two: the new one is added, used, then the old one removed.</summary>
public sealed record CommandKeys(IReadOnlyList<CommandKey> Keys)
{
    /// <summary>The fewest characters of a secret: 32 of base64 are 192 bits.</summary>
    public const int MinSecret = 32;

    /// <summary>No key: every request is refused.</summary>
    public static CommandKeys None { get; } = new([]);

    public CommandKey? Find(string id) => Keys.FirstOrDefault(key => key.Id == id);

    /// <summary>
    /// Reads <c>{"keys":[{"id":"crm-2026","secret":"...","caller":"crm","role":"sales"}]}</c>; <c>from</c> and <c>until</c> limit a key's
    /// time. Null: it can't be used; the text says why and quotes no secret.
    /// </summary>
    public static CommandKeys? Read(ReadOnlyMemory<byte> json, out string? wrong)
    {
        wrong = null;
        try
        {
            using var document = JsonDocument.Parse(json);
            var keys = document.RootElement.GetProperty("keys").EnumerateArray().Select(Key).ToList();
            wrong = keys.Select(Wrong).FirstOrDefault(text => text is not null)
                ?? (keys.Select(key => key.Id).Distinct(StringComparer.Ordinal).Count() < keys.Count ? "two keys have the same id" : null);
            return wrong is null ? new CommandKeys(keys) : null;
        }
        catch (Exception broken) when (broken is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            // The exception's text may quote a secret.
            wrong = "it is not JSON of the form {\"keys\":[{\"id\":\"..\",\"secret\":\"..\",\"caller\":\"..\",\"role\":\"..\"}]}";
            return null;
        }
    }

    static CommandKey Key(JsonElement json) => new(
        json.GetProperty("id").GetString() ?? "", json.GetProperty("secret").GetString() ?? "", json.GetProperty("caller").GetString() ?? "", json.GetProperty("role").GetString() ?? "",
        Time(json, "from"), Time(json, "until"));

    static DateTimeOffset? Time(JsonElement json, string name) => json.TryGetProperty(name, out var time) && time.ValueKind != JsonValueKind.Null ? time.GetDateTimeOffset() : null;

    static string? Wrong(CommandKey key)
    {
        if (!RequestSignature.IsName(key.Id))
            return "a key's id has 1 to 64 letters, digits, dashes, dots and underscores";
        if (key.Secret.Length < MinSecret)
            return $"the secret of key {key.Id} has fewer than {MinSecret} characters";
        if (key.Caller.Length is 0 or > CommandLimits.MaxText || key.Caller.Any(char.IsControl))
            return $"the caller of key {key.Id} has 1 to {CommandLimits.MaxText} characters";
        return CommandRole.All.Contains(key.Role) ? null : $"the role of key {key.Id} is not one of {string.Join(", ", CommandRole.All)}";
    }
}

/// <summary>One key.</summary>
/// <param name="Secret">At least <see cref="CommandKeys.MinSecret"/> characters; its UTF-8 bytes are the key of the HMAC.</param>
/// <param name="Caller">Who signs with it, as the sync log shows it. Both keys of a rotation have the same.</param>
/// <param name="Role">One of <see cref="CommandRole.All"/>.</param>
/// <param name="From">Valid from then, or null.</param>
/// <param name="Until">Valid until then, or null.</param>
public sealed record CommandKey(string Id, string Secret, string Caller, string Role, DateTimeOffset? From = null, DateTimeOffset? Until = null)
{
    public bool IsValid(DateTimeOffset now) => (From is not { } from || now >= from) && (Until is not { } until || now < until);

    // Never the secret.
    public override string ToString() => $"{Id} ({Caller}, {Role})";
}
