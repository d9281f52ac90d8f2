using System.Globalization;
using System.Text.Json.Nodes;
using System.Xml.Linq;

namespace LambdaSync.Simulator.Salesforce.Model;

/// <summary>Objects and fields of a folder in source format (Metadata API: CustomObject, CustomField, GlobalValueSet), as <see cref="SchemaReader"/> takes them. Validation rules, flows and permission sets are not read.</summary>
static class SourceFormat
{
    /// <summary>By object: <c>label</c>, the name field where the folder defines the object, and <c>fields</c>.</summary>
    public static IReadOnlyDictionary<string, JsonObject> Read(string folder)
    {
        var valueSets = Files(folder, "*.globalValueSet-meta.xml").ToDictionary(file => NameOf(file.Path), file => file.Xml, StringComparer.Ordinal);
        var objects = new SortedDictionary<string, JsonObject>(StringComparer.Ordinal);
        foreach (var (path, xml) in Files(folder, "*.object-meta.xml"))
        {
            var definition = new JsonObject { ["label"] = Text(xml, "label") ?? NameOf(path), ["fields"] = new JsonArray() };
            if (Child(xml, "nameField") is { } name)
                definition["fields"]!.AsArray().Add((JsonNode)NameField(name));
            objects[NameOf(path)] = definition;
        }

        foreach (var (path, xml) in Files(folder, "*.field-meta.xml"))
        {
            // objects/NAME/fields/FIELD.field-meta.xml
            var of = Path.GetFileName(Path.GetDirectoryName(Path.GetDirectoryName(path)))!;
            if (!objects.TryGetValue(of, out var definition))
                objects[of] = definition = new JsonObject { ["fields"] = new JsonArray() };
            definition["fields"]!.AsArray().Add((JsonNode)Field(xml, valueSets));
        }

        return objects;
    }

    static JsonObject NameField(XElement xml)
    {
        var field = new JsonObject { ["name"] = "Name", ["label"] = Text(xml, "label"), ["type"] = "string", ["length"] = 80, ["nameField"] = true };
        if (Text(xml, "displayFormat") is { } format)
            field["autoNumber"] = format;
        else
            field["required"] = true;
        return field;
    }

    static JsonObject Field(XElement xml, Dictionary<string, XElement> valueSets)
    {
        var name = Text(xml, "fullName") ?? throw new ArgumentException("A field has no fullName.");
        var type = Text(xml, "type");
        var field = new JsonObject
        {
            ["name"] = name,
            ["label"] = Text(xml, "label"),
            ["type"] = type switch
            {
                "Text" or "AutoNumber" => "string",
                "TextArea" or "LongTextArea" or "Html" => "textarea",
                "Checkbox" => "boolean",
                "Number" => "double",
                "MultiselectPicklist" => "multipicklist",
                "Lookup" or "MasterDetail" => "reference",
                "Picklist" or "Date" or "DateTime" or "Email" or "Phone" or "Url" or "Currency" or "Percent" => type.ToLowerInvariant(),
                _ => throw new ArgumentException($"{name} has the type {type}."),
            },
        };
        foreach (var (member, element) in ((string, string)[])[("length", "length"), ("precision", "precision"), ("scale", "scale")])
        {
            if (Text(xml, element) is { } number)
                field[member] = int.Parse(number, CultureInfo.InvariantCulture);
        }

        foreach (var member in (string[])["required", "externalId", "unique", "caseSensitive"])
        {
            if (Text(xml, member) == "true")
                field[member] = true;
        }

        if (Text(xml, "formula") is { } formula)
            field["formula"] = formula;
        if (type == "Checkbox")
            field["default"] = Text(xml, "defaultValue") == "true";
        if (Text(xml, "displayFormat") is { } format)
            field["autoNumber"] = format;
        if (Text(xml, "referenceTo") is { } parent)
            (field["referenceTo"], field["relationship"]) = (new JsonArray(parent), name[..^1] + "r");
        Values(field, Child(xml, "valueSet"), valueSets);
        return field;
    }

    static void Values(JsonObject field, XElement? set, Dictionary<string, XElement> valueSets)
    {
        if (set is null)
            return;
        field["restricted"] = Text(set, "restricted") == "true";
        if (Text(set, "controllingField") is { } controller)
            field["controller"] = controller;
        var definition = Text(set, "valueSetName") is { } name ? valueSets.GetValueOrDefault(name) ?? throw new ArgumentException($"There is no value set {name}.") : Child(set, "valueSetDefinition");
        field["values"] = new JsonArray([.. Children(definition, "customValue").Concat(Children(definition, "value"))
            .Select(value => (JsonNode)((Text(value, "isActive") == "false" ? "-" : Text(value, "default") == "true" ? "*" : "=") + Text(value, "fullName")))]);
        var validFor = new JsonObject();
        foreach (var settings in Children(set, "valueSettings"))
            validFor[Text(settings, "valueName")!] = new JsonArray([.. Children(settings, "controllingFieldValue").Select(value => (JsonNode)value.Value)]);
        if (validFor.Count > 0)
            field["validFor"] = validFor;
    }

    static IEnumerable<(string Path, XElement Xml)> Files(string folder, string pattern) =>
        Directory.EnumerateFiles(folder, pattern, SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(path => (path, XDocument.Load(path).Root!));

    // "AWS_Stage" of "AWS_Stage.globalValueSet-meta.xml".
    static string NameOf(string path) => Path.GetFileName(path).Split('.')[0];

    static XElement? Child(XElement xml, string name) => Children(xml, name).FirstOrDefault();

    static IEnumerable<XElement> Children(XElement? xml, string name) => xml?.Elements().Where(element => element.Name.LocalName == name) ?? [];

    static string? Text(XElement xml, string name) => Child(xml, name)?.Value;
}
