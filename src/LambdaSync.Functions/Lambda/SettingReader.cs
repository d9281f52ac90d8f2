using System.Globalization;

namespace LambdaSync.Functions.Lambda;

/// <summary>Reads settings from variables, and collects what is wrong, so that one message names all of it.</summary>
sealed class SettingReader(Func<string, string?> variable)
{
    const string CorrectParameter = "Fix: correct the stack's parameter.";

    readonly List<string> _wrong = [];

    /// <summary>The value without blanks around it, or null: it is not set, or empty.</summary>
    public string? Value(string name) => variable(name) is { } value && !string.IsNullOrWhiteSpace(value) ? value.Trim() : null;

    /// <param name="otherwise">The default; null: it has to be set.</param>
    public string Text(string name, string? otherwise, string fix = "Fix: set it to what the template sets.")
    {
        if ((Value(name) ?? otherwise) is { } value)
            return value;
        Wrong($"{name} is not set. {fix}");
        return "";
    }

    /// <param name="words">What it takes; the first one is the default.</param>
    /// <returns>The word's index.</returns>
    public int OneOf(string name, IReadOnlyList<string> words)
    {
        if (Value(name) is not { } text)
            return 0;
        for (var i = 0; i < words.Count; i++)
        {
            if (words[i] == text)
                return i;
        }

        Wrong($"{name} is '{text}' and must be {string.Join(" or ", words)}. {CorrectParameter}");
        return 0;
    }

    public bool YesNo(string name) => OneOf(name, ["no", "yes"]) == 1;

    public int Number(string name, int otherwise, int least, int most)
    {
        if (Value(name) is not { } text)
            return otherwise;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
            return number;
        Wrong($"{name} is '{text}' and must be from {least} to {most}. {CorrectParameter}");
        return otherwise;
    }

    public void Wrong(string sentence) => _wrong.Add(sentence);

    public void WrongAll(IEnumerable<string> sentences) => _wrong.AddRange(sentences);

    /// <exception cref="SettingsException">Some are missing or wrong; the text names every one, its rule and the fix.</exception>
    public void Check()
    {
        if (_wrong.Count > 0)
            throw new SettingsException("Settings: " + string.Join(" ", _wrong));
    }
}
