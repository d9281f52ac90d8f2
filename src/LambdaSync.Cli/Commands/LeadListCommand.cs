using System.CommandLine;
using LambdaSync.Commands;

namespace LambdaSync.Cli.Commands;

/// <summary><c>lead list</c>: the leads of a folder or stack, as the sync knows them.</summary>
static class LeadListCommand
{
    static readonly Listing<LeadLine> Lines = new(
        [
            new("awsId", l => l.AwsId, "AWS id"), new("crmId", l => l.CrmId, "CRM id"), new("company", l => l.Company, Breaks: true), new("qualificationStatus", l => l.Status, "status", Breaks: true),
            new("opportunity", l => l.Opportunity), new("situation", l => l.Situation), new("cause", l => l.Cause, Breaks: true),
        ],
        LeadLine.WriteJson);

    public static Command Create(Terminal terminal)
    {
        var (source, output, limit) = (new DataSource.Options(), Options.Output("table", "json", "csv"), Limits.Option(1000));
        var command = new Command("list", "Lists the leads that the CRM holds, linked to an engagement or not, as the sync knows them. Makes no call to AWS.") { limit, output };
        source.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            using var data = await source.Open(parsed, terminal, cancellation);
            if (data is null || await RecordLookup.Open(data, terminal, cancellation) is not { } lookup)
                return Exit.Failed;
            if (lookup.Leads is not { } leads)
            {
                terminal.Tell(CommandIssues.LeadsNotMapped());
                return Exit.Failed;
            }

            var (now, most) = (TimeProvider.System.GetUtcNow(), parsed.GetValue(limit));
            var found = new List<LeadLine>();
            await foreach (var record in lookup.AllLeads(cancellation))
            {
                found.Add(LeadLine.Of(record, leads, now));
                if (found.Count > most)
                    break;
            }

            Lines.Write(Limits.Cut(found, most, "leads", terminal), Options.Format(parsed, output, terminal, "table", "csv"), terminal);
            return Exit.Done;
        });
        return command;
    }
}
