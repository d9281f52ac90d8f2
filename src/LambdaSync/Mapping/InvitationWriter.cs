using System.Globalization;

namespace LambdaSync.Mapping;

/// <summary>Writes <c>invitation</c>.</summary>
static class InvitationWriter
{
    public static string Write(InvitationMapping invitation)
    {
        var members = new List<string>();
        Add("answer", invitation.Answer);
        Values("accept", invitation.Accept);
        Values("reject", invitation.Reject);
        Add("reason", invitation.Reason);
        if (invitation.AutoAccept is { } when)
            members.Add($"\"autoAccept\": {{ {When(when)} }}");
        if (invitation.Owner is { } owner)
            members.Add(Owner(owner));
        Add("status", invitation.Status);
        Add("error", invitation.Error);
        if (invitation.Initial.Count > 0)
            members.Add($"\"initial\": {{ {string.Join(", ", invitation.Initial.Select(f => $"{Scalars.OfText(f.Key)}: {f.Value}"))} }}");
        Values("holidays", [.. invitation.Holidays.Select(day => Scalars.OfText(day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)))]);
        return members.Count == 0 ? "\"invitation\": {}" : $"\"invitation\": {{ {string.Join(", ", members)} }}";

        void Add(string name, string? text)
        {
            if (text is not null)
                members.Add(MappingWriter.Text(name, text));
        }

        void Values(string name, IReadOnlyList<string> values)
        {
            if (values.Count > 0)
                members.Add($"\"{name}\": [{string.Join(", ", values)}]");
        }
    }

    static string Owner(OwnerMapping owner)
    {
        List<string> members = [MappingWriter.Text("crm", owner.Crm)];
        if (owner.Rules.Count > 0)
            members.Add($"\"rules\": [{string.Join(", ", owner.Rules.Select(rule => $"{{ {When(rule.When)}, \"value\": {rule.Value} }}"))}]");
        if (owner.Default is { } value)
            members.Add($"\"default\": {value}");
        return $"\"owner\": {{ {string.Join(", ", members)} }}";
    }

    static string When(IReadOnlyList<Condition> conditions) => $"\"when\": [{string.Join(", ", conditions.Select(MappingWriter.ConditionText))}]";
}
