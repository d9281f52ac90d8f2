using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace LambdaSync.Marketplace.ChangeSets;

/// <summary>The name and the idempotency token of a change set: of the same request on the same day they are the same, however often it is sent.</summary>
/// <param name="Name">ChangeSetName: ListChangeSets finds the set by it.</param>
/// <param name="Token">ClientRequestToken.</param>
public sealed record ChangeSetIdentity(string Name, string Token)
{
    const string Prefix = "LambdaSync ";

    const int KeyLength = 27;

    static readonly SearchValues<char> Hexadecimal = SearchValues.Create("0123456789abcdef");

    /// <summary>What makes a request the same: its purpose, what it is for, what it changes, and the day, because a later day may mean the same change again.</summary>
    /// <param name="purpose">Such as <c>offer create</c>.</param>
    /// <param name="reference">What the caller names: an entity's id, or its own word for a new entity.</param>
    /// <param name="content">What is changed.</param>
    /// <param name="day">The UTC day of the request.</param>
    /// <returns><c>2026-12-31-0123456789abcdef</c>.</returns>
    public static string KeyOf(string purpose, string reference, ReadOnlySpan<byte> content, DateOnly day)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData([.. Encoding.UTF8.GetBytes($"{purpose}\n{reference}\n"), .. content]));
        return $"{UtcDay.Text(day)}-{hash[..16]}";
    }

    /// <summary>The key in the name of a change set, or null: it is another program's.</summary>
    public static string? KeyIn(string name) => !name.StartsWith(Prefix, StringComparison.Ordinal) ? null
        : name.Split(' ').FirstOrDefault(IsKey);

    /// <summary>Whether a text has the form of <see cref="KeyOf"/>'s.</summary>
    public static bool IsKey(string text) => text.Length == KeyLength && text[10] == '-' && UtcDay.Parse(text[..10]) is not null && text.AsSpan(11).IndexOfAnyExcept(Hexadecimal) < 0;

    /// <param name="purpose">Such as <c>offer create</c>; part of the name.</param>
    /// <param name="key">As <see cref="KeyOf"/> makes it.</param>
    /// <param name="attempt">How many sets of the request have ended without success: AWS would answer their tokens with the old set.</param>
    public static ChangeSetIdentity Of(string purpose, string key, int attempt) => new(
        string.Create(CultureInfo.InvariantCulture, $"{Prefix}{purpose} {key}{(attempt == 0 ? "" : $" {attempt + 1}")}"), string.Create(CultureInfo.InvariantCulture, $"ls-{key}-{attempt}"));
}
