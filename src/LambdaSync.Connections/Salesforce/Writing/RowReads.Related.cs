using System.Text.Json;
using LambdaSync.Mapping;
using LambdaSync.Sync;

namespace LambdaSync.Connections.Salesforce;

sealed partial class RowReads
{
    // Accounts and contacts are matched before one is created (row C15).
    async Task Match(IReadOnlyList<RowDraft> drafts, CancellationToken cancellation)
    {
        var wanted = drafts.Where(d => d.Result is null).SelectMany(draft => draft.Related.Values.Select(related => (Draft: draft, Related: related, Link: LinkOf(draft, related))))
            .Where(w => w.Related.Id is null && w.Link?.MatchBy is { Count: > 0 } && w.Draft.Own.IsEmpty(w.Related.Link.Name)).ToList();
        // A contact is looked for in its account, which is found first.
        foreach (var group in wanted.GroupBy(w => (Target: w.Related.Target.Name, By: string.Join(' ', w.Link!.MatchBy!))).OrderBy(g => g.Key.Target != Account))
        {
            foreach (var field in group.First().Link!.MatchBy!)
            {
                foreach (var part in group.Where(w => w.Related.Id is null && MatchKey(w.Related, field) is not null).Chunk(MatchesOfQuery))
                    await Match(part[0].Related.Target, field, [.. part.Select(p => (p.Draft, p.Related))], cancellation).ConfigureAwait(false);
            }
        }

        // Which of several is meant is a person's answer: the row is written without the link.
        foreach (var (draft, related, _) in wanted.Where(w => w.Related is { Id: null, IsAmbiguous: true }))
            draft.Candidates.AddRange(related.Matches.Select(id => new CrmReference(related.Target.Name, id)));
    }

    static CrmLink? LinkOf(RowDraft draft, RelatedDraft related) => draft.Row.Links?.FirstOrDefault(l => l.Field == related.Link.Name);

    static string? MatchKey(RelatedDraft related, string field) =>
        related.Target.Field(field) is { } found ? CrmMatch.KeyOf(FieldTypes.Of(found), RecordJson.Plain(related.Fields[field])) : null;

    async Task Match(SObject target, string field, IReadOnlyList<(RowDraft Draft, RelatedDraft Related)> wanted, CancellationToken cancellation)
    {
        var type = FieldTypes.Of(target.Field(field)!);
        var conditions = wanted.Select(w => Like(field, type, RecordJson.Plain(w.Related.Fields[field])!, MatchKey(w.Related, field)!)).Distinct();
        var select = wanted.SelectMany(w => w.Related.Fields.Fields.Select(f => f.Key)).Append(RowBody.Id).Append(field).Concat(target.Has(AccountId) ? [AccountId] : Array.Empty<string>());
        var (records, _) = await api.Query(Soql.Select(select, target.Name, string.Join(" OR ", conditions), $"LIMIT {MostMatches}"), all: false, cancellation).ConfigureAwait(false);
        var byKey = records.ToLookup(r => CrmMatch.KeyOf(type, RecordJson.Text(r, field)));
        foreach (var (draft, related) in wanted)
        {
            var matches = OfAccount(draft, target, [.. byKey[MatchKey(related, field)].DistinctBy(RecordFields.IdOf)]);
            if (matches.Count == 1)
                (related.Id, related.IsFound, related.Held) = (RecordFields.IdOf(matches[0]), true, Held(matches[0], related, ""));
            else
                related.Matches.AddRange(matches.Select(RecordFields.IdOf).Except(related.Matches));
        }
    }

    // Those of the record's account, else those of none: another account's contact is somebody else's, and no contact is moved.
    List<JsonElement> OfAccount(RowDraft draft, SObject target, List<JsonElement> found)
    {
        if (!target.Has(AccountId) || AccountLink is not { } link)
            return found;
        var related = draft.Related.GetValueOrDefault(link);
        var wanted = related is null ? null : LinkOf(draft, related);
        var own = related?.Id ?? RecordJson.Plain(draft.Own[link]) ?? draft.AccountId ?? (draft.Id is null && wanted is { Create: false } ? wanted.Id : null);
        // Where several accounts match, or nothing is known of one, the contact may be of any. A new account has none.
        if (own is null && (related is { IsAmbiguous: true } || wanted is not { Create: true }))
            return found;
        var accounts = found.ToLookup(r => RecordJson.Text(r, AccountId) is { Length: > 0 } account ? SalesforceId.Long(account) : "");
        return [.. own is not null && accounts[SalesforceId.Long(own)].Any() ? accounts[SalesforceId.Long(own)] : accounts[""]];
    }

    /// <summary>What new related records of the row would be found by.</summary>
    public static IEnumerable<string> Created(RowDraft draft) => draft.Related.Values.Where(r => r.IsNew).SelectMany(r => r.Keys);

    // A wider condition than the match itself: records that agree in it are then compared by their keys.
    static string Like(string field, CrmFieldType type, string value, string key)
    {
        if (type == CrmFieldType.Email)
            return $"{Soql.Name(field)} = {Soql.Text(value.Trim())}";
        if (type == CrmFieldType.Url)
            return $"{Soql.Name(field)} LIKE {Soql.Like("%", key)}";
        var (word, first) = (key.Split(' ')[0], value.Trim().Split(' ', ',')[0]);
        return $"{Soql.Name(field)} LIKE {Soql.Like("", word)}" + (string.Equals(word, first, StringComparison.OrdinalIgnoreCase) ? "" : $" OR {Soql.Name(field)} LIKE {Soql.Like("", first)}");
    }

