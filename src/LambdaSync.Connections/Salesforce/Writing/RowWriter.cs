using LambdaSync.Sync;

namespace LambdaSync.Connections.Salesforce;

/// <summary>Writes rows of one object: an answer for every row, in order.</summary>
/// <param name="random">From 0 to below 1.</param>
sealed class RowWriter(SalesforceApi api, SchemaSource schemas, SalesforceSettings settings, TimeProvider time, Func<double> random)
{
    // A lock of another transaction, and rows that failed with another row.
    const int MaxTries = 4, MaxIdleRounds = 3;

    static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(500), Later = TimeSpan.FromMinutes(1);

    public async Task<IReadOnlyList<CrmResult>> Write(string crmObject, IReadOnlyList<CrmWrite> rows, CancellationToken cancellation)
    {
        var schema = await schemas.Get(api, crmObject, cancellation).ConfigureAwait(false);
        var reads = await RecordFields.Of(schemas, api, schema, [.. rows.SelectMany(r => r.ReadBack).Distinct()], cancellation).ConfigureAwait(false);
        var results = new CrmResult?[rows.Count];
        for (var left = Enumerable.Range(0, rows.Count).ToList(); left.Count > 0; left = [.. left.Where(i => results[i] is null)])
        {
            var wave = Distinct(left, i => Identities(rows[i]));
            var drafts = await new RowPreparation(api, schemas).Prepare(schema, [.. wave.Select(i => rows[i])], cancellation).ConfigureAwait(false);
            await new RowReads(api, settings, schema).Read(drafts, cancellation).ConfigureAwait(false);
            // Deals that would create the same account: the first does, and the others then find it.
            var open = Distinct(Enumerable.Range(0, drafts.Count), n => RowReads.Created(drafts[n]));
            var answers = await Write(schema, reads, [.. open.Select(n => drafts[n])], results.Any(r => r is { Written: true }), cancellation).ConfigureAwait(false);
            foreach (var (n, answer) in open.Zip(answers))
                results[wave[n]] = answer;
        }

        return results!;
    }

    // A row after another one of the same record is worked out from what that one has written.
    static IEnumerable<string> Identities(CrmWrite row)
    {
        if (row.Id is { } id)
            yield return SalesforceId.Long(id);
        if (!string.IsNullOrWhiteSpace(row.ExternalId))
            yield return $"{row.ExternalIdField}={row.ExternalId.Trim().ToUpperInvariant()}";
    }

    // Those that have nothing in common with one before them.
    static List<int> Distinct(IEnumerable<int> numbers, Func<int, IEnumerable<string>> keys)
    {
        var (seen, distinct) = (new HashSet<string>(StringComparer.Ordinal), new List<int>());
        foreach (var number in numbers)
        {
            var its = keys(number).ToList();
            if (!its.Any(seen.Contains))
                distinct.Add(number);
            seen.UnionWith(its);
        }

        return distinct;
    }

    async Task<IReadOnlyList<CrmResult>> Write(SObject schema, RecordFields reads, IReadOnlyList<RowDraft> drafts, bool hasWritten, CancellationToken cancellation)
    {
        var answers = new RowAnswers(schema);
        try
        {
            await CheckOpenVersions(schema, [.. drafts.Where(d => d.Result is null && d.Id is not null && d.Row.Expected is not null)], cancellation).ConfigureAwait(false);
            await Send(drafts, new RowSender(api, settings, reads, answers), cancellation).ConfigureAwait(false);
        }
        catch (SalesforceException failed) when (failed is { NothingDone: true, Transient: true } && (hasWritten || drafts.Any(d => d.Result is { Written: true })))
        {
            // What is written is answered; the rest was not sent.
        }

        if (answers.IsStale)
            schemas.Forget(schema.Name);
        foreach (var draft in drafts.Where(d => d.Result is null))
            draft.End(CrmResult.Without(CrmOutcome.Later, [.. draft.Issues, Issue.Error(IssueCodes.CrmRejected, null, null, "Salesforce could not take the record now.", "It is sent again; no action is needed.")]) with { RetryAfter = Later });
        var results = drafts.ToDictionary(d => d, d => d.Result! with { Candidates = [.. d.Result!.Candidates, .. d.Candidates] });
        await Gone(schema, answers.Gone, results, cancellation).ConfigureAwait(false);
        await Taken(schema, answers.Taken, results, cancellation).ConfigureAwait(false);
        return [.. drafts.Select(d => results[d])];
    }

