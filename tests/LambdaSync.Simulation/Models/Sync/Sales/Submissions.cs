using System.Text.Json.Nodes;
using LambdaSync.Simulation.Models.Sync.Watching;

namespace LambdaSync.Simulation.Models.Sync.Sales;

/// <summary>What the product submits, associates and removes, judged as it arrives at AWS.</summary>
sealed class Submissions
{
    // What the product read before may be so old when nothing goes wrong.
    static readonly TimeSpan Reading = TimeSpan.FromMinutes(1);

    // What no change is needed for before it is tried again.
    static readonly string[] Passing = ["RequestThrottled", "InternalError", "OpportunityConflict", "ServiceQuotaExceeded"];

    readonly Dictionary<string, Started> _tokens = new(StringComparer.Ordinal);

    /// <summary>Only commands submit.</summary>
    public bool IsOnCommand { get; set; }

    /// <summary>AWS ends what it held.</summary>
    public static void Release(World world)
    {
        SyncSteps.Control(world, "release-tasks", []);
        foreach (var deal in world.Own<Deals>().All.Values.Where(d => d.Sale is not null))
            Submissions.Moved(world, deal);
    }

    /// <summary>What is over by now has happened, and AWS has told of it.</summary>
    public static void CatchUp(World world, Deal deal)
    {
        Colleague.Tasks(world, deal.AwsId!);
        SyncSteps.Drain(world);
        Submissions.Moved(world, deal);
    }

    /// <summary>A task or a reviewer did something to a deal.</summary>
    public static void Moved(World world, Deal deal)
    {
        (deal.WasReviewed, deal.LastReview, deal.Sale!.Moved) = (true, world.Pump.Now, world.Pump.Now);
    }

    /// <summary>A call of the product arrives.</summary>
    public void Sent(World world, string operation, ReadOnlySpan<byte> json)
    {
        if (operation is not (TaskStep.Start or "AssociateOpportunity" or "DisassociateOpportunity"))
            return;
        var body = JsonNode.Parse(json)!.AsObject();
        var id = (body["Identifier"] ?? body["OpportunityIdentifier"])!.GetValue<string>();
        if (world.Own<Deals>().All.Values.FirstOrDefault(d => d.Sale is not null && d.FindAws(world) == id) is not { } deal || Sides.Aws(world, id) is not { } opportunity)
            return;
        if (operation == TaskStep.Start)
            Submitted(world, deal, opportunity, body["ClientToken"]!.GetValue<string>(), json.ToArray());
        else
            Related(world, deal, opportunity, operation == "AssociateOpportunity", body["RelatedEntityIdentifier"]!.GetValue<string>());
    }

    /// <summary>AWS answered it.</summary>
    public void Answered(World world, string operation, ReadOnlySpan<byte> json, ReadOnlySpan<byte> answer)
    {
        if (operation is not (TaskStep.Start or "AssociateOpportunity" or "DisassociateOpportunity"))
            return;
        var body = JsonNode.Parse(json)!.AsObject();
        if (operation == TaskStep.Start && _tokens.TryGetValue(body["ClientToken"]!.GetValue<string>(), out var started))
            started.Task ??= JsonNode.Parse(answer)!["TaskId"]!.GetValue<string>();
        var id = (body["Identifier"] ?? body["OpportunityIdentifier"])!.GetValue<string>();
        if (operation == TaskStep.Start && world.Own<Deals>().All.Values.FirstOrDefault(d => d.Sale is not null && d.AwsId == id) is { } deal)
            Moved(world, deal);
        world.Own<Witness>().Reach(operation switch { TaskStep.Start => Reaches.Submitted, "AssociateOpportunity" => Reaches.Associated, _ => Reaches.Disassociated });
    }

    /// <summary>The sync status that the CRM has to show of a draft; null: it can not be told from outside.</summary>
    public string? Status(World world, Deal deal)
    {
        var own = _tokens.Values.Where(s => s.Deal == deal).ToList();
        if (own.Count == 0 || Colleague.Tasks(world, deal.AwsId!) is not [.., var task])
            return "Draft";
        // A call whose answer was lost has started the last one, unless a colleague has.
        var isOwn = own.Exists(s => s.Task == task["TaskId"]!.GetValue<string>()) || (own[^1].Task is null && deal.Sale!.ChangedAtAws == default);
        return !isOwn ? null
            : task["TaskStatus"]!.GetValue<string>() switch
            {
                "IN_PROGRESS" => "Waiting for AWS",
                "FAILED" when IsPassing(task) => null,
                "FAILED" => "Failed",
                _ => null,
            };
    }

    /// <summary>AWS would take it.</summary>
    public static bool IsReady(Sale sale, JsonObject opportunity) => sale.IsComplete && Solutions(opportunity).Count > 0;

