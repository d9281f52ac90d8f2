using System.Globalization;
using LambdaSync.Sync.Work;

namespace LambdaSync.Marketplace.ChangeSets;

/// <summary>
/// The change sets of one seller account that were open when they were counted last, or are about to be sent. One that has ended since
/// stays until another needs its place: whether it is open is decided by its own stored work, so a worker that stops keeps no place.
/// Whoever stores the new state in place of the old one has the place.
/// </summary>
public sealed record OpenChangeSets(IReadOnlyList<ChangeSetPlace> Places)
{
    const byte Version = 1;

    const int MaxPlaces = 10_000;

    public static readonly OpenChangeSets None = new([]);

    public int Offers => Places.Sum(place => place.Offers);

    public int OfferSets => Places.Sum(place => place.OfferSets);

    /// <summary>The state with one more place; one that the change set had before counts no more.</summary>
    /// <returns>The state, or why the change set waits: one line.</returns>
    public (OpenChangeSets? State, string? Full) With(ChangeSetPlace place, ChangeSetLimits limits)
    {
        var others = Without([place.Key]);
        var full = Full(others.Places.Count, 1, limits.Sets, ChangeSetLimits.OfAws.Sets, "open change sets")
            ?? Full(others.Offers, place.Offers, limits.Offers, ChangeSetLimits.OfAws.Offers, "offers in open change sets")
            ?? Full(others.OfferSets, place.OfferSets, limits.OfferSets, ChangeSetLimits.OfAws.OfferSets, "offer sets in open change sets");
        return full is null ? (new OpenChangeSets([.. others.Places, place]), null) : (null, full);
    }

    public OpenChangeSets Without(IReadOnlyCollection<WorkKey> keys) => new([.. Places.Where(place => !keys.Contains(place.Key))]);

    public byte[] ToBytes()
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes);
        writer.Write(Version);
        writer.Write7BitEncodedInt(Places.Count);
        foreach (var place in Places)
        {
            writer.Write(place.Key.Catalog);
            writer.Write(place.Key.Id);
            writer.Write7BitEncodedInt(place.Offers);
            writer.Write7BitEncodedInt(place.OfferSets);
        }

        return bytes.ToArray();
    }

    /// <exception cref="InvalidDataException">A newer version wrote the bytes, or they are damaged.</exception>
    public static OpenChangeSets Read(byte[] bytes)
    {
        using var reader = new BinaryReader(new MemoryStream(bytes));
        try
        {
            if (reader.ReadByte() is var version and not Version)
                throw new InvalidDataException($"The count of open change sets has format {version}, this version knows {Version}.");
            var places = new ChangeSetPlace[reader.Read7BitEncodedInt() is var count and >= 0 and <= MaxPlaces ? count : throw new FormatException()];
            for (var i = 0; i < places.Length; i++)
                places[i] = new ChangeSetPlace(WorkKey.ChangeSet(reader.ReadString(), reader.ReadString()), reader.Read7BitEncodedInt(), reader.Read7BitEncodedInt());
            return new OpenChangeSets(places);
        }
        catch (Exception e) when (e is EndOfStreamException or FormatException or ArgumentException)
        {
            throw new InvalidDataException("The count of open change sets is damaged.", e);
        }
    }

    // One that alone is more than the limit goes when no other is open.
    static string? Full(int open, int more, int limit, int ofAws, string what) => more == 0 || open == 0 || open + more <= limit ? null : string.Create(
        CultureInfo.InvariantCulture,
        $"The account has {open} {what}, and {(limit < ofAws ? $"LambdaSync's part of AWS Marketplace's limit of {ofAws} is {limit}" : $"AWS Marketplace's limit is {limit}")}. It is sent when one of them has ended; 'change-set list' shows them, and 'change-set cancel' cancels one that AWS still prepares");
}
