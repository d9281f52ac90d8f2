using LambdaSync.Simulator.State;

namespace LambdaSync.Simulator.Salesforce.Model;

/// <summary>The organisation's objects, and when their describe changed.</summary>
sealed class Schema
{
    readonly SimulatorClock _clock;
    readonly OrderedDictionary<string, ObjectModel> _objects = new(StringComparer.OrdinalIgnoreCase);

    public Schema(SimulatorClock clock)
    {
        _clock = clock;
        // Long ago: the clock may be set to before it ran.
        ChangedAt = new DateTimeOffset(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);
        foreach (var model in SchemaReader.Embedded(RecordTypeIds))
            Add(model);
    }

    public SchemaReader.RecordTypeIds RecordTypeIds { get; } = new();

    public IEnumerable<ObjectModel> All => _objects.Values;

    /// <summary>Last change of any object.</summary>
    public DateTimeOffset ChangedAt { get; private set; }

    public ObjectModel this[string name] => _objects[name];

    public ObjectModel? Find(string name) => _objects.GetValueOrDefault(name);

    public ObjectModel? ByPrefix(string id) => _objects.Values.FirstOrDefault(model => id.StartsWith(model.Prefix, StringComparison.Ordinal));

    /// <summary>A prefix that no object has: custom objects begin with a, events with e.</summary>
    public string FreePrefix(string name) =>
        Enumerable.Range(1, 99).Select(number => (name.EndsWith("__e", StringComparison.Ordinal) ? "e" : "a") + number.ToString("D2", System.Globalization.CultureInfo.InvariantCulture)).First(prefix => ByPrefix(prefix) is null);

    public void Add(ObjectModel model)
    {
        if (_objects.Values.FirstOrDefault(other => other.Prefix == model.Prefix) is { } taken && taken.Name != model.Name)
            throw new ArgumentException($"The prefix {model.Prefix} is {taken.Name}'s.");
        _objects[model.Name] = model;
        model.ChangedAt = ChangedAt;
    }

    /// <summary>
    /// The describe of an object changed: labels, values, permissions (REST, sObject Describe). A second after the change before at least,
    /// because If-Modified-Since has whole seconds.
    /// </summary>
    public void Touch(ObjectModel model)
    {
        var now = WholeSecond(_clock.Now);
        ChangedAt = now > ChangedAt ? now : ChangedAt.AddSeconds(1);
        model.ChangedAt = ChangedAt;
    }

    static DateTimeOffset WholeSecond(DateTimeOffset time) => time.AddTicks(-(time.Ticks % TimeSpan.TicksPerSecond));
}
