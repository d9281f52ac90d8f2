using System.Text.Json;
using System.Text.Json.Nodes;
using LambdaSync.Simulation.Models.Sync.Sales;
using LambdaSync.Simulation.Models.Sync.Watching;
using LambdaSync.Simulation.Outsides;
using LambdaSync.Simulation.Stories;

namespace LambdaSync.Simulation.Models.Sync;

/// <summary>What holds once all is well again and every sweep has gone round.</summary>
static class SyncInvariants
{
    // Edits of one field that are farther apart than this are no clash: the earlier one was carried over long before the later one.
    static readonly TimeSpan Apart = TimeSpan.FromHours(30);

    static readonly bool[] Both = [true, false];

    public static IReadOnlyList<Invariant> All { get; } =
    [
        new("one-link", "each deal is once on each side, linked with itself", OneLink),
        new("twins-apart", "of two opportunities that name one CRM record one is linked, and no value of one reaches the other", TwinsApart),
        new("same-fields", "both sides have the same values, but for what AWS has closed", SameFields),
        new("second-fields", "a CRM field that only AWS fills shows what AWS has, or a repeated edit that an issue names; no edit of it is sent", SecondFields),
        new("unknown-kept", "a value of AWS that the mapping does not list, or a mask, replaces nothing in the CRM, and an issue names the field", UnknownKept),
        new("known-values", "no field has a value that nobody gave it last", KnownValues),
        new("no-lost-edit", "an edit that nothing contradicted is on both sides", NoLostEdit),
        new("owner-wins", "where both sides gave a field a value at the same moment, its owner's is on both sides", OwnerWins),
        new("neighbours-go-on", "a row that the CRM refuses fails no other", NeighboursGoOn),
        new("status-shown", "the CRM record says how it stands", StatusShown),
        new("aws-fields", "AWS's own side is in the CRM", AwsFields),
        new("never-wrong", "nothing is sent while AWS holds the lock, no closed field, no masked value", world => world.Own<Deals>().Wrong),
        new("quota-kept", "AWS throttles only where a fault made it, or made a call come at another time", QuotaKept),
        new("nothing-left", "nothing is due, claimed or about to be written", NothingLeft),
        new("asks-first", "a sweep asks before it overwrites more records than it may", world => world.Own<RunLimits>().TooMany.Select(o => $"{o.Invocation} overwrote {o.Records} records")),
        new("explained", "what failed or waits says why", Explained),
        new("told", "every event that came, and every invitation, is recorded once", Told),
        new("leads-followed", "a lead that was accepted is recorded as AWS has it, and told of", LeadsFollowed),
        new("own-invitations", "an invitation that we sent is no referral", OwnInvitations),
        new("deleted-stays", "what was deleted in the CRM is not made again", DeletedStays),
        .. WatchedInvariants.All,
        .. SaleInvariants.All,
        new("sandbox-apart", "nothing of the Sandbox is in the CRM", world => InCrm(world).Values.Where(f => Text(f, "AWS_partnerProjectTitle__c") == "Sandbox").Select(_ => "a record of the Sandbox")),
    ];

    static IEnumerable<(Deal Deal, JsonObject Aws, JsonObject Crm)> Pairs(World world)
    {
        var (aws, crm) = (Sides.Aws(world).ToDictionary(o => o["Id"]!.GetValue<string>()), InCrm(world));
        foreach (var deal in world.Own<Deals>().All.Values.Where(d => !d.IsDeleted))
        {
            if (deal.FindAws(world) is { } awsId && aws.TryGetValue(awsId, out var there) && deal.FindCrm(world) is { } crmId && crm.TryGetValue(crmId, out var here))
                yield return (deal, there, here);
        }
    }

