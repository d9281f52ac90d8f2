namespace LambdaSync.Gates;

/// <summary>One kind of entity that an opportunity may be associated with.</summary>
/// <param name="Type">AWS's RelatedEntityType.</param>
/// <param name="Word">One of them, in words.</param>
/// <param name="Max">How many an opportunity takes.</param>
/// <param name="Form">What an identifier looks like.</param>
sealed record RelatedEntity(string Type, string Word, int Max, string Form)
{
    /// <summary>Several of them, in words.</summary>
    public string Words => Word + "s";

    /// <summary>Where the mapping has them.</summary>
    public string Path => $"related:{Type}[]";
}
