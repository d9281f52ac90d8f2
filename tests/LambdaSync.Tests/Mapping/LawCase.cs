using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using LambdaSync.Fields;
using LambdaSync.Json;
using LambdaSync.Mapping;

namespace LambdaSync.Tests.Mapping;

/// <summary>A mapping, a document and a CRM record drawn from one seed.</summary>
sealed class LawCase
{
    static readonly CatalogueField[] Writable = [.. FieldCatalogue.Opportunity.Fields.Where(f => !f.ReadOnly && !f.Path.StartsWith("file:", StringComparison.Ordinal) && f.Path != "OpportunityTeam[].BusinessTitle")];
    static readonly string[] Texts = ["", "plain", " both ends ", "tab\tand\nline", "quote \" and \\ slash", "żółć 日本", "face 😀 end", "Accept To View", "a;b", "1e5", "\u0001"];
    static readonly string[] Amounts = ["", "0", "12500", "10000.0", "0.5", "99.995", "1234567890123456789012345678901.25", "-3"];

    readonly Random _random;
    readonly bool _isSelected;
    readonly int _contact;
    readonly List<FieldMapping> _lines = [];
    readonly List<CatalogueField> _fields = [];

    public LawCase(int seed)
    {
        _random = new Random(seed);
        (_isSelected, _contact) = (_random.Next(2) == 0, _random.Next(2));
        // What selects an element can't be sent.
        foreach (var field in Writable.Where(f => _random.Next(3) == 0 && !(_isSelected && f.Path == "Project.ExpectedCustomerSpend[].TargetCompany")))
        {
            _fields.Add(field);
            _lines.Add(Line(field));
        }

        var source = new ObjectMapping("Opportunity", "Id__c", null, ShareMode.OnCommand, true, Owner.None, null, [], [], null, _lines);
        Mapping = CompiledMapping.Compile(new MappingDocument(1, source, null), AceObject.Opportunity, Problems);
        Document = DrawDocument();
        Crm = DrawCrm();
    }

    public List<Issue> Problems { get; } = [];

    public CompiledMapping? Mapping { get; }

    public IReadOnlyList<FieldMapping> Lines => _lines;

    public byte[] Document { get; }

    public byte[] Crm { get; }

    /// <summary>Some line loses information on its way into the CRM.</summary>
    public bool IsLossy => _lines.Exists(l => l.Round is not null || l.Truncate is not null || l.Trim || l.OutboundDefault.Count > 0);

    // Spend of AWS's is selected in half of the cases, and contacts are the first or the second.
    string Concrete(string path)
    {
        var list = path.EndsWith("[]", StringComparison.Ordinal);
        var inner = (list ? path[..^2] : path)
            .Replace("OpportunityTeam[]", "OpportunityTeam[BusinessTitle=PartnerAccountManager]", StringComparison.Ordinal)
            .Replace("ExpectedCustomerSpend[]", _isSelected ? "ExpectedCustomerSpend[TargetCompany=AWS]" : "ExpectedCustomerSpend[0]", StringComparison.Ordinal)
            .Replace("Contacts[]", $"Contacts[{_contact}]", StringComparison.Ordinal)
            .Replace("[]", "[0]", StringComparison.Ordinal);
        return list ? inner + "[]" : inner;
    }

    FieldMapping Line(CatalogueField field)
    {
        var line = FieldMapping.Copy(Concrete(field.Path), $"F{_lines.Count}__c") with { Join = field.IsList ? ";" : null };
        if (field.Values is { } list && _random.Next(2) == 0)
            return ManyToOne(line, [.. list.Values.Take(4)]);
        if (field.Type == FieldType.Amount)
            return _random.Next(2) == 0 ? line with { Round = _random.Next(3) } : line;
        if (!field.IsList && field.Type == FieldType.Text && _random.Next(4) == 0)
            return line with { Lower = true, Phone = _random.Next(3) == 0 ? new PhoneFormat("+49", "0", "00") : null };
        return field.IsList || _random.Next(2) == 0 ? line : line with { Truncate = _random.Next(5, 40), Trim = _random.Next(2) == 0 };
    }

