namespace LambdaSync.Mapping;

/// <summary>The published JSON Schema of the mapping document, for editors; it accepts what <see cref="MappingReader"/> accepts.</summary>
public static class MappingSchema
{
    public const string FileName = "mapping.schema.json";

    /// <summary>The schema (draft-07) as text.</summary>
    public static string Text { get; } = Load();

    static string Load()
    {
        using var stream = typeof(MappingSchema).Assembly.GetManifestResourceStream(FileName)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
