using LambdaSync.Fields;
using LambdaSync.Files;
using LambdaSync.Json;

namespace LambdaSync.Mapping;

/// <summary>How a line's value is written on the two sides.</summary>
enum LineKind
{
    /// <summary>The same JSON value on both sides, text nearly always.</summary>
    Plain,

    /// <summary>Decimal text at AWS, a number in the CRM.</summary>
    Amount,

    /// <summary>A list of texts at AWS, one joined text in the CRM.</summary>
    List,

    /// <summary>FirstName and LastName at AWS, one text in the CRM.</summary>
    Name,
}

/// <summary>A mapping line made ready for bytes.</summary>
sealed class CompiledLine
{
    readonly Utf8Table _toCrm;
    readonly byte[][] _crmValues;
    readonly Utf8Table _toAws;
    readonly byte[][] _awsValues;

    public CompiledLine(FieldMapping source, LineKind kind, CatalogueField? field, int[] slots, IReadOnlyList<FieldPath> paths, bool isLead)
    {
        (Source, Kind, Field, Slots, Paths) = (source, kind, field, slots, paths);
        BeyondFirst = paths.Any(p => p.Steps.Any(s => s.Index > 0) && ElementIdentity.Of(p) is null);
        CrmName = JsonText.Quote(source.Crm);
        Join = source.Join is { } join ? System.Text.Encoding.UTF8.GetBytes(join) : "\\n"u8.ToArray();
        Element = source.Element is { } element ? ElementTemplate.Of(element) : null;
        Form = ValueForm.Of(source, kind == LineKind.Plain && source.Values.Count == 0 && field?.Path == "Customer.Account.Address.StateOrRegion");
        Standard = field?.Values is { } list ? ValueTable.Of(list) : null;
        var isOfLead = LeadPaths.IsApi(paths[0]);
        // An answer to a lead's invitation is a request of its own.
        var isFileLead = isLead && paths[0].Root != "invitation";
        var isReadOnly = field?.ReadOnly ?? (paths[0].Root == "aws" || (isOfLead && !paths.All(LeadPaths.IsInCreate)));
        Key = !isReadOnly && KeyOf(paths) is { } key ? JsonText.Quote(key) : null;
        Sends = source.Outbound && Key is null && !isReadOnly;
        // Nothing sends a lead's edits by file: they all count as to be sent.
        IsInCreate = Sends && (isOfLead ? paths.All(LeadPaths.IsInCreate) : isFileLead || paths.All(path => CarriedBy.Create(path, field)));
        IsInUpdate = Sends && (isOfLead ? paths.All(LeadPaths.IsInUpdate) : isFileLead || paths.All(path => CarriedBy.Update(path, field)));
        IsAssociated = Sends && paths.All(CarriedBy.Associate);
        IsProducts = IsAssociated && source.Values.Count == 0 && paths[0].Steps[0].Name == "AwsProducts";
        IsAssigned = Sends && paths.All(CarriedBy.Assign);
        IsSubmitted = Sends && paths.All(CarriedBy.Submit);

        _crmValues = [.. source.Values.Select(v => System.Text.Encoding.UTF8.GetBytes(v.Crm[0]))];
        _toCrm = new Utf8Table(source.Values.Select((v, i) => (JsonText.Quote(v.Aws)[1..^1], i)));
        _awsValues = [.. source.Values.Select(v => JsonText.Quote(v.Aws)[1..^1])];
        var order = source.Values.Select((v, i) => (v.Aws, i)).ToDictionary(p => p.Aws, p => p.i, StringComparer.Ordinal);
        _toAws = new Utf8Table(
            source.OutboundDefault.Where(d => order.ContainsKey(d.Value)).Select(d => (System.Text.Encoding.UTF8.GetBytes(d.Key), order[d.Value]))
                .Concat(source.Values.SelectMany((v, i) => v.Crm.Select(crm => (System.Text.Encoding.UTF8.GetBytes(crm), i)))));
    }

    public FieldMapping Source { get; }

    public LineKind Kind { get; }

    /// <summary>What AWS publishes about the field; null when it is newer than this release.</summary>
    public CatalogueField? Field { get; }

    /// <summary>Where the value stands in the document; two for a name.</summary>
    public int[] Slots { get; }

    /// <summary>The places as paths; two for a name.</summary>
    public IReadOnlyList<FieldPath> Paths { get; }

    /// <summary>The path goes through a second or later element of a list without identities, which can't be made without the first.</summary>
    public bool BeyondFirst { get; }

