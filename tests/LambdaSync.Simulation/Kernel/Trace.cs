using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace LambdaSync.Simulation.Kernel;

/// <summary>What happened, line by line, and its hash: the same seed gives the same lines.</summary>
/// <param name="keep">Keep all lines, not only the last ones.</param>
sealed class Trace(bool keep) : IDisposable
{
    const int TailLength = 80;

    readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    readonly Queue<string> _lines = new();

    /// <summary>Null before the world has a clock.</summary>
    public Pump? Pump { get; set; }

    /// <summary>All lines, or the last ones.</summary>
    public IReadOnlyCollection<string> Lines => _lines;

    public void Write(string line)
    {
        line = string.Create(CultureInfo.InvariantCulture, $"{(Pump is null ? TimeSpan.Zero : Pump.Now - Pump.Start),17:d'.'hh':'mm':'ss'.'ffffff} {line}");
        _hash.AppendData(MemoryMarshal.AsBytes(line.AsSpan()));
        _hash.AppendData("\n"u8);
        _lines.Enqueue(line);
        if (!keep && _lines.Count > TailLength)
            _lines.Dequeue();
    }

    /// <summary>Goes into the hash alone: what the stores hold, say.</summary>
    public void Seal(ReadOnlySpan<byte> data) => _hash.AppendData(data);

    public string Hash() => Convert.ToHexStringLower(_hash.GetCurrentHash().AsSpan(0, 12));

    public void Dispose() => _hash.Dispose();
}
