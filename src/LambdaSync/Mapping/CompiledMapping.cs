using System.Text;
using LambdaSync.Fields;
using LambdaSync.Json;
using LambdaSync.Sync;
using LambdaSync.Sync.Elements;

namespace LambdaSync.Mapping;

/// <summary>An object's mapping made ready: applies to a record in one pass, in either direction. Safe for several threads.</summary>
public sealed partial class CompiledMapping
{
    readonly CompiledLine[] _lines;
    readonly CompiledLine[] _inbound;
    readonly PathTree _tree;
    readonly CompiledCondition[] _whenInbound;
    readonly CompiledCondition[] _whenOutbound;
    readonly CompiledCondition[] _whenConverted;
    readonly CompiledCondition[]? _autoAccept;
    readonly (CompiledCondition[] When, string Value)[] _owners;
    readonly Utf8Table _crmNames;
    readonly int _crmCount;
    readonly int[] _lineCrm;
    Scratch? _spare;

    CompiledMapping(ObjectMapping source, AceObject aceObject, Builder builder)
    {
        (Source, Object) = (source, aceObject);
        _lines = [.. builder.Lines];
        _tree = builder.Tree;
        _tree.Root.Finish();
        Elements = builder.Elements();
        Lists = ElementLists.Of(_lines.SelectMany(line => line.Paths));
        _inbound = [.. _lines.Where(line => line.Source.Inbound).OrderBy(line => line.CrmName, Comparer<byte[]>.Create(CompareQuoted))];
        CrmFields = [.. _inbound.Select(line => line.Source.Crm)];
        UpdateFields = CrmFieldsOf(line => line.IsInUpdate);
        AssociatedFields = CrmFieldsOf(line => line.IsAssociated);
        AssignedFields = CrmFieldsOf(line => line.IsAssigned);
        SentFields = [.. UpdateFields.Concat(AssociatedFields).Concat(AssignedFields).Distinct(StringComparer.Ordinal)];
        UnsentFields = [.. _lines.Where(line => line.Source.Outbound).Select(line => line.Source.Crm).Except(SentFields, StringComparer.Ordinal)];
        InboundOnlyFields = CrmFields.Where(name => !_lines.Any(line => line.Source.Outbound && line.Source.Crm == name)).ToHashSet(StringComparer.Ordinal);
        BaselineFields = [.. CrmFields.Concat(SentFields).Concat(UnsentFields).Distinct(StringComparer.Ordinal)];

        var names = new List<string>();
        int Crm(string name) => names.IndexOf(name) is var at and >= 0 ? at : Add(names, name);
        _lineCrm = [.. _lines.Select(line => Crm(line.Source.Crm))];
        foreach (var tier in _lines.SelectMany(line => line.Source.Fallback).Where(t => t.Kind == FallbackKind.Crm))
            Crm(tier.Text);
        _whenInbound = [.. source.WhenInbound.Select(c => builder.Condition(c, Crm))];
        _whenOutbound = [.. source.WhenOutbound.Select(c => builder.Condition(c, Crm))];
        _whenConverted = [.. source.Convert?.When.Select(c => builder.Condition(c, Crm)) ?? []];
        _autoAccept = source.Invitation?.AutoAccept is { } auto ? [.. auto.Select(c => builder.Condition(c, Crm))] : null;
        _owners = [.. (source.Invitation?.Owner?.Rules ?? []).Select(rule => (rule.When.Select(c => builder.Condition(c, Crm)).ToArray(), rule.Value))];
        CrmReads =
        [
            .. names.Append(source.AwsId).Concat(source.SyncFlag is { } flag ? [flag] : Array.Empty<string>())
                .Concat(new[] { source.Submit?.Flag, source.Convert?.Flag, source.Convert?.To }.OfType<string>())
                .Concat(source.Status?.Fields().Select(field => field.Crm) ?? [])
                .Concat(source.Invitation?.Fields().Select(field => field.Crm) ?? []).Distinct(StringComparer.Ordinal),
        ];
        _crmNames = new Utf8Table(names.Select((name, i) => (JsonText.Quote(name), i)));
        _crmCount = names.Count;
    }

    public ObjectMapping Source { get; }

    public AceObject Object { get; }

    /// <summary>How a baseline keeps the lists that lines look into.</summary>
    public ElementLists Lists { get; }

    /// <summary>The lines by the element of a list that they stand for.</summary>
    internal ElementLines[] Elements { get; }

    /// <summary>The CRM fields that inbound lines write, in ordinal order.</summary>
    public IReadOnlyList<string> CrmFields { get; }

