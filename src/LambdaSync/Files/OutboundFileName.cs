using System.Globalization;

namespace LambdaSync.Files;

/// <summary>
/// Names of files for AWS: <c>{name}_MMDDYYYYHH24MMSS.json</c>. AWS does not process a file whose name it has seen before: it moves it to the
/// archive without a result.
/// </summary>
public static class OutboundFileName
{
    const string Extension = ".json", Result = "_result.json", Rejected = ".error.json";

    /// <summary>Letters, digits, <c>-</c> and <c>_</c>, so that the name needs no escape in a key.</summary>
    public const int MaxName = 64;

    public static bool IsName(string name) => name.Length is > 0 and <= MaxName && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');

    /// <summary>The name of the file that carries a second, without its folder.</summary>
    /// <param name="second">One of <see cref="Next"/>: no two files have the same.</param>
    public static string Of(string name, DateTimeOffset second) => string.Create(CultureInfo.InvariantCulture, $"{name}_{second.UtcDateTime:MMddyyyyHHmmss}{Extension}");

    /// <summary>
    /// The second of the next file: now, or the one after the last, so that no name is used twice, also when several files are written in a
    /// second or the clock is set back. The exchange takes 10,000 files a day, a day has 86,400 seconds.
    /// </summary>
    public static DateTimeOffset Next(DateTimeOffset? last, DateTimeOffset now)
    {
        var second = new DateTimeOffset(now.UtcTicks - (now.UtcTicks % TimeSpan.TicksPerSecond), TimeSpan.Zero);
        return last is { } before && before >= second ? before.AddSeconds(1) : second;
    }

    /// <summary>The file that a results file answers, without folder and extension (<c>*.error.json</c> answers files of any extension); null for other names.</summary>
    public static string? AnsweredBy(string key)
    {
        var name = key[(key.LastIndexOf('/') + 1)..];
        if (name.EndsWith(Result, StringComparison.OrdinalIgnoreCase))
            return name[..^Result.Length];
        return name.EndsWith(Rejected, StringComparison.OrdinalIgnoreCase) ? Stem(name[..^Rejected.Length]) : null;
    }

    /// <summary>A file's name without folder and extension.</summary>
    public static string Stem(string key)
    {
        var name = key[(key.LastIndexOf('/') + 1)..];
        return name.LastIndexOf('.') is var point and > 0 && name.Length - point <= Extension.Length ? name[..point] : name;
    }
}
