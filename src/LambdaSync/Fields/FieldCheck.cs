using System.Globalization;

namespace LambdaSync.Fields;

/// <summary>
/// Holds one value up to its field's rules. Only the rules of AWS's API model stop what goes to AWS; the rest, and anything that
/// comes from AWS, is a warning, because a value that AWS has taken once is kept as it is.
/// </summary>
public static class FieldCheck
{
    /// <summary>The first rule that the value breaks, or null. The mask for values not shown yet breaks none.</summary>
    /// <param name="outbound">Whether the value is on its way to AWS.</param>
    public static Issue? Check(CatalogueField field, ReadOnlySpan<char> value, bool outbound)
    {
        if (field.MaxLength > 0 && value.Length > field.MaxLength)
            return Mask.IsMask(value) ? null : TooLong(field, value, outbound);
        if (value.Length < field.MinLength)
            return Mask.IsMask(value) ? null : TooShort(field, value, outbound);
        if (field.Pattern is { } pattern && !FieldPattern.Matches(pattern, value))
            return Mask.IsMask(value) ? null : Pattern(field, pattern, value, outbound);
        if (field.Type != FieldType.Text && !HasType(field, value))
            return Mask.IsMask(value) ? null : Type(field, value, outbound);
        if (field.Values is { } values && !IsStandard(field, values, value))
            return Mask.IsMask(value) ? null : NotStandard(field, values, value);
        return null;
    }

    static bool HasType(CatalogueField field, ReadOnlySpan<char> value) => field.Type switch
    {
        FieldType.Amount => field.Pattern is not null || IsDecimal(value, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint),
        FieldType.Number =>
            IsDecimal(value, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent),
        FieldType.Date => IsDay(value),
        FieldType.Timestamp => IsMoment(value),
        _ => true,
    };

    static bool IsDecimal(ReadOnlySpan<char> value, NumberStyles styles) =>
        double.TryParse(value, styles, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number);

    static bool IsDay(ReadOnlySpan<char> value)
    {
        if (value.Length != 10 || value[4] != '-' || value[7] != '-')
            return false;
        var (year, month, day) = (Digits(value[..4]), Digits(value[5..7]), Digits(value[8..]));
        return year >= 1 && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month);
    }

    /// <summary>A day, T, a time to the second with any fraction, and Z or an offset, as the API, the files and CRMs write it.</summary>
    static bool IsMoment(ReadOnlySpan<char> value)
    {
        if (value.Length < 20 || value[10] != 'T' || !IsDay(value[..10]))
            return false;
        if (value[13] != ':' || value[16] != ':' || Digits(value[17..19]) is < 0 or > 59 || !IsTime(value[11..13], value[13..16]))
            return false;
        var rest = value[19..];
        if (rest[0] == '.')
        {
            var end = 1;
            while (end < rest.Length && char.IsAsciiDigit(rest[end]))
                end++;
            if (end == 1 || end == rest.Length)
                return false;
            rest = rest[end..];
        }

        if (rest is "Z")
            return true;
        return rest.Length is 5 or 6 && (rest[0] is '+' or '-') && IsTime(rest[1..3], rest[3..]);
    }

    /// <summary>Hours, and minutes with or without a colon before them.</summary>
    static bool IsTime(ReadOnlySpan<char> hours, ReadOnlySpan<char> minutes)
    {
        if (minutes.StartsWith(":"))
            minutes = minutes[1..];
        return minutes.Length == 2 && Digits(hours) is >= 0 and <= 23 && Digits(minutes) is >= 0 and <= 59;
    }

    /// <summary>The number, or -1 when something else than digits stands there.</summary>
    static int Digits(ReadOnlySpan<char> value)
    {
        var number = 0;
        foreach (var c in value)
        {
            if (!char.IsAsciiDigit(c))
                return -1;
            number = (number * 10) + c - '0';
        }

        return number;
    }

    static bool IsStandard(CatalogueField field, ValueList values, ReadOnlySpan<char> value)
    {
        if (values.Contains(value))
            return true;
        if (!field.Path.StartsWith("file:", StringComparison.Ordinal))
            return false;
        if (values.FromFile(value.ToString()) is not null)
            return true;

        // A kept file field is the file's own text, in which several values are joined by ";".
        if (!value.Contains(';'))
            return false;
        foreach (var part in value.Split(';'))
        {
            if (!values.Contains(value[part]))
                return false;
        }

        return true;
    }

    static Severity Weight(CatalogueField field, bool outbound) => outbound && field.Firm ? Severity.Error : Severity.Warning;

    static Issue TooLong(CatalogueField field, ReadOnlySpan<char> value, bool outbound) => new(
        IssueCodes.TooLong, Weight(field, outbound), field.Path, value.ToString(),
        Invariant($"{field.Path} takes at most {field.MaxLength} characters; the value has {value.Length}."),
        "Shorten the value where it was entered, or add \"truncate\" to the mapping line.");

    static Issue TooShort(CatalogueField field, ReadOnlySpan<char> value, bool outbound) => new(
        IssueCodes.TooShort, Weight(field, outbound), field.Path, value.ToString(),
        Invariant($"{field.Path} takes at least {field.MinLength} characters; the value has {value.Length}."),
        "Enter a longer value, or leave the field empty if it is not required.");

    static Issue Pattern(CatalogueField field, string pattern, ReadOnlySpan<char> value, bool outbound) => new(
        IssueCodes.PatternMismatch, Weight(field, outbound), field.Path, value.ToString(),
        $"{field.Path} has to be {FieldPattern.Describe(pattern)}.",
        pattern switch
        {
            FieldPattern.Email => "Correct the value where it was entered; for capital letters, add \"lower\": true to the mapping line.",
            FieldPattern.Phone => "Correct the value where it was entered, or add \"phone\": { \"country\": \"+...\" } with the country code of national numbers to the mapping line.",
            _ => "Correct the value where it was entered, or map the field so that the mapped value has this form.",
        });

    static Issue Type(CatalogueField field, ReadOnlySpan<char> value, bool outbound)
    {
        var wanted = field.Type switch
        {
            FieldType.Amount => "a decimal number such as 12500.00",
            FieldType.Number => "a number",
            FieldType.Date => "a day that exists, as yyyy-MM-dd",
            _ => "a moment as yyyy-MM-ddTHH:mm:ssZ",
        };
        return new(
            IssueCodes.WrongType, Weight(field, outbound), field.Path, value.ToString(),
            $"{field.Path} has to be {wanted}.", "Correct the value where it was entered, or map a field of the right type.");
    }

    static Issue NotStandard(CatalogueField field, ValueList values, ReadOnlySpan<char> value) => Issue.Warning(
        IssueCodes.NotAStandardValue, field.Path, value.ToString(),
        Invariant($"{field.Path} has a list of {values.Values.Count} standard values, and this is none of them."),
        $"Choose a value such as {string.Join(", ", values.Values.Take(3).Select(v => $"\"{v}\""))}, or add this one to the value map.");

    static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
