namespace LambdaSync.Simulator.Rules;

/// <summary>The ARN of a Marketplace entity: <c>arn:aws:aws-marketplace:us-east-1:123456789012:AWSMarketplace/SaaSProduct/prod-1</c>.</summary>
/// <param name="EntityType">Offer, OfferSet, Solution, or a product's: SaaSProduct, AmiProduct, ContainerProduct ...</param>
sealed record MarketplaceArn(string Account, string EntityType, string EntityId)
{
    public static MarketplaceArn? Parse(string arn) =>
        arn.Split(':') is ["arn", "aws", "aws-marketplace", { Length: > 0 }, { Length: 12 } account, var resource] && account.All(char.IsAsciiDigit)
            && resource.Split('/', 3) is ["AWSMarketplace", var type, { Length: > 0 } id] ? new(account, type, id) : null;
}
