using LambdaSync.Mapping;

namespace LambdaSync.Sync;

/// <summary>What became of a CRM write whose worker was stopped, or whose answer was lost, from what the CRM has now.</summary>
public enum WriteFate
{
    /// <summary>The CRM has what it had before: the write is decided again.</summary>
    NotTaken,

    /// <summary>The CRM has taken the row; what differs from it is a person's later edit.</summary>
    Taken,

    /// <summary>Every field that would tell was changed since.</summary>
    Unknown,
}

/// <summary>Tells the fate of a stored write. Sent again instead, the row would overwrite what a person has changed since.</summary>
public static class StoppedWrite
{
    /// <param name="found">The CRM record now, or null: there is none.</param>
    public static WriteFate FateOf(CompiledMapping mapping, PendingWrite write, CrmCurrent? found)
    {
        if (found is null)
            return WriteFate.NotTaken;
        // Only this write gives a new record AWS's id.
        if (write.Row.Id is null)
            return WriteFate.Taken;
        var (now, held, fate) = (new FlatRecord(found.Fields), write.Held is null ? null : new FlatRecord(write.Held), WriteFate.Unknown);
        // A refused row is followed by one that shows its status: only a status tells nothing.
        var shown = mapping.Source.Status?.Fields().Select(field => field.Crm).ToHashSet(StringComparer.Ordinal) ?? [];
        foreach (var (name, value) in write.Sent.Where(sent => !shown.Contains(sent.Key)))
        {
            var (has, had) = (now[name] ?? "null", held?[name] ?? "null");
            // A release that did not store what the CRM had can't tell a row that was taken from one that changed nothing.
            if (held is null || mapping.IsFormOf(name, value, had))
                continue;
            if (mapping.IsFormOf(name, value, has))
                return WriteFate.Taken;
            if (has == had)
                fate = WriteFate.NotTaken;
        }

        return fate;
    }

    /// <summary>The write as it is settled once the CRM is known to have taken it: a person's later edit stays an edit.</summary>
    /// <returns>The write, and the CRM's answer as it would have been.</returns>
    public static (PendingWrite Write, CrmResult Result) Taken(CompiledMapping mapping, PendingWrite write, CrmCurrent found)
    {
        var (now, stored, sent) = (new FlatRecord(found.Fields), new FlatRecord(), new FlatRecord(write.Row.Fields));
        var kept = new Dictionary<string, string?>(write.KeepBaseline, StringComparer.Ordinal);
        foreach (var name in write.Row.ReadBack)
        {
            stored[name] = now[name] ?? "null";
            if (sent[name] is { } value && !mapping.IsFormOf(name, value, stored[name]!))
                kept[name] = value;
            // A new record's other fields may be the CRM's defaults or a person's entries: both sides are compared as if they had just met.
            else if (write.Row.Id is null && sent[name] is null && !now.IsEmpty(name))
                kept[name] = null;
        }

        return (write with { KeepBaseline = kept }, new CrmResult(write.Row.Id is null ? CrmOutcome.Created : CrmOutcome.Updated, found.Id, stored.ToJson(), []));
    }
}
