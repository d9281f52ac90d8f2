using System.Text.Json;
using Amazon.DynamoDBv2;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.SimpleSystemsManagement;
using Amazon.SimpleSystemsManagement.Model;
using LambdaSync.Connections;
using LambdaSync.Connections.Aws;
using LambdaSync.Connections.BuiltIn;
using LambdaSync.Connections.Buckets;
using LambdaSync.Connections.Crm;
using LambdaSync.Connections.Dynamo;
using LambdaSync.Connections.State;
using LambdaSync.Functions;
using LambdaSync.Functions.Lambda;
using LambdaSync.Mapping;
using LambdaSync.Marketplace;
using LambdaSync.Sync;

namespace LambdaSync.Cli;

/// <summary>The parts of a deployed stack, by the names and settings in the parameter that its template writes: <c>/lambdasync/NAME/stack</c>.</summary>
sealed class DeployedStack : IDisposable
{
    readonly AmazonDynamoDBClient _dynamo = DynamoClients.Create(Environment.GetEnvironmentVariable);
    const string MappingKey = "config/mapping.json";

    readonly AmazonS3Client _s3;
    readonly S3Bucket _bucket;
    readonly MappingSource _mapping;

    DeployedStack(string name, JsonElement names)
    {
        (Account, QuotaShare) = (Text("account"), names.GetProperty("quotaSharePercent").GetInt32() / 100.0);
        _s3 = S3Clients.Create(Account, Environment.GetEnvironmentVariable);
        Sync = Settings(names);
        // A stack of an older release keeps its mapping and long values in the landing bucket.
        var bucket = names.TryGetProperty("dataBucket", out var ofData) ? ofData.GetString()! : Text("bucket");
        var retention = TimeSpan.FromDays(names.GetProperty("logRetentionDays").GetInt32());
        Store = new DynamoSyncStore(_dynamo, Text("table"), _s3, bucket, retention, TimeProvider.System);
        // A stack of an older release does not name its CRM.
        var crm = names.TryGetProperty("crm", out var chosen) ? chosen.GetString()! : Crms.BuiltIn;
        Crm = new DynamoCrm(_dynamo, Text("crmTable"), _s3, bucket, TimeProvider.System);
        Quotas = new DynamoQuotaStore(_dynamo, Text("table"), TimeProvider.System);
        SyncCrm = Crms.Open(crm, new CrmSettings(name => Variable(names, name), TimeProvider.System) { Calls = new CrmCallLedger(Quotas, Account, TimeProvider.System) }, () => Crm);
        if (names.TryGetProperty("partnerCentralRegion", out var region))
            PartnerCentralRegion = region.GetString()!;
        if (names.TryGetProperty("callLogLevel", out var level))
            CallLogLevel = level.GetString()!;
        Region = names.TryGetProperty("region", out var deployed) ? deployed.GetString()! : PartnerCentralRegion;
        Owner = CrmOwner.Stack(name, Account, Region);
        CommandsQueue = names.TryGetProperty("commandsQueue", out var queue) ? queue.GetString() : null;
        _bucket = new S3Bucket(_s3, bucket);
        _mapping = new MappingSource(_bucket, MappingKey, TimeProvider.System);

        string Text(string name) => names.GetProperty(name).GetString()!;
    }

    /// <summary>The settings of its functions.</summary>
    public SyncSettings Sync { get; }

    public DynamoSyncStore Store { get; }

    /// <summary>The built-in CRM; empty where another CRM is connected.</summary>
    public IBuiltInCrm Crm { get; }

    /// <summary>The CRM that is connected.</summary>
    public ICrm SyncCrm { get; }

    public DynamoQuotaStore Quotas { get; }

    /// <summary>Who synchronizes the CRM: its functions, and whoever works on its store from another machine.</summary>
    public CrmOwner Owner { get; }

    /// <summary>The AWS account that is linked to Partner Central.</summary>
    public string Account { get; }

    public double QuotaShare { get; }

    /// <summary>The region that it is deployed in.</summary>
    public string Region { get; }

    /// <summary>The region that Partner Central's requests go to.</summary>
    public string PartnerCentralRegion { get; } = "us-east-1";

