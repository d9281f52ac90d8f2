using LambdaSync.Mapping;
using LambdaSync.Sync;

namespace LambdaSync.Connections.BuiltIn;

/// <summary>What a new record starts from, and which records a row's related fields go to (row C8).</summary>
static class RelatedRecords
{
    /// <summary>The external id of records that LambdaSync adds beside the shared one.</summary>
    public const string ExternalIdField = "LambdaSync_External_Id__c";

    /// <summary>Copies the fields of the record that the row names; the row's own are set over them.</summary>
    public static void Copy(Staging stage, RowRequest row, StagedRecord record)
    {
        if (row.CopyFrom is not { } id)
            return;
        if (stage.Load(row.Object, id) is { } template)
            Copy(template, record, name => !row.Fields.Contains(name));
        else
            stage.Issues.Add(Refusals.NoRecord(row.Object.Name, id));
    }

    /// <summary>Fills the row's empty links. A record that the row names wins.</summary>
    public static void Link(Staging stage, CrmSchema schema, RowRequest row, StagedRecord record)
    {
        // A contact is looked for in its account, which is linked first.
        foreach (var link in row.Links.OrderBy(l => l.Field != row.Object.AccountLink?.Name))
        {
            if (!row.Object.Fields.TryGetValue(link.Field, out var field) || field.RelatesTo is not { } name || schema.Object(name) is not { } target)
                stage.Issues.Add(Refusals.UnknownField(row.Object.Name, link.Field));
            else if (row.Fields[field.Name].IsNull && (record.IsNew || (stage.Follow(record, field) is null && row.Fields.Names.Any(n => n.StartsWith(field.Relation + ".", StringComparison.Ordinal)))))
                Fill(stage, row, record, link, field, target);
        }
    }

    /// <summary>
    /// Whether the record that a link leads to keeps what it has: others of the same object link to it too, or this row has just found it.
    /// </summary>
    public static bool IsShared(Staging stage, StagedRecord from, CrmField link, StagedRecord related) =>
        !related.IsNew && (stage.Found.Contains(related.Id) || stage.Having(from.Schema, link, related.Id).Any(id => id != from.Id));

    static void Fill(Staging stage, RowRequest row, StagedRecord record, CrmLink link, CrmField field, ObjectSchema target)
    {
        if (link.Create && Made(stage, target, row) is { } made)
        {
            record.Set(field.Name, FlatValue.Of(made.Id));
            return;
        }

        var id = Match(stage, row, record, link, field, target, out var isOpen);
        var standard = record.IsNew && !link.Create && !isOpen ? link.Id : null;
        if ((id ?? standard) is { } known)
        {
            stage.Found.Add(known);
            stage.Set(record, field.Name, field, FlatValue.Of(known));
        }
        else if (link.Create && !isOpen && (link.Id is not null || field == row.Object.AccountLink || HasWhatItNeeds(row, field, target)))
        {
            var added = Created(stage, target, row, link);
            if (target.AccountLink is { } account && AccountOf(row, record) is { } own)
                stage.Set(added, account.Name, account, FlatValue.Of(own));
            record.Set(field.Name, FlatValue.Of(added.Id));
        }
    }

    // A contact that nothing is known of, or that lacks what it needs, is not created: the row itself is not refused for it. AWS has the name of
    // every customer, so an account that lacks it is a fault of the mapping.
    static bool HasWhatItNeeds(RowRequest row, CrmField field, ObjectSchema target) =>
        row.Fields.Names.Any(name => name.StartsWith(field.Relation + ".", StringComparison.Ordinal)) && target.Required.All(needed => !row.Fields[$"{field.Relation}.{needed.Name}"].IsNull);

    // The record that this row made when it was written before.
    static StagedRecord? Made(Staging stage, ObjectSchema target, RowRequest row) =>
        target.Fields.ContainsKey(ExternalIdField) ? stage.LoadByExternalId(target, ExternalIdField, KeyOf(target, row)) : null;

    // A person has to choose where several match.
    static string? Match(Staging stage, RowRequest row, StagedRecord record, CrmLink link, CrmField field, ObjectSchema target, out bool isOpen)
    {
        var several = new List<string>();
        foreach (var name in link.MatchBy ?? [])
        {
            if (target.Indexed.FirstOrDefault(f => f.Name == name) is not { } by || ObjectSchema.KeyOf(by, row.Fields[$"{field.Relation}.{name}"]) is not { } key)
                continue;
            var found = OfAccount(stage, row, record, target, stage.Having(target, by, key));
            if (found.Count == 1)
            {
                isOpen = false;
                return found[0];
            }

            several.AddRange(found.Except(several));
        }

        stage.Candidates.AddRange(several.Select(id => new CrmReference(target.Name, id)));
        isOpen = several.Count > 0;
        return null;
    }

    // Those of the record's account, else those of none: another account's contact is somebody else's, and no contact is moved.
    static IReadOnlyList<string> OfAccount(Staging stage, RowRequest row, StagedRecord record, ObjectSchema target, IReadOnlyList<string> found)
    {
        if (target.AccountLink is not { } link || AccountOf(row, record) is not { } own)
            return found;
        var accounts = found.ToLookup(id => stage.Load(target, id)?.Fields[link.Name] is { IsNull: false } account ? account.Text : "");
        return [.. accounts[own].Any() ? accounts[own] : accounts[""]];
    }

    static string? AccountOf(RowRequest row, StagedRecord record) => row.Object.AccountLink is { } link && record.Fields[link.Name] is { IsNull: false } account ? account.Text : null;

    static string KeyOf(ObjectSchema target, RowRequest row) => $"{row.ExternalId?.Value.Trim()}:{target.Name}";

    static StagedRecord Created(Staging stage, ObjectSchema target, RowRequest row, CrmLink link)
    {
        var key = target.Fields.GetValueOrDefault(ExternalIdField);
        StagedRecord? source = null;
        if (link.Id is { } id && (source = stage.Load(target, id)) is null)
            stage.Issues.Add(Refusals.NoRecord(target.Name, id));
        var added = stage.Add(target);
        if (source is not null)
            Copy(source, added, _ => true);
        if (key is not null)
            stage.Set(added, key.Name, key, FlatValue.Of(KeyOf(target, row)));
        return added;
    }

    static void Copy(StagedRecord from, StagedRecord to, Func<string, bool> wanted)
    {
        foreach (var name in from.Fields.Names)
        {
            if (wanted(name) && from.Schema.Fields.TryGetValue(name, out var field) && field is { Writable: true, ExternalId: false })
                to.Set(name, from.Fields[name]);
        }
    }
}
