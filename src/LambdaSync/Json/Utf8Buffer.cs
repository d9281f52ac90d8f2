using System.Buffers;
using System.Runtime.CompilerServices;

namespace LambdaSync.Json;

/// <summary>A growing run of bytes that is written, rewritten in place and used again; never shrinks.</summary>
public sealed class Utf8Buffer(int capacity = 4096) : IBufferWriter<byte>
{
    byte[] _bytes = new byte[capacity];
    int _length;

    public int Length => _length;

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, _length);

    public ReadOnlyMemory<byte> WrittenMemory => _bytes.AsMemory(0, _length);

    internal Span<byte> Range(int start, int length) => _bytes.AsSpan(start, length);

    public void Clear() => _length = 0;

    /// <summary>Forgets everything from <paramref name="length"/> on.</summary>
    public void CutTo(int length) => _length = length;

    public void Advance(int count) => _length += count;

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Ensure(Math.Max(sizeHint, 1));
        return _bytes.AsSpan(_length);
    }

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Ensure(Math.Max(sizeHint, 1));
        return _bytes.AsMemory(_length);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(byte value)
    {
        if (_length == _bytes.Length)
            Grow(1);
        _bytes[_length++] = value;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(scoped ReadOnlySpan<byte> bytes)
    {
        if (_bytes.Length - _length < bytes.Length)
            Grow(bytes.Length);
        bytes.CopyTo(_bytes.AsSpan(_length));
        _length += bytes.Length;
    }

    void Ensure(int count)
    {
        if (_bytes.Length - _length < count)
            Grow(count);
    }

    void Grow(int count) => Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _length + count));
}
