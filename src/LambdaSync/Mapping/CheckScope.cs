using LambdaSync.Fields;

namespace LambdaSync.Mapping;

/// <summary>What one object's mapping is checked against, and where its issues go.</summary>
/// <param name="Crm">Null when there is no CRM to ask: then only AWS's side is checked.</param>
sealed record CheckScope(FieldCatalogue Catalogue, CrmMetadata? Crm, string CrmObject, IssueList Issues)
{
    readonly HashSet<string> _known = new(KnownTo(Catalogue), StringComparer.OrdinalIgnoreCase);

    public void Error(string code, string at, string? value, string rule, string fix) => Issues.Add(Issue.Error(code, at, value, rule, fix));

    public void Warn(string code, string at, string? value, string rule, string fix) => Issues.Add(Issue.Warning(code, at, value, rule, fix));

    /// <summary>The AWS field, or null after reporting a text that cannot be one.</summary>
    /// <param name="element">The text that its line makes of a list's objects, or null.</param>
    public AwsField? Aws(string text, string at, string? element = null)
    {
        var field = AwsField.Find(Catalogue, text, out var error);
        if (field is null)
        {
            Error(IssueCodes.MappingUnknownPath, at, text, $"'{Issue.Short(text)}' is neither a path nor a file's field name: {Issue.Short(error)}.", Hint(text) + "Correct it.");
            return null;
        }

        if (field.Catalogue is not null || field.File is not null || (IsOfLeads && LeadPaths.Known.Contains(field.Targets[0].CatalogueKey())))
            return field;
        if (MembersOf(text) is { Count: > 0 } members)
        {
            foreach (var unknown in ElementTemplate.Members(element ?? "").Except(members))
                Warn(IssueCodes.MappingUnknownPath, at, unknown, $"The objects of '{text}' have no member '{unknown}' in the field catalogue.", Nearest.Hint(unknown, members) + "If AWS added it since this release it is passed through as it is; otherwise correct it.");
            return field;
        }

        var shown = Issue.Short(text);
        if (IsSlip(text))
        {
            Error(IssueCodes.MappingUnknownPath, at, text, $"'{shown}' is no path and no file's field name.", Hint(text)
                + $"Correct it; a file's field that is newer than this release is written file:{shown}.");
            return null;
        }

        Warn(
            IssueCodes.MappingUnknownPath, at, text, $"'{shown}' is not in the field catalogue.",
            Hint(text) + "If AWS added it since this release it is passed through as it is; otherwise correct it.");
        return field;
    }

    /// <summary>The members of a list's objects by a path that ends in <c>[]</c>; none for a list of texts, or an unknown one.</summary>
    public IReadOnlyList<string> MembersOf(string list) =>
        list.EndsWith("[]", StringComparison.Ordinal) ? [.. Paths(Catalogue).Where(path => path.StartsWith(list + ".", StringComparison.Ordinal)).Select(path => path[(list.Length + 1)..])] : [];

    /// <summary>The CRM field, or null when it is unknown (reported) or there is no CRM to ask.</summary>
    public CrmField? CrmField(string path, string at)
    {
        var steps = path.Split('.', CrmMetadata.MaxRelations + 2);
        if (steps.Length > CrmMetadata.MaxRelations + 1 || steps.Contains(""))
        {
            Error(
                IssueCodes.MappingUnknownCrmField, at, path, $"'{Issue.Short(path)}' is not a field behind at most {CrmMetadata.MaxRelations} relations.",
                "Write Field, Relation.Field or Relation.Relation.Field; a field further away needs a formula in the CRM.");
            return null;
        }

        if (Crm is null || Crm.Object(CrmObject) is not { } start)
            return null;
        if (Crm.Resolve(CrmObject, path) is { Readable: false })
        {
            Error(
                IssueCodes.MappingNotReadable, at, path, $"The integration user may not see {path}: what the CRM has there would look empty.",
                "Give the user the right to read the field (field-level security, permission set), or remove the line.");
            return null;
        }

        if (Crm.Resolve(CrmObject, path) is { } field)
            return field;
        var current = start;
        foreach (var step in steps[..^1])
        {
            if (current.Fields.FirstOrDefault(f => f.Relation == step)?.RelatesTo is not { } target || Crm.Object(target) is not { } next)
            {
                Error(
                    IssueCodes.MappingUnknownCrmField, at, path, $"The CRM object {current.Name} has no relation '{Issue.Short(step)}'.",
                    Hint(step, current.Fields.Select(f => f.Relation).OfType<string>()) + "Correct it.");
                return null;
            }

            current = next;
        }

        Error(
            IssueCodes.MappingUnknownCrmField, at, path, $"The CRM object {current.Name} has no field '{Issue.Short(steps[^1])}' that the integration user can see.",
            Hint(steps[^1], current.Fields.Select(f => f.Name)) + "Correct it, or give the user the right to read it.");
        return null;
    }

    /// <summary>AWS never has two members that differ only in case, nor a list without its elements, nor API members in lower case.</summary>
    bool IsSlip(string text) =>
        _known.Contains(text) || Catalogue.ByPath(text + "[]") is not null
        || (char.IsLower(text[0]) && text.AsSpan().IndexOfAny(".:[") < 0);

    /// <summary>The object's variants that have a list of their own for a field of it; none for a field of a related record.</summary>
    public IEnumerable<(CrmVariant Variant, IReadOnlyList<string> Values)> Variants(string path) =>
        (Crm?.Object(CrmObject)?.Variants ?? []).Where(v => v.Values.ContainsKey(path)).Select(v => (v, v.Values[path]));

    /// <summary>The values that a new record takes in a picklist.</summary>
    public IReadOnlyList<string>? Picklist(string path, CrmField field) =>
        Variants(path).Where(v => v.Variant.IsDefault).Select(v => v.Values).FirstOrDefault() ?? field.Values;

    string Hint(string text) => Hint(text, KnownTo(Catalogue));

    // The nearest name is looked for only as long as somebody would read of it: it costs more than all the rest.
    string Hint(string text, IEnumerable<string> known) =>
        Issues.HasRoom(Severity.Error) || Issues.HasRoom(Severity.Warning) ? Nearest.Hint(text, known) : "";

    bool IsOfLeads => Catalogue.Object == AceObject.Lead;

    static IEnumerable<string> Paths(FieldCatalogue catalogue) => catalogue.Fields.Select(f => f.Path).Concat(catalogue.Object == AceObject.Lead ? LeadPaths.Known : []);

    static IEnumerable<string> KnownTo(FieldCatalogue catalogue) => Paths(catalogue).Concat(catalogue.FileFields.Select(f => f.Name));
}
