using LambdaSync.Fields;

namespace LambdaSync.Files;

/// <summary>
/// The folders of the exchange's bucket. AWS names them from its own side: it writes <c>…-outbound/</c> and refuses uploads there, and it
/// reads <c>…-inbound/</c> (docs.aws.amazon.com/partner-central/latest/crm/, pages "Lead sharing" and "Opportunity sharing").
/// </summary>
public static class ExchangeFolders
{
    /// <summary>The objects that have folders.</summary>
    public static IReadOnlyList<AceObject> Objects { get; } = [AceObject.Opportunity, AceObject.Lead];

    /// <summary>Where AWS puts its files.</summary>
    public static string FromAws(AceObject aceObject) => Name(aceObject) + "-outbound/";

    /// <summary>Where AWS takes files from.</summary>
    public static string ToAws(AceObject aceObject) => Name(aceObject) + "-inbound/";

    /// <summary>Where AWS answers files: the guide uses the first name, its FAQ the second.</summary>
    public static IReadOnlyList<string> Results(AceObject aceObject) => [Name(aceObject) + "-inbound-processed-results/", Name(aceObject) + "-inbound-results/"];

    /// <summary>The folder beside one, where AWS keeps a copy of each of its files. Results lie there in folders of a day, <c>YYYY/MM/DD</c>.</summary>
    public static string Archive(string folder) => folder[..^1] + "-archive/";

    /// <summary>The folders that hold something for the partner, in the order in which they are read: an answer before the record it is about.</summary>
    public static IReadOnlyList<string> ForPartner { get; } = [.. Objects.SelectMany(Results), .. Objects.Select(FromAws)];

    /// <summary>What a key's folder says of the file, or null when it is no folder of the exchange.</summary>
    public static ExchangePlace? PlaceOf(string key)
    {
        foreach (var aceObject in Objects)
        {
            if (Match(key, FromAws(aceObject)) is { } fromAws)
                return new ExchangePlace(aceObject, ExchangeKind.FromAws, fromAws);
            if (Match(key, ToAws(aceObject)) is { } toAws)
                return new ExchangePlace(aceObject, ExchangeKind.ToAws, toAws);
            foreach (var folder in Results(aceObject))
            {
                if (Match(key, folder) is { } results)
                    return new ExchangePlace(aceObject, ExchangeKind.Results, results);
            }
        }

        return null;
    }

    static bool? Match(string key, string folder) =>
        key.StartsWith(folder, StringComparison.Ordinal) ? false : key.StartsWith(Archive(folder), StringComparison.Ordinal) ? true : null;

    static string Name(AceObject aceObject) => aceObject == AceObject.Lead ? "lead" : "opportunity";
}
