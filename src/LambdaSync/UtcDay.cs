using System.Globalization;

namespace LambdaSync;

/// <summary>Days as AWS and mappings write them: <c>2027-01-31</c>.</summary>
public static class UtcDay
{
    const string Form = "yyyy-MM-dd";

    public static string Text(DateOnly day) => day.ToString(Form, CultureInfo.InvariantCulture);

    /// <summary>The day, or null: the text is none.</summary>
    public static DateOnly? Parse(string? text) => DateOnly.TryParseExact(text, Form, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
}
