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
        foreach (var link in row.Links)
        {
            if (!row.Object.Fields.TryGetValue(link.Field, out var field) || field.RelatesTo is not { } name || schema.Object(name) is not { } target)
                stage.Issues.Add(Refusals.UnknownField(row.Object.Name, link.Field));
            else if (record.IsNew && row.Fields[field.Name].IsNull)
                Fill(stage, row, record, link, field, target);
        }
    }

    static void Fill(Staging stage, RowRequest row, StagedRecord record, CrmLink link, CrmField field, ObjectSchema target)
    {
        if (link.Create)
            record.Set(field.Name, FlatValue.Of(Created(stage, target, row, link).Id));
        else if (link.Id is { } id)
            stage.Set(record, field.Name, field, FlatValue.Of(id));
    }

    static StagedRecord Created(Staging stage, ObjectSchema target, RowRequest row, CrmLink link)
    {
        var key = target.Fields.GetValueOrDefault(ExternalIdField);
        var value = $"{row.ExternalId?.Value.Trim()}:{target.Name}";
        if (key is not null && stage.LoadByExternalId(target, key.Name, value) is { } found)
            return found;

        StagedRecord? source = null;
        if (link.Id is { } id && (source = stage.Load(target, id)) is null)
            stage.Issues.Add(Refusals.NoRecord(target.Name, id));
        var added = stage.Add(target);
        if (source is not null)
            Copy(source, added, _ => true);
        if (key is not null)
            stage.Set(added, key.Name, key, FlatValue.Of(value));
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
