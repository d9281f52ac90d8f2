namespace LambdaSync.Sync.Outbound;

/// <summary>
/// The title of an engagement that LambdaSync creates for a lead: the company, and the CRM record's id, by which the engagement is found
/// again. AWS takes 40 characters.
/// </summary>
static class LeadTitle
{
    const int Max = 40;

    public static string Of(string? company, string crmId)
    {
        var end = $" ({crmId})";
        var name = company ?? "Lead";
        return end.Length >= Max ? end[..Max].Trim() : name[..Math.Min(name.Length, Max - end.Length)].TrimEnd() + end;
    }

    /// <summary>Whether an engagement's title names the CRM record.</summary>
    public static bool Names(string? title, string crmId) => title?.EndsWith($"({crmId})", StringComparison.Ordinal) == true;
}
