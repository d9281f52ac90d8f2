using Amazon.DynamoDBv2;
using Amazon.Runtime;
using LambdaSync.Connections.Aws;

namespace LambdaSync.Connections.Dynamo;

/// <summary>Makes the clients of DynamoDB, all with the same limits.</summary>
public static class DynamoClients
{
    /// <summary>
    /// The time limit of one request. DynamoDB answers within milliseconds; the SDK's own limit of 100 seconds is about as long as a claim,
    /// so one stalled connection would cost the claims of a whole batch.
    /// </summary>
    public static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(10);

    /// <summary>A client with the region and credentials of the environment.</summary>
    /// <param name="variable">Reads an environment variable.</param>
    public static AmazonDynamoDBClient Create(Func<string, string?> variable) => new(Config(variable));

    internal static AmazonDynamoDBConfig Config(Func<string, string?> variable)
    {
        var config = new AmazonDynamoDBConfig { RetryMode = RequestRetryMode.Standard };
        // An emulator serves the requests of a batch one after another, so the last one may wait for long without a fault.
        if (!Emulator.Is("DYNAMODB", variable))
            config.Timeout = RequestTimeout;
        return config;
    }
}
