using System.Collections.Concurrent;
using System.Globalization;
using Amazon.DynamoDBv2.Model;

namespace LambdaSync.Testing.Dynamo;

/// <summary>
/// DynamoDB's expressions, as far as a table of ours uses them
/// (docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.OperatorsAndFunctions.html). Whatever else comes is refused.
/// </summary>
sealed class Expression
{
    static readonly ConcurrentDictionary<string, IReadOnlyList<string>> Known = new(StringComparer.Ordinal);

    readonly Dictionary<string, string> _names;
    readonly Dictionary<string, AttributeValue> _values;
    readonly HashSet<string> _used = [];
    IReadOnlyList<string> _tokens = [];
    int _at;

    public Expression(Dictionary<string, string>? names, Dictionary<string, AttributeValue>? values) => (_names, _values) = (names ?? [], values ?? []);

    /// <summary>Whether a condition holds for an item; null or empty holds for each.</summary>
    public bool Holds(string? condition, Dictionary<string, AttributeValue>? item)
    {
        if (string.IsNullOrEmpty(condition))
            return true;
        Begin(condition);
        var holds = Or(item ?? []);
        return _at == _tokens.Count ? holds : throw Invalid($"'{condition}' goes on after its end");
    }

    /// <summary>An item after an update; each right side sees the item before it.</summary>
    public Dictionary<string, AttributeValue> Update(string update, Dictionary<string, AttributeValue> item)
    {
        Begin(update);
        var (changed, touched) = (new Dictionary<string, AttributeValue>(item, StringComparer.Ordinal), new HashSet<string>());
        while (_at < _tokens.Count)
        {
            var verb = Take();
            do
            {
                var name = Name();
                if (!touched.Add(name))
                    throw Invalid($"two paths of '{update}' overlap");
                switch (verb)
                {
                    case "SET": Expect("="); changed[name] = Right(item); break;
                    case "REMOVE": changed.Remove(name); break;
                    case "ADD": changed[name] = Sum(item.GetValueOrDefault(name), Value()); break;
                    default: throw Invalid($"no verb {verb}");
                }
            }
            while (Next(","));
        }

        return changed;
    }

    /// <summary>The attributes that a projection names; null: all.</summary>
    public Dictionary<string, AttributeValue> Project(string? projection, Dictionary<string, AttributeValue> item)
    {
        if (projection is null)
            return new Dictionary<string, AttributeValue>(item, StringComparer.Ordinal);
        Begin(projection);
        var projected = new Dictionary<string, AttributeValue>(StringComparer.Ordinal);
        do
        {
            if (Name() is var name && item.TryGetValue(name, out var value))
                projected[name] = value;
        }
        while (Next(","));
        return projected;
    }

    /// <summary>DynamoDB takes no name and no value that no expression uses.</summary>
    public void CheckAllUsed(params ReadOnlySpan<string?> expressions)
    {
        foreach (var expression in expressions)
            _used.UnionWith(Split(expression ?? ""));
        if (_names.Keys.Concat(_values.Keys).FirstOrDefault(name => !_used.Contains(name)) is { } unused)
            throw Invalid($"{unused} is unused in expressions");
    }

    /// <summary>Orders two values of one type, or null: they can't be compared.</summary>
    public static int? Compare(AttributeValue one, AttributeValue other) => (one, other) switch
    {
        ({ S: { } a }, { S: { } b }) => string.CompareOrdinal(a, b),
        ({ N: { } a }, { N: { } b }) => decimal.Parse(a, CultureInfo.InvariantCulture).CompareTo(decimal.Parse(b, CultureInfo.InvariantCulture)),
        ({ BOOL: { } a }, { BOOL: { } b }) => a.CompareTo(b),
        _ => null,
    };

    public static DynamoValidationException Invalid(string why) => new(why);

    bool Or(Dictionary<string, AttributeValue> item)
    {
        var holds = And(item);
        while (Next("OR"))
            holds |= And(item);
        return holds;
    }

