using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Amazon.Lambda.Core;
using LambdaSync.Connections.Aws;
using LambdaSync.Connections.Crm;
using LambdaSync.Fields;
using LambdaSync.Sync;
using LambdaSync.Sync.Outbound;
using LambdaSync.Sync.Work;

namespace LambdaSync.Functions.Records;

/// <summary>CRM records that AWS does not have yet: those that are to be shared are created there, their id is written back, the link is stored.</summary>
sealed class CrmRecordBatch(RecordWorker worker, ILambdaContext context) : RecordBatch(worker, context)
{
    readonly Dictionary<Piece, (PendingCall Call, ReadOnlyMemory<byte> Answer)> _created = [];
    readonly HashSet<Piece> _isLookedFor = [];

    string AwsIdField => Worker.Mapping.Source.AwsId;

    protected override async Task Work()
    {
        foreach (var piece in Pieces)
            await Judge(piece);
        await ReadCrm();
        // What a worker before was sending goes first, as everywhere.
        foreach (var piece in Open.Where(p => p.Claim.Intent is not null).ToList())
            await Resume(piece, StoredIntent.FromJson(piece.Claim.Intent!).Aws!);
        foreach (var piece in Open.Where(p => p.Claim.Intent is null).ToList())
            await Decide(piece);
        await WriteBack();
        // What was created shows it when its opportunity is read.
        await ShowStatus(piece => piece.Outcome == Outcome.Failed ? CrmIdOf(piece) : null);
    }

    static string CrmIdOf(Piece piece) => piece.Key.Id[(piece.Key.Id.IndexOf('/', StringComparison.Ordinal) + 1)..];

    // It may have been linked meanwhile: then its edits are that opportunity's.
    async Task Judge(Piece piece)
    {
        var crmObject = piece.Key.Id[..piece.Key.Id.IndexOf('/', StringComparison.Ordinal)];
        piece.CrmId = CrmIdOf(piece);
        if (await Worker.Store.FindByCrmId(Worker.Catalog, crmObject, piece.CrmId, None) is { } linked)
            HandOver(piece, WorkKey.Of(linked), Reason.Crm);
        else if (crmObject != Worker.Mapping.Source.CrmObject)
            piece.Finish();
    }

    // It has its opportunity: nothing is to be created any more.
    void HandOver(Piece piece, WorkKey key, string reason)
    {
        piece.Intent = null;
        piece.Wakes.Add(new Wake(key, reason, piece.Claim.Lane, Now));
        piece.Finish();
    }

    Task<bool> ReadCrm()
    {
        var open = Open.ToList();
        return CallCrm(open, acts: false, async () =>
        {
            var found = await Worker.Crm.Find(Worker.Mapping.Source.CrmObject, "Id", [.. open.Select(CrmIdOf)], Worker.Mapping.CrmReads, None);
            foreach (var piece in open)
            {
                if (found.FirstOrDefault(record => record.Id == CrmIdOf(piece)) is { } record)
                    piece.CrmNow = new FlatRecord(record.Fields);
            }
        });
    }

    async Task Decide(Piece piece)
    {
        if (piece.CrmNow is not { } crm)
        {
            // Deleted before it was shared.
            piece.Finish();
            return;
        }

        if (!crm.IsEmpty(AwsIdField))
        {
            HandOver(piece, WorkKey.Of(KeyOf(JsonSerializer.Deserialize(crm[AwsIdField]!, IdJson.Default.String)!)), Reason.Refresh);
            return;
        }

        OutboundPlan? plan = null;
        Try(piece, () => plan = Worker.OutboundDecision.Create(CrmIdOf(piece), crm, Token(piece), DateOnly.FromDateTime(Now.UtcDateTime), piece.Has(Reason.Refresh)));
        if (!piece.IsOpen)
            return;
        switch (plan)
        {
            case OutboundPlan.Held held:
                piece.IsOutbound = true;
                Fail(piece, held.Issues, RecordIssues.Cause(held.Issues)!);
                break;
            case OutboundPlan.Send send:
                var next = new RecordState(KeyOf(""), Worker.Mapping.Source.CrmObject, CrmIdOf(piece), send.Document, send.CrmBaseline, null, 0, false, 0);
                await Create(piece, new PendingCall(OutboundCall.CreateOpportunity, send.Body, Now, next, send.Issues));
                break;
            default:
                piece.Finish();
                break;
        }
    }

    async Task Create(Piece piece, PendingCall call)
    {
        (piece.Intent, piece.IsOutbound) = (new StoredIntent(Aws: call).ToJson(), true);
        if (!(await Worker.Store.StoreIntents([(piece.Claim, piece.Intent)], None))[0])
        {
            piece.Finish();
            return;
        }

        await Send(piece, call, mayBeThere: false);
        // What was held back before it went out is decided anew.
        if (piece.Next is WorkNext.Again { Counts: false } && !_isLookedFor.Contains(piece))
            piece.Intent = null;
    }

