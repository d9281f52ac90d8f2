using System.Text;
using System.Text.Json.Nodes;

namespace LambdaSync.Connections.BuiltIn;

/// <summary>The mapping that ships for the built-in CRM.</summary>
public static class BuiltInMapping
{
    /// <summary>The document, UTF-8 JSON.</summary>
    public static byte[] Json() => Resource("mapping.json");

    /// <summary>The document with the sections for what AWS Marketplace has, for sellers. Not everybody is one, so they are no part of <see cref="Json"/>.</summary>
    public static byte[] JsonWithMarketplace()
    {
        var mapping = JsonNode.Parse(Json())!.AsObject();
        mapping["marketplace"] = JsonNode.Parse(Resource("marketplace-mapping.json"));
        return Encoding.UTF8.GetBytes(mapping.ToJsonString());
    }

    static byte[] Resource(string name)
    {
        using var stream = typeof(BuiltInMapping).Assembly.GetManifestResourceStream(name)!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
