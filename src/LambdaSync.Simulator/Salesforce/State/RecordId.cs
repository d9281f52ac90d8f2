namespace LambdaSync.Simulator.Salesforce.State;

/// <summary>Ids of 15 characters, in which case counts, and of 18, in which it does not: the last three say which letters are capitals.</summary>
static class RecordId
{
    const string Digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    const string Checks = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345";

    /// <summary>The id of the object's n-th record: 18 characters.</summary>
    /// <param name="prefix">Three characters.</param>
    public static string Of(string prefix, long number)
    {
        Span<char> digits = stackalloc char[7];
        for (var i = digits.Length - 1; i >= 0; i--, number /= 62)
            digits[i] = Digits[(int)(number % 62)];
        return Long($"{prefix}Sm000{digits}");
    }

    /// <summary>18 characters of 15 or of 18, or null for what is no id.</summary>
    public static string? Normal(string? text) => text is { Length: 15 or 18 } && text.All(char.IsAsciiLetterOrDigit) && (text.Length == 15 || Fits(text)) ? Long(Restored(text)) : null;

    static string Long(string id)
    {
        Span<char> checks = stackalloc char[3];
        for (var part = 0; part < 3; part++)
        {
            var bits = 0;
            for (var i = 0; i < 5; i++)
                bits |= char.IsAsciiLetterUpper(id[(part * 5) + i]) ? 1 << i : 0;
            checks[part] = Checks[bits];
        }

        return string.Concat(id, checks);
    }

    // An id of 18 characters whose letters lost their case.
    static string Restored(string id)
    {
        if (id.Length == 15)
            return id;
        return string.Create(15, id, (target, source) =>
        {
            for (var i = 0; i < 15; i++)
            {
                var isCapital = (Checks.IndexOf(char.ToUpperInvariant(source[15 + (i / 5)]), StringComparison.Ordinal) >> (i % 5) & 1) == 1;
                target[i] = isCapital ? char.ToUpperInvariant(source[i]) : char.ToLowerInvariant(source[i]);
            }
        });
    }

    static bool Fits(string id) => id.Skip(15).All(c => Checks.Contains(char.ToUpperInvariant(c), StringComparison.Ordinal));
}
