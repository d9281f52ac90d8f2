namespace LambdaSync.Cli;

/// <summary>A file that a person names on the command line.</summary>
static class InputFile
{
    // Far above any document that a person writes; a wrong path must not fill the memory.
    const int Largest = 10 * 1024 * 1024;

    /// <summary>The file's bytes, standard input's for <c>-</c>, or null after saying why it can't be read.</summary>
    public static async Task<byte[]?> Read(string file, Terminal terminal, CancellationToken cancellation)
    {
        try
        {
            await using var opened = file == "-" ? null : new FileStream(file, FileMode.Open, FileAccess.Read);
            using var bytes = new MemoryStream();
            var buffer = new byte[81_920];
            int count;
            while ((count = await (opened ?? terminal.In).ReadAsync(buffer, cancellation)) > 0)
            {
                bytes.Write(buffer, 0, count);
                if (bytes.Length > Largest)
                    return Refused(IssueCodes.TooLarge, $"The file is larger than {Largest / 1024 / 1024} MB.", "Name the document itself.");
            }

            return bytes.ToArray();
        }
        catch (Exception missing) when (missing is IOException or UnauthorizedAccessException)
        {
            return Refused(IssueCodes.ObjectMissing, "The file can't be read.", "Correct the path or the file's permissions.");
        }

        byte[]? Refused(string code, string rule, string fix)
        {
            terminal.Tell(Issue.Error(code, null, null, rule, fix) with { File = file });
            return null;
        }
    }
}
