namespace LambdaSync.Sync.Outbound;

/// <summary>
/// The title of an engagement that LambdaSync creates for a lead: the company, and the CRM record's id, by which the engagement is found
/// again. AWS takes 40 characters.
/// </summary>
public static class LeadTitle
{
    const int Max = 40;

    const string Before = "Lead ", After = " of the partner's CRM";

    public static string Of(string? company, string crmId)
    {
        var end = $" ({crmId})";
        var name = company ?? "Lead";
        return end.Length >= Max ? end[..Max].Trim() : name[..Math.Min(name.Length, Max - end.Length)].TrimEnd() + end;
    }

    /// <summary>An engagement's description, which names the CRM record in a form that people's own descriptions do not have.</summary>
    public static string Description(string crmId) => Before + crmId + After;

    /// <summary>The CRM record that an engagement's description names, or null: LambdaSync did not create it.</summary>
    public static string? CrmIdOf(string? description) =>
        description?.StartsWith(Before, StringComparison.Ordinal) == true && description.EndsWith(After, StringComparison.Ordinal) && description.Length > Before.Length + After.Length
            ? description[Before.Length..^After.Length]
            : null;

    /// <summary>Whether an engagement's title begins with the company: AWS's own import makes it of the company's name.</summary>
    public static bool IsOf(string? title, string company) =>
        company.Length > 0 && title?.StartsWith(company[..Math.Min(company.Length, 20)], StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>Whether an engagement's title names the CRM record.</summary>
    public static bool Names(string? title, string crmId) => title?.EndsWith($"({crmId})", StringComparison.Ordinal) == true;
}
