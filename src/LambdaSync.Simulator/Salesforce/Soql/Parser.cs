using System.Globalization;
using LambdaSync.Simulator.Salesforce.Wire;

namespace LambdaSync.Simulator.Salesforce.Soql;

/// <summary>
/// Reads SELECT ... FROM ... WHERE ... ORDER BY ... LIMIT ... OFFSET (developer.salesforce.com/docs, SOQL and SOSL reference). What an integration does not need
/// (GROUP BY, subqueries, aliases, functions) is MALFORMED_QUERY here.
/// </summary>
sealed class Parser
{
    static readonly string[] Ends = ["FROM", "WHERE", "ORDER", "LIMIT", "OFFSET", "AND", "OR", "NOT", "SELECT", "BY"];

    readonly string _soql;
    readonly List<Lexer.Token> _tokens;
    int _next;

    Parser(string soql) => (_soql, _tokens) = (soql, Lexer.Read(soql));

    Lexer.Token Current => _tokens[_next];

    /// <exception cref="ApiError">MALFORMED_QUERY.</exception>
    public static Query Parse(string soql)
    {
        if (soql.Length > 100_000)
            throw new ApiError("MALFORMED_QUERY", "SOQL statements cannot be longer than 100000 characters.");
        return new Parser(soql).Statement();
    }

    /// <summary>A WHERE clause alone, of a rule.</summary>
    public static Condition ParseCondition(string text)
    {
        var parser = new Parser(text);
        var condition = parser.Expression();
        parser.End();
        return condition;
    }

    Query Statement()
    {
        Keyword("SELECT");
        var isCount = Is("COUNT") && _tokens[_next + 1].Value == "(" && _tokens[_next + 2].Value == ")";
        var fields = new List<FieldPath>();
        if (isCount)
        {
            _next += 3;
        }
        else
        {
            do
                fields.Add(Path());
            while (TakeSymbol(","));
        }

        Keyword("FROM");
        var from = Name();
        var where = TakeKeyword("WHERE") ? Expression() : null;
        var orders = new List<Order>();
        if (TakeKeyword("ORDER"))
        {
            Keyword("BY");
            do
                orders.Add(OrderBy());
            while (TakeSymbol(","));
        }

        var limit = TakeKeyword("LIMIT") ? Integer() : (int?)null;
        var offset = TakeKeyword("OFFSET") ? Integer() : 0;
        End();
        if (offset > 2000)
            throw new ApiError("NUMBER_OUTSIDE_VALID_RANGE", "Maximum SOQL offset allowed is 2000");
        if (fields.GroupBy(field => field.ToString(), StringComparer.OrdinalIgnoreCase).FirstOrDefault(same => same.Count() > 1) is { } twice)
            throw new ApiError("MALFORMED_QUERY", $"duplicate field selected: {twice.Key}");
        return new Query(fields, isCount, from, where, orders, limit, offset);
    }

    // AND and OR don't mix without parentheses.
    Condition Expression()
    {
        var first = Negation();
        foreach (var word in (string[])["AND", "OR"])
        {
            if (!Is(word))
                continue;
            var all = new List<Condition> { first };
            while (TakeKeyword(word))
                all.Add(Negation());
            if (Is("AND") || Is("OR"))
                throw Unexpected();
            return word == "AND" ? new Condition.All(all) : new Condition.Any(all);
        }

        return first;
    }

    Condition Negation() => TakeKeyword("NOT") ? new Condition.Not(Primary()) : Primary();

    Condition Primary()
    {
        if (TakeSymbol("("))
        {
            var inner = Expression();
            Symbol(")");
            return inner;
        }

        var field = Path();
        if (TakeKeyword("NOT"))
        {
            Keyword("IN");
            return new Condition.Comparison(field, "NOT IN", Values());
        }

        if (TakeKeyword("IN"))
            return new Condition.Comparison(field, "IN", Values());
        if (TakeKeyword("LIKE"))
            return new Condition.Comparison(field, "LIKE", [Value()]);
        var symbol = Current;
        if (symbol.Kind != Lexer.Kind.Symbol || symbol.Value is not ("=" or "!=" or "<>" or "<" or ">" or "<=" or ">="))
            throw Unexpected();
        _next++;
        return new Condition.Comparison(field, symbol.Value == "<>" ? "!=" : symbol.Value, [Value()]);
    }

    List<Literal> Values()
    {
        Symbol("(");
        var values = new List<Literal>();
        do
            values.Add(Value());
        while (TakeSymbol(","));
        Symbol(")");
        return values;
    }

    Literal Value()
    {
        var token = Current;
        if (token.Kind == Lexer.Kind.Text)
        {
            _next++;
            return new Literal(LiteralKind.Text, token.Value);
        }

        if (token.Kind != Lexer.Kind.Word || Literals.Of(token.Value) is not { } literal)
            throw Unexpected();
        _next++;
        return literal;
    }

    Order OrderBy()
    {
        var field = Path();
        var descending = TakeKeyword("DESC");
        if (!descending)
            TakeKeyword("ASC");
        bool? nullsFirst = null;
        if (TakeKeyword("NULLS"))
        {
            nullsFirst = TakeKeyword("FIRST");
            if (nullsFirst == false)
                Keyword("LAST");
        }

        return new Order(field, descending, nullsFirst);
    }

    FieldPath Path()
    {
        var names = Word().Split('.');
        // Five levels of parents are the most (SOQL and SOSL reference, relationship query limitations).
        if (names.Length > 6 || names.Any(name => name.Length == 0 || !char.IsAsciiLetter(name[0]) || !name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_')))
            throw Lexer.Malformed(_soql, _tokens[_next - 1].Position, $"unexpected token: '{string.Join('.', names)}'");
        return new FieldPath(names);
    }

    string Name()
    {
        var path = Path();
        return path.Names is [var name] ? name : throw Unexpected();
    }

    string Word()
    {
        if (Current.Kind != Lexer.Kind.Word || Ends.Contains(Current.Value, StringComparer.OrdinalIgnoreCase))
            throw Unexpected();
        return _tokens[_next++].Value;
    }

    int Integer() => int.TryParse(Word(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : throw Unexpected(1);

    bool Is(string keyword) => Current.Kind == Lexer.Kind.Word && Current.Value.Equals(keyword, StringComparison.OrdinalIgnoreCase);

    bool TakeKeyword(string keyword)
    {
        if (!Is(keyword))
            return false;
        _next++;
        return true;
    }

    void Keyword(string keyword)
    {
        if (!TakeKeyword(keyword))
            throw Unexpected();
    }

    bool TakeSymbol(string symbol)
    {
        if (Current.Kind != Lexer.Kind.Symbol || Current.Value != symbol)
            return false;
        _next++;
        return true;
    }

    void Symbol(string symbol)
    {
        if (!TakeSymbol(symbol))
            throw Unexpected();
    }

    void End()
    {
        if (Current.Kind != Lexer.Kind.End)
            throw Unexpected();
    }

    ApiError Unexpected(int back = 0) => Lexer.Malformed(_soql, _tokens[_next - back].Position, $"unexpected token: '{_tokens[_next - back].Value}'");
}
