using System.Text;
using LambdaSync.Cli;
using LambdaSync.Connections.BuiltIn;
using LambdaSync.Connections.State;
using LambdaSync.Json;
using LambdaSync.Local.State;
using LambdaSync.Sync;
using LambdaSync.Sync.Work;

namespace LambdaSync.Functions.Tests.Cli;

/// <summary>A data folder with what AWS offers: an opportunity that has a CRM record, a lead, and leads that were accepted.</summary>
sealed class Offers : IDisposable
{
    public const string Referral = "engi-0000000000001", LeadOffer = "engi-0000000000002", Lead = "eng-00000000000003", Opportunity = "O1000001";

    static readonly DateTimeOffset At = new(2026, 3, 1, 8, 0, 0, TimeSpan.Zero), Later = new(2099, 1, 1, 0, 0, 0, TimeSpan.Zero);

    readonly TempFolder _folder = new();

    public string Data => _folder.File("data");

    /// <summary>The CRM record of the referral, of the lead, and of a lead that AWS does not have.</summary>
    public (string Referral, string Lead, string Unlinked) CrmIds { get; private set; }

    public static async Task<Offers> Create()
    {
        var made = new Offers();
        Directory.CreateDirectory(made.Data);
        await System.IO.File.WriteAllBytesAsync(Path.Combine(made.Data, "mapping.json"), BuiltInMapping.Json());
        using var machine = Machine.Open(new DirectoryInfo(made.Data));
        var referral = await Import(machine, "Opportunity", $$"""{"Name":"Data lake","StageName":"Prospecting","CloseDate":"2099-03-31","APN_CRM_Unique_Identifier__c":"{{Referral}}"}""");
        var lead = await Import(machine, "Lead", $$"""{"LastName":"Buyer","Company":"Example Ltd","APN_CRM_Unique_Identifier__c":"{{Lead}}","AWS_qualificationStatus__c":"Unqualified"}""");
        made.CrmIds = (referral, lead, await Import(machine, "Lead", """{"LastName":"Visitor","Company":"Booth Ltd"}"""));
        await Store(machine.Store, WorkKey.Invitation("AWS", Referral), ("Opportunity", referral), "{}", Invitation(Referral, "OpportunityInvitation", """{"Customer":{"CompanyName":"Globex"},"Project":{"Title":"Data lake"}}""", "2099-02-01"));
        await Store(machine.Store, WorkKey.Invitation("AWS", LeadOffer), null, "{}", Invitation(LeadOffer, "LeadInvitation", """{"Customer":{"CompanyName":"A customer with a rather long name that goes over several lines"},"Interaction":{"SourceType":"AWS Marketplace"}}""", "2099-01-15"));
        await Store(
            machine.Store, WorkKey.Engagement("AWS", Lead), ("Lead", lead),
            $$"""{"engagement":{"Id":"{{Lead}}"},"lead":{"ContextId":"1","Customer":{"CompanyName":"Example Ltd"},"QualificationStatus":"Unqualified"} }""", null);
        return made;
    }

    /// <summary>The requests that wait for a record.</summary>
    public async Task<IReadOnlyList<RecordRequest>> Requests(WorkKey key)
    {
        using var store = new SqliteSyncStore(Path.Combine(Data, "sync.db"));
        return [.. (await store.GetWork(key, default))?.Reasons.Select(RecordRequest.Read).OfType<RecordRequest>() ?? []];
    }

    /// <summary>The CRM gets a record of the lead that an invitation offers.</summary>
    public async Task Show(string invitation)
    {
        using var machine = Machine.Open(new DirectoryInfo(Data));
        var crm = await Import(machine, "Lead", $$"""{"LastName":"Not shown yet","Company":"Offered Ltd","APN_CRM_Unique_Identifier__c":"{{invitation}}"}""");
        await Store(machine.Store, WorkKey.Invitation("AWS", invitation), ("Lead", crm), "{}", Invitation(invitation, "LeadInvitation", """{"Customer":{"CompanyName":"Offered Ltd"} }""", "2099-01-15"));
    }

    public string File(string name) => _folder.File(name);

    public void Dispose() => _folder.Dispose();

    static string Invitation(string id, string type, string payload, string expires) => $$"""
        {"Id":"{{id}}","EngagementId":"eng-0000000000000{{id[^1]}}","EngagementTitle":"An engagement","PayloadType":"{{type}}","Status":"PENDING","SenderCompanyName":"AWS","SenderAwsAccountId":"aws",
         "InvitationDate":"2098-12-31T00:00:00Z","ExpirationDate":"{{expires}}T00:00:00Z","Payload":{"{{type}}":{{payload}}} }
        """;

    static async Task<string> Import(Machine machine, string crmObject, string json)
    {
        var result = await machine.Crm.Import(crmObject, Encoding.UTF8.GetBytes(json), default);
        return result.Id ?? throw new InvalidOperationException(string.Join("; ", result.Issues.Select(i => $"{i.Field}: {i.Rule}")));
    }

    static async Task Store(SqliteSyncStore store, WorkKey key, (string CrmObject, string Id)? crm, string document, string? data)
    {
        await store.Wake([new Wake(key, Reason.Event, Lane.Event, At)], default);
        var claim = (await store.Claim([key], new ClaimTerms("test", At, At.AddMinutes(5)), default))[0]!;
        var state = crm is { } record ? new RecordState(key, record.CrmObject, record.Id, CanonicalJson.ToArray(Encoding.UTF8.GetBytes(document)), "{}"u8.ToArray(), At, 0, false, 0) : null;
        WorkNext next = data is null ? WorkNext.Finished : new WorkNext.Again(Later, "the invitation waits for an answer", false, [Reason.Timer]);
        var settled = await store.Settle([new Settlement(state) { Claim = claim, Next = next, Data = data is null ? null : Encoding.UTF8.GetBytes(data) }], default);
        if (settled[0] != Settled.Stored)
            throw new InvalidOperationException($"{key}: {settled[0]}");
    }
}
