using LambdaSync.Commands;
using LambdaSync.Connections.Crm;
using LambdaSync.Mapping;
using LambdaSync.Sync;
using LambdaSync.Sync.Outbound;

namespace LambdaSync.Cli;

/// <summary>
/// New leads of a file on their way to AWS (row A24): all are checked, those that the CRM has are found, the built-in CRM gets the others, and
/// the creation of each is requested. A file that is imported again makes no second lead.
/// </summary>
sealed class NewLeads(DataSource data, string catalog, string format, Terminal terminal)
{
    const string Company = "lead:Customer.CompanyName", Email = "lead:Contacts[0].Email";

    const int PageSize = 200;

    /// <summary>A lead as a record of the CRM.</summary>
    /// <param name="Key">Company and e-mail address, by which it is known again.</param>
    sealed record NewLead(int Line, FlatRecord Crm, string? Key);

    /// <param name="max">More leads are refused.</param>
    /// <param name="ask">Asks for the reason, and whether to continue.</param>
    /// <returns>The exit code.</returns>
    /// <exception cref="Connections.ConnectionException">Another CRM than the built-in one is connected.</exception>
    public async Task<int> Import(string file, int max, Func<string, CancellationToken, Task<(string? Reason, int? Exit)>> ask, CancellationToken cancellation)
    {
        var crm = data.Crm;
        var name = file == "-" ? "standard input" : Path.GetFileName(file);
        if (await InputFile.Read(file, terminal, cancellation) is not { } bytes || LeadFile.Read(bytes, issue => Tell(issue, name)) is not { } leads)
            return Exit.Failed;
        if (leads.Count == 0 || leads.Count > max)
        {
            Tell(leads.Count == 0
                ? Issue.Error(IssueCodes.EmptyFile, null, null, "the file has no leads", "put one lead on each line")
                : Issue.Error(IssueCodes.TooManyRecords, null, null, $"the file has {Words.Of(leads.Count)} leads, and AWS takes at most {Words.Of(max)} at once", "divide the file"), name);
            return Exit.Failed;
        }

        if (await Open(cancellation) is not { } columns || Checked(columns, leads, name) is not { } good)
            return Exit.Failed;
        var (crmObject, there) = (columns.Mapping.Source.CrmObject, await There(columns.Mapping, good, cancellation));
        var missing = good.Where(lead => lead.Key is null || !there.ContainsKey(lead.Key)).ToList();
        foreach (var lead in good.Except(missing))
            Tell(Issue.Note(IssueCodes.LeadThere, null, there[lead.Key!], "the CRM has a lead of this company with this e-mail address", "nothing to do: no second lead is stored") with { Record = lead.Line }, name);
        var (reason, exit) = await ask($"import: {Words.Of(missing.Count)} new {(missing.Count == 1 ? "lead" : "leads")} of {name}, {Words.Of(good.Count - missing.Count)} that the CRM has", cancellation);
        if (exit is { } stop)
            return stop;

        var (ids, refused) = (new List<string>(), 0);
        foreach (var lead in good)
        {
            if (lead.Key is { } key && there.TryGetValue(key, out var known))
            {
                ids.Add(known);
                continue;
            }

            var result = await crm.Import(crmObject, lead.Crm.ToJson(), cancellation);
            foreach (var issue in result.Issues)
                Tell(issue with { Record = lead.Line }, name);
            if (result is { Written: true, Id: { } id })
                ids.Add(id);
            else
                refused++;
        }

        if (ids.Count == 0)
            return Exit.Failed;
        using var bulk = new BulkRequest(data, catalog, format, terminal);
        var code = await bulk.Run(new CommandDocument(CommandVerbs.CreateLead, ids, new Dictionary<string, string>()), "", (_, _) => Task.FromResult((reason, (int?)null)), reason, cancellation);
        return refused > 0 && code == Exit.Done ? Exit.Partly : code;
    }

