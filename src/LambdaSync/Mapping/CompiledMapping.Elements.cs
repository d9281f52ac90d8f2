using LambdaSync.Json;
using LambdaSync.Sync.Outbound;

namespace LambdaSync.Mapping;

public sealed partial class CompiledMapping
{
    // An element that AWS does not have yet comes with all that AWS wants of it, from its lines' fallbacks too, or it does not come.
    void CompleteNewElements(ReadOnlySpan<byte> crm, bool isNew, DateOnly today, Scratch scratch, ICollection<Issue> issues, OutboundCall? call)
    {
        foreach (var element in Elements)
        {
            if (scratch.Aws[element.Node.Element].Kind == Kind.Object || !IsChanged(element.Node, scratch))
                continue;
            foreach (var line in element.Lines)
            {
                if (!isNew && line.Source.Fallback.Count > 0 && line.Sends && IsCarried(line, call) && scratch.New[line.Slots[0]].Kind == Kind.Absent
                    && IsEmptyInCrm(line, crm, scratch) && Fallback(line, crm, scratch, today, issues) is { Length: > 0 } value)
                    SetNew(line, value, scratch, issues);
            }

            foreach (var name in element.Node.Required)
            {
                if (HasNew(element.Node, name, scratch))
                    continue;
                foreach (var line in element.Lines)
                {
                    if (scratch.New[line.Slots[0]].Kind != Kind.Absent)
                        issues.Add(MappingIssues.MissingMember(line, element, JsonText.ToText(name)));
                }

                foreach (var slot in element.Node.Slots)
                    scratch.New[slot] = default;
                break;
            }
        }
    }

    bool IsEmptyInCrm(CompiledLine line, ReadOnlySpan<byte> crm, Scratch scratch)
    {
        var value = scratch.Crm[_crmNames.Find(line.CrmName)];
        return value.Kind is Kind.Absent or Kind.Null || value.In(crm).SequenceEqual("\"\""u8);
    }

    static bool HasNew(PathNode element, byte[] member, Scratch scratch)
    {
        foreach (var child in element.Children)
        {
            if (child.Slot >= 0 && scratch.New[child.Slot].Kind is not (Kind.Absent or Kind.Null) && child.Name.AsSpan().SequenceEqual(member))
                return true;
        }

        return false;
    }
}