    /// <summary>The CRM field's quoted name.</summary>
    public byte[] CrmName { get; }

    /// <summary>What stands between a list's elements, as it is inside a JSON text.</summary>
    public byte[] Join { get; }

    /// <summary>How the objects of a list are written, or null for a list of texts.</summary>
    public ElementTemplate? Element { get; }

    /// <summary>The form in which the CRM's text is sent, or null.</summary>
    public ValueForm? Form { get; }

    /// <summary>AWS's published values, or null.</summary>
    public ValueTable? Standard { get; }

    /// <summary>For the member that selects its element: the quoted value that selects it, which can't be another one; else null.</summary>
    public byte[]? Key { get; }

    /// <summary>The line writes to AWS: it goes outbound, and a partner may write the field.</summary>
    public bool Sends { get; }

    /// <summary>CreateOpportunity carries the line's value.</summary>
    public bool IsInCreate { get; }

    /// <summary>UpdateOpportunity carries the line's value.</summary>
    public bool IsInUpdate { get; }

    /// <summary>AssociateOpportunity and DisassociateOpportunity carry the line's values.</summary>
    public bool IsAssociated { get; }

    /// <summary>The line's values are AWS products, which the CRM may write by their names (<see cref="AwsProducts"/>).</summary>
    public bool IsProducts { get; }

    /// <summary>AssignOpportunity carries the line's value.</summary>
    public bool IsAssigned { get; }

    /// <summary>StartEngagementFromOpportunityTask carries the line's value.</summary>
    public bool IsSubmitted { get; }

    public bool HasValues => _crmValues.Length > 0;

    /// <summary>The value that selects the element when the path names the selecting member itself (<c>[Key=Value].Key</c>), or null.</summary>
    public static string? KeyOf(IReadOnlyList<FieldPath> paths) =>
        paths[0].Steps is [.., { Key: { } key, Value: var value }, var last] && last == new PathStep(key, null, null, null, false) ? value : null;

    /// <summary>The CRM's JSON value for AWS's raw text.</summary>
    public bool TryToCrm(ReadOnlySpan<byte> aws, out ReadOnlySpan<byte> crm)
    {
        var found = _toCrm.Find(aws);
        crm = found < 0 ? default : _crmValues[found];
        return found >= 0;
    }

    /// <summary>AWS's raw text for the CRM's JSON value.</summary>
    public bool TryToAws(ReadOnlySpan<byte> crm, out ReadOnlySpan<byte> aws)
    {
        var found = _toAws.Find(crm);
        aws = found < 0 ? default : _awsValues[found];
        return found >= 0;
    }

    /// <summary>Whether the CRM's value is one that AWS's raw text stands for, though the text itself becomes another one in the CRM.</summary>
    public bool IsMeantBy(ReadOnlySpan<byte> crm, ReadOnlySpan<byte> aws)
    {
        if (HasValues && TryToAws(crm, out var meant))
            return meant.SequenceEqual(aws);
        return Form is { } form && crm[0] == '"' && form.IsSame(crm[1..^1], aws);
    }

    /// <summary>Whether AWS has one value for two values of the CRM.</summary>
    public bool HasOneAtAws(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        if (HasValues && TryToAws(left, out var one) && TryToAws(right, out var other))
            return one.SequenceEqual(other);
        if (IsProducts && left[0] == '"' && right[0] == '"')
            return Products(left).SequenceEqual(Products(right), StringComparer.Ordinal);
        return Form is { } form && left[0] == '"' && right[0] == '"' && form.IsSame(left[1..^1], right[1..^1]);
    }

    /// <summary>Whether AWS's list differs from the earlier one only where the CRM's does too: the CRM lacks what AWS lost and has what AWS gained.</summary>
    public bool IsTowards(ReadOnlySpan<byte> before, ReadOnlySpan<byte> aws, ReadOnlySpan<byte> crm)
    {
        var (old, now, held) = (Members(before), Members(aws), Members(crm));
        return !old.Except(now).Any(held.Contains) && now.Except(old).All(held.Contains);
    }

    HashSet<string> Members(ReadOnlySpan<byte> list) => [.. Products(list).Select(member => member.Trim())];

    IEnumerable<string> Products(ReadOnlySpan<byte> list) =>
        (Scalars.TextOf(System.Text.Encoding.UTF8.GetString(list)) ?? "").Split(Source.Join ?? "\n", StringSplitOptions.RemoveEmptyEntries).Select(name => AwsProducts.Identifier(name) ?? name);
}
