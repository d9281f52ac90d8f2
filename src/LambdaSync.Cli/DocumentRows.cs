using System.Text.Json;
using Spectre.Console;

namespace LambdaSync.Cli;

/// <summary>A document of AWS's as rows of a table, one a value.</summary>
static class DocumentRows
{
    public static void Add(Table table, ReadOnlyMemory<byte> document, string root)
    {
        using var json = JsonDocument.Parse(document);
        Add(table, json.RootElement, root);
    }

    public static void Add(Table table, JsonElement value, string path)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var member in value.EnumerateObject())
                    Add(table, member.Value, path.Length == 0 || path.EndsWith(':') ? path + member.Name : $"{path}.{member.Name}");
                break;
            case JsonValueKind.Array when value.EnumerateArray().Any(item => item.ValueKind == JsonValueKind.Object):
                foreach (var (item, index) in value.EnumerateArray().Select((item, index) => (item, index)))
                    Add(table, item, $"{path}[{index}]");
                break;
            case JsonValueKind.Array:
                table.AddRow(new Text(path), new Text(string.Join("; ", value.EnumerateArray().Select(item => item.ToString()))));
                break;
            default:
                table.AddRow(new Text(path), new Text(value.ToString()));
                break;
        }
    }
}
