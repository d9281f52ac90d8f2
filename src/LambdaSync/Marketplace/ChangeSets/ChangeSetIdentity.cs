using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace LambdaSync.Marketplace.ChangeSets;

/// <summary>
/// The name and the idempotency token of a change set, both made from what is to be done, so that the same request on the same day is the
/// same change set however often it is sent.
/// </summary>
/// <param name="Name">ChangeSetName: ListChangeSets finds the set by it.</param>
/// <param name="Token">ClientRequestToken.</param>
public sealed record ChangeSetIdentity(string Name, string Token)
{
    /// <param name="purpose">Such as <c>offer create</c>; part of the name.</param>
    /// <param name="changes">The change set's changes.</param>
    /// <param name="day">The UTC day of the request: a later day may mean the same change again.</param>
    /// <param name="attempt">How many sets of this name have failed or were cancelled: AWS would answer their tokens with the old set.</param>
    public static ChangeSetIdentity Of(string purpose, IReadOnlyList<Change> changes, DateOnly day, int attempt)
    {
        var date = UtcDay.Text(day);
        var hash = Convert.ToHexStringLower(SHA256.HashData([.. Encoding.UTF8.GetBytes($"{purpose} {date} "), .. ChangeSet.Body(changes)]));
        return new ChangeSetIdentity($"LambdaSync {purpose} {date} {hash[..16]}", string.Create(CultureInfo.InvariantCulture, $"{hash[..32]}-{attempt}"));
    }
}