    /// <summary>The CRM fields whose edits an operation carries to AWS.</summary>
    public IReadOnlyList<string> SentFields { get; }

    /// <summary>Those that UpdateOpportunity carries.</summary>
    internal IReadOnlySet<string> UpdateFields { get; }

    /// <summary>Those that AssociateOpportunity and DisassociateOpportunity carry.</summary>
    internal IReadOnlySet<string> AssociatedFields { get; }

    /// <summary>Those that AssignOpportunity carries.</summary>
    internal IReadOnlySet<string> AssignedFields { get; }

    /// <summary>The CRM fields whose lines go outbound, but no operation sends their edits, or only AWS writes what they stand for.</summary>
    public IReadOnlyList<string> UnsentFields { get; }

    /// <summary>The CRM fields that only AWS fills: no line sends an edit of them.</summary>
    public IReadOnlySet<string> InboundOnlyFields { get; }

    /// <summary>The CRM fields whose values are remembered: all that travel either way.</summary>
    public IReadOnlyList<string> BaselineFields { get; }

    /// <summary>Every CRM field that a decision looks at, AWS's identifier, the sync flag and the status fields too.</summary>
    public IReadOnlyList<string> CrmReads { get; }

    /// <summary>Whose value stays when both sides changed a CRM field: the line that writes it says so, or one that only sends it.</summary>
    public Owner OwnerOf(string crmField)
    {
        var line = Source.Fields.FirstOrDefault(f => f.Inbound && f.Crm == crmField) ?? Source.Fields.FirstOrDefault(f => f.Crm == crmField);
        return line is { Owner: not Owner.None } ? line.Owner : Source.Owner;
    }

    /// <summary>Whether two values of a CRM field stand for one value of AWS, or are one time in two forms.</summary>
    /// <param name="left">Canonical JSON, as the right one.</param>
    public bool MeanSame(string crmField, string left, string right)
    {
        if (left == right || (Moment(left) is { } moment && moment == Moment(right)))
            return true;
        return _inbound.FirstOrDefault(l => l.Source.Crm == crmField) is { } line && line.HasOneAtAws(Encoding.UTF8.GetBytes(left), Encoding.UTF8.GetBytes(right));
    }

    /// <summary>Whether AWS has made a part of the CRM's edit of a list of associations, and nothing else. All are canonical JSON.</summary>
    public bool IsTowards(string crmField, string before, string aws, string crm) =>
        _inbound.FirstOrDefault(l => l.IsAssociated && l.Source.Crm == crmField) is { } line && line.IsTowards(Encoding.UTF8.GetBytes(before), Encoding.UTF8.GetBytes(aws), Encoding.UTF8.GetBytes(crm));

    /// <summary>The remembered fields of a record as the CRM holds it.</summary>
    public FlatRecord BaselineOf(FlatRecord crm)
    {
        var result = new FlatRecord();
        foreach (var name in BaselineFields)
            result[name] = crm[name] ?? "null";
        return result;
    }

    /// <summary>Compiles what files and opportunities of the API use, or says why not (null, with the reasons in <paramref name="issues"/>).</summary>
    public static CompiledMapping? Compile(MappingDocument document, AceObject aceObject, ICollection<Issue> issues)
    {
        if (document.Of(aceObject) is not { } source)
        {
            issues.Add(Issue.Error(
                IssueCodes.MappingInvalid, aceObject == AceObject.Lead ? "lead" : "opportunity", null, "the mapping has no section for this object",
                "add the section, or write one with 'lambdasync mapping auto'"));
            return null;
        }

        return Compile(aceObject == AceObject.Lead ? LeadSection.ForFiles(source) : source, aceObject, issues);
    }

    /// <summary>The section of leads for the API's engagements; null: the document has none, or <paramref name="issues"/> say why not.</summary>
    public static CompiledMapping? CompileLeads(MappingDocument document, ICollection<Issue> issues) =>
        document.Lead is { } source ? Compile(LeadSection.ForApi(source), AceObject.Lead, issues) : null;

    /// <summary>The section for one kind of what AWS Marketplace has; null: the document has none, or <paramref name="issues"/> say why not.</summary>
    /// <param name="section">One of <see cref="MarketplaceSections.Names"/>.</param>
    public static CompiledMapping? CompileMarketplace(MappingDocument document, string section, ICollection<Issue> issues) =>
        document.Marketplace.TryGetValue(section, out var source) ? Compile(source, AceObject.Opportunity, issues, $"marketplace.{section}") : null;

