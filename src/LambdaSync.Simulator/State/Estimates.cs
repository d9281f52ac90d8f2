using System.Globalization;

namespace LambdaSync.Simulator.State;

/// <summary>What the AWS Pricing Calculator says of a URL. A test names amounts; other URLs have one that their own digits give.</summary>
sealed class Estimates
{
    readonly Dictionary<string, string?> _named = new(StringComparer.Ordinal);

    /// <param name="amount">Null: the URL can't be resolved.</param>
    public void Name(string url, string? amount) => _named[url] = amount;

    /// <summary>The monthly amount, or null when the URL can't be resolved.</summary>
    public string? Of(string url) => _named.TryGetValue(url, out var amount) ? amount : Digits(url);

    // The model's pattern says that an id of at least 32 hexadecimal digits stands at the end.
    static string Digits(string url) => (int.Parse(url.AsSpan(url.Length - 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture) + 1).ToString("0.00", CultureInfo.InvariantCulture);
}