    // A save in the second of the version does not change it. Once that second is over, the values tell, and any later save has another version.
    async Task CheckOpenVersions(SObject schema, IReadOnlyList<RowDraft> drafts, CancellationToken cancellation)
    {
        if (drafts.Count == 0)
            return;
        await Task.Delay(RecordFields.VersionUnit, time, cancellation).ConfigureAwait(false);
        var names = drafts.SelectMany(d => new FlatRecord(d.Row.Expected).Fields).Select(f => f.Key).Distinct().ToList();
        var found = (await new RecordFinder(api, schemas).Find(schema.Name, RowBody.Id, [.. drafts.Select(d => d.Id!)], names, cancellation).ConfigureAwait(false)).ToLookup(f => f.Value);
        foreach (var draft in drafts)
        {
            // Of one that is gone the write says what became of it.
            if (found[draft.Id!].FirstOrDefault()?.Record is not { } record)
                continue;
            var now = new FlatRecord(record.Fields);
            if (new FlatRecord(draft.Row.Expected).Fields.Any(f => now[f.Key] != f.Value))
                draft.End(CrmResult.Without(CrmOutcome.Conflict, [.. draft.Issues, Issue.Error(IssueCodes.CrmRejected, null, null, "The record was changed since it was read.", "Compare the record again.")]));
        }
    }

    async Task Send(IReadOnlyList<RowDraft> drafts, RowSender sender, CancellationToken cancellation)
    {
        for (var idle = 0; idle < MaxIdleRounds;)
        {
            // Rows of one parent follow each other: in one request they do not wait for each other's lock.
            var open = drafts.Where(d => d.Result is null && d.Tries < MaxTries).OrderBy(d => Parent(d), StringComparer.Ordinal).ToList();
            if (open.Count == 0)
                return;
            var (tries, fields) = (open.Max(d => d.Tries), open.Sum(d => d.Own.Count + d.Related.Values.Sum(r => r.Fields.Count)));
            if (tries > 0)
                await Task.Delay(SalesforceHttp.Backoff(tries, FirstWait, random()), time, cancellation).ConfigureAwait(false);
            await sender.Graphs([.. open.Where(d => d.IsGraph)], cancellation).ConfigureAwait(false);
            await sender.Conditional([.. open.Where(d => d is { IsGraph: false, IsConditional: true, Id: not null })], cancellation).ConfigureAwait(false);
            await sender.Update([.. open.Where(d => d is { IsGraph: false, IsConditional: false, Id: not null })], cancellation).ConfigureAwait(false);
            await sender.Upsert([.. open.Where(d => d is { IsGraph: false, Id: null })], cancellation).ConfigureAwait(false);
            // Answered rows and held fields are progress; rows that only failed with others are not.
            var progress = open.Any(d => d.Result is not null) || open.Sum(d => d.Own.Count + d.Related.Values.Sum(r => r.Fields.Count)) < fields || open.Max(d => d.Tries) > tries;
            idle = progress ? 0 : idle + 1;
        }
    }

    static string Parent(RowDraft draft) => draft.Related.GetValueOrDefault("AccountId")?.Id ?? RecordJson.Plain(draft.Own["AccountId"]) ?? "";

    // Deleted, merged, converted, or never seen: one query for all.
    async Task Gone(SObject crmObject, List<RowDraft> drafts, Dictionary<RowDraft, CrmResult> results, CancellationToken cancellation)
    {
        if (drafts.Count == 0)
            return;
        var found = await new RecordFinder(api, schemas).Find(crmObject.Name, RowBody.Id, [.. drafts.Select(d => d.Id!)], [RowBody.Id], cancellation).ConfigureAwait(false);
        var byId = found.ToLookup(f => f.Value);
        foreach (var draft in drafts)
        {
            var answer = byId[draft.Id!].FirstOrDefault();
            results[draft] = answer?.State is CrmState.Deleted or CrmState.Merged or CrmState.Converted
                ? results[draft] with { Into = answer.Into }
                // Absent is not deleted: a hidden record answers the same.
                : results[draft] with { Outcome = CrmOutcome.Refused };
        }
    }

    async Task Taken(SObject crmObject, List<RowDraft> drafts, Dictionary<RowDraft, CrmResult> results, CancellationToken cancellation)
    {
        foreach (var group in drafts.Where(d => !string.IsNullOrWhiteSpace(d.Row.ExternalId)).GroupBy(d => d.Row.ExternalIdField))
        {
            var found = await new RecordFinder(api, schemas).Find(crmObject.Name, group.Key, [.. group.Select(d => d.Row.ExternalId!).Distinct()], [RowBody.Id], cancellation).ConfigureAwait(false);
            var byValue = found.Where(f => f.Record is not null).ToLookup(f => f.Value, f => new CrmReference(crmObject.Name, f.Record!.Id));
            foreach (var draft in group)
                results[draft] = results[draft] with { Candidates = [.. byValue[draft.Row.ExternalId!].Where(r => r.Id != draft.Id)] };
        }
    }
}
