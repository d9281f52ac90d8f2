using System.Text;
using System.Text.Json;
using LambdaSync.Cli;

namespace LambdaSync.Functions.Tests.Cli;

/// <summary>One command line, run in process.</summary>
sealed record Ran(int Exit, string Out, string Error)
{
    /// <summary>The output's lines, each parsed as JSON.</summary>
    public IReadOnlyList<JsonElement> Lines => [.. Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)];

    public static Task<Ran> Of(params string[] args) => With("", args);

    public static async Task<Ran> With(string input, params string[] args)
    {
        using var stdin = new MemoryStream(Encoding.UTF8.GetBytes(input));
        using var stdout = new MemoryStream();
        await using var stderr = new StringWriter();
        var exit = await Operator.Run(args, stdin, stdout, stderr, isTerminal: false);
        return new Ran(exit, Encoding.UTF8.GetString(stdout.ToArray()), stderr.ToString());
    }
}
