using LambdaSync.Mapping;

namespace LambdaSync.Sync;

/// <summary>
/// The three-way merge, field by field, in the CRM's own values: last synced, AWS's now, the CRM's now. Collects what to write to the
/// CRM and what is left for the other direction.
/// </summary>
sealed class FieldMerge(CompiledMapping mapping, DateTimeOffset? awsModified, DateTimeOffset? crmModified, List<Issue> issues)
{
    readonly Dictionary<string, string?> _kept = new(StringComparer.Ordinal);
    readonly string? _accountField = mapping.Source.Template?.AccountField;

    /// <summary>Fields to write.</summary>
    public FlatRecord Fields { get; } = new();

    /// <summary>
    /// The CRM baseline of every field that is not written: what it was (null: none) where the CRM's value is still to be sent, else
    /// what the CRM held when it was read. What it holds after the write may be a person's edit of the moments between.
    /// </summary>
    public IReadOnlyDictionary<string, string?> Unwritten(FlatRecord crm) => mapping.BaselineFields.Where(name => Fields[name] is null)
        .ToDictionary(name => name, name => _kept.TryGetValue(name, out var kept) ? kept : crm[name] ?? "null", StringComparer.Ordinal);

    /// <summary>AWS changed the field since the last sync.</summary>
    /// <param name="unsettled">What the CRM has may be AWS's very value, as far as the CRM keeps it.</param>
    public void AwsChanged(string name, string value, FlatRecord crm, FlatRecord baseline, bool unsettled)
    {
        var held = crm[name] ?? "null";
        if (mapping.MeanSame(name, value, held))
            return;
        if (held == (baseline[name] ?? "null") || (unsettled && IsCut(value, held)))
            Write(name, value, held);
        else
            Clash(name, value, held, IssueCodes.Clash);
    }

    /// <summary>AWS did not change it: an edit in the CRM is left for the outbound direction.</summary>
    /// <param name="unsettled">What the CRM has instead may be AWS's value of a while ago: where nobody's edit is sent, AWS's own comes back.</param>
    public void AwsSame(string name, string value, FlatRecord crm, FlatRecord baseline, bool unsettled)
    {
        var held = crm[name] ?? "null";
        if (held == baseline[name])
            return;
        if (unsettled && mapping.OwnerOf(name) == Owner.Aws && !mapping.SentFields.Contains(name))
            Write(name, value, held);
        else
            _kept[name] = baseline[name];
    }

    /// <summary>What AWS has can't be told: an edit in the CRM is left for the outbound direction.</summary>
    public void AwsUnknown(string name, FlatRecord crm, FlatRecord baseline)
    {
        if (baseline[name] is { } known && (crm[name] ?? "null") != known)
            _kept[name] = known;
    }

    /// <summary>First link, restore or newly mapped: equal stays, an empty side is filled, different values ask the owner.</summary>
    /// <param name="unsettled">What the CRM has may be AWS's very value, as far as the CRM keeps it.</param>
    public void WithoutBaseline(string name, string value, FlatRecord crm, bool unsettled)
    {
        var held = crm.IsEmpty(name) ? "null" : crm[name]!;
        if (mapping.MeanSame(name, value, held))
            return;
        if (held == "null" || (unsettled && IsCut(value, held)))
            Write(name, value, held);
        else if (value == "null")
            _kept[name] = null;
        else
            Clash(name, value, held, IssueCodes.NoOwner);
    }

    /// <summary>Fields that only travel to AWS: what is there and was not sent is still to be sent.</summary>
    public void OutboundOnly(FlatRecord crm, FlatRecord? baseline)
    {
        foreach (var name in mapping.SentFields.Except(mapping.CrmFields, StringComparer.Ordinal))
        {
            if (baseline?[name] is { } known ? (crm[name] ?? "null") != known : !crm.IsEmpty(name))
                _kept[name] = baseline?[name];
        }
    }

    /// <summary>The CRM baseline when the CRM holds these fields.</summary>
    public FlatRecord BaselineOver(FlatRecord crm)
    {
        var result = new FlatRecord();
        foreach (var name in mapping.BaselineFields)
            result[name] = _kept.TryGetValue(name, out var kept) ? kept : crm[name] ?? "null";
        return result;
    }

    static bool IsCut(string value, string held) => Scalars.TextOf(held)?.Trim() is { Length: > 0 } kept
        && Scalars.TextOf(value)?.Trim().StartsWith(kept, StringComparison.Ordinal) == true;

    void Clash(string name, string value, string held, string code)
    {
        var owner = mapping.OwnerOf(name);
        if (owner == Owner.Latest)
            owner = awsModified is null || crmModified is null ? Owner.None : awsModified >= crmModified ? Owner.Aws : Owner.Crm;
        issues.Add(DecisionIssues.Clash(code, name, value, held, owner));
        if (owner == Owner.Aws)
            Write(name, value, held);
        else if (owner == Owner.Crm)
            // Against what AWS has now: were it against what both had once, going back to that would look like no edit.
            _kept[name] = value;
    }

    void Write(string name, string value, string held)
    {
        if (name == _accountField && held != "null")
            issues.Add(DecisionIssues.AccountKept(name));
        else
            Fields[name] = value;
    }
}
