using System.Globalization;
using System.Text;

namespace LambdaSync.Fields;

/// <summary>
/// Reads the embedded tables. Each says its columns in its first lines; a line is a row of tab-separated cells, trailing empty
/// cells may be missing, and a line that starts with <c>#</c> is a comment.
/// </summary>
static class FieldTables
{
    static readonly Lazy<Dictionary<string, ValueList>> Lists = new(ReadValueLists);

    public static FieldCatalogue Read(AceObject aceObject)
    {
        var fields = new List<CatalogueField>();
        var lead = aceObject == AceObject.Lead;
        if (!lead)
            Rows("opportunity.tsv", cells => fields.Add(Member(cells)));
        var fileFields = new List<FileField>();
        Rows(lead ? "lead-files.tsv" : "opportunity-files.tsv", cells => fileFields.Add(File(cells)));
        foreach (var field in fileFields)
        {
            if (field.Transform is FileTransform.Keep or FileTransform.Name or FileTransform.Solutions)
                fields.Add(Kept(field, lead && field.Name == "currentLeadStage"));
        }

        return new FieldCatalogue(aceObject, fields, fileFields);
    }

    /// <summary>Calls back with the cells of each row; a cell that the row does not have is empty.</summary>
    public static void Rows(string table, Action<string[]> row)
    {
        using var stream = typeof(FieldTables).Assembly.GetManifestResourceStream(table)
            ?? throw new InvalidOperationException($"The table {table} is not embedded.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        while (reader.ReadLine() is { } line)
        {
            if (line.Length > 0 && line[0] != '#')
                row(line.Split('\t'));
        }
    }

    static Dictionary<string, ValueList> ReadValueLists()
    {
        var lists = new Dictionary<string, ValueList>(StringComparer.Ordinal);
        var name = "";
        List<string> values = [];
        Dictionary<string, string> spellings = new(StringComparer.Ordinal);
        Rows("values.tsv", cells =>
        {
            if (cells[0].Length > 0)
            {
                Close();
                name = cells[0];
                values = [];
                spellings = new(StringComparer.Ordinal);
            }

            values.Add(cells[1]);
            switch (Cell(cells, 2))
            {
                case "":
                    spellings.Add(cells[1], cells[1]);
                    break;
                case "-":
                    break;
                case var some:
                    foreach (var spelling in some.Split('|'))
                        spellings.Add(spelling, cells[1]);
                    break;
            }
        });
        Close();
        return lists;

        void Close()
        {
            if (name.Length > 0)
                lists.Add(name, new ValueList(name, values, spellings));
        }
    }

    static CatalogueField Member(string[] cells)
    {
        var flags = Cell(cells, 10);
        var required = Cell(cells, 6);
        return new CatalogueField(
            cells[0], Type(Cell(cells, 1)), Length(Cell(cells, 2)), Length(Cell(cells, 3)), FieldPattern.Named(Cell(cells, 4)),
            List(Cell(cells, 5)), Required(required), NullIfEmpty(Cell(cells, 7)), Writer(Cell(cells, 8)), Open(Cell(cells, 9)),
            flags.Contains('f'), flags.Contains('s'))
        {
            FirmlyRequired = required.EndsWith('!'),
        };
    }

    static FileField File(string[] cells)
    {
        var name = cells[0];
        var versions = Cell(cells, 2);
        var targets = Parts(Cell(cells, 4));
        return new FileField(
            name, Parts(Cell(cells, 1)), versions.Length == 0 ? 3 : Length(versions), targets.Length == 0 ? ["file:" + name] : targets,
            Transform(Cell(cells, 3)), Type(Cell(cells, 5)), Length(Cell(cells, 6)), Length(Cell(cells, 7)),
            List(Cell(cells, 8)), Required(Cell(cells, 9)), NullIfEmpty(Cell(cells, 10)), Editable(Cell(cells, 11)),
            Cell(cells, 12).Contains('<'), Cell(cells, 12).Contains('>'), Cell(cells, 13).Length > 0);
    }

    /// <summary>The place under <c>file:</c> of a file field that always or, for names and solutions, sometimes stays there.</summary>
    static CatalogueField Kept(FileField field, bool answer)
    {
        var writers = Writers.Aws;
        if (field.Editable.HasFlag(FileEditable.AtCreate) && !field.Deprecated)
            writers |= Writers.Create;
        if (field.Editable.HasFlag(FileEditable.UntilLaunchedOrLost) && !field.Deprecated)
            writers |= Writers.Update;
        var open = ReviewStatuses.None;
        if (writers.HasFlag(Writers.Update))
            open = ReviewStatuses.PendingSubmission | ReviewStatuses.Approved;
        var always = field.Transform == FileTransform.Keep;
        return new CatalogueField(
            "file:" + field.Name, field.Type, field.MinLength, field.MaxLength, null, field.Values,
            always ? field.Required : Requirement.Optional, null, answer ? Writers.Answer : writers, open, false, false);
    }

    static string Cell(string[] cells, int n) => n < cells.Length ? cells[n] : "";

    static string? NullIfEmpty(string cell) => cell.Length == 0 ? null : cell;

    static string[] Parts(string cell) => cell.Length == 0 ? [] : cell.Split('|');

    static int Length(string cell) => cell.Length == 0 ? 0 : int.Parse(cell, NumberStyles.None, CultureInfo.InvariantCulture);

    static ValueList? List(string cell) => cell.Length == 0 ? null : Lists.Value[cell];

    static FileTransform Transform(string cell) => cell switch
    {
        "Copy" => FileTransform.Copy,
        "Value" => FileTransform.Value,
        "Split" => FileTransform.Split,
        "Array" => FileTransform.Array,
        "Spend" => FileTransform.Spend,
        "Amount" => FileTransform.Amount,
        "Name" => FileTransform.Name,
        "PrimaryNeeds" => FileTransform.PrimaryNeeds,
        "Solutions" => FileTransform.Solutions,
        "Keep" => FileTransform.Keep,
        _ => throw new InvalidOperationException($"There is no transform '{cell}'."),
    };

    public static FieldType Type(string cell) => cell switch
    {
        "A" => FieldType.Amount,
        "N" => FieldType.Number,
        "D" => FieldType.Date,
        "Z" => FieldType.Timestamp,
        _ => FieldType.Text,
    };

    static Requirement Required(string cell) => cell switch
    {
        "M" or "M!" => Requirement.Mandatory,
        "C" or "C!" => Requirement.Conditional,
        _ => Requirement.Optional,
    };

    static Writers Writer(string cell)
    {
        var writers = Writers.Aws;
        foreach (var c in cell)
        {
            writers |= c switch
            {
                'c' => Writers.Create,
                'u' => Writers.Update,
                'l' => Writers.Associate,
                'g' => Writers.Assign,
                's' => Writers.Answer,
                _ => throw new InvalidOperationException($"'{c}' is no writer."),
            };
        }

        return writers;
    }

    static ReviewStatuses Open(string cell) =>
        (cell.Contains('p') ? ReviewStatuses.PendingSubmission : 0)
        | (cell.Contains('r') ? ReviewStatuses.ActionRequired : 0)
        | (cell.Contains('a') ? ReviewStatuses.Approved : 0);

    static FileEditable Editable(string cell) =>
        (cell.Contains('c') ? FileEditable.AtCreate : 0)
        | (cell.Contains('u') ? FileEditable.UntilLaunchedOrLost : 0)
        | (cell.Contains('r') ? FileEditable.WhileActionRequired : 0)
        | (cell.Contains('a') ? FileEditable.AfterLaunched : 0);
}