    static IEnumerable<string> OneLink(World world)
    {
        var twins = world.Own<Deals>().Twins.Values;
        var (aws, crm) = (Sides.Aws(world).Where(o => !twins.Any(t => t.NextSteps.ContainsKey(o["Id"]!.GetValue<string>()))).ToList(), InCrm(world));
        var deals = world.Own<Deals>().All.Values;
        foreach (var deal in deals)
        {
            var at = aws.Where(o => Sides.Text(o, "PartnerOpportunityIdentifier") is { } named ? named == deal.CrmId : o["Id"]!.GetValue<string>() == deal.AwsId).ToList();
            if (at.Count > 1 || (at.Count == 0 && !deal.IsDeleted && (deal.AwsId is not null || (deal.CrmId is { } made && Text(crm.GetValueOrDefault(made), "Sync_with_AWS__c") == "true"))))
                yield return $"deal {deal.Number} ({deal.CrmId}) is {at.Count} times at AWS: {string.Join(' ', at.Select(o => o["Id"]))}";
        }

        foreach (var opportunity in aws)
        {
            var id = opportunity["Id"]!.GetValue<string>();
            var held = crm.Where(c => Text(c.Value, "APN_CRM_Unique_Identifier__c") == id).ToList();
            if (held.Count != 1 && !deals.Any(d => d.IsDeleted && d.AwsId == id))
                yield return $"{id} is {held.Count} times in the CRM";
            if (held.Count == 1 && Sides.Text(opportunity, "PartnerOpportunityIdentifier") is { } named && named != held[0].Key)
                yield return $"{id} names {named} and is linked to {held[0].Key}";
        }

        using var store = new SqliteDump(world.StoreName);
        foreach (var link in store.Rows("SELECT aws_id, crm_id FROM record WHERE NOT closed ORDER BY 1"))
        {
            if (Text(crm.GetValueOrDefault((string)link[1]!), "APN_CRM_Unique_Identifier__c") != (string)link[0]!)
                yield return $"{link[0]} is linked to {link[1]}, which has another id";
        }
    }

    static IEnumerable<string> TwinsApart(World world)
    {
        var (crm, aws) = (InCrm(world), Sides.Aws(world).ToDictionary(o => o["Id"]!.GetValue<string>()));
        using var store = new SqliteDump(world.StoreName);
        foreach (var twins in world.Own<Deals>().Twins.Values)
        {
            var linked = store.Texts("SELECT aws_id FROM record WHERE crm_id = $1 AND NOT closed", twins.CrmId);
            if (linked.Count != 1)
                yield return $"{twins.CrmId} has {linked.Count} links";
            else if (Text(crm.GetValueOrDefault(twins.CrmId), "AWS_nextStep__c") is var held && held != twins.NextSteps[linked[0]])
                yield return $"{twins.CrmId} is linked to the {twins.NextSteps[linked[0]]} and has the value of the {held}";
            foreach (var (id, own) in twins.NextSteps)
            {
                if (Sides.Text(aws[id], "LifeCycle.NextSteps") is var now && now != own)
                    yield return $"{id} has '{now}', its own is '{own}'";
                if (!linked.Contains(id) && crm.Values.Any(c => Text(c, "APN_CRM_Unique_Identifier__c") == id))
                    yield return $"{id} is not linked, and its id is in the CRM";
                if (!linked.Contains(id) && store.Texts("SELECT cause FROM work WHERE id = $1 AND parked", id).All(cause => !cause.Contains("sync-identity-conflict", StringComparison.Ordinal)))
                    yield return $"{id} is not linked, and nobody is told why";
            }
        }
    }

    static IEnumerable<string> SameFields(World world)
    {
        foreach (var (deal, aws, crm) in Pairs(world))
        {
            foreach (var field in SyncFields.All)
            {
                var (there, here) = (Sides.Text(aws, field.Aws), Text(crm, field.Crm));
                if (!SyncFields.Same(field, there, here) && !(field.Closed && deal.WasReviewed && SaysClosed(world, deal.AwsId!, field.Aws)))
                    yield return $"{field.Aws} of deal {deal.Number} ({deal.AwsId}) is '{there}' at AWS and '{here}' in the CRM";
            }
        }
    }

    // LambdaSync replaces the first edit of such a field by AWS's value; a further edit stays in the CRM, and an issue names it.
    static IEnumerable<string> SecondFields(World world)
    {
        using var store = new SqliteDump(world.StoreName);
        foreach (var (deal, aws, crm) in Pairs(world))
        {
            foreach (var field in SyncFields.Shown)
            {
                var (there, here) = ((Sides.Text(aws, field.Aws) ?? "").Trim(), (Text(crm, field.Crm) ?? "").Trim());
                var edits = deal.ShownEdits.Where(e => e.Field == field.Crm).Select(e => e.Value).ToList();
                var stays = here != there && edits.Count > 1 && here == edits[^1];
                if (here != there && !stays)
                    yield return $"{field.Aws} of deal {deal.Number} ({deal.AwsId}) is '{there}' at AWS and {field.Crm} shows '{here}'";
                if (edits.Contains(there))
                    yield return $"{field.Aws} of deal {deal.Number} ({deal.AwsId}) is '{there}' at AWS, which somebody gave {field.Crm}";
                if (stays && !Issues(store, deal.AwsId!).Exists(t => t.Contains(field.Crm, StringComparison.Ordinal) && t.Contains(here, StringComparison.Ordinal)))
                    yield return $"{field.Crm} of deal {deal.Number} ({deal.AwsId}) keeps the edit '{here}', and no issue names it";
            }
        }
    }

