using LambdaSync.Connections.Crm;
using LambdaSync.Connections.State;
using LambdaSync.Mapping;
using LambdaSync.Sync;
using LambdaSync.Sync.Work;

namespace LambdaSync.Functions.Records;

sealed partial class OpportunityBatch
{
    /// <summary>What AWS changed goes to the CRM: one call for all records.</summary>
    async Task ChangeCrm()
    {
        var rows = new List<(Piece Piece, PendingWrite Write)>();
        foreach (var piece in Open.ToList())
        {
            Try(piece, () =>
            {
                if (Row(piece) is { } row)
                    rows.Add((piece, row));
            });
        }

        rows.RemoveAll(r => !MayOverwrite(r.Piece, r.Write));
        await StoreIntents(rows);
        rows.RemoveAll(r => !r.Piece.IsOpen);
        await CallCrm([.. rows.Select(r => r.Piece)], acts: true, async () =>
        {
            var results = await Worker.Crm.Write(Worker.Mapping.Source.CrmObject, [.. rows.Select(r => r.Write.Row)], None);
            foreach (var ((piece, write), result) in rows.Zip(results))
                Written(piece, write, result);
        });
    }

    PendingWrite? Row(Piece piece)
    {
        if (piece.Seen is null)
            return WriteBack(piece, Outcome.Unchanged);
        // Our own last write has been seen by now; that is settled with what comes of it.
        var state = TellsOfAws(piece) && piece.State is { OwnWrite: { } own } before && piece.Seen.Modified >= own ? before with { OwnWrite = null } : piece.State;
        switch (_decision.Plan(piece.Seen, state, piece.Crm, piece.Has(Reason.Unsettled)))
        {
            case Plan.Write write:
                return Pending(piece, write.Outcome, CrmRows.Of(Worker.Mapping, write), write.Next, write.KeepBaseline, write.Issues);
            case Plan.Settle settle:
                if (state != piece.State)
                    piece.State = state;
                Take(piece, settle);
                if (piece.Crm is null || settle.Outcome == Outcome.Failed || piece.State is null or { Closed: true })
                {
                    EndOf(piece, settle);
                    return null;
                }

                return WriteBack(piece, settle.Outcome);
            default:
                throw new InvalidOperationException("a plan writes or settles");
        }
    }

    static void EndOf(Piece piece, Plan.Settle settle)
    {
        if (settle.Outcome != Outcome.Failed)
            piece.Finish();
        else
            Fail(piece, [], RecordIssues.Cause(settle.Issues) ?? settle.Issues[^1].Code);
    }

    // An id that AWS gave is always in the CRM, whoever wrote another one there.
    PendingWrite? WriteBack(Piece piece, Outcome outcome)
    {
        var source = Worker.Mapping.Source;
        if (piece.State is not { } state || piece.CrmNow is not { } crm || (!crm.IsEmpty(source.AwsId) && Scalars.TextOf(crm[source.AwsId]!) == state.Key.AwsId))
            return null;
        var row = new CrmWrite(state.CrmId, source.AwsId, state.Key.AwsId, "{}"u8.ToArray(), null, Worker.Mapping.BaselineFields);
        // Nothing but the id is written, so nothing but the id is newly known.
        var kept = Worker.Mapping.BaselineFields.ToDictionary(name => name, name => new FlatRecord(state.CrmBaseline)[name]);
        return Pending(piece, outcome == Outcome.Unchanged ? Outcome.Linked : outcome, row, state, kept, []);
    }

    PendingWrite Pending(
        Piece piece, Outcome outcome, CrmWrite row, RecordState next, IReadOnlyDictionary<string, string?> kept, IReadOnlyList<Issue> issues)
    {
        var job = OwnJob.Of(piece.Claim, piece.Reasons, outbound: false, Now, ofWrite: true);
        var write = new PendingWrite(job.Id, 0, outcome, Worker.Mapping.Source.CrmObject, row, next, new Dictionary<string, string?>(kept), piece.Payload, issues, job);
        var shows = StatusRows.With(Worker.Mapping, _outbound, row, write, piece.CrmNow, Now);
        piece.IsShown = shows is not null;
        return write with { Row = shows ?? row };
    }

    bool MayOverwrite(Piece piece, PendingWrite write)
    {
        if (budget is null || write.Row.Id is null || !new FlatRecord(write.Row.Fields).Fields.Any(f => IsMapped(f.Key) && !piece.CrmNow!.IsEmpty(f.Key)) || budget.Take())
            return true;
        piece.Outcome = null;
        piece.Issues.Clear();
        piece.End(piece.Before());
        return false;
    }

    // How a record stands is no value of anybody's.
    bool IsMapped(string field) => Worker.Mapping.BaselineFields.Contains(field);

    // A repeated write changes nothing, unless the CRM trims or rounds what it took: then it would look like a person's edit. Where AWS
    // owns the field, its value of the next look counts in any case.
    async Task StoreIntents(List<(Piece Piece, PendingWrite Write)> rows)
    {
        var needed = Enumerable.Range(0, rows.Count).Where(i => NeedsIntent(rows[i].Write)).Select(i => (Row: i, Intent: WriteIntent.Of(rows[i].Piece.Claim, rows[i].Write))).ToList();
        var ends = await WriteIntent.Store(Worker.Store, [.. needed.Select(n => n.Intent)], None);
        foreach (var ((row, intent), end) in needed.Zip(ends))
        {
            var piece = rows[row].Piece;
            rows[row] = (piece, intent.Write);
            switch (end)
            {
                case Settled.Stored:
                    piece.Intent = intent.Bytes;
                    break;
                case Settled.LinkTaken:
                    var issue = Decision.LinkTaken(intent.Write.Next.CrmId, piece.Key.Id);
                    Fail(piece, [issue], RecordIssues.Cause([issue])!);
                    break;
                default:
                    piece.Finish();
                    break;
            }
        }
    }

    bool NeedsIntent(PendingWrite write) =>
        WriteIntent.Links(write) || new FlatRecord(write.Row.Fields).Fields.Any(f => IsMapped(f.Key) && Worker.Mapping.OwnerOf(f.Key) is not Owner.Aws);

    static void Written(Piece piece, PendingWrite write, CrmResult result)
    {
        piece.Intent = null;
        piece.Issues.AddRange([.. write.Issues, .. result.Issues]);
        if (!result.Written)
        {
            Fail(piece, [], RefusalOf(result));
            return;
        }

        piece.Outcome = write.Outcome;
        piece.State = write.StateAfter(result);
        piece.CrmId = result.Id;
        piece.CrmNow = Over(piece.CrmNow, write.Row, result);
    }

    static FlatRecord Over(FlatRecord? before, CrmWrite row, CrmResult result)
    {
        var now = before ?? new FlatRecord();
        foreach (var (name, value) in new FlatRecord(row.Fields).Fields)
            now[name] = value;
        foreach (var (name, value) in new FlatRecord(result.Stored).Fields)
            now[name] = value;
        return now;
    }
}
