using LambdaSync.Fields;

namespace LambdaSync.Mapping;

/// <summary>What a mapping's <c>aws</c> text stands for: a path or a file's field name, and what the catalogue knows of it.</summary>
/// <param name="Targets">One place in the record document; two for a file's full name.</param>
/// <param name="Catalogue">The member at the first place, or null when the catalogue is older than it.</param>
sealed record AwsField(string Text, IReadOnlyList<FieldPath> Targets, CatalogueField? Catalogue, FileField? File)
{
    public FieldType? Type => Catalogue?.Type ?? File?.Type;

    /// <summary>0 when none is known; a full name is longer than either of its parts.</summary>
    public int MaxLength => File?.Transform == FileTransform.Name ? File.MaxLength : Catalogue?.MaxLength ?? File?.MaxLength ?? 0;

    public ValueList? Values => Catalogue?.Values ?? File?.Values;

    public bool IsList => Targets[0].IsList;

    /// <summary>Whether nothing can be sent there: members AWS alone writes, and file fields that it only sends or has withdrawn.</summary>
    public bool ReadOnly =>
        Targets[0].Root == "file" ? File is { ToAws: false } or { Deprecated: true } : Catalogue?.ReadOnly ?? (Targets[0].Root == "aws" || (LeadPaths.IsApi(Targets[0]) && !Targets.All(LeadPaths.IsInCreate)));

    public static AwsField? Find(FieldCatalogue catalogue, string text, out string error)
    {
        error = "";
        if (catalogue.ByFileName(text) is { } file)
            return new AwsField(text, [.. file.Targets.Select(Parse)], catalogue.ByPath(file.Targets[0]), file);
        if (!FieldPath.TryParse(text, out var path, out error))
            return null;
        var kept = path is { Root: "file", Steps: [var step] } ? catalogue.ByFileName(step.Name) : null;
        return new AwsField(text, [path], catalogue.ByPath(text), kept);
    }

    static FieldPath Parse(string text) =>
        FieldPath.TryParse(text, out var path, out var error) ? path : throw new FormatException($"The catalogue's path '{text}': {error}");
}