    /// <param name="at">Where the section is in the document, or null: as the object's name.</param>
    static CompiledMapping? Compile(ObjectMapping source, AceObject aceObject, ICollection<Issue> issues, string? at = null)
    {
        var builder = new Builder(aceObject, issues, at);
        builder.Add(source);
        return builder.Failed ? null : new CompiledMapping(source, aceObject, builder);
    }

    /// <summary>Whether the conditions for a direction hold.</summary>
    /// <param name="crm">The CRM's fields, flat; <c>{}</c> when there is no CRM record yet: conditions on CRM fields then see no value.</param>
    public bool Applies(bool inbound, ReadOnlySpan<byte> document, ReadOnlySpan<byte> crm) => Hold(inbound ? _whenInbound : _whenOutbound, document, crm);

    /// <summary>Whether the mapping's own conditions make a lead an opportunity.</summary>
    public bool Converts(ReadOnlySpan<byte> document, ReadOnlySpan<byte> crm) => _whenConverted.Length > 0 && Hold(_whenConverted, document, crm);

    /// <summary>Whether the mapping accepts an invitation without a person.</summary>
    /// <param name="document">The invitation's record document.</param>
    /// <param name="crm">The CRM's fields, flat.</param>
    public bool AcceptsByRule(ReadOnlySpan<byte> document, ReadOnlySpan<byte> crm) => _autoAccept is { } conditions && Hold(conditions, document, crm);

    /// <summary>Who gets a new invitation, as canonical JSON text; null: the CRM decides.</summary>
    /// <param name="document">The invitation's record document.</param>
    public string? OwnerFor(ReadOnlySpan<byte> document)
    {
        foreach (var (when, value) in _owners)
        {
            if (Hold(when, document, "{}"u8))
                return value;
        }

        return Source.Invitation?.Owner?.Default;
    }

    bool Hold(CompiledCondition[] conditions, ReadOnlySpan<byte> document, ReadOnlySpan<byte> crm)
    {
        if (conditions.Length == 0)
            return true;
        var scratch = Rent();
        _tree.Capture(document, scratch.Aws);
        CaptureCrm(crm, scratch.Crm);
        var holds = true;
        foreach (var condition in conditions)
            holds = holds && condition.Holds(condition.Slot >= 0 ? document : crm, condition.Slot >= 0 ? scratch.Aws[condition.Slot] : scratch.Crm[condition.CrmSlot]);
        Return(scratch);
        return holds;
    }

    // Fills the places of the CRM fields that lines read; names in a flat object are in order, but no order is needed here.
    void CaptureCrm(ReadOnlySpan<byte> crm, Value[] slots)
    {
        Array.Clear(slots, 0, _crmCount);
        if (crm.Length <= 2)
            return;
        var at = 1;
        while (crm[at] != '}')
        {
            if (crm[at] == ',')
                at++;
            var nameEnd = JsonScan.StringEnd(crm, at);
            var slot = _crmNames.Find(crm[at..nameEnd]);
            var value = JsonScan.ValueAt(crm, nameEnd + 1);
            if (slot >= 0)
                slots[slot] = value;
            at = nameEnd + 1 + value.Length;
        }
    }

    HashSet<string> CrmFieldsOf(Func<CompiledLine, bool> which) => _lines.Where(which).Select(line => line.Source.Crm).ToHashSet(StringComparer.Ordinal);

    Scratch Rent() => Interlocked.Exchange(ref _spare, null) ?? new Scratch(_tree.SlotCount, _crmCount);

    void Return(Scratch scratch) => _spare = scratch;

    static int Add(List<string> names, string name)
    {
        names.Add(name);
        return names.Count - 1;
    }

    static int CompareQuoted(byte[] left, byte[] right) => left.AsSpan(1, left.Length - 2).SequenceCompareTo(right.AsSpan(1, right.Length - 2));

    /// <summary>What one application works with; kept for the next.</summary>
    sealed class Scratch(int awsSlots, int crmSlots)
    {
        public readonly Value[] Aws = new Value[awsSlots];
        public readonly Value[] Crm = new Value[crmSlots];

        /// <summary>The new value of a slot, in <see cref="NewValues"/>; <see cref="Kind.Absent"/> when it stays.</summary>
        public readonly Value[] New = new Value[awsSlots];
        public readonly Utf8Buffer NewValues = new();
        public readonly Utf8Buffer Output = new();
        public readonly Utf8Buffer Compare = new(256);
    }
}