    bool And(Dictionary<string, AttributeValue> item)
    {
        var holds = Term(item);
        while (Next("AND"))
            holds &= Term(item);
        return holds;
    }

    bool Term(Dictionary<string, AttributeValue> item)
    {
        if (Next("("))
        {
            var holds = Or(item);
            Expect(")");
            return holds;
        }

        if (_tokens[_at] is "attribute_exists" or "attribute_not_exists")
        {
            var wanted = Take() == "attribute_exists";
            Expect("(");
            var exists = item.ContainsKey(Name());
            Expect(")");
            return exists == wanted;
        }

        var left = Operand(item);
        var sign = Take();
        if (sign == "BETWEEN")
        {
            var from = Operand(item);
            Expect("AND");
            return Compared(left, from) >= 0 & Compared(left, Operand(item)) <= 0;
        }

        var order = Compared(left, Operand(item));
        return sign switch { "=" => order == 0, "<" => order < 0, "<=" => order <= 0, ">" => order > 0, ">=" => order >= 0, _ => throw Invalid($"no comparator {sign}") };
    }

    // What is missing compares with nothing.
    static int? Compared(AttributeValue? one, AttributeValue? other) => one is null || other is null ? null : Compare(one, other);

    AttributeValue? Operand(Dictionary<string, AttributeValue> item) => _tokens[_at][0] == ':' ? Value() : item.GetValueOrDefault(Name());

    AttributeValue Right(Dictionary<string, AttributeValue> item)
    {
        if (!Next("if_not_exists"))
            return Value();
        Expect("(");
        var found = item.GetValueOrDefault(Name());
        Expect(",");
        var otherwise = Value();
        Expect(")");
        return found ?? otherwise;
    }

    static AttributeValue Sum(AttributeValue? before, AttributeValue more) => (before, more) switch
    {
        (null, _) => more,
        ({ N: { } a }, { N: { } b }) => new AttributeValue { N = (decimal.Parse(a, CultureInfo.InvariantCulture) + decimal.Parse(b, CultureInfo.InvariantCulture)).ToString(CultureInfo.InvariantCulture) },
        ({ SS: { Count: > 0 } a }, { SS: { Count: > 0 } b }) => new AttributeValue { SS = [.. a.Union(b, StringComparer.Ordinal)] },
        _ => throw Invalid("ADD takes numbers and sets"),
    };

    void Begin(string text) => (_tokens, _at) = (Split(text), 0);

    // Expressions are constants of the store's code: the same few come again and again.
    static IReadOnlyList<string> Split(string text) => Known.GetOrAdd(text, Tokens);

    static IReadOnlyList<string> Tokens(string text)
    {
        var tokens = new List<string>();
        for (var at = 0; at < text.Length;)
        {
            var end = at;
            while (end < text.Length && (char.IsAsciiLetterOrDigit(text[end]) || text[end] is '_' or '#' or ':'))
                end++;
            if (end == at && !char.IsWhiteSpace(text[at]))
                end = at + (at + 1 < text.Length && text[at] is '<' or '>' && text[at + 1] == '=' ? 2 : 1);
            if (end > at)
                tokens.Add(text[at..end]);
            at = Math.Max(end, at + 1);
        }

        return tokens;
    }

    string Take() => _at < _tokens.Count ? _tokens[_at++] : throw Invalid("an expression ends too early");

    bool Next(string token)
    {
        if (_at >= _tokens.Count || _tokens[_at] != token)
            return false;
        _at++;
        return true;
    }

    void Expect(string token)
    {
        if (!Next(token))
            throw Invalid($"{token} is missing");
    }

    string Name() => Take() is var name && name[0] != '#' ? name : _names.GetValueOrDefault(name) ?? throw Invalid($"{name} is not defined");

    AttributeValue Value() => Take() is var name && _values.TryGetValue(name, out var value) ? value : throw Invalid($"{name} is not defined");
}
