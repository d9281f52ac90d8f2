namespace LambdaSync.Connections.BuiltIn;

/// <summary>Record ids that look like Salesforce's: prefix, twelve base-36 digits, three characters of case checksum.</summary>
static class RecordId
{
    const string Digits = "0123456789abcdefghijklmnopqrstuvwxyz";
    const string Checksum = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345";
    const int Groups = 3, GroupLength = 5;

    public static string Of(string prefix, long number)
    {
        Span<char> id = stackalloc char[Groups * GroupLength + Groups];
        prefix.CopyTo(id);
        for (var i = Groups * GroupLength - 1; i >= prefix.Length; i--, number /= Digits.Length)
            id[i] = Digits[(int)(number % Digits.Length)];
        for (var group = 0; group < Groups; group++)
        {
            var upper = 0;
            for (var i = 0; i < GroupLength; i++)
                upper |= char.IsAsciiLetterUpper(id[group * GroupLength + i]) ? 1 << i : 0;
            id[Groups * GroupLength + group] = Checksum[upper];
        }

        return new string(id);
    }
}