    /// <param name="mayBeThere">It was sent before: a refusal of these bytes does not say that they had no effect then.</param>
    async Task Send(Piece piece, PendingCall call, bool mayBeThere)
    {
        var looksFor = false;
        await Call(piece, acts: true, async aws => _created[piece] = (call, await aws.CreateOpportunity(call.Body, None)), refused =>
        {
            // A conflict says that AWS knows the token; what it made is looked for.
            looksFor = refused.Fault == AwsFault.Conflict || (mayBeThere && IsRefused(refused));
            if (!refused.Transient && !looksFor && !(mayBeThere && refused.IsAccess))
                piece.Intent = null;
            return looksFor;
        });
        if (looksFor)
            await LookUp(piece, call, resend: false);
    }

    async Task Resume(Piece piece, PendingCall call)
    {
        piece.IsOutbound = true;
        if (Recovery.Of(call.Operation, Now - call.At) == RecoveryStep.Resend)
            await Send(piece, call, mayBeThere: true);
        else
            await LookUp(piece, call, resend: true);
    }

    // The list can't be asked for our identifier, but has it.
    async Task LookUp(Piece piece, PendingCall call, bool resend)
    {
        var isFound = false;
        _isLookedFor.Add(piece);
        await Call(piece, acts: true, async aws =>
        {
            await foreach (var summary in aws.ListOpportunities(CreatedSince(call.At - Recovery.TokenLife), 100, None))
            {
                if (OpportunityBody.Text(summary.Span, "PartnerOpportunityIdentifier") != CrmIdOf(piece))
                    continue;
                _created[piece] = (call, summary);
                isFound = true;
                return;
            }
        });
        if (isFound || !piece.IsOpen)
            return;
        if (resend)
            await Send(piece, call, mayBeThere: false);
        else
            TryAgain(piece, Worker.Settings.Retry, [], "AWS may know the creation already, but does not list it yet");
    }

    byte[] CreatedSince(DateTimeOffset since) => Encoding.UTF8.GetBytes(string.Create(
        CultureInfo.InvariantCulture,
        $$$"""{"Catalog":"{{{Worker.Catalog}}}","CreatedDate":{"AfterCreatedDate":"{{{since.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss.fff'Z'}}}"},"Sort":{"SortBy":"CreatedDate","SortOrder":"ASCENDING"}}"""));

    // First the id into the CRM, then the link: until both are there, the stored call leads back here.
    async Task WriteBack()
    {
        var created = Pieces.Where(_created.ContainsKey).ToList();
        await CallCrm(created, acts: true, async () =>
        {
            var rows = created.Select(p => new CrmWrite(CrmIdOf(p), AwsIdField, OpportunityBody.Text(_created[p].Answer.Span, "Id")!, "{}"u8.ToArray(), null, []));
            var results = await Worker.Crm.Write(Worker.Mapping.Source.CrmObject, [.. rows], None);
            foreach (var (piece, result) in created.Zip(results))
                Linked(piece, result);
        });
    }

    void Linked(Piece piece, CrmResult result)
    {
        var (call, answer) = _created[piece];
        var (id, modified) = (OpportunityBody.Text(answer.Span, "Id")!, OpportunityBody.Text(answer.Span, "LastModifiedDate")!);
        piece.State = call.After(id, modified);
        piece.Outcome = Outcome.Created;
        piece.Payload = call.Body;
        piece.Issues.AddRange([.. call.Issues, .. result.Issues]);
        // AWS's answer has little of the record: the rest is read with the opportunity, which also brings the id to a CRM that refused it.
        HandOver(piece, WorkKey.Of(piece.State.Key), Reason.Refresh);
    }

    RecordKey KeyOf(string awsId) => new(Worker.Catalog, AceObject.Opportunity, awsId);

    // One for each decision: it is stored with the call and sent again with it.
    static string Token(Piece piece) => "ls-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
        string.Create(CultureInfo.InvariantCulture, $"{piece.Key}#{piece.Claim.Epoch}"))).AsSpan(0, 16));

    // The opportunity's own event was here first and linked it: the same link.
    protected override async Task AfterSettling(IReadOnlyList<Piece> lost)
    {
        var again = lost.Where(_created.ContainsKey).Select(p => new Connections.State.Settlement { Claim = p.Claim, Wakes = p.Wakes }).ToList();
        if (again.Count > 0)
            await Worker.Store.Settle(again, None);
    }
}
