using System.Text.Json.Nodes;
using LambdaSync.Simulation.Models.Sync;
using LambdaSync.Simulation.Models.Sync.Watching;
using LambdaSync.Simulation.Outsides;
using LambdaSync.Simulation.Stories;

namespace LambdaSync.Simulation.Models.Referrals;

/// <summary>What holds for invitations and leads.</summary>
static class ReferralInvariants
{
    public const string Once = "started-once", Asked = "answer-asked-for", Crossed = "never-crossed", Reasons = "reason-kept";

    const string Key = "APN_CRM_Unique_Identifier__c", Status = "AWS_Sync_Status__c", Company = "AWS_customerCompanyName__c";

    static readonly string[] OfSync = ["told", "explained", "quota-kept", "never-wrong", WatchedInvariants.Token, WatchedInvariants.OneWriter];

    // Edits of one lead that are farther apart are no clash.
    static readonly TimeSpan Apart = TimeSpan.FromHours(7);

    public static IReadOnlyList<Invariant> All { get; } =
    [
        Watched(Once, "no second task is started while one runs or after one has done it"),
        Watched(Asked, "nothing is accepted, rejected or converted that nobody wants to be"),
        Watched(Crossed, "a lead is accepted at once, an opportunity by its task"),
        Watched(Reasons, "a rejection has the reason that somebody gave"),
        new("one-record", "a referral is one CRM record: its invitation's, then its opportunity's", OneRecord),
        new("answer-sent", "what somebody answered in time is AWS's status, unless AWS refuses it for good", AnswerSent),
        new("invitation-shown", "the CRM record says how its invitation stands", Shown),
        new("lead-recorded", "a lead that was accepted is one CRM lead, and no other one is", LeadRecorded),
        new("lead-same", "both sides have the same qualification, that of the last edit", LeadSame),
        new("converted-once", "a lead that somebody converts is one opportunity on both sides, and its record names it", Converted),
        new("nothing-left", "nothing is due, claimed or about to be written", NothingLeft),
        .. SyncInvariants.All.Where(i => OfSync.Contains(i.Name)),
    ];

    static Invariant Watched(string name, string rule) => new(name, rule, world => world.Own<Witness>().Broken(name));

    static IEnumerable<Referral> Referrals(World world, bool leads) => world.Own<Referrals>().All.Values.Where(r => r.IsLead == leads);

    static IEnumerable<string> OneRecord(World world)
    {
        var crm = InCrm(world, "Opportunity");
        foreach (var referral in Referrals(world, leads: false))
        {
            var (status, records) = (referral.Status(world), crm.Where(c => Text(c.Value, Company) == referral.Company).ToList());
            var opportunities = referral.Opportunities(world);
            if (records.Count > 1 || (records.Count == 0 && status is "PENDING" or "ACCEPTED"))
                yield return $"{referral.Id} is {status} and {records.Count} times in the CRM: {string.Join(' ', records.Select(r => r.Key))}";
            if (status == "ACCEPTED" && opportunities.Count != 1)
                yield return $"{referral.Id} is accepted and has {opportunities.Count} opportunities";
            if (records is not [var (id, fields)])
                continue;
            var wanted = status == "ACCEPTED" ? opportunities[0]["Id"]!.GetValue<string>() : referral.Id;
            if (Text(fields, Key) != wanted)
                yield return $"{referral.Id} is {status}, its CRM record {id} names {Text(fields, Key)} and not {wanted}";
            if (referral.CrmId is { } shown && shown != id)
                yield return $"{referral.Id} was shown in {shown} and is now {id}";
        }
    }

    static IEnumerable<string> AnswerSent(World world)
    {
        foreach (var referral in world.Own<Referrals>().All.Values)
        {
            var status = referral.Status(world);
            if (status == "PENDING" && referral.Answers.Exists(a => a.Accepts || a.Reason is not null) && !(referral.Answers[^1].Accepts && referral.IsStopped(world, converts: false)))
                yield return $"{referral.Id} has no answer; {string.Join(", ", referral.Answers.Select(a => $"{(a.Accepts ? "accept" : "reject: " + a.Reason)} at {a.At:HH:mm:ss}"))}";
            if ((status == "ACCEPTED" && !referral.Answers.Exists(a => a.Accepts)) || (status == "REJECTED" && !referral.Answers.Exists(a => !a.Accepts)))
                yield return $"{referral.Id} is {status} without a request for it";
        }
    }

