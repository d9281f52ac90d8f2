using LambdaSync.Simulator.Salesforce.Model;
using LambdaSync.Simulator.State;

namespace LambdaSync.Simulator.Salesforce.State;

/// <summary>All that the simulated organisation knows.</summary>
sealed class Organization
{
    readonly Dictionary<string, long> _numbers = new(StringComparer.Ordinal);

    public Organization(TimeProvider time)
    {
        Clock = new SimulatorClock(time);
        Schema = new Schema(Clock);
        Sessions = new Sessions(Clock);
        Usage = new Usage(Clock);
        Changes = new ChangeEvents(this);
        FirstRecords.Plant(this);
    }

    public SimulatorClock Clock { get; }

    public Schema Schema { get; }

    public Sessions Sessions { get; }

    public Usage Usage { get; }

    public SalesforceFaults Faults { get; } = new();

    public SalesforceSettings Settings { get; } = new();

    public Customization Customization { get; } = new();

    public QueryLocators Locators { get; } = new();

    public ChangeEvents Changes { get; }

    /// <summary>Published platform events, by API name and body.</summary>
    public List<(string Name, System.Text.Json.Nodes.JsonObject Body)> Published { get; } = [];

    /// <summary>By id of 18 characters; purged records stay out of sight.</summary>
    public Dictionary<string, Row> Rows { get; } = new(StringComparer.Ordinal);

    /// <summary>By object, in the order of creation.</summary>
    readonly Dictionary<string, List<Row>> _tables = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Transactions of others that run: their rows are not visible yet.</summary>
    public Dictionary<string, RunningTransaction> Running { get; } = new(StringComparer.Ordinal);

    public string OrganizationId { get; set; } = "";

    /// <summary>The user of the integration.</summary>
    public string UserId { get; set; } = "";

    /// <summary>The person whose edits the verbs make.</summary>
    public string PersonId { get; set; } = "";

    /// <summary>The time of a save: whole seconds, as SystemModstamp is in answers.</summary>
    public DateTimeOffset Second => Clock.Now.AddTicks(-(Clock.Now.Ticks % TimeSpan.TicksPerSecond));

    public IReadOnlyList<Row> Table(string sobject) => _tables.GetValueOrDefault(sobject) ?? (IReadOnlyList<Row>)[];

    public string NextId(ObjectModel model) => RecordId.Of(model.Prefix, NextNumber(model.Name));

    public long NextNumber(string name) => _numbers[name] = _numbers.GetValueOrDefault(name) + 1;

    public void Put(Row row)
    {
        Rows[row.Id] = row;
        if (!_tables.TryGetValue(row.Model.Name, out var table))
            _tables[row.Model.Name] = table = [];
        table.Add(row);
    }

    public void Remove(Row row)
    {
        Rows.Remove(row.Id);
        _tables[row.Model.Name].Remove(row);
    }

    /// <summary>A row that is there for the integration user, deleted or not; null for none.</summary>
    public Row? Visible(string? id) => RecordId.Normal(id) is { } normal && Rows.GetValueOrDefault(normal) is { IsHidden: false, IsPurged: false } row ? row : null;

    /// <summary>Another organisation: the same records under another id.</summary>
    public void Rename(string id)
    {
        var old = Rows[OrganizationId];
        Remove(old);
        var renamed = new Row(id, old.Model) { Values = old.Values };
        renamed.Values["Id"] = id;
        Put(renamed);
        OrganizationId = id;
    }

    /// <summary>Until when replication is complete: the start of the oldest transaction that still runs (REST, sObject Get Updated).</summary>
    public DateTimeOffset CoveredUntil => Running.Values.Select(transaction => transaction.StartedAt).Append(Second).Min();
}
