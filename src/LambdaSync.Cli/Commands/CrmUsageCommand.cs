using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using LambdaSync.Connections.Crm;

namespace LambdaSync.Cli.Commands;

/// <summary><c>crm usage</c>: the calls that the CRM counts.</summary>
static class CrmUsageCommand
{
    public static Command Create(Terminal terminal)
    {
        var (source, output) = (new DataSource.Options(), Options.Output("table", "json"));
        var command = new Command("usage", "Shows how many API calls the CRM's organization has, how many of them are used, and our own. It calls the CRM once.") { output };
        source.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            using var data = await source.OpenConnected(parsed, terminal, cancellation);
            if (data is null)
                return Exit.Failed;
            // The CRM's answer says what is used.
            var organization = await data.SyncCrm.Open(cancellation);
            Write(organization, data.SyncCrm.Usage, Options.Format(parsed, output, terminal, "table", "json"), terminal);
            return Exit.Done;
        });
        return command;
    }

    static void Write(CrmOrganization organization, CrmUsage usage, string format, Terminal terminal)
    {
        if (format == "json")
        {
            using var lines = new LineWriter(terminal.Out);
            Json(lines.Begin(), organization, usage);
            lines.End();
            return;
        }

        Layout.Write(
            ["what", "value"],
            [
                ["CRM", organization.Kind],
                ["organization", $"{organization.Id} ({organization.Name}{(organization.IsSandbox ? ", sandbox" : "")})"],
                ["allowance", usage.IsUnlimited ? "the CRM counts no calls" : usage.Allowance is { } allowance ? $"{Number(allowance)} in {usage.Period.TotalHours.ToString("0.#", CultureInfo.InvariantCulture)} hours" : "not known"],
                ["used", usage.IsUnlimited ? "" : Used(usage)],
                ["by LambdaSync", usage.IsUnlimited ? "" : Number(usage.Own)],
                ["as of", usage.AsOf is { } asOf ? Words.Of(asOf) : ""],
            ],
            new HashSet<string> { "value" }, terminal);
    }

    static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    static string Used(CrmUsage usage) => usage switch
    {
        { Used: null } => "not known",
        { Used: { } used, Allowance: > 0 and var allowance } => $"{Number(used)} ({(100.0 * used / allowance).ToString("0.#", CultureInfo.InvariantCulture)} %)",
        { Used: { } used } => Number(used),
    };

    static void Json(Utf8JsonWriter json, CrmOrganization organization, CrmUsage usage)
    {
        json.WriteString("crm", organization.Kind);
        json.WriteString("organization", organization.Id);
        json.WriteString("name", organization.Name);
        json.WriteBoolean("isSandbox", organization.IsSandbox);
        Count("allowance", usage.Allowance);
        Count("used", usage.Used);
        Count("own", usage.IsUnlimited ? null : usage.Own);
        if (usage.AsOf is { } asOf)
            json.WriteString("asOf", asOf);
        else
            json.WriteNull("asOf");

        void Count(string name, long? value)
        {
            if (value is { } number)
                json.WriteNumber(name, number);
            else
                json.WriteNull(name);
        }
    }
}
