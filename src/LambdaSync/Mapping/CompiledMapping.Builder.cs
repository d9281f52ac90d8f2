using LambdaSync.Fields;
using LambdaSync.Json;

namespace LambdaSync.Mapping;

public sealed partial class CompiledMapping
{
    /// <summary>Resolves every line's paths and finds lines that contradict each other.</summary>
    sealed class Builder(AceObject aceObject, ICollection<Issue> issues, string? section)
    {
        readonly FieldCatalogue _catalogue = FieldCatalogue.Of(aceObject);
        readonly Dictionary<string, string> _writtenCrm = new(StringComparer.Ordinal);
        readonly Dictionary<string, string> _writtenAws = new(StringComparer.Ordinal);
        readonly Dictionary<string, (string? Key, PathStep Step, string Where)> _namedBy = new(StringComparer.Ordinal);

        public List<CompiledLine> Lines { get; } = [];

        public PathTree Tree { get; } = new();

        public bool Failed { get; private set; }

        public void Add(ObjectMapping source)
        {
            var at = section is not null ? section : aceObject == AceObject.Lead ? "lead" : "opportunity";
            for (var i = 0; i < source.Fields.Count; i++)
                Add(source.Fields[i], $"{at}.fields[{i}]");
            foreach (var (member, crm, other) in StatusCheck.Clashes(source))
                Fail(IssueCodes.MappingDuplicate, $"{at}.status.{member}", crm, StatusCheck.Rule(crm, $"{at}.{other}"), StatusCheck.Fix);
            foreach (var (member, crm, other) in InvitationCheck.Clashes(source))
                Fail(IssueCodes.MappingDuplicate, $"{at}.invitation.{member}", crm, InvitationCheck.Rule(crm, $"{at}.{other}"), InvitationCheck.Fix);
            foreach (var condition in source.WhenInbound.Concat(source.WhenOutbound).Concat(source.Convert?.When ?? []).Concat(source.Invitation?.Conditions() ?? []))
            {
                if (condition.Aws is { } aws && Resolve(aws, "when") is { } resolved && Tree.Add(resolved.Paths[0]) < 0)
                    Fail(IssueCodes.MappingDuplicate, "when", aws, "a condition's path may not go through a line's list or value", "look at the same path as the line");
            }
        }

        public CompiledCondition Condition(Condition condition, Func<string, int> crm)
        {
            if (condition.Aws is null)
                return new CompiledCondition(condition, -1, crm(condition.Crm!));
            var slot = Tree.Add(Resolve(condition.Aws, "when")!.Value.Paths[0]);
            return new CompiledCondition(condition, slot, -1);
        }

        void Add(FieldMapping line, string where)
        {
            if (Resolve(line.Aws, where) is not { } resolved)
                return;
            var (paths, kind, field) = resolved;
            var slots = new int[paths.Length];
            for (var i = 0; i < paths.Length; i++)
            {
                slots[i] = Tree.Add(paths[i]);
                if (slots[i] < 0)
                    Fail(IssueCodes.MappingDuplicate, where, line.Aws, "a path may not go through another line's list or value", "map the list or its elements, not both");
            }

            if (line.Element is null && (kind == LineKind.List) != (line.Join is not null))
            {
                Fail(IssueCodes.MappingInvalid, where, line.Aws,
                    kind == LineKind.List ? "a list needs \"join\", the separator of its elements in the CRM's text" : "\"join\" is for lists, whose path ends in []",
                    kind == LineKind.List ? "add \"join\": \";\"" : "remove \"join\", or end the path in []");
            }

            if (LineCheck.OneWayProblem(line, kind == LineKind.List) is { } problem)
                Fail(IssueCodes.MappingInvalid, where, line.Aws, problem.Rule, problem.Fix);

            if (LineCheck.FormProblem(line, kind == LineKind.Plain && field?.Type is FieldType.Text or null) is { } form)
                Fail(IssueCodes.MappingInvalid, where, line.Aws, form.Rule, form.Fix);
            var compiled = new CompiledLine(line, kind, field, slots, paths, aceObject == AceObject.Lead);
            CheckElement(compiled, where);
            if (line.Inbound && !_writtenCrm.TryAdd(line.Crm, where))
                Fail(IssueCodes.MappingDuplicate, where, line.Crm, $"{_writtenCrm[line.Crm]} writes this CRM field already", "set \"inbound\": false on one of the two lines");
            if (compiled.Sends)
            {
                foreach (var path in paths)
                {
                    if (!_writtenAws.TryAdd(path.ToString(), where))
                        Fail(IssueCodes.MappingDuplicate, where, line.Aws, $"{_writtenAws[path.ToString()]} sends this AWS field already", "set \"outbound\": false on one of the two lines");
                }
            }

            CheckValues(line, where);
            Lines.Add(compiled);
        }

