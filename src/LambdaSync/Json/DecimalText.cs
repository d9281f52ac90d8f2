namespace LambdaSync.Json;

/// <summary>
/// Decimal numbers as their digits: no binary floating point, no limit of precision but <see cref="MaxDigits"/>. Canonical text has no
/// exponent, no sign on zero, no leading zeros, no trailing zeros after the point.
/// </summary>
public static class DecimalText
{
    /// <summary>Digits before and after the point together; more is refused.</summary>
    public const int MaxDigits = 400;

    /// <summary>Writes the canonical text of a decimal number (JSON syntax, also with leading zeros or plus); false when it is none.</summary>
    /// <param name="decimals">Decimals to round to, half away from zero; negative to keep all.</param>
    public static bool TryWrite(ReadOnlySpan<byte> text, int decimals, Utf8Buffer output)
    {
        Span<byte> digits = stackalloc byte[MaxDigits + 1];
        if (!TryParse(text, digits[1..], out var negative, out var count, out var point))
            return false;

        // One place is kept free in front for a carry.
        var number = digits[1..];
        if (decimals >= 0 && count - point > decimals)
        {
            var keep = point + decimals;
            var up = keep >= 0 && keep < count && number[keep] >= '5';
            count = Math.Max(keep, 0);
            if (up && Increment(digits, count))
            {
                number = digits;
                count++;
                point++;
            }
        }

        var start = 0;
        while (start < point && start < count && number[start] == '0')
            start++;
        while (count > Math.Max(point, 0) && number[count - 1] == '0')
            count--;
        var zero = number[..count].IndexOfAnyExcept((byte)'0') < 0;
        if (zero)
        {
            output.Add((byte)'0');
            return true;
        }

        if (negative)
            output.Add((byte)'-');
        if (start >= point)
            output.Add((byte)'0');
        else
            output.Add(number[start..Math.Min(point, count)]);
        if (count > point)
        {
            output.Add((byte)'.');
            output.Add(number[Math.Max(point, 0)..count]);
        }

        return true;
    }

    /// <summary>Compares two canonical numbers.</summary>
    public static int Compare(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        var (leftMinus, rightMinus) = (left[0] == '-', right[0] == '-');
        if (leftMinus != rightMinus)
            return leftMinus ? -1 : 1;
        if (leftMinus)
            return Compare(right[1..], left[1..]);
        var (leftWhole, rightWhole) = (Whole(left), Whole(right));
        return leftWhole != rightWhole ? leftWhole.CompareTo(rightWhole) : left.SequenceCompareTo(right);
    }

    static int Whole(ReadOnlySpan<byte> number) => number.IndexOf((byte)'.') is var point and >= 0 ? point : number.Length;

    // Digits without sign and point; `point` is how many of them stand before it. Zeros that an exponent asks for are written out.
    static bool TryParse(ReadOnlySpan<byte> text, Span<byte> digits, out bool negative, out int count, out int point)
    {
        (negative, count, point) = (false, 0, -1);
        var i = 0;
        if (text.Length > 0 && text[0] is (byte)'-' or (byte)'+')
            negative = text[i++] == '-';
        for (; i < text.Length; i++)
        {
            var c = text[i];
            if (c is >= (byte)'0' and <= (byte)'9')
            {
                if (count == MaxDigits)
                    return false;
                digits[count++] = c;
            }
            else if (c == '.' && point < 0)
                point = count;
            else if (c is (byte)'e' or (byte)'E' && count > 0)
                break;
            else
                return false;
        }

        if (count == 0)
            return false;
        if (point < 0)
            point = count;
        return i == text.Length || (TryExponent(text[(i + 1)..], out var exponent) && Shift(digits, ref count, ref point, exponent));
    }

    static bool TryExponent(ReadOnlySpan<byte> text, out int exponent) =>
        System.Buffers.Text.Utf8Parser.TryParse(text.Length > 0 && text[0] == '+' ? text[1..] : text, out exponent, out var used)
        && used > 0 && used == (text[0] == '+' ? text.Length - 1 : text.Length) && Math.Abs((long)exponent) <= MaxDigits;

    static bool Shift(Span<byte> digits, ref int count, ref int point, int exponent)
    {
        point += exponent;
        if (point > count)
        {
            if (point > MaxDigits)
                return false;
            digits[count..point].Fill((byte)'0');
            count = point;
        }
        else if (point < 0)
        {
            var zeros = -point;
            if (count + zeros > MaxDigits)
                return false;
            digits[..count].CopyTo(digits[zeros..]);
            digits[..zeros].Fill((byte)'0');
            count += zeros;
            point = 0;
        }

        return true;
    }

    // Adds one to the last of `count` digits that follow the free place; true when the carry took that place.
    static bool Increment(Span<byte> withFreePlace, int count)
    {
        for (var i = count; i >= 1; i--)
        {
            if (withFreePlace[i] != '9')
            {
                withFreePlace[i]++;
                return false;
            }

            withFreePlace[i] = (byte)'0';
        }

        withFreePlace[0] = (byte)'1';
        return true;
    }
}
