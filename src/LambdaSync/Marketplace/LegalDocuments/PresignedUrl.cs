using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace LambdaSync.Marketplace.LegalDocuments;

/// <summary>
/// A presigned address of S3, by which AWS Marketplace reads a license agreement while it works on a change set
/// (docs.aws.amazon.com/AmazonS3/latest/userguide/using-presigned-url.html).
/// </summary>
/// <param name="Address">Without the signature: the document.</param>
/// <param name="Ends">When the signature ends at the latest.</param>
/// <param name="IsOfSession">It was signed with a session's credentials, and ends with the session if that is earlier.</param>
public sealed partial record PresignedUrl(string Address, DateTimeOffset Ends, bool IsOfSession)
{
    /// <summary>
    /// How long it has to last from the start of a change set: AWS takes minutes to hours where there are legal documents. Less than the longest
    /// session that a role may have (12 hours), so that a signature of such a session is long enough for an hour.
    /// </summary>
    public static readonly TimeSpan Shortest = TimeSpan.FromHours(11);

    /// <summary>The longest life that S3 gives one.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(7);

    /// <summary>The address, or null: it is none of S3's presigned ones.</summary>
    public static PresignedUrl? Read(string url)
    {
        var mark = url.IndexOf('?', StringComparison.Ordinal);
        if (mark < 0)
            return null;
        var query = url[(mark + 1)..].Split('&').Select(pair => pair.Split('=', 2)).Where(pair => pair.Length == 2).DistinctBy(pair => pair[0]).ToDictionary(pair => pair[0], pair => Uri.UnescapeDataString(pair[1]), StringComparer.OrdinalIgnoreCase);
        return query.TryGetValue("X-Amz-Date", out var date) && DateTimeOffset.TryParseExact(date, "yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var signed)
            && query.TryGetValue("X-Amz-Expires", out var life) && int.TryParse(life, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            ? new PresignedUrl(url[..mark], signed.AddSeconds(seconds), query.ContainsKey("X-Amz-Security-Token")) : null;
    }

    /// <summary>The presigned address in a change set, or null: it has none.</summary>
    public static string? In(JsonElement body) => Urls().Matches(body.GetRawText()).Select(match => Unescaped(match.Value)).FirstOrDefault(url => Read(url) is not null);

    /// <summary>The same content however often its document was signed: a change set with another signature is the same request.</summary>
    public static byte[] Unsigned(byte[] json) => System.Text.Encoding.UTF8.GetBytes(Urls().Replace(System.Text.Encoding.UTF8.GetString(json), match => Read(Unescaped(match.Value)) is { } signed ? signed.Address : match.Value));

    /// <summary>The change set with a later signature of the same document.</summary>
    public static JsonElement Renewed(JsonElement body, string url)
    {
        if (Read(url) is not { } renewed)
            return body;
        var text = Urls().Replace(body.GetRawText(), match => Read(Unescaped(match.Value)) is { } old && old.Address == renewed.Address ? JsonEncodedText.Encode(url).Value : match.Value);
        using var document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }

    /// <summary>What is wrong with an address of a license agreement, or null.</summary>
    /// <param name="now">When the change set begins.</param>
    public static Issue? Check(string url, DateTimeOffset now) => Read(url) is not { } signed ? null
        : signed.Ends - now < Shortest
            ? Issue.Error(
                IssueCodes.OfferTerms, "Eula.Url", signed.Address, $"The address of the license agreement can be read until {signed.Ends:yyyy-MM-dd HH:mm} UTC. AWS Marketplace reads it while it works on the change set, for up to hours: it has to last {Shortest.TotalHours:0} hours (INVALID_LEGAL_DOCUMENTS).",
                "Sign it again for longer: 'lambdasync offer upload-eula'.")
        : signed.IsOfSession
            ? Issue.Warning(
                IssueCodes.OfferTerms, "Eula.Url", signed.Address, "The address of the license agreement was signed with a session's credentials, and ends with the session.", "Use a session that lasts 12 hours, credentials without a session, or a document that everybody can read.")
        : null;

    static string Unescaped(string json)
    {
        using var document = JsonDocument.Parse('"' + json + '"');
        return document.RootElement.GetString()!;
    }

    [GeneratedRegex("""https://[^"\s]+""")]
    private static partial Regex Urls();
}
