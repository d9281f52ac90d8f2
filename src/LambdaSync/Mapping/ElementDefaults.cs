using LambdaSync.Fields;
using LambdaSync.Json;

namespace LambdaSync.Mapping;

/// <summary>The members that a new element of a list gets beside those that lines send.</summary>
static class ElementDefaults
{
    // Spend on AWS is in USD and by month: AWS's data model takes no other values. What others are paid is not known.
    static readonly (string Name, string Value)[] AwsSpend = [("CurrencyCode", "USD"), ("Frequency", "Monthly"), ("TargetCompany", "AWS")];

    /// <summary>Quoted names and values in canonical order: the member that selects the element, and AWS's constants.</summary>
    /// <param name="step">The path's step that names the element.</param>
    public static (byte[] Name, byte[] Value)[] Of(FieldPath path, PathStep step)
    {
        var isAwsSpend = path.Root == FieldPath.DefaultRoot && ElementIdentity.Of(path) is { Identity.Selection: { } selection } found
            && path.Steps[found.Step] == step && (step.Key is null || $"{step.Key}={step.Value}" == selection);
        var members = (isAwsSpend ? AwsSpend : []).Where(m => m.Name != step.Key);
        if (step.Key is not null)
            members = members.Append((step.Key, step.Value!));
        return [.. members.OrderBy(m => m.Name, StringComparer.Ordinal).Select(m => (JsonText.Quote(m.Name), JsonText.Quote(m.Value)))];
    }

    /// <summary>The members that AWS's API model requires of an element.</summary>
    /// <param name="element">The element's path with every index as <c>[]</c>: <c>Project.ExpectedCustomerSpend[]</c>.</param>
    public static IEnumerable<string> Required(FieldCatalogue catalogue, string element) => catalogue.Fields
        .Where(f => f.FirmlyRequired && f.RequiredWhen == element && f.Path.StartsWith(element + ".", StringComparison.Ordinal))
        .Select(f => f.Path[(element.Length + 1)..]);
}
