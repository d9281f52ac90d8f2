using Xunit;

namespace LambdaSync.Tests.CodeBase;

/// <summary>DynamoDB and S3 are reached only through clients with the time limit and the bucket owner's condition.</summary>
public sealed class AwsClientsTests
{
    [Theory]
    [InlineData("AmazonDynamoDBConfig", "DynamoClients.cs")]
    [InlineData("AmazonS3Config", "S3Clients.cs")]
    [InlineData("AmazonDynamoDBClient _dynamo = new", null)]
    [InlineData("new AmazonDynamoDBClient()", null)]
    [InlineData("new AmazonS3Client()", null)]
    public void One_place_sets_a_client_up(string code, string? file)
    {
        var files = SourceTree.CSharp("src").Where(f => SourceTree.Read(f).Contains(code, StringComparison.Ordinal)).Select(f => Path.GetFileName(f));
        Assert.Equal(file is null ? [] : [file], files);
    }
}