    /// <summary>The level of requests to Partner Central that the functions log.</summary>
    public string CallLogLevel { get; } = "ERROR";

    /// <summary>The URL of the queue for commands; null: an older release's stack has none.</summary>
    public string? CommandsQueue { get; }

    /// <exception cref="ConnectionException">It can't be read, or has errors.</exception>
    public Task<MappingDocument> Mapping(CancellationToken cancellation) => _mapping.Current(cancellation);

    /// <summary>Puts a mapping into use: its functions read it within a minute.</summary>
    /// <param name="json">A document without errors, UTF-8.</param>
    /// <exception cref="ConnectionException">The bucket can't be reached or refuses.</exception>
    public Task PublishMapping(byte[] json, CancellationToken cancellation) => _bucket.Put(MappingKey, json, cancellation);

    /// <exception cref="ConnectionException">There is no such stack, or it can't be reached.</exception>
    public static async Task<DeployedStack> Open(string name, CancellationToken cancellation)
    {
        var parameter = $"/lambdasync/{name}/stack";
        var text = await Read(name, parameter, cancellation);
        try
        {
            using var names = JsonDocument.Parse(text);
            return new DeployedStack(name, names.RootElement);
        }
        catch (Exception wrong) when (wrong is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new ConnectionException($"The parameter {parameter} can't be read: {wrong.Message} Fix: deploy the stack again; its template writes the parameter.", transient: false, wrong);
        }
    }

    // The stack's own settings of its CRM (LAMBDASYNC_SALESFORCE_HOST: salesforceHost), else those of this machine.
    static string? Variable(JsonElement names, string name)
    {
        var words = name.Replace("LAMBDASYNC_", "", StringComparison.Ordinal).Split('_');
        var member = words[0].ToLowerInvariant() + string.Concat(words.Skip(1).Select(w => w[..1] + w[1..].ToLowerInvariant()));
        return names.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : Environment.GetEnvironmentVariable(name);
    }

    static async Task<string> Read(string name, string parameter, CancellationToken cancellation)
    {
        try
        {
            using var ssm = new AmazonSimpleSystemsManagementClient();
            return (await ssm.GetParameterAsync(new GetParameterRequest { Name = parameter }, cancellation)).Parameter.Value;
        }
        catch (ParameterNotFoundException missing)
        {
            throw new ConnectionException($"No stack '{name}' in this account and region: there is no parameter {parameter}. Fix: check the name, AWS_PROFILE and AWS_REGION.", transient: false, missing);
        }
        catch (Exception failed) when (failed is AmazonServiceException or AmazonClientException or HttpRequestException or IOException or TimeoutException or InvalidOperationException)
        {
            throw new ConnectionException(AccessErrors.Of(failed, $"SSM (parameter {parameter})") ?? $"The parameter {parameter} can't be read: {failed.Message}", transient: false, failed);
        }
    }

    // A parameter that an older template wrote lacks some: then the template's defaults are the functions' own.
    static SyncSettings Settings(JsonElement names)
    {
        var otherwise = SyncSettings.Default;
        return new SyncSettings(
            names.GetProperty("catalog").GetString()!,
            Number("batchSize", otherwise.BatchSize),
            names.TryGetProperty("dummyIdentifiers", out var identifiers) ? SyncSettings.List(identifiers.GetString()!) : otherwise.DummyIdentifiers)
        {
            Sellers = SellerAccounts.Read(names.GetProperty("account").GetString(), Text("sellerRoles"), Text("sellerExternalIds"), null, wrong => throw new FormatException(wrong)),
            MaxChanges = Number("maxChanges", otherwise.MaxChanges),
            AssociatesDuringReview = names.TryGetProperty("associateDuringReview", out var associate) && associate.GetString() == "yes",
            Transports = Transports.Read(names),
            StuckAfter = TimeSpan.FromMinutes(Number("stuckAfterMinutes", (int)otherwise.StuckAfter.TotalMinutes)),
        };

        string? Text(string name) => names.TryGetProperty(name, out var text) ? text.GetString() : null;

        int Number(string name, int absent) => names.TryGetProperty(name, out var number) ? number.GetInt32() : absent;
    }

    public void Dispose()
    {
        _dynamo.Dispose();
        _s3.Dispose();
    }
}
