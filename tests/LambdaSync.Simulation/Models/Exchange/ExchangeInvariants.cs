using System.Text.Json.Nodes;
using LambdaSync.Simulation.Outsides;
using LambdaSync.Simulation.Stories;
using LambdaSync.Simulator.AceExchange;

namespace LambdaSync.Simulation.Models.Exchange;

/// <summary>What holds once everything was answered, read with plain SQL and from AWS's side.</summary>
static class ExchangeInvariants
{
    const string AwsId = "APN_CRM_Unique_Identifier__c";

    // The fields that travel, by their names in files and in the CRM.
    static readonly (string Aws, string Crm)[] OfDeals =
        [("nextStep", "AWS_nextStep__c"), ("additionalComments", "AWS_additionalComments__c"), ("partnerAcceptanceStatus", "AWS_partnerAcceptanceStatus__c"), ("partnerProjectTitle", "Name")];

    static readonly (string Aws, string Crm)[] OfLeads = [("currentLeadStage", "AWS_currentLeadStage__c"), ("status", "AWS_status__c")];

    static readonly string[] Worked = ["opportunity-inbound/", "lead-inbound/", "opportunity-inbound-processed-results/", "opportunity-inbound-results/", "lead-inbound-processed-results/", "lead-inbound-results/", "opportunity-outbound/", "lead-outbound/"];

    public static IReadOnlyList<Invariant> All { get; } =
    [
        new("as-aws-wants", "no name is used twice, no file is over a limit or of a wrong form, no two versions of a record are on their way, an answer travels alone", world => world.Own<AceWorld>().Aws.Faults),
        new("one-record", "every deal is once on each side, and they are linked", OneRecord),
        new("sides-same", "both sides have the same values", SidesSame),
        new("typed-kept", "what a person typed is what AWS has", TypedKept),
        new("contact-shown", "the contact is in the CRM once the answer was an acceptance, and not before", ContactShown),
        new("nothing-left", "no file and no record waits", Left),
        new("no-api", "the API is not called", world => world.Own<AceWorld>().ApiCalls.Select(operation => operation + " was called")),
    ];

    /// <summary>What is still to be done.</summary>
    public static IReadOnlyList<string> Left(World world)
    {
        var ace = world.Own<AceWorld>();
        var work = world.Store.ListWork(ExchangeModel.Catalog, 10_000, CancellationToken.None).Now().Where(item => !item.Key.IsSchedule && (item.Due is not null || item.Parked || item.Intent is not null));
        return [.. Worked.SelectMany(ace.Bucket.Keys).Select(key => key + " is left"), .. work.Select(item => $"{item.Key} is {(item.Parked ? "parked" : "due")}: {item.Cause}")];
    }

    static List<string> OneRecord(World world)
    {
        var (ace, crm) = (world.Own<AceWorld>(), InCrmOf(world, "Opportunity"));
        var (atAws, leads) = (ace.Aws.Records.Values.Where(record => !record.IsLead).ToList(), ace.Aws.Records.Values.Where(record => record.IsLead).ToList());
        var problems = new List<string>();
        if (crm.Count != atAws.Count || InCrmOf(world, "Lead").Count != leads.Count)
            problems.Add($"AWS has {atAws.Count} opportunities and {leads.Count} leads, the CRM has {crm.Count} and {InCrmOf(world, "Lead").Count}");
        problems.AddRange(ace.Deals.Where(deal => atAws.Count(record => Text(record.Fields, "partnerCrmUniqueIdentifier") == deal.Value) != 1).Select(deal => $"deal {deal.Key} ({deal.Value}) is not once at AWS"));
        problems.AddRange(Pairs(world, atAws, "Opportunity").Concat(Pairs(world, leads, "Lead")).Where(pair => pair.Crm is null).Select(pair => $"{pair.Aws.Id} is not once in the CRM"));
        return problems;
    }

    static List<string> SidesSame(World world) =>
    [
        .. Different(world, record => !record.IsLead, "Opportunity", OfDeals), .. Different(world, record => record.IsLead, "Lead", OfLeads),
    ];

    static IEnumerable<string> Different(World world, Func<AceRecord, bool> which, string crmObject, (string Aws, string Crm)[] fields) =>
        from pair in Pairs(world, [.. world.Own<AceWorld>().Aws.Records.Values.Where(which)], crmObject)
        where pair.Crm is not null
        from field in fields
        where Text(pair.Aws.Fields, field.Aws) != Text(pair.Crm!, field.Crm)
        select $"{pair.Aws.Id}: {field.Aws} is '{Text(pair.Aws.Fields, field.Aws)}' at AWS and '{Text(pair.Crm!, field.Crm)}' in the CRM";

    static List<string> TypedKept(World world)
    {
        var ace = world.Own<AceWorld>();
        var crm = InCrmOf(world, "Opportunity").ToDictionary(record => record.Id, record => record.Fields);
        return
        [
            .. ace.Typed.Where(typed => crm.TryGetValue(typed.Key, out var fields) && Text(fields, "AWS_nextStep__c") != typed.Value)
                .Select(typed => $"{typed.Key} has '{Text(crm[typed.Key], "AWS_nextStep__c")}', a person typed '{typed.Value}'"),
        ];
    }

    static IEnumerable<string> ContactShown(World world)
    {
        foreach (var isLead in (bool[])[false, true])
        {
            foreach (var (aws, crm) in Pairs(world, [.. world.Own<AceWorld>().Referred.Values.Where(record => record.IsLead == isLead)], isLead ? "Lead" : "Opportunity").Where(pair => pair.Crm is not null))
            {
                var (shown, accepted) = (Text(crm!, isLead ? "AWS_email__c" : "AWS_customerEmail__c"), Text(aws.Fields, isLead ? "currentLeadStage" : "partnerAcceptanceStatus") == "Accepted");
                if (shown != (accepted ? InCrm.Email : null))
                    yield return $"{aws.Id} is {(accepted ? "" : "not ")}accepted, and the CRM has the contact '{shown}'";
            }
        }
    }

    static IEnumerable<(AceRecord Aws, JsonObject? Crm)> Pairs(World world, IReadOnlyList<AceRecord> records, string crmObject)
    {
        var byId = InCrmOf(world, crmObject).ToLookup(record => Text(record.Fields, AwsId), record => record.Fields);
        return records.Select(record => (record, byId[record.Id].Count() == 1 ? byId[record.Id].Single() : null));
    }

    static List<(string Id, JsonObject Fields)> InCrmOf(World world, string crmObject)
    {
        using var crm = new SqliteDump(world.CrmName);
        return [.. crm.Rows("SELECT id, fields FROM record WHERE object = $1 ORDER BY id", crmObject).Select(row => ((string)row[0]!, JsonNode.Parse((byte[])row[1]!)!.AsObject()))];
    }

    static string? Text(JsonObject fields, string name) => fields[name] is JsonValue value && value.TryGetValue<string>(out var text) && text.Length > 0 ? text : null;
}
