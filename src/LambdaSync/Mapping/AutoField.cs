using LambdaSync.Fields;

namespace LambdaSync.Mapping;

/// <summary>One of AWS's fields that a CRM field is looked for.</summary>
/// <param name="Names">Its normalised names, the file's first.</param>
/// <param name="FromAws">AWS sends it at all.</param>
/// <param name="ToAws">It may be sent to AWS.</param>
sealed record AutoField(AwsField Aws, IReadOnlyList<string> Names, bool FromAws, bool ToAws)
{
    /// <summary>Every field of an ACE object: the file's fields (those in force first), then the members that files do not have.</summary>
    public static IReadOnlyList<AutoField> All(FieldCatalogue catalogue)
    {
        var fields = new List<AutoField>();
        foreach (var file in catalogue.FileFields.OrderBy(f => f.Deprecated))
            fields.Add(OfFile(catalogue, file));
        var covered = fields.SelectMany(f => f.Aws.Targets).Select(t => t.CatalogueKey()).ToHashSet(StringComparer.Ordinal);
        foreach (var member in catalogue.Fields.Where(m => !covered.Contains(m.Path)))
        {
            if (OneElement(member.Path) is { } path && AwsField.Find(catalogue, path, out _) is { } aws && aws.Targets[0].Root != "file")
                fields.Add(new AutoField(aws, [AutoNames.OfPath(aws.Targets[0])], true, !aws.ReadOnly));
        }

        if (catalogue.Object == AceObject.Lead)
            fields.AddRange(OfLeadApi(catalogue, fields));
        var lastSteps = fields.Where(f => HasOwnLastStep(f.Aws)).ToLookup(f => AutoNames.Normal(f.Aws.Targets[0].Steps[^1].Name));
        var taken = fields.Select(f => f.Names[0]).ToHashSet(StringComparer.Ordinal);
        return [.. fields.Select(f => HasOwnLastStep(f.Aws) && AutoNames.Normal(f.Aws.Targets[0].Steps[^1].Name) is var last && lastSteps[last].Count() == 1 && !taken.Contains(last)
            ? f with { Names = [.. f.Names, last] } : f)];
    }

    /// <summary>
    /// The members of a lead that only AWS's API has, by their names with the root (<c>leadIndustry</c>) and within it; by the last step alone
    /// where no other member and no file's field has it, and no field of the CRM's own is likely to.
    /// </summary>
    static List<AutoField> OfLeadApi(FieldCatalogue catalogue, IReadOnlyList<AutoField> files)
    {
        // People and interactions are lists; a file's field stands for the first person's.
        var covered = catalogue.FileFields.Select(f => LeadPaths.OfApi(f.Name)).OfType<string>().ToHashSet(StringComparer.Ordinal);
        var members = LeadPaths.Known.Where(path => !covered.Contains(path) && !path.Contains("[].", StringComparison.Ordinal)).Order(StringComparer.Ordinal)
            .Select(path => AwsField.Find(catalogue, path, out _)!).ToList();
        var (taken, lastSteps) = (files.SelectMany(f => f.Names).ToHashSet(StringComparer.Ordinal), members.ToLookup(LastStep));
        return [.. members.Select(aws => new AutoField(aws, [.. Names(aws).Distinct()], true, !aws.ReadOnly))];

        IEnumerable<string> Names(AwsField aws)
        {
            var path = aws.Targets[0];
            yield return AutoNames.OfPath(path);
            yield return AutoNames.Normal(path.Root + LastStep(aws));
            var isOwn = path.Root == "lead" || (path.Root == "prospecting" && (path.Steps[0].Name == "Insights" || path.IsList));
            if (isOwn && lastSteps[LastStep(aws)].Count() == 1 && !taken.Contains(LastStep(aws)))
                yield return LastStep(aws);
        }
    }

    static string LastStep(AwsField aws) => AutoNames.Normal(aws.Targets[0].Steps[^1].Name);

    static AutoField OfFile(FieldCatalogue catalogue, FileField file)
    {
        var toApi = !file.Targets[0].StartsWith("file:", StringComparison.Ordinal);
        // What a file's field does beyond copying (splitting a name, constants beside an amount) hangs on its own name.
        var plain = toApi && file.Targets.Count == 1 && file.Transform is not (FileTransform.Spend or FileTransform.Solutions or FileTransform.PrimaryNeeds or FileTransform.Name);
        var aws = AwsField.Find(catalogue, plain ? file.Targets[0] : file.Name, out _)!;
        string[] names = toApi ? [AutoNames.Normal(file.Name), AutoNames.OfPath(aws.Targets[0])] : [AutoNames.Normal(file.Name)];
        return new AutoField(aws, names, file.FromAws || toApi, !aws.ReadOnly && (file.ToAws || toApi));
    }

    /// <summary>A last step tells a field apart in the partner's own document; in lists and in AWS's summary names repeat (Type, Email).</summary>
    static bool HasOwnLastStep(AwsField aws) => aws.Targets is [{ Root: FieldPath.DefaultRoot } path] && path.Steps.SkipLast(1).All(s => !s.IsList);

    // In a list whose elements can be selected, the field of the element that is selected by default (spend on AWS); without one, none. Else that of the first.
    static string? OneElement(string path)
    {
        if (ElementIdentity.All.FirstOrDefault(i => i.Group is not null && path.Contains(i.List + "[].", StringComparison.Ordinal)) is not { } identity)
            return path.Replace("[].", "[0].", StringComparison.Ordinal);
        return identity.Selection is null || path.EndsWith("." + identity.Group, StringComparison.Ordinal) ? null : path.Replace("[].", $"[{identity.Selection}].", StringComparison.Ordinal);
    }
}