        // Two ways to name the elements of one list could name one element twice.
        void CheckElement(CompiledLine line, string where)
        {
            var path = line.Paths[0];
            var at = path.Steps.TakeWhile(s => !s.IsList).Count();
            if (!line.Sends || at == path.Steps.Count || path.Steps[at].All)
                return;
            var step = path.Steps[at];
            var list = string.Join('.', path.Steps.Take(at).Select(s => s.Name).Prepend(path.Root).Append(step.Name));
            if (_namedBy.TryGetValue(list, out var other) && other.Key != step.Key)
                Fail(IssueCodes.MappingDuplicate, where, line.Source.Aws, $"{other.Where} names the elements of this list in another way, so both could send to one element", $"name them alike: {Like(path, at, other.Step)}");
            _namedBy.TryAdd(list, (step.Key, step, where));
        }

        static FieldPath Like(FieldPath path, int at, PathStep step) => new(path.Root, [.. path.Steps.Take(at), step, .. path.Steps.Skip(at + 1)]);

        /// <summary>The lines by the element that they go through; none for the elements inside another one.</summary>
        public ElementLines[] Elements() => [.. Lines
            .Select(line => (Line: line, At: line.Paths[0].Steps.TakeWhile(s => !s.IsList).Count()))
            .Where(l => l.At < l.Line.Paths[0].Steps.Count && !l.Line.Paths[0].Steps[l.At].All)
            .GroupBy(l => new FieldPath(l.Line.Paths[0].Root, [.. l.Line.Paths[0].Steps.Take(l.At + 1)]))
            .Select(group =>
            {
                var node = Tree.Element(group.Key, group.Key.Steps.Count);
                node.Required = [.. ElementDefaults.Required(_catalogue, group.Key.CatalogueKey()).Select(name => JsonText.Quote(name))
                    .Where(name => !node.Fixed.Any(f => f.Name.AsSpan().SequenceEqual(name))).Select(name => name[1..^1])];
                return new ElementLines(group.Key, ElementIdentity.Of(group.Key)?.Identity, node, [.. group.Select(l => l.Line)]);
            })];

        // A CRM value under several AWS values has to say which of them it means outbound.
        void CheckValues(FieldMapping line, string where)
        {
            foreach (var twice in line.Values.SelectMany(v => v.Crm).GroupBy(crm => crm, StringComparer.Ordinal).Where(g => g.Count() > 1))
            {
                if (line.Outbound && !line.OutboundDefault.ContainsKey(twice.Key))
                    Fail(IssueCodes.MappingAmbiguousValue, where, twice.Key, "this CRM value stands for several AWS values", "name the one to send in \"outboundDefault\"");
            }

            var listed = line.Values.Select(v => v.Aws).ToHashSet(StringComparer.Ordinal);
            foreach (var unknown in line.OutboundDefault.Where(d => !listed.Contains(d.Value)))
                Fail(IssueCodes.MappingInvalid, where, unknown.Value, "\"outboundDefault\" names AWS values that \"values\" lists", "add the value to \"values\"");
        }

        (FieldPath[] Paths, LineKind Kind, CatalogueField? Field)? Resolve(string aws, string where)
        {
            if (AwsField.Find(_catalogue, aws, out var error) is not { } found)
            {
                Fail(IssueCodes.MappingUnknownPath, where, aws, "this is neither a file's field name nor a path: " + error, "write the field as the catalogue names it");
                return null;
            }

            // Only a name is made of two values; other second targets are set beside the first, not mapped.
            FieldPath[] paths = found.File is { Transform: FileTransform.Name } && found.Targets.Count == 2 ? [.. found.Targets] : [found.Targets[0]];
            var field = found.Catalogue;
            var kind = paths.Length == 2 ? LineKind.Name : paths[0].IsList ? LineKind.List
                : field?.Type == FieldType.Amount ? LineKind.Amount : LineKind.Plain;
            return (paths, kind, field);
        }

        void Fail(string code, string where, string? value, string rule, string fix)
        {
            Failed = true;
            issues.Add(Issue.Error(code, where, value, rule, fix));
        }
    }
}
