using System.Globalization;
using LambdaSync.Mapping;
using LambdaSync.Sync.Outbound;
using LambdaSync.Sync.Work;

namespace LambdaSync.Gates;

/// <summary>Every gate on a record's way to AWS, in the order in which the record meets them.</summary>
static class RecordGates
{
    public static IReadOnlyList<Gate> Of(RecordFacts record, CompiledMapping mapping, DateOnly today)
    {
        var wanted = WantedDocument.Of(record, mapping, today);
        var (facts, atAws) = (new GateFacts(wanted.Document, today, mapping), new GateOpportunity(record.AtAws));
        var gates = new List<Gate>();
        if (Sharing(record, mapping) is { } sharing)
            gates.Add(sharing);
        if (mapping.Source.WhenOutbound.Count > 0 && record.Crm is { } crm)
        {
            var holds = mapping.Applies(inbound: false, record.AtAws.Span, crm.ToJson());
            gates.Add(new("conditions", holds, holds ? "The mapping's \"when\" conditions hold." : "The mapping's \"when\" conditions for outbound do not hold.", []));
        }

        if (record.State is null && record.Crm is not null && CreateGates.Skip(facts) is { } lost)
            gates.Add(new("stage", false, lost.Rule, [lost]));
        gates.Add(Values(wanted, record.State is null ? CreateGates.Of(facts, record.CrmId) : StageGates.Of(facts, record.AtAws)));
        if (atAws.ReviewStatus is { } review)
            gates.Add(Review(review, atAws.Text("LifeCycle", "ReviewComments")));
        var isLost = new GateOpportunity(wanted.Document).Stage == "Closed Lost";
        if (!isLost && atAws is { ReviewStatus: null or "Pending Submission", Origin: not "AWS Referral" })
            gates.Add(Submission(wanted, facts));
        foreach (var request in record.Work?.Reasons.Select(RecordRequest.Read).OfType<RecordRequest>() ?? [])
            gates.Add(new("request", true, $"{request.Verb} was requested{(request.By is { } by ? $" by {by}" : "")} and is carried out once the gates before it are open.", []));
        return gates;
    }

    static Gate? Sharing(RecordFacts record, CompiledMapping mapping)
    {
        if (record.Crm is not { } crm)
            return null;
        var isNew = record.State is null;
        if (mapping.Source.SyncFlag is { } flag)
        {
            // A linked record takes part unless somebody switched it off.
            var isOn = isNew ? crm[flag] == "true" : crm[flag] != "false";
            return new("sharing", isOn && !(isNew && mapping.Source.Share == ShareMode.OnCommand), isOn
                ? isNew && mapping.Source.Share == ShareMode.OnCommand ? OnCommand : $"{flag} is set."
                : isNew ? $"{flag} is not set, so the record does not go to AWS." : $"{flag} is off, so no edits go to AWS.", []);
        }

        return isNew && mapping.Source.Share == ShareMode.OnCommand ? new("sharing", false, OnCommand, []) : null;
    }

    const string OnCommand = "The mapping shares records on command only.";

    static Gate Values(WantedDocument wanted, IReadOnlyList<Issue> issues)
    {
        List<Issue> all = [.. wanted.Issues, .. issues];
        var errors = all.Count(issue => issue.Severity == Severity.Error);
        return new("values", errors == 0, errors == 0 ? "AWS would take the CRM's values." : $"AWS would refuse {Count(errors, "value")} of the CRM.", all);
    }

    static Gate Review(string review, string? comment) => review == "Rejected"
        ? new("review lock", false, "AWS has rejected the opportunity; it takes no more changes.", [])
        : ReviewLock.Locks(review)
            ? new("review lock", false, $"The review status is {review}: AWS takes no changes until it has answered.", [])
            : new("review lock", true, $"The review status is {review}: AWS takes changes{(review is "Action Required" or "Approved" ? ", of some fields only" : "")}.{(review == "Action Required" && comment is not null ? $" AWS's comment: {Sentence.Of(comment)}" : "")}", []);

    static Gate Submission(WantedDocument wanted, GateFacts facts)
    {
        List<Issue> issues = [.. wanted.Without(SubmissionGates.Of(facts))];
        var errors = issues.Count(issue => issue.Severity == Severity.Error);
        return new("submission", errors == 0, errors == 0 ? "Nothing keeps it from being submitted." : $"{Count(errors, "thing")} to correct before it can be submitted.", issues);
    }

    static string Count(int count, string word) => string.Create(CultureInfo.InvariantCulture, $"{count} {word}{(count == 1 ? "" : "s")}");
}
