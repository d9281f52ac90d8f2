using LambdaSync.Fields;

namespace LambdaSync.Mapping;

/// <summary>Two lines must not write one place: which of them wins would depend on their order.</summary>
static class DuplicateCheck
{
    public static void Check(IReadOnlyList<CheckedLine> lines, ObjectMapping mapping, CheckScope scope)
    {
        var written = new Dictionary<string, CheckedLine>(StringComparer.Ordinal);
        foreach (var line in lines.Where(l => l.Line.Inbound))
        {
            if (line.Line.Crm == mapping.AwsId || line.Line.Crm == mapping.SyncFlag)
                scope.Warn(IssueCodes.MappingDuplicate, line.At, line.Line.Crm, $"{line.Line.Crm} is written by the sync itself.", "Remove the line or write \"inbound\": false.");
            if (!written.TryAdd(line.Line.Crm, line))
                Fail(line, written[line.Line.Crm], line.Line.Crm, $"{line.Line.Crm} is written by both", "\"inbound\": false", scope);
        }

        var sent = new SentPaths();
        foreach (var line in lines.Where(l => l.Sends))
        {
            foreach (var path in line.Aws!.Targets)
            {
                if (sent.Overlapping(path, line) is { } other)
                    Fail(line, other, line.Line.Aws, $"{line.Line.Aws} and {other.Line.Aws} are sent to one place by both", "\"outbound\": false", scope);
                sent.Add(path, line);
            }
        }
    }

    // Paths overlap only where one's names begin with the other's, so each is compared with those alone.
    sealed class SentPaths
    {
        readonly Dictionary<string, List<(FieldPath Path, CheckedLine Line)>> _whole = new(StringComparer.Ordinal), _through = new(StringComparer.Ordinal);

        public void Add(FieldPath path, CheckedLine line)
        {
            var names = Names(path);
            Into(_whole, names[^1], path, line);
            foreach (var name in names)
                Into(_through, name, path, line);
        }

        public CheckedLine? Overlapping(FieldPath path, CheckedLine line)
        {
            var names = Names(path);
            return names.SkipLast(1).SelectMany(name => Of(_whole, name)).Concat(Of(_through, names[^1]))
                .FirstOrDefault(s => !ReferenceEquals(s.Line, line) && Overlap(s.Path, path)).Line;
        }

        static void Into(Dictionary<string, List<(FieldPath, CheckedLine)>> all, string name, FieldPath path, CheckedLine line)
        {
            if (!all.TryGetValue(name, out var some))
                all[name] = some = [];
            some.Add((path, line));
        }

        static List<(FieldPath Path, CheckedLine Line)> Of(Dictionary<string, List<(FieldPath, CheckedLine)>> all, string name) =>
            all.TryGetValue(name, out var some) ? some : [];

        // "opportunity.Project", "opportunity.Project.Title".
        static string[] Names(FieldPath path)
        {
            var (names, name) = (new string[path.Steps.Count], path.Root);
            for (var i = 0; i < names.Length; i++)
                names[i] = name = $"{name}.{path.Steps[i].Name}";
            return names;
        }
    }

    /// <summary>Equal, or one holds the other: an object and its member, a list and its element.</summary>
    public static bool Overlap(FieldPath a, FieldPath b) =>
        a.Root == b.Root && a.Steps.Zip(b.Steps).All(pair => Meet(pair.First, pair.Second));

    // Elements that are named in two ways may be one.
    static bool Meet(PathStep a, PathStep b) => a.Name == b.Name && (a == b || a.IsList != b.IsList || a.All || b.All || a.Key != b.Key);

    static void Fail(CheckedLine line, CheckedLine other, string value, string rule, string member, CheckScope scope) =>
        scope.Error(IssueCodes.MappingDuplicate, line.At, value, $"{rule} {other.At} and this line.", $"Keep one of them, or write {member} in one.");
}
