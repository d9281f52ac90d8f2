using System.CommandLine;
using LambdaSync.Connections.Aws;
using LambdaSync.Connections.PartnerCentral;

namespace LambdaSync.Cli;

/// <summary>The line to Partner Central for a verb that works on no store, and so has no ledger: in AWS's pace, so that alone it is never throttled.</summary>
static class PartnerCentralLink
{
    // DG quotas: 10 reads a second. A part is left to whoever else uses the account.
    static readonly TimeSpan ReadEvery = TimeSpan.FromMilliseconds(125);

    public static Option<string> Catalog()
    {
        var option = new Option<string>("--catalog") { Description = "AWS or Sandbox.", DefaultValueFactory = _ => "AWS" };
        option.AcceptOnlyFromAmong("AWS", "Sandbox");
        return option;
    }

    /// <summary>For reads.</summary>
    public static PartnerCentralClient Open()
    {
        var next = DateTimeOffset.MinValue;
        return new PartnerCentralClient(new AwsSettings(), async (_, cancellation) =>
        {
            var now = TimeProvider.System.GetUtcNow();
            var at = next > now ? next : now;
            next = at + ReadEvery;
            if (at > now)
                await Task.Delay(at - now, cancellation);
        });
    }
}
