using System.Text.Json.Nodes;

namespace LambdaSync.Sync.Outbound;

/// <summary>
/// A member of an opportunity's team as AssignOpportunity takes it. AWS finds the user by the e-mail address in small letters, and takes
/// the names from that user's profile (AWS's API model), so that names which the CRM does not have may be made from the address.
/// </summary>
/// <param name="BusinessTitle">PartnerAccountManager is the owner.</param>
public sealed record Assignee(string Email, string FirstName, string LastName, string BusinessTitle)
{
    public const string Owner = "PartnerAccountManager";

    /// <summary>The assignee, or null: the member has no e-mail address.</summary>
    public static Assignee? Of(JsonObject member) => Of(Text(member, "Email"), Text(member, "FirstName"), Text(member, "LastName"), Text(member, "BusinessTitle"));

    /// <summary>The assignee, or null: there is no e-mail address.</summary>
    public static Assignee? Of(string? email, string? firstName, string? lastName, string? businessTitle)
    {
        if (email?.Trim().ToLowerInvariant() is not { } address || address.IndexOf('@', StringComparison.Ordinal) is not (var at and > 0))
            return null;
        var name = address[..at].Split('.', '_', '-', '+');
        return new Assignee(address, Or(firstName, name[0]), Or(lastName, name[^1]), Or(businessTitle, Owner));
    }

    static string Or(string? text, string other) => string.IsNullOrWhiteSpace(text) ? other : text.Trim();

    static string? Text(JsonObject member, string name) => member[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
