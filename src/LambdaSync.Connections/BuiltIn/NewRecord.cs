using LambdaSync.Sync;

namespace LambdaSync.Connections.BuiltIn;

/// <summary>What a new record starts from (row C8).</summary>
static class NewRecord
{
    /// <summary>The external id of records that LambdaSync adds beside the shared one.</summary>
    public const string ExternalIdField = "LambdaSync_External_Id__c";

    const string AccountObject = "Account";

    /// <summary>Copies the template record's fields; the row's own are set over them.</summary>
    public static void CopyTemplate(Staging stage, RowRequest row, StagedRecord record)
    {
        if (row.Template?.Record is not { } id)
            return;
        if (stage.Load(row.Object, id) is { } template)
            Copy(template, record, name => !row.Fields.Contains(name));
        else
            stage.Issues.Add(Refusals.NoRecord(row.Object.Name, id));
    }

    /// <summary>Links the default account, or one made for this record. An account that the row names wins.</summary>
    public static void LinkAccount(Staging stage, CrmSchema schema, RowRequest row, StagedRecord record)
    {
        if (row.Template is not { } template || row.Object.AccountLink is not { } link || !row.Fields[link.Name].IsNull)
            return;
        if (template.CreateAccount && schema.Object(AccountObject) is { } account)
            record.Set(link.Name, FlatValue.Of(AccountFor(stage, account, row, template).Id));
        else if (template.Account is { } id)
            stage.Set(record, link.Name, link, FlatValue.Of(id));
    }

    static StagedRecord AccountFor(Staging stage, ObjectSchema account, RowRequest row, CrmTemplate template)
    {
        var key = account.Fields.GetValueOrDefault(ExternalIdField);
        var value = $"{row.ExternalId?.Value.Trim()}:{AccountObject}";
        if (key is not null && stage.LoadByExternalId(account, key.Name, value) is { } found)
            return found;

        StagedRecord? source = null;
        if (template.Account is { } id && (source = stage.Load(account, id)) is null)
            stage.Issues.Add(Refusals.NoRecord(AccountObject, id));
        var added = stage.Add(account);
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
