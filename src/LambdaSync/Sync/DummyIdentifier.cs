namespace LambdaSync.Sync;

/// <summary>Identifiers that a partner gave to records it does not want: <c>X0001</c>, <c>X0002</c>, ...</summary>
public static class DummyIdentifier
{
    /// <summary>Whether an identifier is the dummy; a trailing <c>*</c> in the dummy stands for one or more digits.</summary>
    public static bool Matches(string dummy, string? identifier)
    {
        if (identifier is null)
            return false;
        if (!dummy.EndsWith('*'))
            return string.Equals(dummy, identifier, StringComparison.Ordinal);
        var digits = identifier.AsSpan();
        if (!digits.StartsWith(dummy.AsSpan(0, dummy.Length - 1), StringComparison.Ordinal))
            return false;
        digits = digits[(dummy.Length - 1)..];
        return digits.Length > 0 && !digits.ContainsAnyExceptInRange('0', '9');
    }
}
