using System.Text.Json;
using LambdaSync.Fields;
using LambdaSync.Json;
using LambdaSync.Mapping;

namespace LambdaSync.Cli.Commands;

/// <summary>The loop of <c>map in</c> and <c>map out</c>: a line in, a line out; a bad line stops no other.</summary>
sealed class MapLines(MappingDocument mapping, Terminal terminal)
{
    readonly Dictionary<AceObject, CompiledMapping?> _compiled = [];

    /// <summary>Writes the line's own members after the <c>id</c>; collects what is wrong.</summary>
    public delegate void Apply(JsonElement line, Utf8JsonWriter json, List<Issue> issues);

    public int Run(Apply apply)
    {
        using var lines = new LineWriter(terminal.Out);
        var input = new JsonLines(terminal.In);
        var bad = false;
        while (input.TryRead(out var text))
        {
            try
            {
                using var line = JsonDocument.Parse(text);
                if (line.RootElement.ValueKind != JsonValueKind.Object)
                    throw new JsonException("the line is not a JSON object");
                var issues = new List<Issue>();
                var json = lines.Begin();
                if (line.RootElement.TryGetProperty("id", out var id))
                {
                    json.WritePropertyName("id");
                    id.WriteTo(json);
                }

                apply(line.RootElement, json, issues);
                lines.Issues(issues);
                lines.End();
                bad |= issues.Any(issue => issue.Severity == Severity.Error);
            }
            catch (JsonException broken)
            {
                bad = true;
                lines.Drop();
                terminal.Error.WriteLine($"error: line {input.Number}: {Sentence.Of(JsonErrors.DescribeInLine(broken))} Fix: pass the output of 'lambdasync file read' to 'map in', and that of 'map in' to 'map out'.");
            }
        }

        return bad ? Exit.Partly : Exit.Done;
    }

    /// <summary>A member as canonical bytes.</summary>
    /// <exception cref="JsonException">The line has no such member, or it can't be made canonical.</exception>
    public static byte[] Canonical(JsonElement line, string member)
    {
        if (!line.TryGetProperty(member, out var value) || value.ValueKind != JsonValueKind.Object)
            throw new JsonException($"the line has no object '{member}'.");
        return CanonicalJson.ToArray(System.Text.Encoding.UTF8.GetBytes(value.GetRawText()));
    }

    /// <summary>The compiled mapping for a document: an opportunity has that root, a lead has not.</summary>
    public CompiledMapping For(ReadOnlySpan<byte> document)
    {
        var aceObject = document.IndexOf("\"opportunity\":"u8) >= 0 || document.Length <= 2 ? AceObject.Opportunity : AceObject.Lead;
        if (!_compiled.TryGetValue(aceObject, out var compiled))
        {
            var issues = new List<Issue>();
            _compiled[aceObject] = compiled = CompiledMapping.Compile(mapping, aceObject, issues);
            issues.ForEach(terminal.Tell);
        }

        return compiled ?? throw new JsonException($"the mapping can't be used for a {(aceObject == AceObject.Lead ? "lead" : "opportunity")}.");
    }
}
