using System.Buffers;
using System.Text.Json;

namespace LambdaSync.Benchmarks;

/// <summary>What everybody has: parse with JsonDocument, write with Utf8JsonWriter into a buffer that is used again.</summary>
sealed class Rival
{
    readonly ArrayBufferWriter<byte> _buffer = new(1 << 20);
    readonly Utf8JsonWriter _writer = new(Stream.Null);

    public int Run(ReadOnlyMemory<byte> json)
    {
        _buffer.ResetWrittenCount();
        _writer.Reset(_buffer);
        using var document = JsonDocument.Parse(json);
        document.WriteTo(_writer);
        _writer.Flush();
        return _buffer.WrittenCount;
    }
}
