using LambdaSync.Sync;
using LambdaSync.Sync.Corrections;
using LambdaSync.Sync.Steps;

namespace LambdaSync.Kinds.Opportunities;

public sealed partial class OpportunityKind
{
    // An operator's values in place of AWS's (row D4): they are in the CRM as long as AWS has the values that they were made for.
    Turn Corrected(RecordView view)
    {
        if (view is not { State: { Closed: false } state, CrmNow: { } crm } || CorrectionsOf(view) is not { Count: > 0 } corrections)
            return new(view, new Step.Done());
        var left = RecordCorrections.Apply(state.AwsBaseline, corrections).Left;
        if (left.Count < corrections.Count)
            view = view with { Data = RecordCorrections.ToJson(left) };
        var row = new FlatRecord();
        foreach (var (name, value) in CorrectedFields(state, left).Fields.Where(f => !rules.Mapping.MeanSame(f.Key, f.Value, crm[f.Key] ?? "null")))
            row[name] = value;

        if (row.Count == 0)
            return new(view, new Step.Done());
        // The values count as AWS's: they are no edits, and AWS does not get them.
        var (baseline, source) = (new FlatRecord(state.CrmBaseline), rules.Mapping.Source);
        var kept = rules.Mapping.BaselineFields.Where(name => row[name] is null).ToDictionary(name => name, name => baseline[name]);
        var write = new CrmWrite(state.CrmId, source.AwsId, state.Key.Id, row.ToJson(), null, rules.Mapping.BaselineFields);
        return _inbound.Write(view with { Payload = state.AwsBaseline }, Outcome.Updated, write, state, kept, [.. left.Select(DecisionIssues.Corrected)]);
    }

    static IReadOnlyList<Correction> CorrectionsOf(RecordView view) => RecordCorrections.Read(view.Data ?? view.Claim.Data);

    // The fields that corrections fill, and with what.
    FlatRecord CorrectedFields(RecordState state, IReadOnlyList<Correction> corrections)
    {
        var fields = new FlatRecord();
        if (corrections.Count == 0)
            return fields;
        var (plain, corrected) = (rules.Mapping.InCrm(state.AwsBaseline, []), rules.Mapping.InCrm(RecordCorrections.Apply(state.AwsBaseline, corrections).Document.Span, []));
        foreach (var name in rules.Mapping.CrmFields.Where(name => (plain[name] ?? "null") != (corrected[name] ?? "null")))
            fields[name] = corrected[name] ?? "null";
        return fields;
    }
}
