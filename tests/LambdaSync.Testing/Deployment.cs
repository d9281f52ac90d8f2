using System.Text.Json.Nodes;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using Amazon.SQS;
using Amazon.SQS.Model;

namespace LambdaSync.Testing;

/// <summary>What a deployed stack has, on moto: the template's tables, a versioned bucket, the queue its notifications go to.</summary>
public sealed class Deployment : IDisposable
{
    static readonly BasicAWSCredentials Credentials = new("test", "test");

    readonly Uri _moto;

    Deployment(Uri moto, string name)
    {
        _moto = moto;
        Table = name + "-table";
        CrmTable = name + "-crm";
        Bucket = name + "-landing";
        DataBucket = name + "-data";
        Dynamo = new AmazonDynamoDBClient(
            Credentials, new AmazonDynamoDBConfig { ServiceURL = moto.ToString(), AuthenticationRegion = "us-east-1", HttpClientFactory = new OneAtATime() });
        S3 = new AmazonS3Client(Credentials, new AmazonS3Config { ServiceURL = moto.ToString(), AuthenticationRegion = "us-east-1", ForcePathStyle = true });
        Sqs = new AmazonSQSClient(Credentials, new AmazonSQSConfig { ServiceURL = moto.ToString(), AuthenticationRegion = "us-east-1" });
    }

    public string Table { get; }

    public string CrmTable { get; }

    public string Bucket { get; }

    /// <summary>The mapping and long values.</summary>
    public string DataBucket { get; }

    public string Queue { get; private set; } = "";

    public IAmazonDynamoDB Dynamo { get; }

    public IAmazonS3 S3 { get; }

    public IAmazonSQS Sqs { get; }

    public static async Task<Deployment> Create(MotoServer moto)
    {
        var deployment = new Deployment(moto.Address, "t" + Guid.NewGuid().ToString("N")[..12]);
        await deployment.Dynamo.CreateTableAsync(new StackTemplate().Table("Table", deployment.Table));
        await deployment.Dynamo.CreateTableAsync(new StackTemplate().Table("CrmTable", deployment.CrmTable));
        foreach (var bucket in new[] { deployment.Bucket, deployment.DataBucket })
        {
            await deployment.S3.PutBucketAsync(bucket);
            await deployment.S3.PutBucketVersioningAsync(new PutBucketVersioningRequest
            {
                BucketName = bucket,
                VersioningConfig = new S3BucketVersioningConfig { Status = VersionStatus.Enabled },
            });
        }

        await deployment.Notify();
        return deployment;
    }

    /// <summary>The environment that the template gives a function, and the stand-in's address.</summary>
    /// <param name="endpoint">moto, or a recorder before it.</param>
    public Dictionary<string, string> Environment(Uri? endpoint = null) => new()
    {
        ["LAMBDASYNC_NAME"] = "lambdasync",
        ["LAMBDASYNC_CATALOG"] = "AWS",
        ["LAMBDASYNC_TABLE"] = Table,
        ["LAMBDASYNC_CRM_TABLE"] = CrmTable,
        ["LAMBDASYNC_BUCKET"] = Bucket,
        ["LAMBDASYNC_DATA_BUCKET"] = DataBucket,
        ["LAMBDASYNC_ACCOUNT"] = "123456789012",
        ["AWS_ENDPOINT_URL"] = (endpoint ?? _moto).ToString(),
        ["AWS_REGION"] = "us-east-1",
        ["AWS_ACCESS_KEY_ID"] = "test",
        ["AWS_SECRET_ACCESS_KEY"] = "test",
        ["AWS_LAMBDA_FUNCTION_NAME"] = "inbound-files",
        ["AWS_LAMBDA_FUNCTION_VERSION"] = "$LATEST",
        ["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"] = "512",
    };

    /// <summary>Puts a file and takes the notification that S3 sends for it.</summary>
    /// <returns>The message's body.</returns>
    public async Task<string> Land(string key, string content)
    {
        var put = await S3.PutObjectAsync(new PutObjectRequest { BucketName = Bucket, Key = key, ContentBody = content });
        while (true)
        {
            var answer = await Sqs.ReceiveMessageAsync(new ReceiveMessageRequest { QueueUrl = Queue, WaitTimeSeconds = 5 });
            if (answer.Messages is not [var message, ..])
                throw new InvalidOperationException($"no notification came for {key}");
            await Sqs.DeleteMessageAsync(Queue, message.ReceiptHandle);
            if (!message.Body.Contains("s3:TestEvent", StringComparison.Ordinal))
                return WithVersion(message.Body, put.VersionId);
        }
    }

    /// <summary>Every item of a table.</summary>
    public async Task<List<Dictionary<string, AttributeValue>>> Items(string table)
    {
        var items = new List<Dictionary<string, AttributeValue>>();
        var request = new ScanRequest { TableName = table };
        do
        {
            var page = await Dynamo.ScanAsync(request);
            items.AddRange(page.Items);
            request.ExclusiveStartKey = page.LastEvaluatedKey;
        }
        while (request.ExclusiveStartKey is { Count: > 0 });
        return items;
    }

    /// <summary>The keys of the data bucket's objects under a prefix.</summary>
    public async Task<List<string>> Keys(string prefix)
    {
        var page = await S3.ListObjectsV2Async(new ListObjectsV2Request { BucketName = DataBucket, Prefix = prefix });
        return [.. (page.S3Objects ?? []).Select(o => o.Key)];
    }

    /// <summary>Deletes them, as a lifecycle rule does.</summary>
    public async Task Erase(string prefix)
    {
        foreach (var key in await Keys(prefix))
            await S3.DeleteObjectAsync(DataBucket, key);
    }

    public void Dispose()
    {
        Dynamo.DeleteTableAsync(Table).GetAwaiter().GetResult();
        Dynamo.DeleteTableAsync(CrmTable).GetAwaiter().GetResult();
        Dynamo.Dispose();
        S3.Dispose();
        Sqs.Dispose();
    }

    // S3 tells the version of an object in a versioned bucket, moto does not.
    static string WithVersion(string body, string version)
    {
        var notification = JsonNode.Parse(body)!;
        notification["Records"]![0]!["s3"]!["object"]!["versionId"] ??= version;
        return notification.ToJsonString();
    }

    // moto's CloudFormation leaves notifications out, so the template's are set here.
    async Task Notify()
    {
        Queue = (await Sqs.CreateQueueAsync(Bucket + "-files")).QueueUrl;
        var arn = (await Sqs.GetQueueAttributesAsync(Queue, ["QueueArn"])).QueueARN;
        var wanted = new StackTemplate().Properties("LandingBucket").GetProperty("NotificationConfiguration").GetProperty("QueueConfigurations");
        await S3.PutBucketNotificationAsync(new PutBucketNotificationRequest
        {
            BucketName = Bucket,
            QueueConfigurations =
            [
                .. wanted.EnumerateArray().Select(q => new QueueConfiguration
                {
                    Queue = arn,
                    Events = [new EventType(q.GetProperty("Event").GetString())],
                    Filter = new Filter
                    {
                        S3KeyFilter = new S3KeyFilter
                        {
                            FilterRules = [.. q.GetProperty("Filter").GetProperty("S3Key").GetProperty("Rules").EnumerateArray().Select(r => new FilterRule(r.GetProperty("Name").GetString(), r.GetProperty("Value").GetString()))],
                        },
                    },
                }),
            ],
        });
    }
}
