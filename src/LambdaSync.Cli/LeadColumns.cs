using System.Text.Json.Nodes;
using LambdaSync.Fields;
using LambdaSync.Json;
using LambdaSync.Mapping;
using LambdaSync.Sync;
using LambdaSync.Sync.Outbound;

namespace LambdaSync.Cli;

/// <summary>
/// What the columns of a file of leads mean: a CRM field of the mapping; AWS's name of one, as in its files or in its API, in any case and with
/// blanks (<c>First Name</c>); another field of the CRM's object.
/// </summary>
sealed class LeadColumns
{
    const string Root = "lead:";

    readonly CrmObject _crm;
    readonly ILookup<string, FieldMapping> _lines;
    readonly Dictionary<string, string> _paths = new(StringComparer.Ordinal);

    public LeadColumns(CompiledMapping mapping, CrmObject crm)
    {
        (Mapping, _crm) = (mapping, crm);
        _lines = mapping.Source.Fields.Where(line => line.Outbound && line.Aws.StartsWith(Root, StringComparison.Ordinal)).ToLookup(line => line.Aws, StringComparer.Ordinal);
        foreach (var path in _lines.Select(lines => lines.Key))
        {
            foreach (var name in FieldCatalogue.Lead.FileFields.Select(f => f.Name).Where(name => LeadPaths.OfApi(name) == path).Append(path).Append(path[Root.Length..]).Append(path[(path.LastIndexOf('.') + 1)..]))
                _paths.TryAdd(Normal(name), path);
        }
    }

    public CompiledMapping Mapping { get; }

    public bool Has(string column) => PathOf(column) is not null || FieldOf(column) is not null;

    /// <summary>The name that may be meant, as the end of a sentence; empty: none.</summary>
    public string Hint(string column) => Nearest.Hint(column, [.. FieldCatalogue.Lead.FileFields.Select(f => f.Name).Where(Has), .. _crm.Fields.Select(f => f.Name)]) is { Length: > 0 } hint ? $". {hint.Trim().TrimEnd('.')}" : "";

    /// <summary>The lead as a record of the CRM.</summary>
    /// <param name="values">By column, JSON scalars as canonical text.</param>
    public FlatRecord ToCrm(IReadOnlyDictionary<string, string> values, List<Issue> issues)
    {
        var lead = new JsonObject();
        foreach (var (column, value) in values)
        {
            if (PathOf(column) is { } path)
                Put(lead, path[Root.Length..].Split('.'), TextOf(value));
        }

        var crm = Inbound(lead, issues);
        foreach (var (column, value) in values)
        {
            foreach (var line in PathOf(column) is { } path ? _lines[path] : [])
                crm[line.Crm] = line.Values.FirstOrDefault(v => v.Aws == TextOf(value)) is { Crm: [var translated, ..] } ? translated : Scalars.OfText(TextOf(value));
        }

        foreach (var (column, value) in values)
        {
            if (PathOf(column) is null && FieldOf(column) is { } field)
                crm[field.Name] = field.Type switch
                {
                    CrmFieldType.Boolean when bool.TryParse(TextOf(value), out var isOn) => isOn ? "true" : "false",
                    CrmFieldType.Number => Scalars.OfNumber(TextOf(value)) ?? value,
                    _ => value,
                };
        }

        // Whoever gives a lead to AWS shares it: without the flag its later edits would not be sent.
        if (Mapping.Source.SyncFlag is { } flag)
            crm[flag] ??= "true";
        return crm;
    }

    // What AWS would send of it: a CRM may require a field that is only written.
    FlatRecord Inbound(JsonObject lead, List<Issue> issues)
    {
        if (lead.Count == 0)
            return new FlatRecord();
        if ((lead["Contacts"] as JsonArray)?[0] is JsonObject contact)
            contact["FullName"] = $"{contact["FirstName"]} {contact["LastName"]}".Trim();
        var mapped = new Utf8Buffer();
        Mapping.MapInbound(LeadBody.With("{}"u8, lead), mapped, issues);
        var crm = new FlatRecord(mapped.Written);
        foreach (var (name, _) in crm.Fields.Where(f => crm.IsEmpty(f.Key)).ToList())
            crm[name] = null;
        return crm;
    }

    static void Put(JsonObject json, ReadOnlySpan<string> steps, string text)
    {
        var name = steps[0].Replace("[0]", "", StringComparison.Ordinal);
        if (steps.Length == 1)
        {
            json[name] = text;
            return;
        }

        if (name != steps[0])
            json[name] ??= new JsonArray(new JsonObject());
        else
            json[name] ??= new JsonObject();
        Put((json[name] as JsonArray)?[0] as JsonObject ?? json[name]!.AsObject(), steps[1..], text);
    }

    // A CRM field that a line sends goes first: "Email" may be the CRM's own field and AWS's name of the one that is sent.
    string? PathOf(string column) => _lines.Any(lines => lines.Any(line => line.Crm == column)) ? null : _paths.GetValueOrDefault(Normal(column));

    CrmField? FieldOf(string column) => _crm.Fields.FirstOrDefault(f => f.Writable && f.Name == column) ?? _crm.Fields.FirstOrDefault(f => f.Writable && f.Name.Equals(column, StringComparison.OrdinalIgnoreCase));

    static string TextOf(string value) => Scalars.TextOf(value) ?? value;

    static string Normal(string name) => string.Concat(name.Where(char.IsLetterOrDigit).Select(char.ToLowerInvariant));
}
