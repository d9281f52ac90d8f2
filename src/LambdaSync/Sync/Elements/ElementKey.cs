using System.Text.Json;
using System.Text.Json.Nodes;
using LambdaSync.Fields;

namespace LambdaSync.Sync.Elements;

/// <summary>Who an element of a list is, in its own values; upper and lower case do not count. A masked value is unknown, so it is empty.</summary>
/// <param name="Group">The member that has to be the same in any case, such as a team member's title.</param>
/// <param name="Names">The names one after the other.</param>
readonly record struct ElementKey(string Group, string Email, string Names)
{
    /// <summary>Nothing says who it is.</summary>
    public bool IsEmpty => Group.Length == 0 && Email.Length == 0 && Names.Length == 0;

    /// <summary>Only its group is known.</summary>
    public bool IsGroupOnly => Email.Length == 0 && Names.Length == 0;

    public static ElementKey Of(ElementIdentity identity, JsonElement element) => Of(identity, member =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null);

    public static ElementKey Of(ElementIdentity identity, JsonNode? element) => Of(identity, member =>
        (element as JsonObject)?[member] is JsonValue value && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : null);

    static ElementKey Of(ElementIdentity identity, Func<string, string?> text)
    {
        return new(Known(identity.Group), Known(identity.Email), string.Join(' ', identity.Names.Select(Known).Where(name => name.Length > 0)));

        string Known(string? member) => member is not null && text(member) is { } value && !Mask.IsMask(value) ? value.Trim() : "";
    }

    /// <summary>Whether both are one: by e-mail where both have one, else by name, else by group. Of an empty one nothing is known.</summary>
    public bool IsSame(ElementKey other)
    {
        if (!Equal(Group, other.Group))
            return false;
        if (Email.Length > 0 && other.Email.Length > 0)
            return Equal(Email, other.Email);
        if (Names.Length > 0 && other.Names.Length > 0)
            return Equal(Names, other.Names);
        return Group.Length > 0 && (IsGroupOnly || other.IsGroupOnly);
    }

    static bool Equal(string left, string right) => string.Equals(left, right, StringComparison.OrdinalIgnoreCase);
}
