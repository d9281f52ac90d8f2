using LambdaSync.Fields;
using LambdaSync.Json;

namespace LambdaSync.Files;

/// <summary>
/// The record document's members in canonical order, each leaf bound to the file field it comes from: writing a record is one walk
/// of this tree, leaving out what the record does not have.
/// </summary>
sealed class DocumentShape
{
    static readonly Lazy<DocumentShape> Opportunity = new(() => new DocumentShape(FieldCatalogue.Opportunity));
    static readonly Lazy<DocumentShape> Lead = new(() => new DocumentShape(FieldCatalogue.Lead));

    DocumentShape(FieldCatalogue catalogue)
    {
        Fields = [.. catalogue.FileFields.Select(field => new BoundField(field, catalogue.ForFile(field.Name)))];
        Names = new Utf8Table(Fields.SelectMany((field, i) => field.Field.Variants.Prepend(field.Field.Name).Select(name => (System.Text.Encoding.UTF8.GetBytes(name), i))));
        for (var i = 0; i < Fields.Length; i++)
            Bind(Fields[i], i);
        if (Leaves.Count > 128)
            throw new InvalidOperationException("presence is kept in 128 bits");
        Root.Finish();
        Roots = [.. FieldPath.Roots.Select(name => (name, Root.Children.FirstOrDefault(child => child.Name == name)))];
    }

    /// <summary>The document's roots in canonical order; null for those that no field fills.</summary>
    public (string Name, ShapeNode? Node)[] Roots { get; }

    public BoundField[] Fields { get; }

    public Utf8Table Names { get; }

    public List<Leaf> Leaves { get; } = [];

    ShapeNode Root { get; } = new("", null);

    public static DocumentShape Of(AceObject aceObject) => aceObject == AceObject.Lead ? Lead.Value : Opportunity.Value;

    void Bind(BoundField bound, int index)
    {
        if (bound.Field.Transform == FileTransform.Keep)
            return;
        for (var part = 0; part < bound.Field.Targets.Count; part++)
        {
            if (!FieldPath.TryParse(bound.Field.Targets[part], out var path, out var error))
                throw new InvalidOperationException(bound.Field.Targets[part] + ": " + error);
            var node = Root.Child(path.Root);
            // An amount of spend is written with its whole list, constants included.
            var steps = bound.Field.Transform == FileTransform.Spend ? path.Steps.Take(path.Steps.Count - 1) : path.Steps;
            foreach (var step in steps)
                node = node.Child(step.Name).Element(step, bound.Field.Transform == FileTransform.Spend);
            node.Leaf = Leaves.Count;
            bound.Leaves.Add(Leaves.Count);
            Leaves.Add(new Leaf(index, part));
        }
    }
}

/// <param name="Part">Which of the field's targets this is.</param>
readonly record struct Leaf(int Field, int Part);

/// <summary>A file field with what its values are checked against.</summary>
sealed class BoundField(FileField field, CatalogueField? catalogue)
{
    public FileField Field { get; } = field;

    public CatalogueField? Catalogue { get; } = catalogue;

    public List<int> Leaves { get; } = [];

    public byte[] Name { get; } = JsonText.Quote(field.Name);

    public byte[] RawName { get; } = System.Text.Encoding.UTF8.GetBytes(field.Name);

    public ValueTable? Values { get; } = (catalogue?.Values ?? field.Values) is { } list ? ValueTable.Of(list) : null;

    /// <summary>The value has rules that only its text can be held against.</summary>
    public bool HasTextRule { get; } =
        catalogue is { } c && (c.Pattern is not null || c.MinLength > 0 || c.Type is FieldType.Date or FieldType.Timestamp);
}

/// <summary>One member, or one element of a list, of the document.</summary>
sealed class ShapeNode(string name, PathStep? selector)
{
    readonly List<ShapeNode> _children = [];

    public string Name { get; } = name;

    /// <summary>Canonical JSON written before the value: <c>"Name":</c>, or for an element its selector's constant member.</summary>
    public byte[] Prefix { get; private set; } = [];

    public ShapeNode[] Children { get; private set; } = [];

    public int Leaf { get; set; } = -1;

    /// <summary>A list whose elements are the children.</summary>
    public bool IsList { get; private set; }

    /// <summary>For the member that selects an element: its constant value.</summary>
    public byte[]? Constant { get; private set; }

    public UInt128 Mask { get; private set; }

    public ShapeNode Child(string childName)
    {
        var child = _children.Find(c => c.Name == childName);
        if (child is null)
            _children.Add(child = new ShapeNode(childName, null));
        return child;
    }

    /// <summary>The element of this list that a step names; the node itself when the step names none or stands for the whole list.</summary>
    public ShapeNode Element(PathStep step, bool wholeList)
    {
        if (wholeList || (step.Index is null && step.Key is null))
            return this;
        IsList = true;
        var element = _children.Find(c => c.Name == (step.Value ?? ""));
        if (element is null)
            _children.Add(element = new ShapeNode(step.Value ?? "", step.Key is null ? null : step));
        return element;
    }

    public void Finish()
    {
        if (selector is { Key: { } member })
            _children.Add(new ShapeNode(member, null) { Constant = JsonText.Quote(Name) });
        Children = [.. _children.OrderBy(c => c.Name, StringComparer.Ordinal)];
        Mask = Leaf < 0 ? UInt128.Zero : UInt128.One << Leaf;
        foreach (var child in Children)
        {
            child.Finish();
            child.Prefix = IsList ? [] : [.. JsonText.Quote(child.Name), (byte)':'];
            Mask |= child.Mask;
        }
    }
}
