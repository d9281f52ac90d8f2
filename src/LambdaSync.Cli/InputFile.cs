namespace LambdaSync.Cli;

/// <summary>A document that a person names on the command line, or passes on standard input.</summary>
static class InputFile
{
    // Far above any document that a person writes; a wrong path must not fill the memory.
    const int Largest = 10 * 1024 * 1024;

    /// <summary>The file's bytes, standard input's for <c>-</c>, or null after saying why it can't be read.</summary>
    public static async Task<byte[]?> Read(string file, Terminal terminal, CancellationToken cancellation)
    {
        if (file == "-")
            return await ReadInput(terminal, cancellation);
        return NamedFile.Read(new FileInfo(file), Largest, Refused) switch
        {
            null => null,
            (_, > Largest) => TooLarge(),
            var (bytes, _) => bytes,
        };

        byte[]? TooLarge()
        {
            Refused(Issue.Error(IssueCodes.TooLarge, null, null, $"The file is larger than {Largest / 1024 / 1024} MB.", "Name the document itself."));
            return null;
        }

        void Refused(Issue issue) => terminal.Tell(issue with { File = file });
    }

    static async Task<byte[]?> ReadInput(Terminal terminal, CancellationToken cancellation)
    {
        using var bytes = new MemoryStream();
        var buffer = new byte[81_920];
        int count;
        while ((count = await terminal.In.ReadAsync(buffer, cancellation)) > 0)
        {
            bytes.Write(buffer, 0, count);
            if (bytes.Length <= Largest)
                continue;
            terminal.Tell(Issue.Error(IssueCodes.TooLarge, null, null, $"Standard input is larger than {Largest / 1024 / 1024} MB.", "Pass the document itself."));
            return null;
        }

        return bytes.ToArray();
    }
}
