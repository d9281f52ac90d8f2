using System.Text;

namespace LambdaSync.Cli;

/// <summary>A writer of text for people, through <see cref="Printable"/>. What is written as one line stays one line.</summary>
sealed class PrintableWriter(TextWriter inner) : TextWriter
{
    public override Encoding Encoding => inner.Encoding;

    public override void Write(char value) => inner.Write(Printable.Lines(value.ToString()));

    public override void Write(string? value) => inner.Write(Printable.Lines(value ?? ""));

    public override void Write(char[] buffer, int index, int count) => Write(new string(buffer, index, count));

    public override void Write(ReadOnlySpan<char> buffer) => Write(buffer.ToString());

    public override void WriteLine() => inner.WriteLine();

    public override void WriteLine(string? value) => inner.WriteLine(Printable.Line(value ?? ""));

    public override Task WriteAsync(string? value) => inner.WriteAsync(Printable.Lines(value ?? ""));

    public override Task WriteLineAsync() => inner.WriteLineAsync();

    public override Task WriteLineAsync(string? value) => inner.WriteLineAsync(Printable.Line(value ?? ""));

    public override void Flush() => inner.Flush();

    public override Task FlushAsync() => inner.FlushAsync();
}
