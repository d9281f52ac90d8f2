using System.Text.Json;
using LambdaSync.Sync;

namespace LambdaSync.Connections.Salesforce;

/// <summary>
/// What has to be known before rows are sent: whether the record exists, where its links lead, which accounts and contacts match, and what a
/// new record starts from. Rows that need none of it are not read.
/// </summary>
sealed partial class RowReads(SalesforceApi api, SalesforceSettings settings, SObject crmObject)
{
    const string Person = "IsPersonAccount", Currency = "CurrencyIsoCode", Owner = "OwnerId", Account = "Account", AccountId = "AccountId";
    const int MostMatches = 2000, MatchesOfQuery = 50;

    static readonly string[] PersonFields = ["FirstName", "LastName", "MiddleName", "Salutation", "Suffix"];

    public async Task Read(IReadOnlyList<RowDraft> drafts, CancellationToken cancellation)
    {
        var open = drafts.Where(d => d.Result is null).ToList();
        var current = await Current([.. open.Where(Needs)], cancellation).ConfigureAwait(false);
        foreach (var draft in open)
        {
            Known(draft, current);
            await Start(draft, cancellation).ConfigureAwait(false);
        }

        await Match(open, cancellation).ConfigureAwait(false);
        await KeepShared(open, cancellation).ConfigureAwait(false);
        foreach (var draft in open.Where(d => d.Result is null))
        {
            foreach (var related in draft.Related.Values)
                await Complete(draft, related, cancellation).ConfigureAwait(false);
        }
    }

    bool Needs(RowDraft draft) => draft.Id is null
        ? draft.Related.Count > 0 || draft.Row.CopyFrom is not null || draft.Row.UpdateOnly || draft.IsConditional || settings.Owner is not null || HasAmount(draft) || crmObject.Has(Person)
        : draft.Related.Count > 0 || HasAmount(draft) || crmObject.Has(Person) || References(draft).Any();

    bool HasAmount(RowDraft draft) => crmObject.Has(Currency) && draft.Own[Currency] is null && Amounts(draft).Any();

    IEnumerable<string> Amounts(RowDraft draft) => draft.Own.Fields.Where(f => f.Value != "null" && crmObject.Field(f.Key) is { IsCurrency: true }).Select(f => f.Key);

    string? AccountLink => crmObject.Fields.FirstOrDefault(f => f.Relation == Account)?.Name;

    // The account's link of a record that exists is never moved by a sync (row C8).
    IEnumerable<string> References(RowDraft draft) => draft.Own.Fields.Select(f => f.Key).Where(name => crmObject.Field(name)?.Relation == Account);

    async Task<Dictionary<string, JsonElement>> Current(IReadOnlyList<RowDraft> drafts, CancellationToken cancellation)
    {
        var found = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        if (drafts.Count == 0)
            return found;
        var select = new List<string> { RowBody.Id };
        select.AddRange(drafts.SelectMany(d => d.Related.Values).SelectMany(r => r.Fields.Fields.Select(f => r.Path(f.Key)).Append(r.Link.Name)));
        select.AddRange(drafts.SelectMany(d => d.Related.Values).Where(r => r.Target.Has(Person)).Select(r => r.Path(Person)));
        select.AddRange(drafts.SelectMany(References));
        if (AccountLink is { } account && drafts.Any(d => d.Related.Values.Any(r => r.Target.Has(AccountId))))
            select.Add(account);
        select.AddRange(new[] { Currency, Person, "LastModifiedDate" }.Where(crmObject.Has));
        foreach (var group in drafts.GroupBy(d => d.Id is null ? d.Row.ExternalIdField : RowBody.Id))
        {
            var fields = select.Append(group.Key).Distinct().ToList();
            var used = Uri.EscapeDataString(Soql.Select(fields, crmObject.Name, "")).Length;
            foreach (var part in Soql.Parts([.. group.Select(d => d.Id ?? d.Row.ExternalId!.Trim()).Distinct()], used, SalesforceApi.MaxIds))
            {
                var (records, _) = await api.Query(Soql.Select(fields, crmObject.Name, Soql.In(group.Key, part)), all: false, cancellation).ConfigureAwait(false);
                foreach (var record in records)
                    found[KeyOf(group.Key, RecordJson.Text(record, group.Key) ?? "")] = record;
            }
        }

        return found;
    }

    static string KeyOf(string field, string value) => field == RowBody.Id ? value : $"{field}={value.Trim().ToUpperInvariant()}";

    void Known(RowDraft draft, Dictionary<string, JsonElement> current)
    {
        var wasRead = Needs(draft);
        var found = current.TryGetValue(draft.Id is { } id ? id : KeyOf(draft.Row.ExternalIdField, draft.Row.ExternalId!), out var record);
        if (draft.Id is null && found)
            draft.Id = RecordFields.IdOf(record);
        else if (draft.Id is null && draft.Row.UpdateOnly)
            draft.Refuse(draft.Row.ExternalIdField, draft.Row.ExternalId, $"No {crmObject.Name} has this external id.", "It was deleted, or never linked.");
        if (!found)
        {
            if (wasRead && draft.Id is null)
                New(draft);
            return;
        }

        foreach (var name in draft.Own.Fields.Select(f => f.Key).Where(name => crmObject.Field(name) is { IsUpdateable: false }).ToList())
            draft.Own[name] = null;
        draft.AccountId = AccountLink is { } account ? RecordJson.Text(record, account) : null;
        KeepLinks(draft, record);
        KeepAmounts(draft, record);
        if (crmObject.Has(Person))
            KeepPerson(draft, draft.Own, RecordJson.Flag(record, Person), name => name);
        foreach (var related in draft.Related.Values)
            Known(draft, related, record);
    }

