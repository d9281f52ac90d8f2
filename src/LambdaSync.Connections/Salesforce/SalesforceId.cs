namespace LambdaSync.Connections.Salesforce;

/// <summary>Record ids: 15 characters whose case counts, or the same with three characters that repeat the case.</summary>
static class SalesforceId
{
    public const int Length = 18;

    const int ShortLength = 15, GroupLength = 5;
    const string Checksum = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345";

    /// <summary>The form of 18 characters; what is no id comes back as it is.</summary>
    public static string Long(string id)
    {
        if (id.Length != ShortLength || !IsDigits(id))
            return id;
        Span<char> whole = stackalloc char[Length];
        id.CopyTo(whole);
        for (var group = 0; group < ShortLength / GroupLength; group++)
        {
            var upper = 0;
            for (var i = 0; i < GroupLength; i++)
                upper |= char.IsAsciiLetterUpper(id[group * GroupLength + i]) ? 1 << i : 0;
            whole[ShortLength + group] = Checksum[upper];
        }

        return new string(whole);
    }

    public static bool Same(string? left, string? right) =>
        left is not null && right is not null && string.Equals(Long(left), Long(right), StringComparison.Ordinal);

    /// <summary>Whether a text can be the id of one record: not a wildcard (<c>001*</c>) and not the overflow event's zeros.</summary>
    public static bool IsRecord(string id) => id.Length is ShortLength or Length && IsDigits(id) && !id.AsSpan(0, ShortLength).TrimStart('0').IsEmpty;

    static bool IsDigits(string id) => id.All(char.IsAsciiLetterOrDigit);
}
