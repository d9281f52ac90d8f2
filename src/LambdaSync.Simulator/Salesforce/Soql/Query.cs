namespace LambdaSync.Simulator.Salesforce.Soql;

/// <summary>A statement of SOQL.</summary>
/// <param name="Fields">Paths as they were written; empty for COUNT().</param>
sealed record Query(IReadOnlyList<FieldPath> Fields, bool IsCount, string From, Condition? Where, IReadOnlyList<Order> OrderBy, int? Limit, int Offset);

/// <summary><c>Amount</c>, <c>Account.Owner.Name</c>.</summary>
sealed record FieldPath(IReadOnlyList<string> Names)
{
    public override string ToString() => string.Join('.', Names);
}

sealed record Order(FieldPath Field, bool IsDescending, bool? NullsFirst);

/// <summary>A WHERE clause.</summary>
abstract record Condition
{
    public sealed record All(IReadOnlyList<Condition> Of) : Condition;

    public sealed record Any(IReadOnlyList<Condition> Of) : Condition;

    public sealed record Not(Condition Of) : Condition;

    /// <param name="Operator">= != &lt; &gt; &lt;= &gt;= LIKE IN NOT IN.</param>
    public sealed record Comparison(FieldPath Field, string Operator, IReadOnlyList<Literal> Values) : Condition;
}

/// <summary>A value of a statement.</summary>
/// <param name="Kind">String, Number, Boolean, Null, Date, DateTime, DateRange.</param>
/// <param name="Value">string, decimal, bool, null, DateOnly, DateTimeOffset, or the literal's name.</param>
/// <param name="Count">Of <c>LAST_N_DAYS:7</c>.</param>
sealed record Literal(LiteralKind Kind, object? Value, int Count = 0);

enum LiteralKind
{
    Text,
    Number,
    Boolean,
    Null,
    Date,
    DateTime,
    DateRange,
}
