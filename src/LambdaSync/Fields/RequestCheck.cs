using System.Text.Json;

namespace LambdaSync.Fields;

/// <summary>
/// Holds a Partner Central request up to the rules before it leaves. What AWS's API model states as required, type, length or pattern
/// is an error; value lists and what only other sources ask for are warnings; members and values not known here pass. A masked value
/// anywhere is an error, because sending it would overwrite what it hides.
/// </summary>
public static class RequestCheck
{
    /// <summary>What is wrong with a request's body, in document order, then what is missing. With an error it has to stay here.</summary>
    /// <param name="operation">AWS's name, such as <c>UpdateOpportunity</c>.</param>
    /// <param name="json">The whole body; an opportunity's with its request members.</param>
    /// <param name="atAws">
    /// The same request with what AWS has now, or empty: AWS does not have the record, or it is not known. What is wrong with that too is not
    /// judged, because AWS has taken it once and the request does not change it; a masked value still is.
    /// </param>
    public static IReadOnlyList<Issue> Check(string operation, ReadOnlyMemory<byte> json, ReadOnlyMemory<byte> atAws = default)
    {
        var issues = Judge(operation, json);
        if (atAws.IsEmpty || issues.Count == 0)
            return issues;
        var own = Judge(operation, atAws).Where(issue => issue.Code != IssueCodes.Masked).Select(Anywhere).ToHashSet();
        return [.. issues.Where(issue => !own.Contains(Anywhere(issue)))];
    }

    // An element of a list may have moved; what it lacks is its own.
    static Issue Anywhere(Issue issue) => issue.Value is null || issue.Field is not { } field ? issue : issue with
    {
        Field = string.Concat(field.Where(c => !char.IsAsciiDigit(c))),
        Rule = "",
    };

    static List<Issue> Judge(string operation, ReadOnlyMemory<byte> json)
    {
        var issues = new List<Issue>();
        try
        {
            using var document = JsonDocument.Parse(json);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
                return [RequestIssues.NotAnObject()];
            var rules = RequestRules.Of(operation);
            var found = new FoundMembers();
            new Walk(rules, found, issues).Members(document.RootElement, "", "");
            Missing(rules, found, issues);
            return issues;
        }
        catch (JsonException)
        {
            return [RequestIssues.NotAnObject()];
        }
    }

    static void Missing(RequestRules rules, FoundMembers found, List<Issue> issues)
    {
        foreach (var member in rules.Required)
        {
            var places = member.Element is { } element ? found.Places(element).ToList() : [];
            foreach (var place in places)
                MissingIn(member, place, found, issues);

            // Without an element it is missing once, unless it is wanted only of elements.
            if (places.Count == 0 && !member.AsksItsElement)
                MissingIn(member, null, found, issues);
        }
    }

    static void MissingIn(RequiredMember member, string? place, FoundMembers found, List<Issue> issues)
    {
        var element = place is null ? null : member.Element;
        if (found.Texts(member.Path, element, place).Length > 0)
            return;
        if (member.When.All(term => term.Holds(found.Texts(term.Path, element, place))))
            issues.Add(RequestIssues.Missing(place is null ? member.Path : place + member.Path[member.Element!.Length..], member.Firm));
    }

    sealed class Walk(RequestRules rules, FoundMembers found, List<Issue> issues)
    {
        public void Members(JsonElement element, string path, string place)
        {
            var (pathBefore, placeBefore) = path.Length == 0 ? ("", "") : (path + ".", place + ".");
            foreach (var member in element.EnumerateObject())
                Value(member.Value, pathBefore + member.Name, placeBefore + member.Name);
        }

        void Value(JsonElement value, string path, string place)
        {
            switch (value.ValueKind)
            {
                case JsonValueKind.Null:
                    return;
                case JsonValueKind.Object:
                    if (HasKind(path, place, value.ValueKind))
                        found.Add(path, place, "");
                    Members(value, path, place);
                    return;
                case JsonValueKind.Array:
                    if (HasKind(path, place, value.ValueKind))
                        Elements(value, path, place);
                    return;
                default:
                    Scalar(value, path, place);
                    return;
            }
        }

        void Elements(JsonElement list, string path, string place)
        {
            found.Add(path, place, "");
            var count = list.GetArrayLength();
            if (rules.Lists.TryGetValue(path, out var limit) && (count < limit.Fewest || (limit.Most > 0 && count > limit.Most)))
                issues.Add(RequestIssues.Count(place, count, limit));
            for (var i = 0; i < count; i++)
                Value(list[i], path + "[]", FormattableString.Invariant($"{place}[{i}]"));
        }

        void Scalar(JsonElement value, string path, string place)
        {
            var text = value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();
            if (value.ValueKind == JsonValueKind.String && Mask.IsMask(text))
                issues.Add(RequestIssues.Masked(place));
            else if (HasKind(path, place, value.ValueKind) && rules.Values.TryGetValue(path, out var field)
                && FieldCheck.Check(field, text, outbound: true) is { } issue)
                issues.Add(issue with { Field = place });
            found.Add(path, place, text);
        }

        // Whether the value has the JSON kind that its member takes; one that is not known takes any.
        bool HasKind(string path, string place, JsonValueKind kind)
        {
            if (rules.Values.TryGetValue(path, out var field))
            {
                var wanted = field.Type == FieldType.Number ? JsonValueKind.Number : JsonValueKind.String;
                return kind == wanted || Wrong(place, wanted == JsonValueKind.Number ? "a number" : "a text", field.Firm);
            }

            if (rules.Lists.ContainsKey(path))
                return kind == JsonValueKind.Array || Wrong(place, "a list", firm: true);
            return !rules.Structures.Contains(path) || kind == JsonValueKind.Object || Wrong(place, "a structure", firm: true);
        }

        bool Wrong(string place, string wanted, bool firm)
        {
            issues.Add(RequestIssues.WrongKind(place, wanted, firm));
            return false;
        }
    }
}
