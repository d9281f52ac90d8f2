using LambdaSync.Mapping;

namespace LambdaSync.Sync;

/// <summary>
/// The three-way merge, field by field, in the CRM's own values: last synced, AWS's now, the CRM's now. Collects what to write to the
/// CRM and what is left for the other direction.
/// </summary>
/// <param name="stored">The CRM baseline as it is stored; empty on a first link.</param>
/// <param name="reported">The record's <see cref="RecordState.ReportedEdits"/>, or null.</param>
/// <param name="document">The record document as AWS has it now.</param>
sealed class FieldMerge(
    CompiledMapping mapping, FlatRecord stored, byte[]? reported, ReadOnlyMemory<byte> document, DateTimeOffset? awsModified, DateTimeOffset? crmModified,
    List<Issue> issues)
{
    readonly Dictionary<string, string?> _kept = new(StringComparer.Ordinal);
    readonly ReportedEdits _reported = new(reported);
    readonly string? _accountField = mapping.Source.Template?.AccountField;

    /// <summary>Fields to write.</summary>
    public FlatRecord Fields { get; } = new();

    /// <summary>The <see cref="RecordState.ReportedEdits"/> from now on.</summary>
    public byte[]? ReportedEdits => _reported.ToJson();

    /// <summary>
    /// The CRM baseline of every field that is not written: what it was (null: none) where the CRM's value is still to be sent, else
    /// what the CRM held when it was read. What it holds after the write may be a person's edit of the moments between.
    /// </summary>
    public IReadOnlyDictionary<string, string?> Unwritten(FlatRecord crm) => mapping.BaselineFields.Where(name => Fields[name] is null)
        .ToDictionary(name => name, name => _kept.TryGetValue(name, out var kept) ? kept : crm[name] ?? "null", StringComparer.Ordinal);

    /// <summary>AWS changed the field since the last sync.</summary>
    /// <param name="inDoubt">What the CRM has may be AWS's very value, as far as the CRM keeps it.</param>
    public void AwsChanged(string name, string value, FlatRecord crm, FlatRecord baseline, bool inDoubt)
    {
        var held = crm[name] ?? "null";
        _reported.Remove(name);
        if (mapping.MeanSame(name, value, held))
            return;
        if (held == (baseline[name] ?? "null") || (inDoubt && IsOwnRow(name, value, held)))
            Write(name, value, held);
        else if (mapping.IsTowards(name, baseline[name] ?? "null", value, held))
            // A call of ours that arrived late, or a colleague who wants the same: the rest of the edit is still to be sent.
            _kept[name] = value;
        else
            Clash(name, value, held, IssueCodes.Clash, writable: true);
    }

    /// <summary>AWS did not change it: an edit in the CRM is left for the outbound direction.</summary>
    /// <param name="inDoubt">The CRM may hold an earlier value of AWS: in a field whose edits are never sent, AWS's value is written again.</param>
    public void AwsSame(string name, string value, FlatRecord crm, FlatRecord baseline, bool inDoubt)
    {
        var held = crm[name] ?? "null";
        if (mapping.InboundOnlyFields.Contains(name))
            OnlyAwsFills(name, value, held, baseline[name]!, inDoubt);
        else if (held == baseline[name])
            return;
        else if (inDoubt && mapping.OwnerOf(name) == Owner.Aws && !mapping.MayBeSent(name))
            Write(name, value, held);
        else
            _kept[name] = baseline[name];
    }

    // No edit of it is ever sent: the CRM follows AWS, and an edit is put back once where AWS owns the field, else reported.
    void OnlyAwsFills(string name, string value, string held, string known, bool inDoubt)
    {
        // A shorter text may be what the CRM kept of the value, or an earlier value: it was seen to keep it, or the value is written once more.
        if (mapping.MeanSame(name, value, held) || ((inDoubt || held == known) && _reported.Has(name) && mapping.IsFormOf(name, value, held)))
            return;
        // Other records share the related one: its values are not changed on behalf of one of them.
        var (isOwned, isRelated) = (mapping.OwnerOf(name) == Owner.Aws, name.Contains('.', StringComparison.Ordinal));
        if (held == known && (_reported.Has(name, held) || isRelated || value == "null"))
            return;
        if (held == known || (inDoubt && isOwned))
        {
            Write(name, value, held);
            return;
        }

        _kept[name] = known;
        if (_reported.Has(name, held))
            return;
        var isOwnForm = _reported.Has(name, known) && !mapping.MeanSame(name, value, known);
        var isPutBack = isOwned && !isRelated && (isOwnForm || !_reported.Has(name));
        issues.Add(DecisionIssues.NeverSent(name, held, value, isPutBack));
        _reported.Set(name, isPutBack ? value : held);
        // Where AWS has no value, the CRM may have had one of its own.
        if (isPutBack)
            Write(name, value == "null" ? known : value, held);
    }

    /// <summary>AWS's value is unknown: an edit in the CRM is left for the outbound direction.</summary>
    public void AwsUnknown(string name, FlatRecord crm)
    {
        if (stored[name] is { } known && (crm[name] ?? "null") != known)
            _kept[name] = known;
    }

    /// <summary>First link, restore or newly mapped: equal stays, an empty side is filled, different values ask the owner.</summary>
    /// <param name="inDoubt">What the CRM has may be AWS's very value, as far as the CRM keeps it.</param>
    public void WithoutBaseline(string name, string value, FlatRecord crm, bool inDoubt)
    {
        var held = crm.IsEmpty(name) ? "null" : crm[name]!;
        if (mapping.MeanSame(name, value, held))
            // Another line may send it to another place.
            SentWithoutBaseline(name, crm);
        else if (held == "null" || (inDoubt && IsOwnRow(name, value, held)))
            Write(name, value, held);
        else if (value == "null")
            Fill(name);
        else
            Clash(name, value, held, IssueCodes.NoOwner, writable: true);
    }

    /// <summary>An element that is not the same on both sides: its owner's values count, all of them.</summary>
    /// <param name="now">What AWS has, as the CRM would have it.</param>
    /// <param name="isOther">AWS has somebody else there than the CRM record stood for: nothing of the CRM is written over that.</param>
    public void Element(ElementLines element, FlatRecord now, FlatRecord crm, FlatRecord baseline, string code, bool isOther)
    {
        var owner = Resolve(element.InCrm[0]);
        foreach (var name in element.InCrm)
        {
            var (value, held) = (now[name] ?? "null", crm.IsEmpty(name) ? "null" : crm[name]!);
            if (mapping.MeanSame(name, value, held))
                continue;
            if (owner != Owner.Crm || !isOther)
                Clash(name, value, held, code, writable: true, owner);
            else if (baseline[name] is { } known)
                // It stays an edit, which the outbound direction holds.
                _kept[name] = known;
            else
                issues.Add(DecisionIssues.OtherElement(element, name, value));
        }
    }

    /// <summary>Fields that only travel to AWS: what is there and was not sent is still to be sent.</summary>
    public void OutboundOnly(FlatRecord crm, FlatRecord baseline)
    {
        foreach (var name in mapping.BaselineFields.Except(mapping.CrmFields, StringComparer.Ordinal))
        {
            if (baseline[name] is null)
                SentWithoutBaseline(name, crm);
            else if ((crm[name] ?? "null") != baseline[name])
                _kept[name] = baseline[name];
        }
    }

    /// <summary>
    /// A field without a baseline where AWS's values do not come in: an empty side of AWS is filled, different values ask the owner, and
    /// nothing is written to the CRM.
    /// </summary>
    public void SentWithoutBaseline(string name, FlatRecord crm)
    {
        if (crm.IsEmpty(name) || !mapping.AtAws(new FlatRecord { [name] = crm[name] }, document.Span).TryGetValue(name, out var found))
            return;
        if (found.Comparison == AwsComparison.Empty)
            Fill(name);
        else if (found.Comparison == AwsComparison.Different)
            Clash(name, found.Value, crm[name]!, IssueCodes.NoOwner, writable: false);
    }

    /// <summary>The CRM baseline when the CRM holds these fields.</summary>
    public FlatRecord BaselineOver(FlatRecord crm)
    {
        var result = new FlatRecord();
        foreach (var name in mapping.BaselineFields)
            result[name] = _kept.TryGetValue(name, out var kept) ? kept : crm[name] ?? "null";
        return result;
    }

    /// <summary>The stored CRM baseline with those of some fields as they are from now on.</summary>
    public FlatRecord StoredWith(IEnumerable<string> names, FlatRecord crm)
    {
        var (result, now) = (new FlatRecord(stored.ToJson()), BaselineOver(crm));
        foreach (var name in names)
            result[name] = now[name];
        return result;
    }

    // The CRM's value is to be sent, over nothing; without an operation that sends it, what is stored stays.
    void Fill(string name) => _kept[name] = mapping.SentFields.Contains(name) ? "null" : stored[name];

    // A row of a field whose edits are sent is stored before it is written, and its fate is known: a value that looks like ours there is a person's.
    bool IsOwnRow(string name, string value, string held) => !mapping.MayBeSent(name) && Scalars.TextOf(held)?.Trim() is { Length: > 0 } kept
        && Scalars.TextOf(value)?.Trim().StartsWith(kept, StringComparison.Ordinal) == true;

    Owner Resolve(string name) => mapping.OwnerOf(name) is var owner and not Owner.Latest ? owner
        : awsModified is null || crmModified is null ? Owner.None : awsModified >= crmModified ? Owner.Aws : Owner.Crm;

    void Clash(string name, string value, string held, string code, bool writable) => Clash(name, value, held, code, writable, Resolve(name));

    void Clash(string name, string value, string held, string code, bool writable, Owner owner)
    {
        issues.Add(DecisionIssues.Clash(code, name, value, held, owner, writable));
        if (owner == Owner.Aws && writable)
        {
            Write(name, value, held);
            return;
        }

        if (mapping.InboundOnlyFields.Contains(name))
            _reported.Set(name, held);
        if (owner == Owner.Crm)
            // Against what AWS has now: were it against what both had once, going back to that would look like no edit.
            _kept[name] = value;
    }

    void Write(string name, string value, string held)
    {
        if (name == _accountField && held != "null")
        {
            issues.Add(DecisionIssues.AccountKept(name));
            _reported.Set(name, held);
        }
        else
            Fields[name] = value;
    }
}
