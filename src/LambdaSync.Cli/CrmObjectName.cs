using System.CommandLine;
using LambdaSync.Connections.Crm;
using LambdaSync.Connections.BuiltIn;
using LambdaSync.Mapping;

namespace LambdaSync.Cli;

/// <summary>An object of the CRM, as people write it: in any case.</summary>
static class CrmObjectName
{
    static readonly string[] Usual = ["Account", "Contact", "Lead", "Opportunity", "User", "AWS_Solution__c"];

    public static Argument<string> Argument()
    {
        var argument = new Argument<string>("object") { Description = "Account, Contact, Lead, Opportunity, User or AWS_Solution__c, in any case." };
        argument.CompletionSources.Add(Usual);
        return argument;
    }

    /// <summary>The CRM's own name for it, or null after telling that there is none.</summary>
    public static async Task<string?> Of(IBuiltInCrm crm, string text, Terminal terminal, CancellationToken cancellation)
    {
        var names = (await crm.Metadata(cancellation)).Objects.Select(o => o.Name).ToList();
        if (names.FirstOrDefault(name => name.Equals(text.Trim(), StringComparison.OrdinalIgnoreCase)) is { } found)
            return found;
        await terminal.Error.WriteLineAsync($"error: the CRM has no object '{text}'. {Nearest.Hint(text, names)}Fix: use one of {string.Join(", ", names)}.");
        return null;
    }
}