    static IEnumerable<string> UnknownKept(World world)
    {
        using var store = new SqliteDump(world.StoreName);
        foreach (var (deal, _, crm) in Pairs(world).Where(p => p.Deal.Industries.Count > 0))
        {
            // Between two looks several may have come: any that is listed may be the one that was seen.
            var here = Text(crm, AwsIndustryStep.Crm);
            var isLost = here is null ? deal.HadIndustry : !AwsIndustryStep.Listed.Contains(here);
            if (isLost || (AwsIndustryStep.Listed.Contains(deal.Industries[^1]) && here != deal.Industries[^1]))
                yield return $"the industry of deal {deal.Number} ({deal.AwsId}) is '{here}' in the CRM; AWS had {string.Join(", ", deal.Industries)}";
            if (deal.Industries[^1] is not AwsIndustryStep.Masked && !AwsIndustryStep.Listed.Contains(deal.Industries[^1])
                && !Issues(store, deal.AwsId!).Exists(t => t.Contains(AwsIndustryStep.Crm, StringComparison.Ordinal) || t.Contains(AwsIndustryStep.Path, StringComparison.Ordinal)))
                yield return $"nobody is told why the industry of deal {deal.Number} ({deal.AwsId}) is not in the CRM";
        }
    }

    static IEnumerable<string> KnownValues(World world)
    {
        foreach (var (deal, aws, crm) in Pairs(world))
        {
            foreach (var field in SyncFields.All)
            {
                var given = Both.Where(side => deal.Edits.ContainsKey((field.Aws, side))).Select(side => (Side: side, deal.Edits[(field.Aws, side)].Value)).ToList();
                var there = Sides.Text(aws, field.Aws);
                if (given.Count > 0 && !deal.WasReviewed && !IsFirst(field, there) && !given.Any(g => g.Side ? (g.Value ?? "").Trim() == (there ?? "").Trim() : SyncFields.Same(field, there, g.Value)))
                    yield return $"{field.Aws} of deal {deal.Number} ({deal.AwsId}) is '{there}' at AWS; last given were {string.Join(", ", given.Select(g => $"'{g.Value}'"))}";
            }
        }
    }

    // One side may have edited only, and the other one owned what was there from the beginning.
    static bool IsFirst(SyncField field, string? value) => value is "Seattle" or "Call" or "None" or "Qualified" || (field.Aws == "Project.Title" && value?.StartsWith("Deal ", StringComparison.Ordinal) == true);

    static IEnumerable<string> NoLostEdit(World world)
    {
        foreach (var (deal, aws, crm) in Pairs(world).Where(p => !p.Deal.WasReviewed))
        {
            foreach (var field in SyncFields.All)
            {
                var edits = Both.Where(side => deal.Edits.ContainsKey((field.Aws, side))).Select(side => (AtAws: side, Edit: deal.Edits[(field.Aws, side)])).OrderBy(e => e.Edit.At).ToList();
                // While the CRM hid the record, nothing was carried over.
                if (edits.Count == 0 || (edits.Count == 2 && (deal.WasHidden || edits[1].Edit.At - edits[0].Edit.At < Apart)))
                    continue;
                var (atAws, (_, value)) = edits[^1];
                // What was there before the two sides met asks the owner.
                if (deal.IsNamed && deal.Early.Contains((field.Aws, atAws)))
                    continue;
                var there = Sides.Text(aws, field.Aws);
                if (atAws ? (there ?? "") != (value ?? "") : !SyncFields.Same(field, there, value))
                    yield return $"{field.Aws} of deal {deal.Number} ({deal.AwsId}): '{value}' of {(atAws ? "AWS" : "the CRM")} is lost, AWS has '{there}', the CRM '{Text(crm, field.Crm)}'";
            }
        }
    }

