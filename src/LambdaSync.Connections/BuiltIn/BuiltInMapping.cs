namespace LambdaSync.Connections.BuiltIn;

/// <summary>The mapping that ships for the built-in CRM.</summary>
public static class BuiltInMapping
{
    /// <summary>The document, UTF-8 JSON.</summary>
    public static byte[] Json()
    {
        using var stream = typeof(BuiltInMapping).Assembly.GetManifestResourceStream("mapping.json")!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
