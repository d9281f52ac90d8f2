namespace LambdaSync.Cli;

/// <summary>Identifiers as people paste them: with blanks around, in any case, or as an ARN.</summary>
static class RecordIds
{
    static readonly string[] LowerCase = ["engi-", "eng-", "in-", "rec-", "cmd-", "cor-"];

    /// <summary>The identifier as it is stored, where its form says how; else the text without blanks.</summary>
    public static string Normal(string text)
    {
        var id = text.Trim();
        if (id.StartsWith("arn:", StringComparison.OrdinalIgnoreCase))
            id = id[(id.LastIndexOf('/') + 1)..];
        if (IsOpportunity(id) || IsLead(id))
            return id.ToUpperInvariant();
        return LowerCase.Any(prefix => id.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)) ? id.ToLowerInvariant() : CrmId(id);
    }

    /// <summary>O and digits, in any case.</summary>
    public static bool IsOpportunity(string id) => HasForm(id, 'O');

    static bool IsLead(string id) => HasForm(id, 'L');

    static bool HasForm(string id, char prefix) => id.Length > 1 && char.ToUpperInvariant(id[0]) == prefix && id.AsSpan(1).IndexOfAnyExceptInRange('0', '9') < 0;

    // The last three of 18 characters say which of the others are upper case, so an id whose case was lost has it back
    // (developer.salesforce.com: 18-character record ids).
    static string CrmId(string id)
    {
        const string Checksum = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345";
        if (id.Length != 18 || !id.All(char.IsAsciiLetterOrDigit))
            return id;
        var restored = id.ToUpperInvariant().ToCharArray();
        for (var i = 0; i < 15; i++)
        {
            var upper = Checksum.IndexOf(restored[15 + i / 5], StringComparison.Ordinal);
            if (upper < 0)
                return id;
            restored[i] = (upper >> (i % 5) & 1) == 1 ? char.ToUpperInvariant(id[i]) : char.ToLowerInvariant(id[i]);
        }

        return new string(restored);
    }
}
