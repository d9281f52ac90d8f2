using LambdaSync.Fields;

namespace LambdaSync.Mapping;

/// <summary>Names in the form in which a CRM's and AWS's are compared.</summary>
static class AutoNames
{
    static readonly string[] Prefixes = ["AWS_", "AWS ", "APN_", "APN "];
    const string CustomSuffix = "__c";

    /// <summary>Whether a CRM field was made for AWS's data, by its name.</summary>
    public static bool IsForAws(string crmName) => Prefixes.Any(p => crmName.StartsWith(p, StringComparison.OrdinalIgnoreCase));

    /// <summary><c>AWS_Target_Close_Date__c</c> and <c>targetCloseDate</c> both become <c>targetclosedate</c>.</summary>
    public static string Normal(string name)
    {
        var rest = name.AsSpan();
        foreach (var prefix in Prefixes)
        {
            if (rest.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
            {
                rest = rest[prefix.Length..];
                break;
            }
        }

        if (rest.EndsWith(CustomSuffix, StringComparison.OrdinalIgnoreCase))
            rest = rest[..^CustomSuffix.Length];
        return string.Concat(rest.ToString().Where(char.IsLetterOrDigit).Select(char.ToLowerInvariant));
    }

    /// <summary>
    /// A path's names without indexes. The root is part of it but for AWS's own: a CRM names those fields AWS_..., and "status" alone
    /// is not an invitation's.
    /// </summary>
    public static string OfPath(FieldPath path) =>
        Normal((path.Root is FieldPath.DefaultRoot or "aws" ? "" : path.Root) + string.Concat(path.Steps.Select(s => s.Name)));
}
