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
public abstract class MarketKind(MarketSection section, KindRules? rules, SellerAccounts? sellers) : IKind
{
    readonly InboundSteps? _inbound = rules is null ? null : new(rules);

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
        view = Noted(view);
        if (Read(view) is { } read)
            return new(view, new Step.ReadAws(read));
        if (view.Aws is null)
        {
            if (Document(view, now) is not var (document, modified))
                return new(view.WithIssues([MarketIssues.NotVisible(view.Key.Id)]) with { Outcome = Outcome.Skipped }, new Step.Done());
            view = Observed(view, document, modified, now);
        }

        return rules is null ? End(view, now) : Show(view, now);
    }

    /// <summary>What is to be read of AWS next, or null: all that there is.</summary>
    protected abstract AwsRequest? Read(RecordView view);

    /// <summary>The record and AWS's date of it; null: AWS shows this account none.</summary>
    protected abstract (JsonObject Document, DateTimeOffset? Modified)? Document(RecordView view, DateTimeOffset now);

    /// <summary>What is left once the CRM shows it.</summary>
    protected abstract Turn End(RecordView view, DateTimeOffset now);

    protected static MarketMemo MemoOf(RecordView view) => MarketMemo.Read(view.Data ?? view.Claim.Data);

    // Links and events are kept with the record; no person waits for an answer.
    static RecordView Noted(RecordView view)
    {
        var requests = view.Requests.Where(r => r.Verb is RequestVerbs.Linked or RequestVerbs.Announced).ToList();
        if (requests.Count == 0)
            return view;
        view = view with { Data = MemoOf(view).With(requests, view.Key.Catalog).ToJson() };
        return requests.Aggregate(view, (all, request) => all.Without(request));
    }

    RecordView Observed(RecordView view, JsonObject record, DateTimeOffset? modified, DateTimeOffset now)
    {
        if (ReadAs(view) is { } seller)
            record[section.EntityTypes.Count > 0 ? "SellerAccount" : "sellerAccount"] = seller;
        var document = OpportunityBody.WithRoot("{}"u8, Root, record);
        var seen = new AwsObservation(AceObject.Opportunity, view.Key.Id, null, modified, 0, false, document, []) { Whole = true, Key = view.Key };
        return view with { Aws = seen.At(now), Payload = document, Data = (MemoOf(view) with { Document = MarketDocuments.Element(record) }).ToJson() };
    }

    Turn Show(RecordView view, DateTimeOffset now)
    {
        if (!view.IsPrechecked)
        {
            view = view with { IsPrechecked = true };
            if (_inbound!.Precheck(view, owesCrm: view.Has(Reason.Crm, Reason.Refresh, Reason.InDoubt)) is { } settled)
                return End(settled with { IsInboundDone = true }, now);
        }

        if (view.IsInboundDone || view.State is { Closed: true })
            return End(view, now);
        if (!view.IsCrmRead)
            return new(view, new Step.ReadCrm(CrmLookup.Of(view.Key.Id, null, view.State)));
        var turn = _inbound!.Inbound(view, owesAws: true, now);
        return turn.Step is Step.Done ? End(turn.View with { IsInboundDone = true }, now) : turn;
    }
}
