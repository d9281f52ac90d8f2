using LambdaSync.Connections.Crm;

namespace LambdaSync.Connections.Salesforce;

/// <summary>
/// Changes in the order of one time and the record's id: the object's own (<c>SystemModstamp</c>), or those of records that a relation leads to,
/// which are changes of the records that link there.
/// </summary>
/// <param name="Relation">Empty: the object's own changes.</param>
/// <param name="Stamp">The field that says when: <c>Account.SystemModstamp</c>.</param>
sealed record ChangeStream(string Relation, string Stamp)
{
    const string Modstamp = "SystemModstamp", Modified = "LastModifiedDate";

    public bool IsOwn => Relation.Length == 0;

    /// <summary>The streams for what is read, and whether a formula is read, whose new value is no change of a record.</summary>
    public static (IReadOnlyList<ChangeStream> Streams, bool HasFormulas) Of(SObject crmObject, IEnumerable<SPath> paths)
    {
        var streams = new Dictionary<string, ChangeStream>(StringComparer.Ordinal);
        if (StampOf(crmObject) is { } own)
            streams[""] = new ChangeStream("", own);
        var hasFormulas = false;
        foreach (var path in paths)
        {
            hasFormulas |= path.Field.IsCalculated;
            var relation = "";
            foreach (var (from, link) in path.Links)
            {
                // The second step's records change on their own as well.
                relation = relation.Length == 0 ? link.Relation! : $"{relation}.{link.Relation}";
                var target = relation.Length == path.Relation.Length ? path.Object : path.Links[1].From;
                if (StampOf(target) is { } stamp)
                    streams.TryAdd(relation, new ChangeStream(relation, $"{relation}.{stamp}"));
                else
                    hasFormulas = true;
            }
        }

        return ([.. streams.Values.OrderBy(s => s.Relation, StringComparer.Ordinal)], hasFormulas);
    }

    /// <summary>The next records of the stream.</summary>
    /// <param name="at">The last one read, or null: from the beginning.</param>
    public string Soql(RecordFields reads, CrmInterest interest, (DateTimeOffset Stamp, string? Id)? at, int limit)
    {
        var conditions = new List<string>();
        if (at is var (stamp, id) && id is not null)
            conditions.Add($"({Stamp} > {Salesforce.Soql.Time(stamp)} OR ({Stamp} = {Salesforce.Soql.Time(stamp)} AND Id > {Salesforce.Soql.Text(id)}))");
        else if (at is { } start)
            conditions.Add($"{Stamp} >= {Salesforce.Soql.Time(start.Stamp)}");
        else if (!IsOwn)
            conditions.Add($"{Stamp} != null");
        if (OfUse(interest) is { } use)
            conditions.Add(use);
        return Salesforce.Soql.Select(
            ["Id", Stamp, .. IsOwn ? reads.StateFields() : [], .. reads.Object.Has(Modified) ? [Modified] : Array.Empty<string>()], reads.Object.Name,
            conditions.Count == 0 ? null : string.Join(" AND ", conditions), $"ORDER BY {Stamp},Id LIMIT {limit}");
    }

    /// <summary>The condition of records that are flagged or linked, or null: all are of use.</summary>
    public static string? OfUse(CrmInterest interest)
    {
        var either = new List<string>();
        if (interest.Flag is { } flag)
            either.Add($"{Salesforce.Soql.Name(flag)} = true");
        if (interest.LinkField is { } link)
            either.Add($"{Salesforce.Soql.Name(link)} != null");
        return either.Count == 0 ? null : either.Count == 1 ? either[0] : $"({string.Join(" OR ", either)})";
    }

    // A user's SystemModstamp changes with each login, which is no change of a value.
    static string? StampOf(SObject crmObject) =>
        crmObject.Name != "User" && crmObject.Has(Modstamp) ? Modstamp : crmObject.Has(Modified) ? Modified : null;
}