    static IEnumerable<string> Shown(World world)
    {
        var crm = InCrm(world, "Opportunity");
        foreach (var referral in Referrals(world, leads: false))
        {
            var due = referral.Status(world) switch { "PENDING" => "Invited", "REJECTED" => "Rejected", "EXPIRED" => "Expired", _ => "Synced" };
            foreach (var (id, fields) in crm.Where(c => Text(c.Value, Company) == referral.Company && Text(c.Value, Status) != due))
                yield return $"{id} of {referral.Id} shows '{Text(fields, Status)}', it is '{due}'";
        }
    }

    static IEnumerable<string> LeadRecorded(World world)
    {
        var crm = InCrm(world, "Lead");
        foreach (var referral in Referrals(world, leads: true))
        {
            var (status, count) = (referral.Status(world), crm.Values.Count(f => Text(f, Key) == referral.Engagement));
            if (count != (status == "ACCEPTED" ? 1 : 0))
                yield return $"the lead of {referral.Engagement} is {status} and {count} times in the CRM";
        }
    }

    static IEnumerable<string> LeadSame(World world)
    {
        var crm = InCrm(world, "Lead");
        foreach (var referral in Referrals(world, leads: true).Where(r => r.Status(world) == "ACCEPTED"))
        {
            var (there, here) = (referral.Qualification(world), crm.Values.Where(f => Text(f, Key) == referral.Engagement).Select(f => Text(f, ReferralLeadCrmStep.Field)).FirstOrDefault());
            if (there != here)
                yield return $"the lead of {referral.Engagement} is '{there}' at AWS and '{here}' in the CRM";
            if (referral.Qualifications is [.., var last] && !referral.Qualifications.Exists(q => q.AtAws != last.AtAws && last.At - q.At < Apart) && there != last.Value)
                yield return $"the lead of {referral.Engagement} is '{there}' at AWS, last given was '{last.Value}'";
        }
    }

    static IEnumerable<string> Converted(World world)
    {
        var (leads, crm) = (InCrm(world, "Lead"), InCrm(world, "Opportunity"));
        foreach (var referral in Referrals(world, leads: true))
        {
            var opportunities = referral.Opportunities(world);
            if (opportunities.Count > 1 && !referral.IsConvertedTwice)
                yield return $"the lead of {referral.Engagement} is {opportunities.Count} opportunities: {string.Join(' ', opportunities.Select(o => o["Id"]))}";
            if (opportunities.Count == 0 && referral.IsConversionWanted && referral.Status(world) == "ACCEPTED" && referral.Qualification(world) != ReferralPlot.Disqualified && !referral.IsStopped(world, converts: true))
                yield return $"the lead of {referral.Engagement} is not converted";
            foreach (var id in opportunities.Select(o => o["Id"]!.GetValue<string>()))
            {
                if (crm.Values.Count(f => Text(f, Key) == id) is var count && count != 1)
                    yield return $"{id}, which the lead of {referral.Engagement} became, is {count} times in the CRM";
                // What a colleague converts, the lead's record learns of when somebody converts it here.
                if (referral is { IsConversionWanted: true, IsConvertedElsewhere: false } && leads.Values.FirstOrDefault(f => Text(f, Key) == referral.Engagement) is { } lead && Text(lead, "AWS_opportunity__c") is var named && named != id)
                    yield return $"the lead of {referral.Engagement} names '{named}' and became {id}";
            }
        }
    }

    static IEnumerable<string> NothingLeft(World world)
    {
        using var store = new SqliteDump(world.StoreName);
        var stopped = Referrals(world, leads: true).Where(r => r.IsConversionWanted && r.Opportunities(world).Count == 0).Select(r => r.Engagement).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. store.Rows("SELECT kind, id, cause FROM work WHERE kind <> 'Schedule' AND (intent IS NOT NULL OR owner IS NOT NULL OR (due IS NOT NULL AND NOT (kind = 'Invitation' AND due > $1))) ORDER BY 1, 2", world.Pump.Now.UtcTicks)
                .Select(r => $"{r[0]} {r[1]} is left: {r[2]}"),
            .. store.Rows("SELECT kind, id, cause FROM work WHERE parked AND kind <> 'Invitation' ORDER BY 1, 2").Where(r => !stopped.Contains((string)r[1]!)).Select(r => $"{r[0]} {r[1]} waits although all is well: {r[2]}"),
        ];
    }

    static Dictionary<string, JsonObject> InCrm(World world, string crmObject)
    {
        using var crm = new SqliteDump(world.CrmName);
        return crm.Rows("SELECT id, fields FROM record WHERE object = $1 ORDER BY id", crmObject).ToDictionary(r => (string)r[0]!, r => JsonNode.Parse((byte[])r[1]!)!.AsObject());
    }

    static string? Text(JsonObject fields, string name) => Witness.Text(fields, name);
}
