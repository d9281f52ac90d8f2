namespace LambdaSync.Cli;

/// <summary>Reads a stream line by line as bytes; no line becomes a string.</summary>
sealed class JsonLines(Stream stream)
{
    byte[] _buffer = new byte[64 * 1024];
    int _start;
    int _end;
    bool _done;

    /// <summary>The line's number, from 1.</summary>
    public int Number { get; private set; }

    /// <summary>The next line that is not empty; it stays valid until the next call.</summary>
    public bool TryRead(out ReadOnlyMemory<byte> line)
    {
        while (true)
        {
            var length = _buffer.AsSpan(_start, _end - _start).IndexOf((byte)'\n');
            if (length < 0 && !_done)
            {
                Fill();
                continue;
            }

            if (length < 0 && _start == _end)
            {
                line = default;
                return false;
            }

            Number++;
            var end = length < 0 ? _end : _start + length;
            line = _buffer.AsMemory(_start, end - _start);
            // PowerShell and Windows editors begin UTF-8 text with a byte order mark.
            if (Number == 1 && line.Span.StartsWith("\uFEFF"u8))
                line = line[3..];
            _start = length < 0 ? _end : end + 1;
            if (line.Span.Trim(" \t\r"u8).Length > 0)
                return true;
        }
    }

    void Fill()
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }

        if (_end == _buffer.Length)
            Array.Resize(ref _buffer, _buffer.Length * 2);
        var read = stream.Read(_buffer, _end, _buffer.Length - _end);
        _end += read;
        _done = read == 0;
    }
}