    /// <summary>Whether nothing but a change, or a person, gets it submitted.</summary>
    public static bool IsStopped(World world, Deal deal) => Colleague.Tasks(world, deal.AwsId!) is [.., var last] && last["TaskStatus"]!.GetValue<string>() == "FAILED" && !IsPassing(last);

    static bool IsPassing(JsonObject task) => Passing.Contains(task["ReasonCode"]?.GetValue<string>());

    void Submitted(World world, Deal deal, JsonObject opportunity, string token, byte[] body)
    {
        world.Own<Tokens>().Sent(world, token, body);
        if (_tokens.ContainsKey(token))
            return;
        var (id, witness, content, now) = (deal.AwsId!, world.Own<Witness>(), Content(opportunity), world.Pump.Now);
        if (deal.Sale!.IsReferral)
            witness.Break(SaleInvariants.Referral, $"AWS's own referral {id} is submitted");
        var tasks = Colleague.Tasks(world, id);
        foreach (var before in _tokens.Values.Where(s => s.Deal == deal && s.Task is not null))
        {
            var task = tasks.First(t => t["TaskId"]!.GetValue<string>() == before.Task);
            var status = task["TaskStatus"]!.GetValue<string>();
            if (status != "FAILED")
                witness.Break(SaleInvariants.Once, $"{id} is submitted with the token {token}, and its task {before.Task} is {status}");
            else if (!IsPassing(task) && before.Content == content && !deal.Sale!.Requests.Values.Any(at => at >= before.At))
                witness.Break(SaleInvariants.Once, $"{id} is submitted again as it was, and its task {before.Task} failed with {task["ReasonCode"]}");
        }

        var decided = world.Own<Tokens>().Decided(token, now);
        if (witness.Sides(deal) is var (aws, crm) && witness.Deadlines.IsCalm(now - Reading))
        {
            foreach (var field in SyncFields.All)
            {
                if (witness.Field(deal, field) is var history && history.Last(atAws: false) is { } own && own.At < decided - Reading && history.Last(atAws: true) is null && !SyncFields.Same(field, Sides.Text(aws, field.Aws), Witness.Text(crm, field.Crm)))
                    witness.Break(SaleInvariants.EditsFirst, $"{id} is submitted, and AWS does not have {field.Crm}, '{own.Value}' of {own.At:HH:mm:ss}");
            }

            if (deal.Sale!.Given.TryGetValue(Sale.Solutions, out var solutions) && solutions.At < decided - Reading && deal.Sale.ChangedAtAws == default && !Sale.Set(solutions.Value).SetEquals(Solutions(aws)))
                witness.Break(SaleInvariants.EditsFirst, $"{id} is submitted with the solutions {string.Join(';', Solutions(aws))}, the CRM has {solutions.Value}");
        }

        _tokens[token] = new Started(deal, now, content);
    }

    static void Related(World world, Deal deal, JsonObject opportunity, bool isAssociated, string solution)
    {
        var (id, witness, now, there) = (deal.AwsId!, world.Own<Witness>(), world.Pump.Now, Solutions(opportunity));
        if (SyncFields.IsLocked(Sides.Text(opportunity, "LifeCycle.ReviewStatus")) && deal.Sale!.Moved < now - Reading && witness.Deadlines.IsCalm(now - Reading))
            witness.Break(SaleInvariants.LockKept, $"the associations of {id} are changed while AWS reviews it");
        if (!isAssociated && Sides.Text(opportunity, "LifeCycle.Stage") is "Committed" or "Launched" && there.SetEquals([solution]) && deal.Sale!.ChangedAtAws < now - Reading)
            witness.Break(SaleInvariants.NewFirst, $"{solution}, the last one of {id}, is removed");
    }

    public static SortedSet<string> Solutions(JsonObject opportunity) =>
        new(opportunity["RelatedEntityIdentifiers"]?["Solutions"]?.AsArray().Select(s => s!.GetValue<string>()) ?? [], StringComparer.Ordinal);

    public static string? Owner(JsonObject opportunity) => (opportunity["OpportunityTeam"] as JsonArray)?.FirstOrDefault(m => Sides.Text(m, "BusinessTitle") == "PartnerAccountManager") is { } owner ? Sides.Text(owner, "Email") : null;

    static string Content(JsonObject opportunity)
    {
        var copy = opportunity.DeepClone().AsObject();
        foreach (var name in (string[])["LastModifiedDate", "CreatedDate", "Summary"])
            copy.Remove(name);
        return copy.ToJsonString();
    }

    sealed record Started(Deal Deal, DateTimeOffset At, string Content)
    {
        public string? Task { get; set; }
    }
}
