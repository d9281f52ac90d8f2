using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace LambdaSync.Cli;

/// <summary>The library's help, then the command's examples.</summary>
sealed class HelpWithExamples(HelpAction standard) : SynchronousCommandLineAction
{
    /// <summary>Whoever asks for help need not get the rest right.</summary>
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        var exit = standard.Invoke(parseResult);
        if (Examples.Of(parseResult.CommandResult.Command) is not { Count: > 0 } examples)
            return exit;
        var output = parseResult.InvocationConfiguration.Output;
        output.WriteLine("Examples:");
        foreach (var example in examples)
            output.WriteLine("  " + example);
        output.WriteLine();
        return exit;
    }
}
