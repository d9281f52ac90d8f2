using System.Globalization;
using LambdaSync.Simulator.Salesforce.Model;
using LambdaSync.Simulator.Salesforce.State;

namespace LambdaSync.Simulator.Salesforce.Rules;

/// <summary>Values that are computed when they are read. A formula is a path to a parent's field, or numbers and fields with * and /, from left to right.</summary>
static class Formulas
{
    public static object? Value(Organization organization, Row row, FieldModel field) => field.Name == "Id" ? row.Id : field.Formula is { } formula ? Compute(organization, row, formula) : row[field.Name];

    static object? Compute(Organization organization, Row row, string formula)
    {
        var words = formula.Split(' ');
        if (words.Length == 1)
            return Path(organization, row, words[0]);
        var result = Number(organization, row, words[0]);
        for (var i = 1; i + 1 < words.Length; i += 2)
        {
            if (Number(organization, row, words[i + 1]) is not { } next || result is null)
                return null;
            result = words[i] == "*" ? result * next : next == 0 ? null : result / next;
        }

        return result is { } number ? Math.Round(number, 2, MidpointRounding.AwayFromZero) : null;
    }

    static decimal? Number(Organization organization, Row row, string word) =>
        decimal.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : Path(organization, row, word) as decimal?;

    static object? Path(Organization organization, Row row, string path)
    {
        var names = path.Split('.');
        foreach (var relationship in names.SkipLast(1))
        {
            if (row.Model.Parent(relationship) is not { } reference || row.Text(reference.Name) is not { } id || organization.Rows.GetValueOrDefault(id) is not { } parent)
                return null;
            row = parent;
        }

        return row[names[^1]];
    }
}
