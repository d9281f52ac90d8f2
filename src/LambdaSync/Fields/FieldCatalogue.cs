namespace LambdaSync.Fields;

/// <summary>Every field of an ACE object that AWS publishes, read once from the embedded tables.</summary>
public sealed partial class FieldCatalogue
{
    /// <summary>The opportunity: API members and file fields.</summary>
    public static FieldCatalogue Opportunity => throw new NotImplementedException();

    /// <summary>The lead: file fields, each with a <c>file:</c> path.</summary>
    public static FieldCatalogue Lead => throw new NotImplementedException();

    public static FieldCatalogue Of(AceObject aceObject) => aceObject == AceObject.Lead ? Lead : Opportunity;

    public AceObject Object { get; }

    /// <summary>Members by API path, in path order (ordinal).</summary>
    public IReadOnlyList<CatalogueField> Fields => throw new NotImplementedException();

    /// <summary>Fields of a file's record, in name order (ordinal).</summary>
    public IReadOnlyList<FileField> FileFields => throw new NotImplementedException();

    /// <summary>The member at a path; any index or selector in it counts as <c>[]</c>. Null when the catalogue does not know it.</summary>
    public CatalogueField? ByPath(string path) => throw new NotImplementedException();

    /// <summary>The file field of that exact name or variant spelling, or null.</summary>
    public FileField? ByFileName(string name) => throw new NotImplementedException();
}
