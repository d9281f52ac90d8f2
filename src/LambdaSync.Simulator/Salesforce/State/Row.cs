namespace LambdaSync.Simulator.Salesforce.State;

/// <summary>A record.</summary>
sealed class Row(string id, Model.ObjectModel model)
{
    /// <summary>18 characters.</summary>
    public string Id => id;

    public Model.ObjectModel Model => model;

    /// <summary>By API name: string, decimal, bool, DateTimeOffset, DateOnly; what is empty is missing.</summary>
    public Dictionary<string, object> Values { get; set; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>In the recycle bin: queryAll and <c>/deleted</c> have it.</summary>
    public DateTimeOffset? DeletedAt { get; set; }

    /// <summary>Gone from the recycle bin too.</summary>
    public bool IsPurged { get; set; }

    /// <summary>The integration user has no access to it.</summary>
    public bool IsHidden { get; set; }

    public bool IsDeleted => DeletedAt is not null;

    public object? this[string field] => Values.GetValueOrDefault(field);

    public string? Text(string field) => this[field] as string;

    public DateTimeOffset Stamp => (DateTimeOffset)Values["SystemModstamp"];

    public void Set(string field, object? value)
    {
        if (value is null)
            Values.Remove(field);
        else
            Values[field] = value;
    }
}
