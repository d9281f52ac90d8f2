using System.Text;

using Amazon.Lambda.SQSEvents;
using Amazon.Lambda.TestUtilities;
using LambdaSync.Connections;
using LambdaSync.Connections.Crm;
using LambdaSync.Connections.State;
using LambdaSync.Local.Buckets;
using LambdaSync.Local.Crm;
using LambdaSync.Local.State;
using LambdaSync.Mapping;
using LambdaSync.Sync;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace LambdaSync.Functions.Tests;

/// <summary>The real handler with the real store, bucket and CRM in a folder of its own.</summary>
sealed class InboundRig : IDisposable
{
    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lambdasync-test-");

    public InboundRig()
    {
        Store = new SqliteSyncStore(Path.Combine(_folder.FullName, "sync.db"));
        BuiltIn = new BuiltInCrm(Path.Combine(_folder.FullName, "crm.db"));
        Crm = new FailingCrm(BuiltIn);
        Bucket = new FolderBucket(_folder.FullName);
        Mapping = BuiltInMapping();
        Restart();
    }

    public SqliteSyncStore Store { get; }

    public BuiltInCrm BuiltIn { get; }

    public FailingCrm Crm { get; }

    public FolderBucket Bucket { get; }

    public MappingDocument Mapping { get; }

    public InboundFiles Handler { get; private set; } = null!;

    /// <summary>The time of the handlers that begin from now on.</summary>
    public TimeProvider Time { get; set; } = TimeProvider.System;

    public void Restart() => Through(Store);

    public void Through(ISyncStore store) => Begin(store, Mapping);

    /// <summary>With a mapping that says nothing of opportunities, every file has to wait.</summary>
    public void WithoutMapping() => Begin(Store, Mapping with { Opportunity = null });

    /// <summary>With a setting that no rule has thought of, every record meets an unexpected error.</summary>
    public void WithImpossibleSetting() => Begin(Store, Mapping, SyncSettings.Default with { DummyIdentifiers = [null!] });

    void Begin(ISyncStore store, MappingDocument mapping, SyncSettings? settings = null) =>
        Handler = new InboundFiles(Bucket, store, Crm, mapping, (settings ?? SyncSettings.Default) with { BatchSize = 2 }, Time, NullLogger<InboundFiles>.Instance);

    // The mapping that ships for the built-in CRM, without an owner, so that clashes show.
    static MappingDocument BuiltInMapping()
    {
        var document = MappingReader.Read(Connections.BuiltIn.BuiltInMapping.Json(), new List<Issue>())!;
        return document with { Opportunity = document.Opportunity! with { Owner = Owner.None } };
    }

    public static TestLambdaContext Context { get; } = new() { RemainingTime = TimeSpan.FromMinutes(5), AwsRequestId = "run" };

    public static string Record(string id, string more = "") =>
        $$"""{"apnCrmUniqueIdentifier":"{{id}}","partnerProjectTitle":"Deal {{id}}","stage":"Qualified","targetCloseDate":"2097-01-15","lastModifiedDate":"2026-02-01T10:00:00.000Z"{{(more.Contains("customerCompanyName", StringComparison.Ordinal) ? "" : ",\"customerCompanyName\":\"Example\"")}}{{more}}}""";

    public static string File(params string[] records) => $$"""{"version":"2.0","spmsId":"1","opportunities":[{{string.Join(',', records)}}]}""";

    public void Put(string key, string content)
    {
        var path = Path.Combine(_folder.FullName, key);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        System.IO.File.WriteAllText(path, content, new UTF8Encoding(false));
    }

    public static SQSEvent Message(params string[] encodedKeys) => new()
    {
        Records = [.. encodedKeys.Select(key => new SQSEvent.SQSMessage { MessageId = key, Body = Body(key) })],
    };

    public static string Body(string encodedKey, string version = "") =>
        "{\"Records\":[{\"eventName\":\"ObjectCreated:Put\",\"s3\":{\"bucket\":{\"name\":\"landing\"},\"object\":{\"key\":\"" + encodedKey + "\",\"size\":10,\"versionId\":\"" + version + "\"}}}]}";

    public Task<SQSBatchResponse> Deliver(params string[] encodedKeys) => Handler.Handle(Message(encodedKeys), Context);

    public async Task<Job> OnlyJob() => Assert.Single(await Store.ListJobs(DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue, null, 100, CancellationToken.None));

    public async Task<IReadOnlyList<JobDetail>> Details() => await Store.ListDetails((await OnlyJob()).Id, 0, 1000, CancellationToken.None);

    public async Task<FlatRecord> CrmFields(string awsId) =>
        new((await BuiltIn.Get("Opportunity", awsId, CancellationToken.None) ?? throw new InvalidOperationException($"{awsId} is not in the CRM")).Fields);

    public async Task<int> CrmCount() => (await BuiltIn.List("Opportunity", 1000, null, CancellationToken.None)).Count;

    public void Dispose()
    {
        Store.Dispose();
        BuiltIn.Dispose();
        _folder.Delete(recursive: true);
    }

    /// <summary>The real CRM behind a line that breaks at one write, before the effect or after it.</summary>
    public sealed class FailingCrm(ICrm crm) : ICrm
    {
        public int FailAt { get; set; } = -1;

        public bool AfterEffect { get; set; }

        /// <summary>What breaks is the connection's code, not the line.</summary>
        public bool Unexpectedly { get; set; }

        public int Writes { get; private set; }

        public CrmUsage Usage => crm.Usage;

        public Task<CrmOrganization> Open(CancellationToken cancellation) => crm.Open(cancellation);

        public Task<CrmMetadata?> Describe(IReadOnlyList<string> objects, string? known, CancellationToken cancellation) => crm.Describe(objects, known, cancellation);

        public IReadOnlyList<CrmSignal>? Decode(ReadOnlyMemory<byte> message) => crm.Decode(message);

        public Task<IReadOnlyList<CrmResult>> Notify(IReadOnlyList<CrmNotice> notices, CancellationToken cancellation) => crm.Notify(notices, cancellation);

        public Task<IReadOnlyList<CrmFound>> Find(string crmObject, string field, IReadOnlyList<string> values, IReadOnlyList<string> fields, CancellationToken cancellation) =>
            crm.Find(crmObject, field, values, fields, cancellation);

        public async Task<IReadOnlyList<CrmResult>> Write(string crmObject, IReadOnlyList<CrmWrite> rows, CancellationToken cancellation)
        {
            var fails = Writes++ == FailAt;
            if (fails && Unexpectedly)
                throw new InvalidOperationException("an error that the handler does not expect");
            if (fails && !AfterEffect)
                throw new ConnectionException("the line broke", transient: true);
            var results = await crm.Write(crmObject, rows, cancellation);
            return fails ? throw new ConnectionException("the answer was lost", transient: true) : results;
        }

        public Task<CrmChanges> Changed(string crmObject, CrmInterest interest, string? after, int limit, CancellationToken cancellation) =>
            crm.Changed(crmObject, interest, after, limit, cancellation);
    }
}
