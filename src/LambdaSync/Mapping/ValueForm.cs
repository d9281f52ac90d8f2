using System.Text;
using LambdaSync.Fields;
using LambdaSync.Json;

namespace LambdaSync.Mapping;

/// <summary>The form that a line gives the CRM's text before it goes to AWS: small letters, or a phone number with its country.</summary>
/// <param name="isState">
/// It is a state by its code or its name. Which country it belongs to is another field's: the request gives a state of the United States its
/// name (<see cref="UsStates"/>), the line only knows that both mean the same.
/// </param>
sealed class ValueForm(bool lower, PhoneFormat? phone, bool isState = false)
{
    const string Separators = " -./()\u00A0\u2010\u2011\u2013";

    /// <summary>The form of a line, or null when it sends the CRM's text as it is.</summary>
    public static ValueForm? Of(FieldMapping line, bool isState = false) => line.Lower || line.Phone is not null || isState ? new ValueForm(line.Lower, line.Phone, isState) : null;

    /// <summary>Whether the line itself sends the form.</summary>
    public bool IsSent => lower || phone is not null;

    /// <summary>Writes the text in AWS's form.</summary>
    /// <param name="raw">The inside of a canonical JSON text, as what is written.</param>
    /// <returns>False: it is not a phone number whose country is certain.</returns>
    public bool TryWrite(ReadOnlySpan<byte> raw, Utf8Buffer output)
    {
        var text = JsonText.ToText(raw);
        if (phone is not null)
        {
            if (Number(text) is not { } number)
                return false;
            text = number;
        }

        if (isState)
            text = UsStates.Name(text);
        output.Add(JsonText.Quote(lower ? text.ToLowerInvariant() : text).AsSpan()[1..^1]);
        return true;
    }

    /// <summary>Whether two texts have one form.</summary>
    public bool IsSame(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        var output = new Utf8Buffer(64);
        if (!TryWrite(left, output))
            return false;
        var cut = output.Length;
        return TryWrite(right, output) && output.Written[..cut].SequenceEqual(output.Written[cut..]);
    }

    // Nothing is guessed: a number without + counts as national only where it can be nothing else.
    string? Number(string text)
    {
        text = text.Trim();
        var isInternational = text.StartsWith('+');
        // "+49 (0)40" names both ways to dial.
        if (isInternational && phone!.Trunk is { } trunk && text.IndexOf($"({trunk})", StringComparison.Ordinal) is var at and > 0)
            text = text.Remove(at, trunk.Length + 2);
        var digits = new StringBuilder(text.Length);
        foreach (var c in isInternational ? text[1..] : text)
        {
            if (char.IsAsciiDigit(c))
                digits.Append(c);
            else if (!Separators.Contains(c, StringComparison.Ordinal))
                return null;
        }

        var number = digits.ToString();
        if (number.Length == 0)
            return null;
        if (isInternational)
            return "+" + number;
        if (phone!.International is { } exit && number.StartsWith(exit, StringComparison.Ordinal))
            return "+" + number[exit.Length..];
        if (number.StartsWith("00", StringComparison.Ordinal))
            return null;
        if (phone.Trunk is { } prefix && number.StartsWith(prefix, StringComparison.Ordinal))
            return phone.Country + number[prefix.Length..];
        return phone.Trunk == "0" || number.StartsWith(phone.Country[1..], StringComparison.Ordinal) ? null : phone.Country + number;
    }
}
