using System.Globalization;

namespace LambdaSync.Simulator.Salesforce.State;

/// <summary>Queries that have more pages. The rows are those of the first page's time; their values are those of each page's.</summary>
sealed class QueryLocators
{
    readonly Dictionary<string, Open> _open = new(StringComparer.Ordinal);
    int _number;

    public string Add(Open query)
    {
        var id = string.Create(CultureInfo.InvariantCulture, $"01gSm0000{++_number:D6}EAA");
        _open[id] = query;
        return id;
    }

    public Open? Find(string id) => _open.GetValueOrDefault(id);

    public void Kill() => _open.Clear();

    /// <summary>A query with its rows.</summary>
    public sealed record Open(Soql.Query Query, IReadOnlyList<Row> Rows, bool WithDeleted, int PageSize);
}
