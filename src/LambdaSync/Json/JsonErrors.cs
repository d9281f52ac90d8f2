using System.Globalization;
using System.Text.Json;

namespace LambdaSync.Json;

/// <summary>What is wrong with a JSON text, for people: lines and bytes count from 1.</summary>
public static class JsonErrors
{
    /// <summary>The reason alone, without a full stop.</summary>
    public static string Reason(JsonException broken)
    {
        var message = broken.Message.AsSpan();
        foreach (var place in (ReadOnlySpan<string>)[" Path: ", " LineNumber: "])
        {
            if (message.IndexOf(place, StringComparison.Ordinal) is var at and >= 0)
                message = message[..at];
        }

        return message.TrimEnd(" .").ToString();
    }

    /// <summary>The reason and the place, as far as it is known.</summary>
    public static string Describe(JsonException broken) => broken is { LineNumber: { } line, BytePositionInLine: { } at }
        ? string.Create(CultureInfo.InvariantCulture, $"{Reason(broken)} (line {line + 1}, byte {at + 1})")
        : Reason(broken);

    /// <summary>The same for a text of one line.</summary>
    public static string DescribeInLine(JsonException broken) =>
        broken.BytePositionInLine is { } at ? string.Create(CultureInfo.InvariantCulture, $"{Reason(broken)} (byte {at + 1})") : Reason(broken);
}
