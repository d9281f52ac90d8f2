using LambdaSync.Fields;
using Xunit;

namespace LambdaSync.Tests.Fields;

[Trait("Row", "A5")]
public sealed class AwsProductsTests
{
    [Theory]
    [InlineData("Amazon Redshift", "AmazonRedshift")]
    [InlineData("amazon redshift", "AmazonRedshift")]
    [InlineData("AMAZONREDSHIFT", "AmazonRedshift")]
    [InlineData("Redshift", "AmazonRedshift")]
    [InlineData("lambda", "AWSLambda")]
    [InlineData("AWS Transfer Family (SFTP, FTPS, FTP)", "AWSTransferFamilySFTPFTPSFTP")]
    [InlineData("AWS re:Post Private", "AWSrePostPrivate")]
    [InlineData("Amazon EC2 - P4d", "AmazonEC2P4d")]
    [InlineData(" Kiro ", "Kiro")]
    public void A_product_has_an_identifier(string name, string id)
    {
        Assert.Equal(id, AwsProducts.Identifier(name));
        Assert.True(AwsProducts.IsKnown(name));
    }

    [Theory]
    [InlineData("AWSNewThing", "AWSNewThing")]
    [InlineData("A new thing", null)]
    [InlineData("", null)]
    [InlineData("-", null)]
    public void What_is_not_listed_passes_if_it_looks_like_an_identifier(string text, string? id)
    {
        Assert.Equal(id, AwsProducts.Identifier(text));
        Assert.False(AwsProducts.IsKnown(text));
    }

    [Fact]
    public void Every_identifier_is_its_own() => Assert.All(AwsProducts.Identifiers, id => Assert.Equal(id, AwsProducts.Identifier(id)));

    [Fact]
    public void The_list_is_whole() => Assert.Equal(496, AwsProducts.Identifiers.Count);
}
