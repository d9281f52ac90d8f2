namespace LambdaSync.Marketplace.Offers;

/// <summary>How a product is delivered, which decides what its offers may contain.</summary>
public enum ProductType
{
    SaaSProduct,
    AmiProduct,
    ContainerProduct,
}
