using LambdaSync.Mapping;
using LambdaSync.Sync;
using LambdaSync.Sync.Steps;

namespace LambdaSync.Kinds;

/// <summary>Rows for the CRM out of decisions.</summary>
public static class CrmRows
{
    /// <param name="crm">The CRM record as it was read, or null: there is none.</param>
    public static CrmWrite Of(CompiledMapping mapping, Plan.Write write, CrmCurrent? crm)
    {
        var source = mapping.Source;
        var row = new CrmWrite(write.CrmId, source.AwsId, write.Next.Key.Id, write.Fields, null, mapping.BaselineFields);
        var isNew = write.CrmId is null;
        if (source.Template is { } template)
            row = row with { CopyFrom = isNew ? template.Record : null, Links = Links(template, isNew) is { Count: > 0 } links ? links : null };
        // Where a person's edit counts, one that was made since is not overwritten.
        if (crm is { Version: { } version } && write.CrmId == crm.Id && new FlatRecord(write.Fields).Fields.Any(f => MayBeEdited(mapping, f.Key)))
            return row with { IfVersion = version, Expected = crm.IsVersionOpen ? AsRead(crm, write) : null };
        return row;
    }

    static byte[] AsRead(CrmCurrent crm, Plan.Write write)
    {
        var (read, expected) = (new FlatRecord(crm.Fields), new FlatRecord());
        foreach (var (name, _) in new FlatRecord(write.Fields).Fields.Where(f => read[f.Key] is not null))
            expected[name] = read[name];
        return expected.ToJson();
    }

    // A person may have emptied the account link of a record that exists. Its contact may be masked until an acceptance, and come later.
    static List<CrmLink> Links(TemplateMapping template, bool isNew)
    {
        var links = new List<CrmLink>();
        if (isNew && CrmLink.ToAccount(template.AccountField, template.Account, template.CreateAccount) is { } account)
            links.Add(account with { MatchBy = template is { CreateAccount: true, MatchAccount.Count: > 0 } ? template.MatchAccount : null, WritesShared = template.RenameSharedAccount });
        else if (template.RenameSharedAccount)
            links.Add(new CrmLink(template.AccountField, null, Create: false) { WritesShared = true });
        if (template.Contact is { } contact)
            links.Add(new CrmLink(contact.Field, null, contact.Create) { MatchBy = contact.MatchBy });
        return links;
    }

    /// <summary>The step that writes AWS's values.</summary>
    /// <param name="crm">The CRM's fields before it, or null: the record is new.</param>
    internal static Step.WriteCrm Step(CompiledMapping mapping, PendingWrite write, FlatRecord? crm)
    {
        // Status fields are no values of the mapping.
        var values = new FlatRecord(write.Row.Fields).Fields.Where(f => mapping.BaselineFields.Contains(f.Key)).Select(f => f.Key).ToList();
        // A row whose end is not known could look like a person's edit: where the CRM trims or rounds what it took, and where AWS has gone back
        // to the value before. Where AWS owns a field of which no edit is ever sent, its next value counts in any case.
        var needsIntent = write.IsFirstLink || values.Any(name => MayBeEdited(mapping, name));
        return new Step.WriteCrm(write, needsIntent, Overwrites: write.Row.Id is not null && values.Any(name => !crm!.IsEmpty(name)));
    }

    static bool MayBeEdited(CompiledMapping mapping, string name) =>
        mapping.BaselineFields.Contains(name) && (mapping.OwnerOf(name) is not Owner.Aws || mapping.MayBeSent(name));

    /// <summary>The CRM's fields after a row.</summary>
    internal static FlatRecord Over(FlatRecord? before, CrmWrite row, CrmResult result)
    {
        var now = before is null ? new FlatRecord() : new FlatRecord(before.ToJson());
        foreach (var (name, value) in new FlatRecord(row.Fields).Fields.Concat(new FlatRecord(result.Stored).Fields))
            now[name] = value;
        return now;
    }
}
