using System.Globalization;
using LambdaSync.Json;

namespace LambdaSync.Files;

/// <summary>Where a record stands in its file and who it is.</summary>
record struct RecordPlace
{
    /// <summary>Bytes of UTF-8; a longer identifier is none.</summary>
    public const int MaxIdentifier = 256;

    public int Start;
    public int Length;
    public bool IsObject;
    public bool TooDeep;

    /// <summary>An identifier is there and can't be used: it is too long.</summary>
    public bool LongIdentifier;

    /// <summary>An identifier is there and can't be used: it is no text.</summary>
    public bool BadIdentifier;

    /// <summary>A newer record of the file has the same identifier.</summary>
    public bool Superseded;

    /// <summary>The index of the record that is, or is by, the newer one; -1 when the identifier is there once.</summary>
    public int Twin;
    public string? AwsId;
    public string? PartnerId;
    public DateTimeOffset? Modified;

    /// <summary>What a member says of who the record is.</summary>
    /// <param name="rawName">Its name as it stands in the file; a name with escapes is the same name.</param>
    public static Identity IdentityOf(ReadOnlySpan<byte> rawName)
    {
        if (rawName.IndexOf((byte)'\\') < 0)
            return Named(rawName);
        var name = new Utf8Buffer(rawName.Length);
        if (rawName.Length > LongestName * 6 || !JsonText.IsText(rawName))
            return Identity.None;
        JsonText.Unescape(rawName, name);
        return Named(name.Written);
    }

    /// <summary>Takes in the text of such a member.</summary>
    /// <param name="raw">As it stands in the file, without quotes.</param>
    public void Identify(Identity identity, ReadOnlySpan<byte> raw)
    {
        var read = JsonText.TryRead(raw, MaxIdentifier);
        // A CRM keeps identifiers without the spaces around them: with them a record would not be found again.
        var text = read?.Trim() is { Length: > 0 } trimmed ? trimmed : null;
        switch (identity)
        {
            case Identity.Modified:
                if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var modified))
                    Modified = modified;
                return;
            case Identity.Aws:
                AwsId = text;
                break;
            case Identity.Partner:
                PartnerId = text;
                break;
        }

        BadIdentifier |= read is null && !JsonText.IsText(raw);
        LongIdentifier |= read is null && !BadIdentifier;
    }

    const int LongestName = 26;

    static Identity Named(ReadOnlySpan<byte> name) => name.Length switch
    {
        22 when name.SequenceEqual("apnCrmUniqueIdentifier"u8) => Identity.Aws,
        26 when name.SequenceEqual("partnerCrmUniqueIdentifier"u8) => Identity.Partner,
        16 when name.SequenceEqual("partnerCrmLeadId"u8) => Identity.Partner,
        16 when name.SequenceEqual("lastModifiedDate"u8) => Identity.Modified,
        _ => Identity.None,
    };
}

/// <summary>What a member of a record says of who it is.</summary>
enum Identity
{
    None,
    Aws,
    Partner,
    Modified,
}