    // An account that other deals have too is not changed from one deal's data, only completed (row C15).
    async Task KeepShared(IReadOnlyList<RowDraft> drafts, CancellationToken cancellation)
    {
        var writes = drafts.Where(d => d.Result is null).SelectMany(draft => draft.Related.Values.Select(related => (Draft: draft, Related: related))).Where(w => w.Related.Id is not null).ToList();
        foreach (var (_, related) in writes)
        {
            foreach (var (name, value) in related.Fields.Fields.Where(f => related.Held[f.Key] == f.Value || related.Target.Field(f.Key) is { IsUpdateable: false }).ToList())
                related.Fields[name] = null;
        }

        var overwriting = writes.Where(w => LinkOf(w.Draft, w.Related) is not { WritesShared: true } && w.Related.Fields.Fields.Any(f => IsOverwritten(w.Related, f.Key, f.Value))).ToList();
        foreach (var group in overwriting.GroupBy(w => w.Related.Link.Name))
        {
            var holders = await Holders(group.Key, [.. group.Where(w => !w.Related.IsFound).Select(w => w.Related.Id!).Distinct()], cancellation).ConfigureAwait(false);
            foreach (var (draft, related) in group.Where(w => w.Related.IsFound || holders is null || holders.Any(h => h.Target == w.Related.Id && h.Id != w.Draft.Id)))
            {
                foreach (var (name, value) in related.Fields.Fields.Where(f => IsOverwritten(related, f.Key, f.Value)).ToList())
                {
                    draft.Issues.Add(Issue.Note(
                        IssueCodes.RelatedKept, related.Path(name), RecordJson.Plain(value), $"The {related.Target.Label} belongs to other records too and is kept.", "Change it in Salesforce, or let the mapping write shared records."));
                    related.Fields[name] = null;
                }
            }
        }
    }

    static bool IsOverwritten(RelatedDraft related, string field, string value) => !related.Held.IsEmpty(field) || value == "null";

    // The records that link to each; null: too many to say.
    async Task<List<(string Id, string Target)>?> Holders(string link, IReadOnlyList<string> ids, CancellationToken cancellation)
    {
        var holders = new List<(string, string)>();
        foreach (var part in Soql.Parts(ids, 200, SalesforceApi.MaxIds))
        {
            var (records, _) = await api.Query(Soql.Select([RowBody.Id, link], crmObject.Name, Soql.In(link, part), $"LIMIT {MostMatches}"), all: false, cancellation).ConfigureAwait(false);
            if (records.Count == MostMatches)
                return null;
            holders.AddRange(records.Select(r => (RecordFields.IdOf(r), SalesforceId.Long(RecordJson.Text(r, link) ?? ""))));
        }

        return holders;
    }

    // What a link leads to, if the record has none and none matched.
    async Task Complete(RowDraft draft, RelatedDraft related, CancellationToken cancellation)
    {
        var link = LinkOf(draft, related);
        if (RecordJson.Plain(draft.Own[related.Link.Name]) is { } own)
        {
            related.Id ??= SalesforceId.Long(own);
        }
        else if (related.Id is not null)
        {
            if (related.IsFound)
                draft.Own[related.Link.Name] = RecordJson.Quote(related.Id);
        }
        else if (related.IsAmbiguous)
        {
            NotWritten(draft, related, "several records match, and a person has to link one");
        }
        else if (link is { Create: true } && (related.Fields.Count > 0 || (draft.Id is null && (link.Id is not null || related.Target.Name == Account))))
        {
            if (link.Id is null && related.Target.Name != Account && Missing(related) is { Count: > 0 } missing)
            {
                // The row itself is not refused for it. AWS has the name of every customer, so an account that lacks it is a fault of the mapping.
                NotWritten(draft, related, $"a new {related.Target.Label} needs {string.Join(", ", missing)}");
                return;
            }

            related.IsNew = true;
            related.Keys = [.. (link.MatchBy ?? []).Select(field => MatchKey(related, field) is { } key ? $"{related.Target.Name}.{field}={key}" : null).OfType<string>()];
            if (related.Target.IsUniqueKey(settings.LinkedKey) && draft.Row.ExternalId is { } externalId)
                related.Key = (settings.LinkedKey, $"{externalId.Trim()}:{related.Target.Name}");
            if (link.Id is { } source)
                await Copy(draft, related.Target, source, related.Fields, settings.LinkedKey, cancellation).ConfigureAwait(false);
            if (related.Target.Has(Person))
                KeepPerson(draft, related.Fields, !related.Fields.IsEmpty("LastName"), related.Path);
            if (settings.Owner is { } owner && related.Fields[Owner] is null && related.Target.Field(Owner) is { IsCreateable: true })
                related.Fields[Owner] = RecordJson.Quote(owner);
        }
        else if (draft.Id is null && link is { Create: false, Id: { } standard })
        {
            draft.Own[related.Link.Name] = RecordJson.Quote(standard);
            NotWritten(draft, related, "the default record is shared");
        }
        else
        {
            NotWritten(draft, related, "no record is linked");
        }
    }

    static List<string> Missing(RelatedDraft related) =>
        [.. related.Target.Fields.Where(f => f is { IsNillable: false, IsCreateable: true, HasDefault: false } && f.Type != "boolean" && related.Fields.IsEmpty(f.Name)).Select(f => f.Name)];

    static void NotWritten(RowDraft draft, RelatedDraft related, string why)
    {
        foreach (var (name, value) in related.Fields.Fields.ToList())
        {
            draft.Warn(IssueCodes.RelatedNotLinked, related.Path(name), RecordJson.Plain(value), $"{related.Path(name)} is not written: {why}.", "Link the related record in the CRM, or let the mapping create one.");
            related.Fields[name] = null;
        }
    }
}
