using System.CommandLine;
using LambdaSync.Connections.Aws;
using LambdaSync.Connections.PartnerCentral;

namespace LambdaSync.Cli;

/// <summary>The line to Partner Central that verbs use: in AWS's pace, so that a verb alone is never throttled.</summary>
static class PartnerCentralLink
{
    // DG quotas: 10 reads and 1 write a second. A part is left to whoever else uses the account.
    static readonly TimeSpan ReadEvery = TimeSpan.FromMilliseconds(125), WriteEvery = TimeSpan.FromMilliseconds(1250);

    public static Option<string> Catalog()
    {
        var option = new Option<string>("--catalog") { Description = "AWS or Sandbox.", DefaultValueFactory = _ => "AWS" };
        option.AcceptOnlyFromAmong("AWS", "Sandbox");
        return option;
    }

    public static PartnerCentralClient Open()
    {
        var next = new Dictionary<bool, DateTimeOffset>();
        return new PartnerCentralClient(new AwsSettings(), async (operation, cancellation) =>
        {
            var now = TimeProvider.System.GetUtcNow();
            var due = next.GetValueOrDefault(operation.Mutates);
            var at = due > now ? due : now;
            next[operation.Mutates] = at + (operation.Mutates ? WriteEvery : ReadEvery);
            if (at > now)
                await Task.Delay(at - now, cancellation);
        });
    }
}
