using System.Text.Json.Nodes;
using LambdaSync.Fields;
using LambdaSync.Mapping;
using LambdaSync.Marketplace;
using LambdaSync.PartnerCentral;
using LambdaSync.Sync;
using LambdaSync.Sync.Outbound;
using LambdaSync.Sync.Steps;
using LambdaSync.Sync.Work;

namespace LambdaSync.Kinds.Marketplace;

/// <summary>
/// A record of AWS Marketplace: read, kept, and shown in the CRM where the mapping has a section for it. What changes it is a change set,
/// which is a record of its own.
/// </summary>
/// <param name="rules">Null: the mapping has no section for it, and the record is only kept.</param>
/// <param name="sellers">The seller accounts that it may be of; null: one.</param>
/// <param name="mapped">The sections that the mapping has; null: none.</param>
public abstract class MarketKind(MarketSection section, KindRules? rules, SellerAccounts? sellers, IReadOnlySet<string>? mapped) : IKind
{
    readonly InboundSteps? _inbound = rules is null ? null : new(rules);
    readonly MarketLookups _lookups = MarketLookups.Of(section, rules, mapped ?? new HashSet<string>());

    public WorkKind Kind => section.Kind;

    /// <summary>The root of its document.</summary>
    protected string Root => section.Name;

    public CompiledMapping? MappingOf(RecordView view) => rules?.Mapping;

    // An agreement is its proposer's to read; its product's maker may be another of our accounts and gets events of it too.
    public string? AccountOf(RecordView view)
    {
        if (sellers is not { Further.Count: > 0 })
            return null;
        var memo = MemoOf(view);
        return memo.Announced.TryGetValue("proposerId", out var proposer) && sellers.Unknown(proposer) is null ? sellers.FurtherOf(proposer) : sellers.FurtherOf(memo.Seller);
    }

    /// <summary>The account that the record is read as, where there are several; else null.</summary>
    protected string? ReadAs(RecordView view) => sellers is { Further.Count: > 0 } ? AccountOf(view) ?? sellers.Main : null;

    public RecordView Wrote(RecordView view, Step.WriteCrm step, CrmResult result, DateTimeOffset now) => _inbound!.Wrote(view, step, result, now);

    public Turn Next(RecordView view, DateTimeOffset now)
    {
        if (view.Stored?.Crm is { } write)
            return new(view, new Step.RepeatWrite(write));
        // Who names it changes nothing at AWS.
        if (view.Reasons.Count > 0 && view.Reasons.All(reason => RecordRequest.Read(reason)?.Verb == RequestVerbs.Named))
            return new(Answered(Noted(view)), new Step.Done());
        view = Noted(view);
        if (Read(view, now) is { } read)
            return new(view, new Step.ReadAws(read));
        if (view.Aws is null)
        {
            if (Document(view, now) is not var (document, modified))
                return new(view.WithIssues([MarketIssues.NotVisible(view.Key.Id)]) with { Outcome = Outcome.Skipped }, new Step.Done());
            var memo = MemoOf(view);
            if (view.Others is null && _lookups.Needed(document, memo, view.Key.Catalog) is { Count: > 0 } others)
                return new(view, new Step.ReadOthers(others));
            view = Observed(_lookups.Fill(view, document, memo, IsOurs(view)), document, modified, now);
        }

        return rules is null ? End(view, now) : Show(view, now);
    }

    /// <summary>What is to be read of AWS next, or null: all that there is.</summary>
    protected abstract AwsRequest? Read(RecordView view, DateTimeOffset now);

    /// <summary>Whether AWS shows the record as this account's own.</summary>
    protected virtual bool IsOurs(RecordView view) => true;

    /// <summary>What is to be kept of what was read, beside the document.</summary>
    protected virtual MarketMemo Kept(RecordView view, MarketMemo memo, DateTimeOffset now) => memo;

    /// <summary>The record and AWS's date of it; null: AWS shows this account none.</summary>
    protected abstract (JsonObject Document, DateTimeOffset? Modified)? Document(RecordView view, DateTimeOffset now);

    /// <summary>What is left once the CRM shows it.</summary>
    protected abstract Turn End(RecordView view, DateTimeOffset now);

    protected static MarketMemo MemoOf(RecordView view) => MarketMemo.Read(view.Data ?? view.Claim.Data);

    /// <summary>Whether a line of the mapping has a path that begins so.</summary>
    protected bool Maps(string path) => rules?.Mapping.Source.Fields.Any(line => line.Aws.StartsWith($"{section.Name}:{path}", StringComparison.Ordinal)) == true;

    // Links, events and ends of commands are kept with the record; no person waits for an answer.
    static RecordView Noted(RecordView view)
    {
        var requests = view.Requests.Where(r => r.Verb is RequestVerbs.Linked or RequestVerbs.Unlinked or RequestVerbs.Announced or RequestVerbs.Named or RequestVerbs.Commanded).ToList();
        if (requests.Count == 0)
            return view;
        view = view with { Data = MemoOf(view).With(requests, view.Key.Catalog).ToJson() };
        return requests.Aggregate(view, (all, request) => all.Without(request));
    }

    // Who names this record is read again once the CRM has it.
    static RecordView Answered(RecordView view)
    {
        var memo = MemoOf(view);
        return memo.NamedBy.Count == 0 || view.State is not { Closed: false, CrmId.Length: > 0 } ? view : view with
        {
            Data = (memo with { NamedBy = [] }).ToJson(),
            Related = [.. view.Related, .. memo.NamedBy.Select(key => (key, Reason.Timer))],
        };
    }

    RecordView Observed(RecordView view, JsonObject record, DateTimeOffset? modified, DateTimeOffset now)
    {
        // Agreements have AWS's small letters.
        var isEntity = section.EntityTypes.Count > 0;
        if (ReadAs(view) is { } seller)
            record[isEntity ? "SellerAccount" : "sellerAccount"] = seller;
        if (MemoOf(view).Command is { } command)
        {
            var (status, error) = isEntity ? ("Status", "Error") : ("status", "error");
            record[isEntity ? "Command" : "command"] = command.Error is { } why ? new JsonObject { [status] = command.Status, [error] = why } : new JsonObject { [status] = command.Status };
        }

        var document = OpportunityBody.WithRoot("{}"u8, Root, record);
        var seen = new AwsObservation(AceObject.Opportunity, view.Key.Id, null, modified, 0, false, document, []) { Whole = true, Key = view.Key };
        return view with { Aws = seen.At(now), Payload = document, Data = (Kept(view, MemoOf(view), now) with { Document = MarketDocuments.Element(record) }).ToJson() };
    }

    Turn Show(RecordView view, DateTimeOffset now)
    {
        if (!view.IsPrechecked)
        {
            view = view with { IsPrechecked = true };
            if (_inbound!.Precheck(view, owesCrm: view.Has(Reason.Crm, Reason.Refresh, Reason.InDoubt)) is { } settled)
                return End(Answered(settled with { IsInboundDone = true }), now);
        }

        if (view.IsInboundDone || view.State is { Closed: true })
            return End(Answered(view), now);
        if (!view.IsCrmRead)
            return new(view, new Step.ReadCrm(CrmLookup.Of(view.Key.Id, null, view.State)));
        var turn = _inbound!.Inbound(view, owesAws: true, now);
        return turn.Step is Step.Done ? End(Answered(turn.View with { IsInboundDone = true }), now) : turn;
    }
}
