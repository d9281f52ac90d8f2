using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using LambdaSync.Simulator.Salesforce.Model;
using LambdaSync.Simulator.Salesforce.State;
using LambdaSync.Simulator.Salesforce.Wire;

namespace LambdaSync.Simulator.Salesforce.Soql;

/// <summary>Says of rows whether a condition holds.</summary>
sealed class Filter(Organization organization)
{
    readonly FieldResolver _fields = new(organization);

    /// <summary>A predicate of the condition; the condition's fields, operators and values are checked first.</summary>
    /// <exception cref="ApiError">INVALID_FIELD, INVALID_QUERY_FILTER_OPERATOR.</exception>
    public Predicate<Row> Of(ObjectModel model, Condition condition)
    {
        switch (condition)
        {
            case Condition.All all:
                var every = all.Of.Select(part => Of(model, part)).ToArray();
                return row => Array.TrueForAll(every, part => part(row));
            case Condition.Any any:
                var some = any.Of.Select(part => Of(model, part)).ToArray();
                return row => Array.Exists(some, part => part(row));
            case Condition.Not not:
                var inner = Of(model, not.Of);
                return row => !inner(row);
            case Condition.Comparison comparison:
                var field = _fields.Resolve(model, comparison.Field);
                var test = Test(field.Field, comparison);
                return row => test(_fields.Value(row, field));
            default:
                throw new InvalidOperationException(condition.GetType().Name);
        }
    }

    Predicate<object?> Test(FieldModel field, Condition.Comparison comparison)
    {
        if (!field.IsFilterable)
            throw new ApiError("INVALID_FIELD", $"field '{field.Name}' can not be filtered in a query call");
        var operators = comparison.Operator;
        if (operators == "LIKE")
            return Like(field, comparison.Values[0]);
        if (field.Type == "boolean" && operators is "<" or ">" or "<=" or ">=")
            throw new ApiError("INVALID_QUERY_FILTER_OPERATOR", $"invalid operator on boolean field: {field.Name}");
        var tests = comparison.Values.Select(value => One(field, operators switch { "IN" => "=", "NOT IN" => "!=", var same => same }, value)).ToArray();
        return operators == "NOT IN" ? value => Array.TrueForAll(tests, test => test(value)) : value => Array.Exists(tests, test => test(value));
    }

    Predicate<object?> One(FieldModel field, string comparison, Literal literal)
    {
        if (literal.Kind == LiteralKind.Null)
        {
            return comparison switch
            {
                "=" => value => value is null,
                "!=" => value => value is not null,
                _ => throw new ApiError("INVALID_QUERY_FILTER_OPERATOR", $"null is not a value for the operator {comparison}"),
            };
        }

        if (literal.Kind == LiteralKind.DateRange)
            return InRange(field, comparison, literal);
        var wanted = Wanted(field, literal);
        return comparison switch
        {
            "=" => value => value is not null && Compare(field, value, wanted) == 0,
            // Empty is unequal to every value.
            "!=" => value => value is null || Compare(field, value, wanted) != 0,
            "<" => value => value is not null && Compare(field, value, wanted) < 0,
            ">" => value => value is not null && Compare(field, value, wanted) > 0,
            "<=" => value => value is not null && Compare(field, value, wanted) <= 0,
            _ => value => value is not null && Compare(field, value, wanted) >= 0,
        };
    }

    static object Wanted(FieldModel field, Literal literal)
    {
        var fits = field.Type switch
        {
            "boolean" => literal.Kind == LiteralKind.Boolean,
            "date" => literal.Kind == LiteralKind.Date,
            "datetime" => literal.Kind == LiteralKind.DateTime,
            _ when field.IsNumber => literal.Kind == LiteralKind.Number,
            _ => literal.Kind == LiteralKind.Text,
        };
        if (!fits)
        {
            var type = field.Type switch { "datetime" => "dateTime", "currency" or "percent" => "double", var same => field.IsText ? "string" : same };
            var quotes = field.IsText || field.Type is "id" or "reference" ? "should be enclosed in quotes" : "should not be enclosed in quotes";
            throw new ApiError("INVALID_FIELD", $"value of filter criterion for field '{field.Name}' must be of type {type} and {quotes}");
        }

        if (field.Type is "id" or "reference")
        {
            return RecordId.Normal((string)literal.Value!) ?? throw new ApiError("INVALID_QUERY_FILTER_OPERATOR", $"invalid ID field: {literal.Value}");
        }

        return literal.Value is string text ? text.Replace(Lexer.Escape.ToString(), "", StringComparison.Ordinal) : literal.Value!;
    }

    Predicate<object?> InRange(FieldModel field, string comparison, Literal literal)
    {
        if (field.Type is not ("date" or "datetime"))
            throw new ApiError("INVALID_FIELD", $"value of filter criterion for field '{field.Name}' must be of type {field.Type}");
        var (from, to) = Literals.Range((string)literal.Value!, literal.Count, DateOnly.FromDateTime(organization.Clock.Now.UtcDateTime))!.Value;
        DateOnly? Day(object? value) => value switch { DateOnly date => date, DateTimeOffset time => DateOnly.FromDateTime(time.UtcDateTime), _ => null };
        return comparison switch
        {
            "=" => value => Day(value) is { } day && day >= from && day < to,
            "!=" => value => Day(value) is not { } day || day < from || day >= to,
            "<" => value => Day(value) < from,
            ">" => value => Day(value) >= to,
            "<=" => value => Day(value) < to,
            _ => value => Day(value) >= from,
        };
    }

    static Predicate<object?> Like(FieldModel field, Literal literal)
    {
        if (field.Type is "id" or "reference")
            throw new ApiError("INVALID_QUERY_FILTER_OPERATOR", "invalid operator on id field");
        if (!field.IsText || literal.Kind != LiteralKind.Text)
            throw new ApiError("INVALID_QUERY_FILTER_OPERATOR", $"invalid operator on {field.Type} field");
        var pattern = new StringBuilder("^");
        var text = (string)literal.Value!;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == Lexer.Escape)
                pattern.Append(Regex.Escape(text[++i].ToString()));
            else
                pattern.Append(text[i] switch { '%' => ".*", '_' => ".", var c => Regex.Escape(c.ToString()) });
        }

        var like = new Regex(pattern.Append('$').ToString(), RegexOptions.IgnoreCase | RegexOptions.Singleline | RegexOptions.CultureInvariant);
        return value => value is string s && like.IsMatch(s);
    }

    /// <summary>Texts without regard to case, but for unique fields that regard it; ids as 15 characters.</summary>
    public static int Compare(FieldModel field, object left, object right) => (left, right) switch
    {
        (string a, string b) when field.Type is "id" or "reference" => string.CompareOrdinal(a, b),
        (string a, string b) => string.Compare(a, b, field is { IsUnique: true, IsCaseSensitive: true } ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase),
        (decimal a, decimal b) => a.CompareTo(b),
        (bool a, bool b) => a.CompareTo(b),
        (DateOnly a, DateOnly b) => a.CompareTo(b),
        (DateTimeOffset a, DateTimeOffset b) => a.CompareTo(b),
        _ => string.CompareOrdinal(Convert.ToString(left, CultureInfo.InvariantCulture), Convert.ToString(right, CultureInfo.InvariantCulture)),
    };
}
