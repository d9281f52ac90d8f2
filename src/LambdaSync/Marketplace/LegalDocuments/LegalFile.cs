using System.Buffers;
using System.Security.Cryptography;
using System.Text.Unicode;

namespace LambdaSync.Marketplace.LegalDocuments;

/// <summary>A license agreement of the seller's own, as a file (row F6): what AWS Marketplace would refuse of it, hours later (developer guide, work-with-private-offers).</summary>
public static class LegalFile
{
    static readonly SearchValues<byte> OfText = SearchValues.Create([.. Enumerable.Range(0x20, 0xE0).Select(b => (byte)b), (byte)'\t', (byte)'\n', (byte)'\r', (byte)'\f']);

    /// <param name="name">The file's name.</param>
    public static IReadOnlyList<Issue> Check(string name, ReadOnlySpan<byte> bytes) => Path.GetExtension(name).ToUpperInvariant() switch
    {
        ".TXT" => OfTxt(bytes),
        ".PDF" => OfPdf(bytes),
        var other => [Wrong(other, "AWS Marketplace takes license agreements as PDF or text files.", "Save it as .pdf or .txt.")],
    };

    /// <summary>Where it is stored: the same content has the same key, so that it is signed again, not stored again.</summary>
    /// <param name="prefix">Of the account, without a slash at its end; empty: none.</param>
    public static string KeyOf(string prefix, string name, ReadOnlySpan<byte> bytes)
    {
        var plain = string.Concat(Path.GetFileNameWithoutExtension(name).Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' ? c : '-'));
        return $"{(prefix.Length > 0 ? prefix + "/" : "")}{Convert.ToHexStringLower(SHA256.HashData(bytes).AsSpan(0, 12))}/{plain}{Path.GetExtension(name).ToLowerInvariant()}";
    }

    public static string ContentType(string name) => name.EndsWith(".pdf", StringComparison.OrdinalIgnoreCase) ? "application/pdf" : "text/plain; charset=utf-8";

    static IReadOnlyList<Issue> OfTxt(ReadOnlySpan<byte> bytes) =>
        bytes.IsEmpty ? [Wrong(null, "The license agreement is empty.", "Name the file that has it.")]
        : !Utf8.IsValid(bytes) || bytes.IndexOfAnyExcept(OfText) >= 0 ? [Wrong(null, "The file is no plain text in UTF-8.", "Save it as UTF-8 text, or as PDF.")]
        : [];

    // Both are names of the file's structure, which is not compressed where a reader begins.
    static IReadOnlyList<Issue> OfPdf(ReadOnlySpan<byte> bytes) =>
        !bytes.StartsWith("%PDF-"u8) || bytes[Math.Max(0, bytes.Length - 1024)..].IndexOf("%%EOF"u8) < 0 ? [Wrong(null, "The file is no whole PDF document (INVALID_LEGAL_DOCUMENTS).", "Save it as PDF again.")]
        : bytes.IndexOf("/Encrypt"u8) >= 0 ? [Wrong(null, "The PDF document is encrypted, so that AWS Marketplace can't read it (INVALID_LEGAL_DOCUMENTS).", "Save it without a password and without restrictions.")]
        : [];

    static Issue Wrong(string? value, string rule, string fix) => Issue.Error(IssueCodes.OfferTerms, "eula", value, rule, fix);
}
