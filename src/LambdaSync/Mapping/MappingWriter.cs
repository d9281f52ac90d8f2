using System.Globalization;
using System.Text;

namespace LambdaSync.Mapping;

/// <summary>Writes a mapping document as people write it: defaults left out, one line of the mapping per line, so that a diff reads well.</summary>
public static class MappingWriter
{
    /// <summary>JSON that <see cref="MappingReader"/> reads back to an equal document.</summary>
    public static string Write(MappingDocument document)
    {
        var json = new StringBuilder();
        json.Append(CultureInfo.InvariantCulture, $"{{\n  \"version\": {document.Version}");
        Object("opportunity", document.Opportunity, json);
        Object("lead", document.Lead, json);
        Marketplace(document.Marketplace, json);
        return json.Append("\n}\n").ToString();
    }

    static void Object(string name, ObjectMapping? mapping, StringBuilder json)
    {
        if (mapping is null)
            return;
        List<string> members = [Text("crmObject", mapping.CrmObject), Text("awsId", mapping.AwsId)];
        if (mapping.SyncFlag is not null)
            members.Add(Text("syncFlag", mapping.SyncFlag));
        if (mapping.Share != ShareMode.OnCommand)
            members.Add(Text("share", mapping.Share == ShareMode.OnCreate ? "on-create" : "on-update"));
        if (!mapping.InboundUpdates)
            members.Add("\"inboundUpdates\": false");
        if (mapping.Owner != Owner.None)
            members.Add(OwnerText(mapping.Owner));
        if (mapping.Submit is { } submit)
            members.Add(Submit(submit));
        if (mapping.Convert is { } convert)
            members.Add(Convert(convert));
        if (When(mapping) is { } when)
            members.Add(when);
        if (mapping.Template is { } template)
            members.Add(Template(template));
        if (mapping.Status is { } status)
            members.Add(Status(status));
        if (mapping.Invitation is { } invitation)
            members.Add(InvitationWriter.Write(invitation));
        members.Add("\"fields\": [" + string.Join(',', mapping.Fields.Select(f => "\n      " + FieldWriter.Write(f, "      "))) + "\n    ]");
        json.Append(CultureInfo.InvariantCulture, $",\n  \"{name}\": {{\n    {string.Join(",\n    ", members)}\n  }}");
    }

    // The members that such a section may have.
    static void Marketplace(IReadOnlyDictionary<string, ObjectMapping> sections, StringBuilder json)
    {
        if (sections.Count == 0)
            return;
        var written = sections.Select(section =>
        {
            List<string> members = [Text("crmObject", section.Value.CrmObject), Text("awsId", section.Value.AwsId)];
            if (!section.Value.InboundUpdates)
                members.Add("\"inboundUpdates\": false");
            if (When(section.Value) is { } when)
                members.Add(when);
            members.Add("\"fields\": [" + string.Join(',', section.Value.Fields.Select(f => "\n        " + FieldWriter.Write(f, "        "))) + "\n      ]");
            return $"\n    \"{section.Key}\": {{\n      {string.Join(",\n      ", members)}\n    }}";
        });
        json.Append(CultureInfo.InvariantCulture, $",\n  \"marketplace\": {{{string.Join(',', written)}\n  }}");
    }

    static string Submit(SubmitMapping submit)
    {
        List<string> members = [Text("involvement", submit.Involvement), Text("visibility", submit.Visibility)];
        if (submit.Trigger == SubmitTrigger.OnCommand)
            members.Add(Text("trigger", "on-command"));
        if (submit.Flag is { } flag)
            members.Add(Text("flag", flag));
        return $"\"submit\": {{ {string.Join(", ", members)} }}";
    }

    static string Convert(ConvertMapping convert)
    {
        var members = new List<string>();
        if (convert.Flag is { } flag)
            members.Add(Text("flag", flag));
        if (convert.When.Count > 0)
            members.Add($"\"when\": [{string.Join(", ", convert.When.Select(ConditionText))}]");
        if (convert.To is { } to)
            members.Add(Text("to", to));
        return $"\"convert\": {{ {string.Join(", ", members)} }}";
    }

    static string? When(ObjectMapping mapping)
    {
        if (mapping.WhenInbound.Count + mapping.WhenOutbound.Count == 0)
            return null;
        var parts = new List<string>();
        if (mapping.WhenInbound.Count > 0)
            parts.Add($"\"inbound\": [{string.Join(", ", mapping.WhenInbound.Select(ConditionText))}]");
        if (mapping.WhenOutbound.Count > 0)
            parts.Add($"\"outbound\": [{string.Join(", ", mapping.WhenOutbound.Select(ConditionText))}]");
        return $"\"when\": {{ {string.Join(", ", parts)} }}";
    }

    internal static string ConditionText(Condition condition)
    {
        var field = condition.Aws is { } aws ? Text("aws", aws) : Text("crm", condition.Crm!);
        var operand = condition.Comparison == Comparison.In ? $"[{string.Join(", ", condition.Operands)}]" : condition.Operands[0];
        return $"{{ {field}, \"{ConditionReader.Words[(int)condition.Comparison]}\": {operand} }}";
    }

    static string Template(TemplateMapping template)
    {
        var parts = new List<string>();
        if (template.Record is not null)
            parts.Add(Text("record", template.Record));
        if (template.Account is not null)
            parts.Add(Text("account", template.Account));
        if (template.CreateAccount)
            parts.Add("\"createAccount\": true");
        if (template.AccountField != TemplateMapping.DefaultAccountField)
            parts.Add(Text("accountField", template.AccountField));
        if (!template.MatchAccount.SequenceEqual(TemplateMapping.DefaultMatch))
            parts.Add(Texts("matchAccount", template.MatchAccount));
        if (template.RenameSharedAccount)
            parts.Add("\"renameSharedAccount\": true");
        if (template.Contact is { } contact)
        {
            var matches = contact.MatchBy.SequenceEqual(ContactTemplate.DefaultMatch) ? "" : ", " + Texts("matchBy", contact.MatchBy);
            parts.Add($"\"contact\": {{ {Text("field", contact.Field)}{matches}{(contact.Create ? ", \"create\": true" : "")} }}");
        }

        return parts.Count == 0 ? "\"template\": {}" : $"\"template\": {{ {string.Join(", ", parts)} }}";
    }

    static string Status(StatusMapping status)
    {
        var parts = new List<string>();
        foreach (var (member, crm) in status.Fields())
        {
            var flag = member == "hasUpdates" ? status.HasUpdates : member == "locked" ? status.Locked : null;
            parts.Add(flag is { IsBoolean: false } ? $"\"{member}\": {{ {Text("crm", crm)}, \"yes\": {flag.Yes}, \"no\": {flag.No} }}" : Text(member, crm));
        }

        return parts.Count == 0 ? "\"status\": {}" : $"\"status\": {{ {string.Join(", ", parts)} }}";
    }

    internal static string Text(string name, string value) => $"\"{name}\": {Scalars.OfText(value)}";

    static string Texts(string name, IReadOnlyList<string> values) => $"\"{name}\": [{string.Join(", ", values.Select(Scalars.OfText))}]";

    internal static string OwnerText(Owner owner) => Text("owner", owner switch { Owner.Aws => "aws", Owner.Crm => "crm", _ => "latest" });
}
