namespace LambdaSync.Mapping;

/// <summary>The members of one object of a document that is being read.</summary>
sealed class Members(Place owner)
{
    readonly Dictionary<string, Place> _places = new(StringComparer.Ordinal);

    public void Add(string name, Place place) => _places.Add(name, place);

    public Place? Find(string name) => _places.TryGetValue(name, out var place) ? place : null;

    public bool Has(string name) => _places.ContainsKey(name);

    public string? Text(string name) => Find(name)?.Text();

    public bool Flag(string name, bool otherwise) => Find(name)?.Flag() ?? otherwise;

    public Owner Owner(string name) => Find(name) is { } place ? (Owner)(place.OneOf("aws", "crm", "latest") + 1) : Mapping.Owner.None;

    public Place? Required(string name)
    {
        if (Find(name) is { } place)
            return place;
        owner.Fail($"'{name}' is missing.", $"Add \"{name}\".");
        return null;
    }

    /// <summary>Which one of some members is there; null after reporting none or several.</summary>
    public string? ExactlyOne(params string[] names)
    {
        var there = names.Where(Has).ToList();
        if (there.Count == 1)
            return there[0];
        owner.Fail($"Exactly one of {string.Join(", ", names)} is expected, and there are {there.Count}.", there.Count == 0 ? "Add one of them." : "Keep one of them.");
        return null;
    }
}
