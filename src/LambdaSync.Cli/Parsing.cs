using System.CommandLine;

namespace LambdaSync.Cli;

/// <summary>How command lines are read.</summary>
static class Parsing
{
    /// <summary>An argument such as <c>@name</c> is itself and names no file of more arguments.</summary>
    public static ParserConfiguration Settings { get; } = new() { ResponseFileTokenReplacer = null };
}
