namespace LambdaSync.Mapping;

/// <summary>What somebody probably meant: the known name that is the fewest keystrokes away.</summary>
public static class Nearest
{
    /// <summary>A name that differs only in case, else one within a third of the text's length in edits, else null.</summary>
    public static string? To(string text, IEnumerable<string> known)
    {
        string? best = null;
        var least = Math.Max(1, text.Length / 3) + 1;
        foreach (var name in known)
        {
            if (string.Equals(name, text, StringComparison.OrdinalIgnoreCase))
                return name;
            if (Math.Abs(name.Length - text.Length) >= least)
                continue;
            var distance = Distance(text, name);
            if (distance < least)
                (best, least) = (name, distance);
        }

        return best;
    }

    /// <summary>"did you mean 'x'? " or nothing.</summary>
    public static string Hint(string text, IEnumerable<string> known) => To(text, known) is { } name ? $"Did you mean '{name}'? " : "";

    static int Distance(string a, string b)
    {
        var row = new int[b.Length + 1];
        for (var j = 0; j <= b.Length; j++)
            row[j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var above = row[j];
                var change = char.ToLowerInvariant(a[i - 1]) == char.ToLowerInvariant(b[j - 1]) ? 0 : 1;
                row[j] = Math.Min(Math.Min(above, row[j - 1]) + 1, diagonal + change);
                diagonal = above;
            }
        }

        return row[^1];
    }
}
