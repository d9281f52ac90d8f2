using LambdaSync.Sync;

namespace LambdaSync.Connections.Salesforce;

/// <summary>Splits rows into own and related fields and refuses what the description already excludes.</summary>
sealed class RowPreparation(SalesforceApi api, SchemaSource schemas)
{
    public async Task<IReadOnlyList<RowDraft>> Prepare(SObject crmObject, IReadOnlyList<CrmWrite> rows, CancellationToken cancellation)
    {
        foreach (var field in rows.Where(r => r.ExternalId is not null).Select(r => r.ExternalIdField).Distinct())
            CheckKey(crmObject, field);
        var drafts = rows.Select(row => (Draft: new RowDraft(row), Fields: new FlatRecord(row.Fields))).ToList();
        var paths = await schemas.Resolve(api, crmObject, drafts.SelectMany(d => d.Fields.Fields.Select(f => f.Key)).Distinct(), cancellation).ConfigureAwait(false);
        foreach (var (draft, fields) in drafts)
        {
            foreach (var (name, value) in fields.Fields)
                Add(crmObject, draft, name, value, paths[name]);
            await AddLinks(crmObject, draft, cancellation).ConfigureAwait(false);
            AddKey(crmObject, draft);
        }

        return [.. drafts.Select(d => d.Draft)];
    }

    // Without both, Salesforce finds several records or none by it.
    static void CheckKey(SObject crmObject, string field)
    {
        if (crmObject.Field(field) is null)
            throw RecordFields.Hidden(crmObject.Name, field);
        if (!crmObject.IsUniqueKey(field))
            throw new ConnectionException($"Salesforce: {crmObject.Name}.{field} is no unique external id. Fix: tick External ID and Unique in the field's definition.", transient: false);
    }

    static void Add(SObject crmObject, RowDraft draft, string name, string value, SPath? path)
    {
        if (path is null)
            draft.Refuse(name, null, $"{crmObject.Name} has no field {name} that the integration user sees.", "Correct the name in the mapping, or give the permission set LambdaSync_Integration access to the field.");
        else if (path.Links.Count == 0)
            AddOwn(draft, path.Field, value);
        else if (path.Links.Count == 1)
            AddRelated(draft, path, value);
        else
            draft.Warn(IssueCodes.RelatedNotLinked, name, RecordJson.Plain(value), $"{name} is read, and not written: it belongs to a record two relations away.", "Map it from Salesforce to AWS only.");
    }

    static void AddOwn(RowDraft draft, SField field, string value)
    {
        if (field.Name == draft.Row.ExternalIdField && draft.Row.ExternalId is not null)
            return;
        if (!field.IsCreateable && !field.IsUpdateable)
            draft.Refuse(field.Name, RecordJson.Plain(value), $"{field.Name} can't be written.", "Map it from Salesforce to AWS only, or give the permission set LambdaSync_Integration edit access to the field.");
        else if (draft.Id is not null && !field.IsUpdateable)
            draft.Warn(IssueCodes.CrmRejected, field.Name, RecordJson.Plain(value), $"{field.Name} takes a value only when its record is created.", "Change it in Salesforce.");
        else
            draft.Own[field.Name] = value;
    }

    static void AddRelated(RowDraft draft, SPath path, string value)
    {
        var link = path.Links[0].Link;
        if (!draft.Related.TryGetValue(link.Name, out var related))
            draft.Related[link.Name] = related = new RelatedDraft(link, path.Object);
        if (path.Field.IsCreateable || path.Field.IsUpdateable)
            related.Fields[path.Field.Name] = value;
        else
            draft.Refuse(path.Path, RecordJson.Plain(value), $"{path.Path} can't be written.", "Map it from Salesforce to AWS only.");
    }

    async Task AddLinks(SObject crmObject, RowDraft draft, CancellationToken cancellation)
    {
        foreach (var link in draft.Row.Links ?? [])
        {
            if (crmObject.Field(link.Field) is { Relation: not null, Target: { } target } field)
            {
                if (!draft.Related.ContainsKey(field.Name))
                    draft.Related[field.Name] = new RelatedDraft(field, await schemas.Get(api, target, cancellation).ConfigureAwait(false));
            }
            else
            {
                draft.Refuse(link.Field, null, $"{crmObject.Name} has no reference field {link.Field} that the integration user sees.", "Correct the mapping's template.");
            }
        }
    }

    static void AddKey(SObject crmObject, RowDraft draft)
    {
        var row = draft.Row;
        if (draft.Id is { } id && !SalesforceId.IsRecord(id))
            draft.Refuse(null, id, $"No {crmObject.Name} has this id.", "It was deleted, or the id belongs to another organization.");
        else if (string.IsNullOrWhiteSpace(row.ExternalId))
        {
            if (draft.Id is null)
                draft.Refuse(row.ExternalIdField, null, "The row has neither an id nor an external id.", "Correct the mapping's field for AWS's identifier.");
        }
        else if (draft.Id is not null)
            draft.Own[row.ExternalIdField] = RecordJson.Quote(row.ExternalId.Trim());
    }
}