    static IEnumerable<string> OwnerWins(World world)
    {
        foreach (var (deal, aws, _) in Pairs(world).Where(p => !p.Deal.WasReviewed))
        {
            foreach (var (field, (before, at, winner)) in deal.Clashes.Where(c => c.Value.At - c.Value.Before >= Apart))
            {
                if (Both.All(side => deal.Edits[(field, side)].At == at) && Sides.Text(aws, field) is var there && there != winner)
                    yield return $"{field} of deal {deal.Number} ({deal.AwsId}) is '{there}' at AWS, its owner gave '{winner}'";
            }
        }
    }

    static IEnumerable<string> NeighboursGoOn(World world)
    {
        using var store = new SqliteDump(world.StoreName);
        var failed = store.Texts("SELECT aws_id FROM detail WHERE outcome = 'Failed' AND CAST(issues AS TEXT) LIKE '%' || $1 || '%'", RowRefusals.Rule);
        return failed.Count > world.Own<RowRefusals>().Refused ? [$"{failed.Count} records failed with {world.Own<RowRefusals>().Refused} refused rows: {string.Join(' ', failed)}"] : [];
    }

    static IEnumerable<string> StatusShown(World world)
    {
        using var store = new SqliteDump(world.StoreName);
        var parked = store.Texts("SELECT id FROM work WHERE parked").ToHashSet();
        return Pairs(world).Select(p => (p.Deal, Status: Text(p.Crm, "AWS_Sync_Status__c"), Due: parked.Contains(p.Deal.AwsId!) ? "Failed" : Sides.Text(p.Aws, "LifeCycle.ReviewStatus") != "Pending Submission" ? "Synced" : p.Deal.Sale is null ? "Draft" : world.Own<Submissions>().Status(world, p.Deal)))
            .Where(p => p.Due is not null && p.Status != p.Due && !(p.Status == "Failed" && SaysClosed(world, p.Deal.AwsId!, "Project.Title"))).Select(p => $"deal {p.Deal.Number} ({p.Deal.AwsId}) shows '{p.Status}', it is '{p.Due}'");
    }

    static IEnumerable<string> AwsFields(World world) => Pairs(world)
        .Where(p => p.Deal.AwsStage is not null && (Sides.Text(p.Aws, "Summary.LifeCycle.Stage") ?? "") != (Text(p.Crm, SyncFields.AwsStage) ?? ""))
        .Select(p => $"AWS's stage of deal {p.Deal.Number} ({p.Deal.AwsId}) is '{Sides.Text(p.Aws, "Summary.LifeCycle.Stage")}', the CRM has '{Text(p.Crm, SyncFields.AwsStage)}'");

    static IEnumerable<string> QuotaKept(World world)
    {
        var (throttles, armed) = (world.Own<Deals>().Throttles, world.PartnerCentralOutside.Throttled + world.MarketplaceOutside.Throttled);
        return throttles > armed + world.Faults.Untimely ? [$"AWS throttled {throttles} times, {armed} of them by a fault"] : [];
    }

    static IEnumerable<string> NothingLeft(World world)
    {
        using var store = new SqliteDump(world.StoreName);
        return
        [
            // An invitation that has no answer is due again before its end.
            .. store.Rows("SELECT kind, id, cause FROM work WHERE kind <> 'Schedule' AND (intent IS NOT NULL OR owner IS NOT NULL OR (due IS NOT NULL AND NOT (kind = 'Invitation' AND due > $1))) ORDER BY 1, 2", world.Pump.Now.UtcTicks)
                .Select(r => $"{r[0]} {r[1]} is left: {r[2]}"),
            .. store.Rows("SELECT kind, id, cause FROM work WHERE parked AND kind <> 'Invitation' AND cause NOT LIKE 'sync-closed-field Project.Title;%' ORDER BY 1, 2")
                .Where(r => !Pairs(world).Any(p => p.Deal.AwsId == (string)r[1]! && p.Deal.Sale is { Requests.Count: > 0 } sale && !Submissions.IsReady(sale, p.Aws)))
                .Where(r => !world.Own<Deals>().Twins.Values.Any(t => t.NextSteps.ContainsKey((string)r[1]!))).Select(r => $"{r[0]} {r[1]} waits although all is well: {r[2]}"),
        ];
    }

