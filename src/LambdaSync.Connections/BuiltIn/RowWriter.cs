using LambdaSync.Mapping;
using LambdaSync.Sync;

namespace LambdaSync.Connections.BuiltIn;

/// <summary>Writes one row: its record, its template's, and the related records its paths lead to; all of it or nothing.</summary>
sealed class RowWriter(ICrmTables tables, CrmSchema schema)
{
    public CrmResult Write(RowRequest row, IReadOnlyList<string> readBack)
    {
        var stage = new Staging(tables, schema);
        var record = Target(stage, row);
        if (record is null)
            return row.Id is { } id && tables.Gone(row.Object.Name, id) is { } left ? CrmResult.Without(CrmOutcome.Gone, stage.Issues) with { Into = left.Into } : CrmResult.Refused(stage.Issues);
        if (row.IfVersion is { } version && !record.IsNew && record.Fields.Version != version)
            return CrmResult.Without(CrmOutcome.Conflict, Refusals.Changed(record.Id));

        if (record.IsNew)
            RelatedRecords.Copy(stage, row, record);
        SetOwnFields(stage, row, record);
        RelatedRecords.Link(stage, schema, row, record);
        SetRelatedFields(stage, row, record);
        if (record.IsNew)
            stage.CheckRequired(record, "");
        if (stage.Refused)
            return CrmResult.Refused(stage.Issues);

        stage.Store(row.ByHand);
        return new CrmResult(record.IsNew ? CrmOutcome.Created : CrmOutcome.Updated, record.Id, new Projection(schema, stage.Load).Of(record, readBack), stage.Issues)
        {
            Version = record.Fields.Version,
            Candidates = stage.Candidates,
        };
    }

    static StagedRecord? Target(Staging stage, RowRequest row)
    {
        if (row.ExternalId is { } key && !row.Object.ExternalIds.Any(f => f.Name == key.Field))
        {
            stage.Issues.Add(Refusals.Of(
                key.Field, FlatValue.Null, $"{key.Field} is not an external id of {row.Object.Name}.",
                "Name an external id field in the mapping."));
            return null;
        }

        if (row.Id is { } id)
        {
            var found = stage.Load(row.Object, id);
            if (found is null)
                stage.Issues.Add(Refusals.NoRecord(row.Object.Name, id));
            return found;
        }

        if (row.ExternalId is var (field, value) && stage.LoadByExternalId(row.Object, field, value.Trim()) is { } known)
            return known;
        if (!row.UpdateOnly)
            return stage.Add(row.Object);
        stage.Issues.Add(Refusals.NoRecord(row.Object.Name, row.ExternalId?.Value ?? ""));
        return null;
    }

    static void SetOwnFields(Staging stage, RowRequest row, StagedRecord record)
    {
        foreach (var name in row.Fields.Names.Where(n => !n.Contains('.', StringComparison.Ordinal) && n != row.ExternalId?.Field))
        {
            var value = row.Fields[name];
            if (!row.Object.Fields.TryGetValue(name, out var field))
                stage.Issues.Add(Refusals.UnknownField(row.Object.Name, name));
            else if (IsKept(stage, row, record, field) && value != record.Fields[name])
                stage.Issues.Add(AccountKept(name, value));
            else
                stage.Set(record, name, field, value);
        }

        if (row.ExternalId is var (key, id))
            stage.Set(record, key, row.Object.Fields[key], FlatValue.Of(id));
    }

    static bool IsKept(Staging stage, RowRequest row, StagedRecord record, CrmField field) =>
        !row.ByHand && !record.IsNew && field == row.Object.AccountLink && stage.Follow(record, field) is not null;

    void SetRelatedFields(Staging stage, RowRequest row, StagedRecord record)
    {
        // Nearer records first: a row may set Account.OwnerId and then a field of that owner.
        var paths = row.Fields.Names.Where(n => n.Contains('.', StringComparison.Ordinal)).OrderBy(n => n.Count(c => c == '.'));
        foreach (var name in paths)
        {
            if (schema.Resolve(row.Object, name) is not { } path)
            {
                stage.Issues.Add(Refusals.UnknownField(row.Object.Name, name));
                continue;
            }

            var (from, related) = ((StagedRecord?)null, (StagedRecord?)record);
            foreach (var link in path.Links)
                (from, related) = (related, related is null ? null : stage.Follow(related, link));
            if (related is null)
                stage.Issues.Add(NotLinked(name, row.Fields[name]));
            else if (!IsKept(stage, row, from!, path, related, name))
                stage.Set(related, name, path.Field, row.Fields[name]);
        }

        foreach (var link in row.Object.Relations.Values)
        {
            if (stage.Follow(record, link) is { IsNew: true } added)
                stage.CheckRequired(added, link.Relation + ".");
        }
    }

    // A shared record takes only what it lacks.
    static bool IsKept(Staging stage, RowRequest row, StagedRecord from, CrmPath path, StagedRecord related, string name)
    {
        var (held, value) = (related.Fields[path.Field.Name], FieldRules.Apply(name, path.Field, row.Fields[name]).Value);
        if (row.ByHand || held == value || (held.IsNull && !value.IsNull) || row.Links.Any(l => l.WritesShared && l.Field == path.Links[0].Name)
            || !RelatedRecords.IsShared(stage, from, path.Links[^1], related))
            return false;
        stage.Issues.Add(Refusals.SharedKept(name, row.Fields[name]));
        return true;
    }

    static Issue AccountKept(string name, FlatValue value) => Issue.Note(
        IssueCodes.AccountLinkKept, name, value.IsNull ? null : value.Text,
        "A filled account link is kept.", "Change the link in the CRM if the other account is right.");

    static Issue NotLinked(string path, FlatValue value) => Issue.Warning(
        IssueCodes.RelatedNotLinked, path, value.IsNull ? null : value.Text,
        $"{path} is written only when the related record is linked.", "Link the related record in the CRM, or set a default account.");
}
