using System.Text;
using LambdaSync.Cli;
using LambdaSync.Connections.State;
using LambdaSync.Json;
using LambdaSync.Local.State;
using LambdaSync.Sync;
using LambdaSync.Sync.Work;

namespace LambdaSync.Functions.Tests.Cli;

/// <summary>A data folder with records in every situation, for the verbs that say how a record stands.</summary>
sealed class Standings : IDisposable
{
    static readonly DateTimeOffset At = new(2026, 3, 1, 8, 0, 0, TimeSpan.Zero);
    static readonly DateTimeOffset Later = new(2099, 1, 1, 0, 0, 0, TimeSpan.Zero);

    const string Mapping = """
        { "version": 1, "opportunity": { "crmObject": "Opportunity", "awsId": "APN_CRM_Unique_Identifier__c", "syncFlag": "Sync_with_AWS__c", "share": "on-update",
          "submit": { "involvement": "Co-Sell", "visibility": "Full" }, "status": { "syncStatus": "AWS_Sync_Status__c" }, "fields": [
          { "aws": "Project.Title", "crm": "Name" },
          { "aws": "LifeCycle.Stage", "crm": "StageName", "values": {
            "Prospect": ["Prospecting"], "Qualified": ["Qualification"], "Technical Validation": ["Needs Analysis"], "Launched": ["Closed Won"], "Closed Lost": ["Closed Lost"] } },
          { "aws": "LifeCycle.TargetCloseDate", "crm": "CloseDate" },
          { "aws": "Project.CustomerBusinessProblem", "crm": "AWS_projectDescription__c" },
          { "aws": "LifeCycle.NextSteps", "crm": "NextStep" },
          { "aws": "related:Solutions[]", "crm": "AWS_solutionOffered__c", "join": ";" } ] } }
        """;

