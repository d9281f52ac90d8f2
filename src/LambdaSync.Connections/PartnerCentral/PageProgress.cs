namespace LambdaSync.Connections.PartnerCentral;

/// <summary>
/// Whether a list of AWS comes to an end: a token that was given before leads in a circle, and page after page without an item never
/// ends. Either would use up the day's quota.
/// </summary>
public sealed class PageProgress
{
    /// <summary>AWS filters after it has read, so some empty pages are normal.</summary>
    public const int MaxEmptyPages = 50;

    readonly HashSet<string> _tokens = new(StringComparer.Ordinal);
    int _empty;

    /// <summary>Takes in a page; null, or the code of what is wrong with the list.</summary>
    /// <param name="token">What the page was asked for with; null begins a new list.</param>
    public string? Problem(string? token, SellingPage page)
    {
        if (token is null)
            _tokens.Clear();
        else
            _tokens.Add(token);
        _empty = page.Items.Count == 0 ? _empty + 1 : 0;
        if (page.NextToken is not { } next)
            return null;
        if (_tokens.Contains(next))
            return "RepeatedNextToken";
        return _empty >= MaxEmptyPages ? "EndlessEmptyPages" : null;
    }
}
