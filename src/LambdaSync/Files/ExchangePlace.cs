using LambdaSync.Fields;

namespace LambdaSync.Files;

/// <summary>What lies in a folder of the exchange's bucket.</summary>
public enum ExchangeKind
{
    /// <summary>Records that AWS sends.</summary>
    FromAws,

    /// <summary>Records that the partner sends.</summary>
    ToAws,

    /// <summary>AWS's answers to the partner's files.</summary>
    Results,
}

/// <summary>What a key's folder says of its file.</summary>
/// <param name="Object">
/// As the folder's name has it. One page of the guide sends the results of opportunities to the folder of leads, so a results file's own
/// <c>fileName</c> counts more.
/// </param>
/// <param name="IsArchive">It is AWS's copy, which a partner can't change.</param>
public sealed record ExchangePlace(AceObject Object, ExchangeKind Kind, bool IsArchive);
