using LambdaSync.Mapping;
using LambdaSync.Sync;
using LambdaSync.Sync.Steps;

namespace LambdaSync.Kinds;

/// <summary>Rows for the CRM out of decisions.</summary>
public static class CrmRows
{
    public static CrmWrite Of(CompiledMapping mapping, Plan.Write write)
    {
        var source = mapping.Source;
        var row = new CrmWrite(write.CrmId, source.AwsId, write.Next.Key.Id, write.Fields, null, mapping.BaselineFields);
        return write.CrmId is not null || source.Template is not { } template ? row : row with
        {
            CopyFrom = template.Record,
            Links = CrmLink.ToAccount(template.AccountField, template.Account, template.CreateAccount) is { } account ? [account] : null,
        };
    }

    /// <summary>The step that writes AWS's values.</summary>
    /// <param name="crm">The CRM's fields before it, or null: the record is new.</param>
    internal static Step.WriteCrm Step(CompiledMapping mapping, PendingWrite write, FlatRecord? crm)
    {
        // Status fields are no values of the mapping.
        var values = new FlatRecord(write.Row.Fields).Fields.Where(f => mapping.BaselineFields.Contains(f.Key)).Select(f => f.Key).ToList();
        // A row whose end is not known could look like a person's edit: where the CRM trims or rounds what it took, and where AWS has gone back
        // to the value before. Where AWS owns a field of which no edit is ever sent, its next value counts in any case.
        var needsIntent = write.IsFirstLink || values.Any(name => mapping.OwnerOf(name) is not Owner.Aws || mapping.MayBeSent(name));
        return new Step.WriteCrm(write, needsIntent, Overwrites: write.Row.Id is not null && values.Any(name => !crm!.IsEmpty(name)));
    }

    /// <summary>The CRM's fields after a row.</summary>
    internal static FlatRecord Over(FlatRecord? before, CrmWrite row, CrmResult result)
    {
        var now = before is null ? new FlatRecord() : new FlatRecord(before.ToJson());
        foreach (var (name, value) in new FlatRecord(row.Fields).Fields.Concat(new FlatRecord(result.Stored).Fields))
            now[name] = value;
        return now;
    }
}