    readonly TempFolder _folder = new();
    readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);

    /// <summary>The data folder.</summary>
    public string Data => _folder.File("data");

    /// <summary>The ids by which the records are asked for, each with what it stands for.</summary>
    public List<(string Situation, string Id)> Records { get; } = [];

    public static async Task<Standings> Create()
    {
        var made = new Standings();
        Directory.CreateDirectory(made.Data);
        await File.WriteAllTextAsync(Path.Combine(made.Data, "mapping.json"), Mapping);
        using var machine = Machine.Open(new DirectoryInfo(made.Data));
        await made.Fill(machine);
        return made;
    }

    /// <summary>The output with the CRM's ids and tomorrow's date by name.</summary>
    public string Named(string output)
    {
        foreach (var (id, name) in _names)
            output = output.Replace(id, name, StringComparison.Ordinal);
        return output.Replace(DateTime.UtcNow.AddDays(1).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture), "TOMORROW", StringComparison.Ordinal).ReplaceLineEndings("\n");
    }

    public void Dispose() => _folder.Dispose();

    async Task Fill(Machine machine)
    {
        await Linked(machine, "approved, nothing to do", "O1000001", Deal("O1000001", "Approved"), WorkNext.Finished);
        await Linked(machine, "draft that can be submitted", "O1000002", Deal("O1000002", "Pending Submission"), WorkNext.Finished);
        await Linked(machine, "draft that AWS would refuse", "O1000003", Deal("O1000003", "Pending Submission", stage: "Prospect", closes: "2020-01-31", solution: ""), WorkNext.Finished);
        await Linked(machine, "in review, an edit waits", "O1000004", Deal("O1000004", "In review"), new WorkNext.Again(Later, "AWS is reviewing the record", false, [Reason.Locked]), edit: "NextStep\":\"2099-02-01 workshop");
        await Linked(machine, "AWS asks for corrections", "O1000005", Deal("O1000005", "Action Required", comments: "Please name the workload."), WorkNext.Finished);
        await Linked(
            machine, "held until it is corrected", "O1000006", Deal("O1000006", "Approved"), new WorkNext.Parked("field-too-long Name; see the sync log"),
            failed: Issue.Error(IssueCodes.TooLong, "Name", "x", "Project.Title takes at most 255 characters; the value has 300.", "Shorten the value where it was entered."));
        await Linked(machine, "waits after failures", "O1000007", Deal("O1000007", "Approved"), new WorkNext.Again(Later, "AWS did not answer", true, [Reason.Crm]));
        await Unlinked(machine, "not flagged", "Not flagged", "Qualification", "false");
        await Unlinked(machine, "flagged", "Flagged", "Qualification", "true");
        await Unlinked(machine, "lost before it was shared", "Lost early", "Closed Lost", "true");
        await Linked(machine, "its CRM record was deleted", "O1000011", Deal("O1000011", "Approved"), WorkNext.Finished, closed: true);
        await Linked(
            machine, "a submission that failed", "O1000012", Deal("O1000012", "Pending Submission"), WorkNext.Finished,
            submission: new SubmissionState("task-0000000000001", At, SubmissionState.Failed, "Co-Sell", "Full", "") { ReasonCode = "OpportunityValidationFailed", Attempts = 1 });
        await Linked(machine, "rejected, an edit waits", "O1000013", Deal("O1000013", "Rejected"), new WorkNext.Again(Later, "AWS holds the review lock (Rejected); edits of the CRM wait", false, [Reason.Locked]), edit: "NextStep\":\"2099-02-01 workshop");
        await Wait(machine.Store, WorkKey.Invitation("AWS", "engi-0000000000001"), new WorkNext.Parked("the invitation waits for an answer until 2099-01-15T00:00:00Z"), null, null);
        Records.Add(("an invitation", "engi-0000000000001"));
    }

    async Task Linked(Machine machine, string situation, string awsId, string opportunity, WorkNext next, string? edit = null, Issue? failed = null, bool closed = false, SubmissionState? submission = null)
    {
        using var json = System.Text.Json.JsonDocument.Parse(opportunity);
        var cycle = json.RootElement.GetProperty("LifeCycle");
        var solutions = json.RootElement.GetProperty("RelatedEntityIdentifiers").GetProperty("Solutions").EnumerateArray().Select(s => s.GetString());
        var stage = cycle.GetProperty("Stage").GetString() switch { "Prospect" => "Prospecting", _ => "Qualification" };
        var crmId = await Import(machine, $$"""
            {"Name":"Deal {{awsId}}","StageName":"{{stage}}","CloseDate":"{{cycle.GetProperty("TargetCloseDate").GetString()}}","APN_CRM_Unique_Identifier__c":"{{awsId}}","Sync_with_AWS__c":true,
             "AWS_projectDescription__c":"{{Problem}}","NextStep":"2099-01-10 workshop with the plant","AWS_solutionOffered__c":"{{string.Join(';', solutions)}}"}
            """, awsId);
        if (edit is not null)
            await machine.Crm.Set("Opportunity", crmId, Encoding.UTF8.GetBytes($"{{\"{edit}\"}}"), default);
        var key = WorkKey.Opportunity("AWS", awsId);
        var document = CanonicalJson.ToArray(Encoding.UTF8.GetBytes($$"""{"opportunity":{{opportunity}}}"""));
        var state = new RecordState(key, "Opportunity", crmId, document, "{}"u8.ToArray(), At, 0, closed, 0) { Submission = submission };
        await Wait(machine.Store, key, next, state, failed);
        Records.Add((situation, awsId));
    }

    async Task Unlinked(Machine machine, string situation, string name, string stage, string flag)
    {
        var crmId = await Import(machine, $$"""{"Name":"{{name}}","StageName":"{{stage}}","CloseDate":"2099-03-31","Sync_with_AWS__c":{{flag}},"AWS_projectDescription__c":"TBD tbd TBD"}""", name);
        Records.Add((situation, crmId));
    }

    async Task<string> Import(Machine machine, string json, string name)
    {
        var result = await machine.Crm.Import("Opportunity", Encoding.UTF8.GetBytes(json.ReplaceLineEndings(" ")), default);
        var id = result.Id ?? throw new InvalidOperationException($"{name}: {result}");
        _names[id] = $"CRM-OF-{name.Replace(' ', '-').ToUpperInvariant()}";
        return id;
    }

    static async Task Wait(SqliteSyncStore store, WorkKey key, WorkNext next, RecordState? state, Issue? failed)
    {
        await store.Wake([new Wake(key, Reason.Crm, Lane.Edit, At)], default);
        var claim = (await store.Claim([key], new ClaimTerms("test", At, At.AddMinutes(5)), default))[0]!;
        List<LogEntry> entries = [];
        if (failed is not null)
        {
            var job = OwnJob.OfEnd(claim, [Reason.Crm], outbound: true, At);
            entries.Add(new(new JobDetail(job.Id, 0, key.Id, state?.CrmId, Outcome.Failed, At, "{}"u8.ToArray(), [failed]) { Reason = Reason.Crm }, OwnJob.Ended(job, Outcome.Failed, At)));
        }

        var settled = await store.Settle([new Settlement(state) { Claim = claim, Next = next, Entries = entries }], default);
        if (settled[0] != Settled.Stored)
            throw new InvalidOperationException($"{key}: {settled[0]}");
    }

    const string Problem = "Unplanned stops of two production lines cost a week of output each quarter.";

    static string Deal(string id, string review, string stage = "Qualified", string closes = "2099-03-31", string solution = "\"S-1234567\"", string? comments = null) => $$$"""
        {"Id":"{{{id}}}","Catalog":"AWS","LastModifiedDate":"2026-03-01T07:00:00Z","Origin":"Partner Referral","PartnerOpportunityIdentifier":"006","PrimaryNeedsFromAws":["Co-Sell - Architectural Validation"],
         "NationalSecurity":"No","OpportunityType":"Net New Business",
         "Customer":{"Account":{"CompanyName":"Example Mills","Industry":"Manufacturing","WebsiteUrl":"www.example.com","AwsAccountId":"111122223333","Address":{"CountryCode":"DE","PostalCode":"80331"}},
          "Contacts":[{"FirstName":"A","LastName":"B","Email":"a.b@example.com"}]},
         "LifeCycle":{"ReviewStatus":"{{{review}}}","Stage":"{{{stage}}}","TargetCloseDate":"{{{closes}}}","NextSteps":"2099-01-10 workshop with the plant"{{{(comments is null ? "" : $",\"ReviewComments\":\"{comments}\"")}}} },
         "Marketing":{"Source":"None"},
         "Project":{"Title":"Deal {{{id}}}","CustomerBusinessProblem":"{{{Problem}}}","CustomerUseCase":"Business Applications & Contact Center","DeliveryModels":["SaaS or PaaS"],
          "SalesActivities":["Initialized discussions with customer","Conducted POC / Demo"],
          "ExpectedCustomerSpend":[{"Amount":"12500.00","CurrencyCode":"USD","Frequency":"Monthly","TargetCompany":"AWS","EstimationUrl":"https://calculator.aws/#/estimate?id=0123456789abcdef0123456789abcdef01234567"}]},
         "RelatedEntityIdentifiers":{"Solutions":[{{{solution}}}],"AwsProducts":["AWSIoTCore"]} }
        """;
}
