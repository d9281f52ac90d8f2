using System.CommandLine;
using System.Globalization;
using LambdaSync.Marketplace.ChangeSets;
using LambdaSync.Sync.Quotas;

namespace LambdaSync.Cli.Commands;

/// <summary><c>quota list</c>: what AWS allows the accounts, our part of it, and what is used.</summary>
static class QuotaListCommand
{
    static readonly Listing<Quota> Lines = new(
        [
            new("account", q => q.Account), new("quota", q => q.Name, Breaks: true), new("used", q => Number(q.Used)), new("limit", q => Number(q.Limit)), new("ofAws", q => Number(q.OfAws), Heading: "AWS's limit"),
        ],
        (_, json, quota) =>
        {
            json.WriteString("account", quota.Account);
            json.WriteString("quota", quota.Name);
            json.WriteNumber("used", quota.Used);
            json.WriteNumber("limit", quota.Limit);
            json.WriteNumber("ofAws", quota.OfAws);
        });

    public static Command Create(Terminal terminal)
    {
        var (source, output) = (new DataSource.Options(), Options.Output("table", "json", "csv"));
        var command = new Command("list", "Lists AWS's quotas: Partner Central's requests of the last 24 hours, and what is open in AWS Marketplace, of each seller account. It counts what this stack or folder did and asks AWS nothing.") { output };
        source.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            using var data = await source.Open(parsed, terminal, cancellation);
            if (data is null)
                return Exit.Failed;
            var (account, share, now) = (data.Account, data.QuotaShare, TimeProvider.System.GetUtcNow());
            var quotas = new List<Quota>();
            foreach (var (group, name) in ((QuotaGroup, string)[])[(QuotaGroup.Read, "Partner Central reads"), (QuotaGroup.Write, "Partner Central writes")])
            {
                var state = (await data.Quotas.Read(account, group, cancellation)).State;
                quotas.Add(new Quota(account, name + " in 24 hours", state.Day.Used(state.Latest > now ? state.Latest : now).All, QuotaLimits.Of(group, share).PerDay, QuotaLimits.Of(group).PerDay));
            }

            foreach (var seller in (string[])[account, .. data.Sellers.Further.Select(seller => seller.Id)])
            {
                var (open, limits) = (await data.ChangeSets.Open(seller, cancellation), data.ChangeSets.Limits);
                quotas.Add(new Quota(seller, "open change sets", open.Places.Count, limits.Sets, ChangeSetLimits.OfAws.Sets));
                quotas.Add(new Quota(seller, "offers in open change sets", open.Offers, limits.Offers, ChangeSetLimits.OfAws.Offers));
                quotas.Add(new Quota(seller, "offer sets in open change sets", open.OfferSets, limits.OfferSets, ChangeSetLimits.OfAws.OfferSets));
            }

            Lines.Write(quotas, Options.Format(parsed, output, terminal, "table", "csv"), terminal);
            return Exit.Done;
        });
        return command;
    }

    static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    /// <param name="Limit">Our part of AWS's limit.</param>
    sealed record Quota(string Account, string Name, int Used, int Limit, int OfAws);
}
