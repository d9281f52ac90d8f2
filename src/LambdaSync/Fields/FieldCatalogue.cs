namespace LambdaSync.Fields;

/// <summary>Every field of an ACE object that AWS publishes, read once from the embedded tables.</summary>
public sealed partial class FieldCatalogue
{
    static readonly Lazy<FieldCatalogue> LazyOpportunity = new(() => FieldTables.Read(AceObject.Opportunity));
    static readonly Lazy<FieldCatalogue> LazyLead = new(() => FieldTables.Read(AceObject.Lead));

    readonly Dictionary<string, CatalogueField> _byPath;
    readonly Dictionary<string, CatalogueField>.AlternateLookup<ReadOnlySpan<char>> _byPathSpan;
    readonly Dictionary<string, FileField> _byFileName;

    internal FieldCatalogue(AceObject aceObject, List<CatalogueField> fields, List<FileField> fileFields)
    {
        Object = aceObject;
        fields.Sort((a, b) => string.CompareOrdinal(a.Path, b.Path));
        fileFields.Sort((a, b) => string.CompareOrdinal(a.Name, b.Name));
        Fields = fields;
        FileFields = fileFields;
        _byPath = new Dictionary<string, CatalogueField>(fields.Count, StringComparer.Ordinal);
        foreach (var field in fields)
            _byPath.Add(field.Path, field);
        _byPathSpan = _byPath.GetAlternateLookup<ReadOnlySpan<char>>();
        _byFileName = new Dictionary<string, FileField>(fileFields.Count + 16, StringComparer.Ordinal);
        foreach (var field in fileFields)
        {
            _byFileName.Add(field.Name, field);
            foreach (var variant in field.Variants)
                _byFileName.Add(variant, field);
        }
    }

    /// <summary>The opportunity: API members and file fields.</summary>
    public static FieldCatalogue Opportunity => LazyOpportunity.Value;

    /// <summary>The lead: file fields, each with a <c>file:</c> path.</summary>
    public static FieldCatalogue Lead => LazyLead.Value;

    public static FieldCatalogue Of(AceObject aceObject) => aceObject == AceObject.Lead ? Lead : Opportunity;

    public AceObject Object { get; }

    /// <summary>Members by API path, in path order (ordinal).</summary>
    public IReadOnlyList<CatalogueField> Fields { get; }

    /// <summary>Fields of a file's record, in name order (ordinal).</summary>
    public IReadOnlyList<FileField> FileFields { get; }

    /// <summary>The member at a path; any index or selector in it counts as <c>[]</c>. Null when the catalogue does not know it.</summary>
    public CatalogueField? ByPath(string path)
    {
        if (!path.Contains('['))
            return _byPath.GetValueOrDefault(path);

        // A key is never longer than the path it comes from; no path of the catalogue comes near the buffer's size.
        Span<char> key = stackalloc char[256];
        var length = 0;
        var inside = false;
        foreach (var c in path)
        {
            if (c == ']')
                inside = false;
            if (inside)
                continue;
            if (length == key.Length)
                return null;
            key[length++] = c;
            if (c == '[')
                inside = true;
        }

        return _byPathSpan.TryGetValue(key[..length], out var field) ? field : null;
    }

    /// <summary>The file field of that exact name or variant spelling, or null.</summary>
    public FileField? ByFileName(string name) => _byFileName.GetValueOrDefault(name);

    /// <summary>The member that a file field's first target stands for, or null when there is no such file field.</summary>
    public CatalogueField? ForFile(string fileFieldName) => ByFileName(fileFieldName) is { } field ? ByPath(field.Targets[0]) : null;
}
