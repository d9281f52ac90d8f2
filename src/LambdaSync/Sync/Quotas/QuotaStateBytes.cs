namespace LambdaSync.Sync.Quotas;

/// <summary>
/// A <see cref="QuotaState"/> as the stores keep it. Below 1 KB though a full day is in it, which is one write unit of DynamoDB: the
/// counters are numbers of seven bits a byte.
/// </summary>
public static class QuotaStateBytes
{
    const byte Version = 1;

    // A day and what is about to leave it are 290.
    const int MaxCounts = 1000;

    public static byte[] Write(QuotaState state)
    {
        using var bytes = new MemoryStream(1024);
        using var writer = new BinaryWriter(bytes);
        writer.Write(Version);
        writer.Write(state.Latest.UtcTicks);
        writer.Write(state.Free.UtcTicks);
        writer.Write(state.PausedUntil.UtcTicks);
        writer.Write7BitEncodedInt(state.Pauses);
        writer.Write7BitEncodedInt64(state.Day.First);
        writer.Write7BitEncodedInt(state.Day.Counts.Count);
        foreach (var count in state.Day.Counts)
        {
            writer.Write7BitEncodedInt(count.All);
            writer.Write7BitEncodedInt(count.Person);
        }

        return bytes.ToArray();
    }

    /// <exception cref="InvalidDataException">A newer version wrote the bytes, or they are damaged.</exception>
    public static QuotaState Read(byte[] bytes)
    {
        using var reader = new BinaryReader(new MemoryStream(bytes));
        try
        {
            if (reader.ReadByte() is var version and not Version)
                throw new InvalidDataException($"The quota ledger has format {version}, this version knows {Version}.");
            return new QuotaState(Time(), Time(), Time(), reader.Read7BitEncodedInt(), new QuotaDay(reader.Read7BitEncodedInt64(), Counts()));
        }
        catch (Exception e) when (e is EndOfStreamException or FormatException or ArgumentException)
        {
            throw new InvalidDataException("The quota ledger is damaged.", e);
        }

        DateTimeOffset Time() => new(reader.ReadInt64(), TimeSpan.Zero);

        QuotaCount[] Counts()
        {
            var length = reader.Read7BitEncodedInt();
            if (length is < 0 or > MaxCounts)
                throw new FormatException();
            var counts = new QuotaCount[length];
            for (var i = 0; i < counts.Length; i++)
                counts[i] = new QuotaCount(reader.Read7BitEncodedInt(), reader.Read7BitEncodedInt());
            return counts;
        }
    }
}
