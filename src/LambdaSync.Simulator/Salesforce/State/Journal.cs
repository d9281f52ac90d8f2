using System.Text.Json.Nodes;

namespace LambdaSync.Simulator.Salesforce.State;

/// <summary>What one transaction did: committed, it becomes change events; rolled back, it is undone.</summary>
/// <param name="by">Who writes: the user's id.</param>
/// <param name="client">The name of <c>Sforce-Call-Options</c>, or null.</param>
/// <param name="at">The time of the rows: a transaction that ran for long commits rows with an old one.</param>
sealed class Journal(Organization organization, string by, string? client, DateTimeOffset at)
{
    readonly List<Action> _undo = [];
    readonly List<Change> _changes = [];
    readonly List<(string Name, JsonObject Body)> _published = [];

    public Organization Organization => organization;

    public string By => by;

    public string? Client => client;

    public DateTimeOffset At => at;

    /// <summary>The transaction commits later than it wrote.</summary>
    public bool IsLong => at < organization.Second;

    public IReadOnlyList<Change> Changes => _changes;

    public void Create(Row row)
    {
        organization.Put(row);
        _undo.Add(() => organization.Remove(row));
        _changes.Add(new Change(row, "CREATE", [.. row.Values.Keys]));
    }

    /// <summary>Keeps the row as it is, to be restored.</summary>
    public void Keep(Row row)
    {
        var (values, deleted, purged) = (new Dictionary<string, object>(row.Values, StringComparer.OrdinalIgnoreCase), row.DeletedAt, row.IsPurged);
        _undo.Add(() => (row.Values, row.DeletedAt, row.IsPurged) = (values, deleted, purged));
    }

    /// <param name="type">UPDATE, DELETE, UNDELETE.</param>
    /// <param name="fields">Changed fields.</param>
    public void Note(Row row, string type, IReadOnlyCollection<string> fields) => _changes.Add(new Change(row, type, fields));

    public void Publish(string name, JsonObject body)
    {
        _published.Add((name, body));
        _undo.Add(() => _published.RemoveAt(_published.Count - 1));
    }

    public void Commit()
    {
        organization.Changes.Put(this);
        foreach (var (name, body) in _published)
        {
            organization.Published.Add((name, body));
            organization.Changes.Publish(name, body);
        }
    }

    public void Rollback()
    {
        RollbackTo(0);
        _changes.Clear();
    }

    /// <summary>A point to go back to.</summary>
    public (int Undo, int Changes) Mark() => (_undo.Count, _changes.Count);

    public void RollbackTo((int Undo, int Changes) mark)
    {
        RollbackTo(mark.Undo);
        _changes.RemoveRange(mark.Changes, _changes.Count - mark.Changes);
    }

    void RollbackTo(int count)
    {
        for (var i = _undo.Count - 1; i >= count; i--)
            _undo[i]();
        _undo.RemoveRange(count, _undo.Count - count);
    }

    /// <summary>A row's change.</summary>
    public sealed record Change(Row Row, string Type, IReadOnlyCollection<string> Fields);
}
