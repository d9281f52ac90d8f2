namespace LambdaSync.Functions;

/// <summary>How far the CRM's changes were read, one position an object. An earlier release stored that of opportunities alone.</summary>
/// <param name="Opportunities">As the CRM gave it; null: from the beginning.</param>
/// <param name="Leads">As the CRM gave it; null: from the beginning.</param>
readonly record struct FeedCursors(string? Opportunities, string? Leads)
{
    // No CRM's position has a line break in it.
    const char Separator = '\n';

    public static FeedCursors Read(string? cursor) => cursor?.Split(Separator) switch
    {
        null => default,
        [var opportunities, var leads] => new(opportunities.Length == 0 ? null : opportunities, leads.Length == 0 ? null : leads),
        _ => new(cursor, null),
    };

    public override string? ToString() => Leads is null ? Opportunities : $"{Opportunities}{Separator}{Leads}";
}