    void New(RowDraft draft)
    {
        if (settings.Owner is { } owner && draft.Own[Owner] is null && crmObject.Field(Owner) is { IsCreateable: true })
            draft.Own[Owner] = RecordJson.Quote(owner);
        // AWS's amounts are in its currency, whatever that of the organization or the user is.
        if (HasAmount(draft))
            draft.Own[Currency] = RecordJson.Quote(settings.Currency);
        if (crmObject.Has(Person))
            KeepPerson(draft, draft.Own, !draft.Own.IsEmpty("LastName"), name => name);
    }

    void KeepLinks(RowDraft draft, JsonElement record)
    {
        foreach (var name in References(draft).ToList())
        {
            if (RecordJson.Text(record, name) is not { Length: > 0 } now || SalesforceId.Same(now, RecordJson.Plain(draft.Own[name])))
                continue;
            draft.Issues.Add(Issue.Note(IssueCodes.AccountLinkKept, name, RecordJson.Plain(draft.Own[name]), "A filled account link is kept.", "Change the link in the CRM if the other account is right."));
            draft.Own[name] = null;
        }
    }

    void KeepAmounts(RowDraft draft, JsonElement record)
    {
        if (!HasAmount(draft) || RecordJson.Text(record, Currency) is not { } now || now == settings.Currency)
            return;
        foreach (var name in Amounts(draft).ToList())
        {
            draft.Warn(IssueCodes.CrmRejected, name, RecordJson.Plain(draft.Own[name]), $"The amount is in {settings.Currency} and the record's currency is {now}.", "Map CurrencyIsoCode, or change the record's currency in Salesforce.");
            draft.Own[name] = null;
        }
    }

    // A person account has no name of its own, a business account no first and last name (HELP account_person).
    static void KeepPerson(RowDraft draft, FlatRecord fields, bool isPerson, Func<string, string> path)
    {
        foreach (var (name, value) in fields.Fields.Where(f => isPerson ? f.Key == "Name" : PersonFields.Contains(f.Key) || f.Key.EndsWith("__pc", StringComparison.Ordinal)).ToList())
        {
            fields[name] = null;
            draft.Issues.Add(Issue.Note(
                IssueCodes.RelatedNotLinked, path(name), RecordJson.Plain(value), isPerson ? "A person account takes first and last name instead of a name." : "A business account takes no fields of persons.", "Map the other fields too if both kinds of account are used."));
        }
    }

    static void Known(RowDraft draft, RelatedDraft related, JsonElement record)
    {
        related.Id = draft.Own.IsEmpty(related.Link.Name) && RecordJson.Text(record, related.Link.Name) is { Length: > 0 } id ? SalesforceId.Long(id) : related.Id;
        if (related.Id is null)
            return;
        related.Held = Held(record, related, related.Link.Relation + ".");
        if (related.Target.Has(Person))
            KeepPerson(draft, related.Fields, RecordJson.Flag(record, related.Path(Person)), related.Path);
    }

    // By the field's name in the related record.
    static FlatRecord Held(JsonElement record, RelatedDraft related, string prefix)
    {
        var read = RecordJson.Read(record, related.Fields.Fields.Select(f => prefix + f.Key), path => related.Target.Field(path[prefix.Length..]) is { IsTime: true });
        var held = new FlatRecord();
        foreach (var (path, value) in read.Fields)
            held[path[prefix.Length..]] = value;
        return held;
    }

    // A new record takes what it starts from; an existing one does not.
    async Task Start(RowDraft draft, CancellationToken cancellation)
    {
        if (draft.Id is null && draft.Row.CopyFrom is { } template && draft.Result is null)
            await Copy(draft, crmObject, template, draft.Own, draft.Row.ExternalIdField, cancellation).ConfigureAwait(false);
    }

    async Task Copy(RowDraft draft, SObject from, string id, FlatRecord to, string? except, CancellationToken cancellation)
    {
        JsonElement source;
        try
        {
            source = await api.Get("row", $"/sobjects/{from.Name}/{Uri.EscapeDataString(id)}", cancellation).ConfigureAwait(false);
        }
        catch (SalesforceException gone) when (gone.Fault is SalesforceFault.Gone)
        {
            draft.Refuse(null, id, $"No {from.Name} has this id.", "Correct the mapping's template.");
            return;
        }

        foreach (var field in from.Fields.Where(f => f is { IsCreateable: true, IsUnique: false, IsExternalId: false } && f.Name != except && to[f.Name] is null && !(f.Name == Owner && settings.Owner is not null)))
        {
            if (RecordJson.Find(source, field.Name) is { ValueKind: not (JsonValueKind.Null or JsonValueKind.Object or JsonValueKind.Array or JsonValueKind.Undefined) })
                to[field.Name] = RecordJson.Read(source, [field.Name], _ => field.IsTime)[field.Name];
        }
    }
}
