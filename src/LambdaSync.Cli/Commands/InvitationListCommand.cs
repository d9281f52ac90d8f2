using System.CommandLine;

namespace LambdaSync.Cli.Commands;

/// <summary><c>invitation list</c>: the invitations that wait for an answer, the one that ends first at the top (row A3).</summary>
static class InvitationListCommand
{
    const int MaxWork = 100_000;

    static readonly Listing<InvitationLine> Lines = new(
        [
            new("id", l => l.Id), new("kind", l => l.Kind), new("sender", l => l.Sender, Breaks: true), new("customer", l => l.CustomerName, Breaks: true), new("title", l => l.ProjectTitle, Breaks: true),
            new("until", l => l.Until is { } until ? Words.Of(until) : ""), new("crmId", l => l.CrmId, "CRM id"), new("status", l => l.Standing, Breaks: true),
        ],
        InvitationLine.WriteJson);

    public static Command Create(Terminal terminal)
    {
        var (source, catalog, output, limit) = (new DataSource.Options(), PartnerCentralLink.Catalog(), Options.Output("table", "json", "csv"), Limits.Option(1000));
        var command = new Command("list", "Lists the invitations that wait for an answer, the one that ends first at the top. Makes no call to AWS.") { catalog, limit, output };
        source.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            using var data = await source.Open(parsed, terminal, cancellation);
            if (data?.CatalogOf(parsed, catalog, terminal) is not { } of)
                return Exit.Failed;
            var work = (await data.Store.ListWork(of, MaxWork, cancellation)).Where(w => w.Key.IsInvitation).ToList();
            var states = (await data.Store.GetRecords([.. work.Select(w => w.Key)], cancellation)).ToDictionary(s => s.Key);
            var mapping = await data.Mapping(cancellation);
            var most = parsed.GetValue(limit);
            List<InvitationLine> lines = [.. work.Select(w => InvitationLine.Of(w, states.GetValueOrDefault(w.Key), mapping?.Opportunity, mapping?.Lead)).OrderBy(l => l.Until ?? DateTimeOffset.MaxValue).ThenBy(l => l.Id, StringComparer.Ordinal).Take(most + 1)];
            Lines.Write(Limits.Cut(lines, most, "invitations", terminal), Options.Format(parsed, output, terminal, "table", "csv"), terminal);
            return Exit.Done;
        });
        return command;
    }
}