    static IEnumerable<string> Explained(World world)
    {
        using var store = new SqliteDump(world.StoreName);
        return
        [
            .. store.Rows("SELECT job_id, aws_id FROM detail WHERE outcome = 'Failed' AND CAST(issues AS TEXT) NOT LIKE '%\"rule\"%' ORDER BY 1").Select(r => $"{r[1]} failed in {r[0]}, the log does not say why"),
            .. store.Rows("SELECT kind, id FROM work WHERE parked AND ifnull(cause, '') = '' ORDER BY 1, 2").Select(r => $"{r[0]} {r[1]} waits without a cause"),
        ];
    }

    static IEnumerable<string> Told(World world)
    {
        using var store = new SqliteDump(world.StoreName);
        var told = store.Texts("SELECT id FROM notification").ToHashSet();
        var subjects = store.Texts("SELECT subject FROM notification").ToHashSet();
        var (deals, lost) = (world.Own<Deals>(), world.Queues[SyncModel.Queue].Lost);
        foreach (var (id, body) in deals.Events.Where(e => !lost.Contains(e.Body) && !e.Body.Contains("\"Sandbox\"", StringComparison.Ordinal)))
        {
            if (!told.Contains(id))
                yield return $"event {id} is not recorded: {body}";
        }

        foreach (var id in deals.Invitations.Where(id => !subjects.Contains(id)))
            yield return $"invitation {id} is not recorded";
    }

    static IEnumerable<string> LeadsFollowed(World world)
    {
        using var store = new SqliteDump(world.StoreName);
        foreach (var lead in world.Own<Deals>().Leads.Values.Where(lead => lead.IsAccepted))
        {
            var known = store.Texts("SELECT CAST(data AS TEXT) FROM work WHERE kind = 'Engagement' AND id = $1 AND data IS NOT NULL", lead.Engagement).SingleOrDefault();
            if (known is null)
                yield return $"the lead of {lead.Engagement} is not recorded";
            else if (JsonNode.Parse(known)!["Contexts"]![0]!["Payload"]!["Lead"]!["QualificationStatus"]?.GetValue<string>() is var status && status != lead.Status)
                yield return $"the lead of {lead.Engagement} is '{lead.Status}' at AWS and '{status}' here";
            if (store.Texts("SELECT id FROM notification WHERE subject = $1", lead.Engagement).Count == 0)
                yield return $"nobody was told of {lead.Engagement}";
        }
    }

    static IEnumerable<string> OwnInvitations(World world)
    {
        using var store = new SqliteDump(world.StoreName);
        var looked = store.Texts("SELECT id FROM work WHERE kind = 'Invitation'").ToHashSet();
        return world.Own<Deals>().OwnInvitations.Where(looked.Contains).Select(id => $"{id} was taken for a referral");
    }

    static IEnumerable<string> DeletedStays(World world)
    {
        var crm = InCrm(world);
        return world.Own<Deals>().All.Values.Where(d => d.IsDeleted && d.AwsId is not null && crm.Values.Any(f => Text(f, "APN_CRM_Unique_Identifier__c") == d.AwsId))
            .Select(d => $"deal {d.Number} ({d.AwsId}) is in the CRM again");
    }

    static bool SaysClosed(World world, string awsId, string path)
    {
        using var store = new SqliteDump(world.StoreName);
        return Issues(store, awsId).Any(t => t.Contains("sync-closed-field", StringComparison.Ordinal) && t.Contains(path, StringComparison.Ordinal));
    }

    static Dictionary<string, JsonObject> InCrm(World world)
    {
        using var crm = new SqliteDump(world.CrmName);
        return crm.Rows("SELECT id, fields FROM record WHERE object = 'Opportunity' ORDER BY id").ToDictionary(r => (string)r[0]!, r => JsonNode.Parse((byte[])r[1]!)!.AsObject());
    }

    // Of each entry of the sync log, as JSON.
    static List<string> Issues(SqliteDump store, string awsId) => store.Texts("SELECT CAST(issues AS TEXT) FROM detail WHERE aws_id = $1", awsId);

    static string? Text(JsonObject? fields, string name) => fields?[name] is JsonValue value ? value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : value.ToJsonString() : null;
}