    async Task<LeadColumns?> Open(CancellationToken cancellation)
    {
        if (await data.Mapping(cancellation) is not { } document)
            return null;
        var issues = new List<Issue>();
        if (CompiledMapping.CompileLeads(document, issues) is not { } mapping)
        {
            foreach (var issue in issues.DefaultIfEmpty(CommandIssues.LeadsNotMapped()))
                terminal.Tell(issue, format);
            return null;
        }

        var metadata = await data.SyncCrm.Metadata(cancellation, mapping.Source.CrmObject);
        if (metadata.Object(mapping.Source.CrmObject) is { } crmObject)
            return new LeadColumns(mapping, crmObject);
        terminal.Tell(Issue.Error(IssueCodes.MappingUnknownCrmField, null, mapping.Source.CrmObject, "the CRM has no object of this name", "correct the mapping's section 'lead'"), format);
        return null;
    }

    // All of them, or null after saying what is wrong with each: nothing is stored of a file with a fault.
    List<NewLead>? Checked(LeadColumns columns, IReadOnlyList<LeadFile.Lead> leads, string file)
    {
        if (leads.SelectMany(lead => lead.Values.Keys).Distinct(StringComparer.Ordinal).Where(name => !columns.Has(name)).ToList() is { Count: > 0 } unknown)
        {
            foreach (var name in unknown)
                Tell(Issue.Error(IssueCodes.UnknownField, name, null, $"neither the mapping's section 'lead' nor the CRM's object has a field of this name{columns.Hint(name)}", "name the column as AWS's or the CRM's field, or remove it"), file);
            return null;
        }

        var (outbound, today) = (new OutboundDecision(catalog, columns.Mapping), DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime));
        var (good, lines, isGood) = (new List<NewLead>(), new Dictionary<string, int>(StringComparer.Ordinal), true);
        foreach (var lead in leads)
        {
            var issues = new List<Issue>();
            var crm = columns.ToCrm(lead.Values, issues);
            issues.AddRange(outbound.CreateLead("", crm, "", today) switch { OutboundPlan.Held held => held.Issues, OutboundPlan.Send send => send.Issues, _ => [] });
            var key = KeyOf(columns.Mapping, crm);
            if (key is not null && !lines.TryAdd(key, lead.Line))
                issues.Add(Issue.Error(IssueCodes.DuplicateRecord, null, null, $"line {Words.Of(lines[key])} has the same company and e-mail address", "remove one of the two"));
            foreach (var issue in issues)
                Tell(issue with { Record = lead.Line, Fix = issue.Code == IssueCodes.Required ? "fill it in the file" : issue.Fix }, file);
            isGood &= !issues.Any(issue => issue.Severity == Severity.Error);
            good.Add(new NewLead(lead.Line, crm, key));
        }

        return isGood ? good : null;
    }

    // The CRM's leads with the same keys, by key.
    async Task<Dictionary<string, string>> There(CompiledMapping mapping, List<NewLead> leads, CancellationToken cancellation)
    {
        var (wanted, found) = (leads.Select(lead => lead.Key).OfType<string>().ToHashSet(StringComparer.Ordinal), new Dictionary<string, string>(StringComparer.Ordinal));
        string? after = null;
        while (await data.Crm.List(mapping.Source.CrmObject, PageSize, after, cancellation) is { Count: > 0 } page)
        {
            after = page[^1].Id;
            foreach (var record in page)
            {
                if (KeyOf(mapping, new FlatRecord(record.Fields)) is { } key && wanted.Contains(key))
                    found.TryAdd(key, record.Id);
            }
        }

        return found;
    }

    static string? KeyOf(CompiledMapping mapping, FlatRecord crm)
    {
        return (CrmMatch.KeyOf(CrmFieldType.Text, At(Company)), CrmMatch.KeyOf(CrmFieldType.Email, At(Email))) is ({ } company, { } email) ? $"{company}\n{email}" : null;

        string? At(string path) => mapping.Source.Fields.Where(line => line.Aws == path && !crm.IsEmpty(line.Crm)).Select(line => Scalars.TextOf(crm[line.Crm]!)).FirstOrDefault();
    }

    void Tell(Issue issue, string file) => terminal.Tell(issue with { File = file }, format);
}
