using LambdaSync.Fields;

namespace LambdaSync.Mapping;

/// <summary>Looks for the lines of one object, the surest first, so that no guess takes a field that an equal name would have claimed.</summary>
sealed class AutoLines(AceObject aceObject, ObjectMapping mapping, CrmObject crmObject, CheckScope scope)
{
    readonly List<FieldMapping> _lines = [.. mapping.Fields];
    readonly HashSet<string> _taken = mapping.Fields.Select(f => f.Crm).Append(mapping.AwsId).Append(mapping.SyncFlag ?? "")
        .Concat(mapping.Status?.Fields().Select(f => f.Crm) ?? []).ToHashSet(StringComparer.Ordinal);
    readonly List<FieldPath> _mapped = [.. mapping.Fields.SelectMany(f => AwsField.Find(scope.Catalogue, f.Aws, out _)?.Targets ?? [])];
    readonly IReadOnlyList<AutoField> _fields = AutoField.All(scope.Catalogue);

    public IReadOnlyList<FieldMapping> Build()
    {
        ByName(f => AutoNames.IsForAws(f.Name) ? AutoNames.Normal(f.Name) : null);
        Pairs(onlyRequired: false);
        ByName(f => AutoNames.Normal(f.Name));
        ByName(f => AutoNames.Normal(f.Label));
        Pairs(onlyRequired: true);
        return _lines;
    }

    void ByName(Func<CrmField, string?> name)
    {
        var byName = crmObject.Fields.Where(f => name(f) is { Length: > 0 }).ToLookup(f => name(f)!, StringComparer.Ordinal);
        foreach (var position in Enumerable.Range(0, _fields.Max(f => f.Names.Count)))
        {
            foreach (var field in _fields.Where(f => f.Names.Count > position && !IsMapped(f)))
                _ = byName[field.Names[position]].Any(crm => Add(field, crm.Name, crm, outbound: true));
        }
    }

    /// <summary>
    /// A field that the CRM demands gets its value even when another holds it already. It is the one that people edit, so it is sent, and the
    /// other only shows AWS's value; where it has no value for some of AWS's, or the other line was there before, it is the other way round.
    /// </summary>
    void Pairs(bool onlyRequired)
    {
        foreach (var (aws, path) in StandardPairs.Of(aceObject))
        {
            if (scope.Crm!.Resolve(crmObject.Name, path) is not { } crm || (onlyRequired && !(crm.Required && crmObject.Fields.Contains(crm))))
                continue;
            var target = AwsField.Find(scope.Catalogue, aws, out _)!.Targets[0];
            var field = _fields.FirstOrDefault(f => f.Aws.Targets.Contains(target));
            if (field is null || (IsMapped(field) && !onlyRequired))
                continue;
            var shown = IsMapped(field) ? _lines.FindIndex(mapping.Fields.Count, line => line.Aws == field.Aws.Text && line is { Inbound: true, Outbound: true }) : -1;
            var isSent = !IsMapped(field) || (shown >= 0 && HasAllValues(crm, field.Aws));
            if (Add(field, path, crm, isSent) && shown >= 0 && isSent)
                _lines[shown] = _lines[shown] with { Outbound = false };
        }
    }

    static bool HasAllValues(CrmField crm, AwsField aws) =>
        aws.Values is not { } list || crm.Values is not { } picklist || list.Values.All(value => StandardValues.InPicklist(value, list, [.. picklist]) is not null);

    bool IsMapped(AutoField field) => field.Aws.Targets.Any(t => _mapped.Exists(m => DuplicateCheck.Overlap(m, t)));

    bool Add(AutoField field, string path, CrmField crm, bool outbound)
    {
        if (_taken.Contains(path) || AutoLine.Make(field, path, crm, outbound, scope) is not { } line)
            return false;
        _lines.Add(line);
        _taken.Add(path);
        _mapped.AddRange(field.Aws.Targets);
        return true;
    }
}
