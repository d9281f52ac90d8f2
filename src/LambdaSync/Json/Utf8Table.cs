using System.Buffers.Binary;

namespace LambdaSync.Json;

/// <summary>A fixed table from UTF-8 names to numbers; looking one up allocates nothing.</summary>
public sealed class Utf8Table
{
    readonly int[] _buckets;
    readonly (byte[] Name, int Value, int Next)[] _entries;

    /// <param name="names">The names with their values; the first of two equal names counts.</param>
    public Utf8Table(IEnumerable<(byte[] Name, int Value)> names)
    {
        var all = names.ToArray();
        _buckets = new int[System.Numerics.BitOperations.RoundUpToPowerOf2((uint)(all.Length * 2) + 1)];
        _entries = new (byte[], int, int)[all.Length];
        for (var i = 0; i < all.Length; i++)
        {
            if (Find(all[i].Name) >= 0)
                continue;
            ref var bucket = ref _buckets[Bucket(all[i].Name)];
            _entries[i] = (all[i].Name, all[i].Value, bucket - 1);
            bucket = i + 1;
        }
    }

    /// <summary>The name's value, or -1.</summary>
    public int Find(ReadOnlySpan<byte> name)
    {
        for (var i = _buckets[Bucket(name)] - 1; i >= 0; i = _entries[i].Next)
        {
            if (name.SequenceEqual(_entries[i].Name))
                return _entries[i].Value;
        }

        return -1;
    }

    int Bucket(ReadOnlySpan<byte> name)
    {
        ulong head = 0, tail = 0;
        if (name.Length >= 8)
        {
            head = BinaryPrimitives.ReadUInt64LittleEndian(name);
            tail = BinaryPrimitives.ReadUInt64LittleEndian(name[^8..]);
        }
        else
        {
            foreach (var b in name)
                head = (head << 8) | b;
        }

        var hash = (head * 0x9E3779B97F4A7C15UL) ^ (tail * 0xC2B2AE3D27D4EB4FUL) ^ ((ulong)name.Length << 32);
        return (int)((hash ^ (hash >> 29)) * 0xBF58476D1CE4E5B9UL >> 32) & (_buckets.Length - 1);
    }
}
