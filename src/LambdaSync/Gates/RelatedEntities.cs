using LambdaSync.Fields;

namespace LambdaSync.Gates;

/// <summary>
/// What RelatedEntityType may be, how many of each an opportunity takes and what their identifiers look like
/// (docs.aws.amazon.com/partner-central/latest/developer-guide/associating-disassociating-assigning-opportunities.html and quotas.html).
/// </summary>
static class RelatedEntities
{
    /// <summary>Stands for a solution that has no identifier.</summary>
    public const string Other = "Other";

    public static readonly IReadOnlyList<RelatedEntity> All =
    [
        new("Solutions", "solution", 10, "S- and digits, soln- and letters or digits, or Other"),
        new("AwsMarketplaceSolutions", "AWS Marketplace solution", 10, "the ARN of an AWS Marketplace solution"),
        new("AwsMarketplaceProducts", "AWS Marketplace product", 10, "the ARN of an AWS Marketplace product"),
        new("AwsProducts", "AWS product", 20, "the name or identifier of an AWS product"),
        new("AwsMarketplaceOffers", "private offer", 1, "the ARN of an AWS Marketplace offer"),
        new("AwsMarketplaceOfferSets", "offer set", 1, "the ARN of an AWS Marketplace offer set"),
    ];

    public static RelatedEntity? Of(string type) => All.FirstOrDefault(entity => entity.Type == type);

    /// <summary>Whether an identifier has the form that the type takes.</summary>
    public static bool HasForm(string type, string id) => id.Length is >= 1 and <= 255 && type switch
    {
        // The model has only the first form; ListSolutions answers both.
        "Solutions" => id == Other || FieldPattern.Matches(FieldPattern.SolutionId, id) || (id.StartsWith("soln-", StringComparison.Ordinal) && id.Length > 5 && id.AsSpan(5).ContainsAnyExcept(Letters) == false),
        "AwsProducts" => AwsProducts.Identifier(id) is not null,
        _ => MarketplaceEntity(id) is { } entity && IsOf(type, entity),
    };

    static readonly System.Buffers.SearchValues<char> Letters = System.Buffers.SearchValues.Create("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-");

    // arn:PARTITION:aws-marketplace:REGION:ACCOUNT:AWSMarketplace/KIND/ID; a product's kind is SaaSProduct, AmiProduct, ...
    static string? MarketplaceEntity(string arn) =>
        arn.Split(':', 6) is ["arn", _, "aws-marketplace", _, _, var resource] && resource.Split('/', 3) is [_, var kind, { Length: > 0 }] ? kind : null;

    static bool IsOf(string type, string kind) => type switch
    {
        "AwsMarketplaceOffers" => kind == "Offer",
        "AwsMarketplaceOfferSets" => kind == "OfferSet",
        "AwsMarketplaceSolutions" => kind == "Solution",
        "AwsMarketplaceProducts" => kind.EndsWith("Product", StringComparison.Ordinal),
        _ => false,
    };
}