    static FieldMapping ManyToOne(FieldMapping line, string[] values)
    {
        var maps = values.Select((v, i) => new ValueMapping(v, i < 2 ? [Quote("Shared")] : [Quote("Own " + v), Quote("Also " + v)])).ToList();
        return line with { Values = maps, OutboundDefault = values.Length > 1 ? new Dictionary<string, string> { [Quote("Shared")] = values[1] } : new Dictionary<string, string>() };
    }

    public static string Quote(string text) => Encoding.UTF8.GetString(JsonText.Quote(text));

    byte[] DrawDocument()
    {
        var root = new JsonObject { ["opportunity"] = new JsonObject { ["Id"] = "O1" } };
        foreach (var field in _fields.Where(_ => _random.Next(5) > 0))
        {
            Xunit.Assert.True(FieldPath.TryParse(Concrete(field.Path), out var path, out _));
            Set(root, path, DrawAws(field));
        }

        root["newer"] = new JsonObject { ["z"] = 1, ["a"] = new JsonArray(1, "x", null) };
        return CanonicalJson.ToArray(Encoding.UTF8.GetBytes(root.ToJsonString()));
    }

    JsonNode? DrawAws(CatalogueField field)
    {
        if (_random.Next(8) == 0)
            return null;
        if (field.IsList)
            return new JsonArray([.. Enumerable.Range(0, _random.Next(4)).Select(_ => (JsonNode?)DrawText(field))]);
        return DrawText(field);
    }

    string DrawText(CatalogueField field) => field switch
    {
        { Values: { } list } when _random.Next(6) > 0 => list.Values[_random.Next(Math.Min(6, list.Values.Count))],
        { Type: FieldType.Amount } => Amounts[_random.Next(Amounts.Length)],
        { Type: FieldType.Date } => "2027-03-15",
        _ => Pick(),
    };

    string Pick() => _random.Next(3) == 0 ? Texts[_random.Next(Texts.Length)] + new string('x', _random.Next(50)) : Texts[_random.Next(Texts.Length)];

    byte[] DrawCrm()
    {
        var crm = new JsonObject();
        for (var i = 0; i < _lines.Count; i++)
        {
            if (_random.Next(4) > 0)
                crm[_lines[i].Crm] = DrawCrmValue(_lines[i], _fields[i]);
        }

        return CanonicalJson.ToArray(Encoding.UTF8.GetBytes(crm.ToJsonString()));
    }

    JsonNode? DrawCrmValue(FieldMapping line, CatalogueField field)
    {
        if (_random.Next(8) == 0)
            return null;
        if (line.Values.Count > 0)
        {
            var choices = line.Values.SelectMany(v => v.Crm).Append(Quote("Unknown value")).ToList();
            var one = choices[_random.Next(choices.Count)];
            return field.IsList ? string.Join(';', choices.Take(_random.Next(1, 3)).Select(c => c.Trim('"'))) : JsonNode.Parse(one);
        }

        if (field.Type == FieldType.Amount)
            return JsonNode.Parse((_random.Next(100000) / 100m).ToString(CultureInfo.InvariantCulture));
        if (field.Values is { } list && _random.Next(3) > 0)
            return list.Values[_random.Next(Math.Min(6, list.Values.Count))];
        return field.Type == FieldType.Date ? "2028-01-01" : Pick();
    }

    static void Set(JsonObject root, FieldPath path, JsonNode? value)
    {
        var node = (root[path.Root] ??= new JsonObject()).AsObject();
        for (var i = 0; i < path.Steps.Count; i++)
        {
            var step = path.Steps[i];
            if (i == path.Steps.Count - 1)
            {
                node[step.Name] = value;
                return;
            }

            if (step.Index is null && step.Key is null)
            {
                node = (node[step.Name] ??= new JsonObject()).AsObject();
                continue;
            }

            var list = (node[step.Name] ??= new JsonArray()).AsArray();
            var at = step.Index ?? 0;
            while (list.Count <= at)
                list.Add(step.Key is null ? new JsonObject { ["Other"] = list.Count } : new JsonObject { [step.Key] = step.Value });
            node = list[at]!.AsObject();
        }
    }
}
