using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using LambdaSync.Marketplace;
using LambdaSync.Marketplace.PaymentSchedules;

namespace LambdaSync.Cli.Commands;

/// <summary><c>payment-schedule make</c> and <c>payment-schedule check</c> (row F4): the installments of a private offer, before anything is sent.</summary>
static class PaymentScheduleCommands
{
    // As JSON a schedule is one term, not a line per charge.
    static readonly Listing<(Charge Charge, string Currency)> Charges = new(
        [new("ChargeDate", c => c.Charge.DateText), new("ChargeAmount", c => c.Charge.AmountText(c.Currency)), new("CurrencyCode", c => c.Currency)], (_, _, _) => { });

    public static Command Make(Terminal terminal)
    {
        var (terms, output) = (new TermOptions(), Options.Output("table", "json", "csv"));
        var total = Money("--total", "The sum of all payments, for example 120000 or 99.95.");
        var currency = new Option<string>("--currency") { Description = $"One of {string.Join(", ", Currencies.Codes)}.", DefaultValueFactory = _ => "USD" };
        currency.AcceptOnlyFromAmong([.. Currencies.Codes]);
        var (first, last) = (Day("--first", "The day of the first payment", required: true), Day("--last", "No payment is later than this day; a weekend may move the last one to the next Monday", required: true));
        var every = new Option<string>("--every") { Description = "Days between two payments: 15, 30, 90 or 365.", DefaultValueFactory = _ => "30" };
        every.AcceptOnlyFromAmong([.. PaymentSchedule.Intervals.Select(n => n.ToString(CultureInfo.InvariantCulture))]);
        var remainder = Choice("--remainder", "Which payment takes what does not divide evenly: last or first.", "last", "first");
        var days = Choice("--days", "calendar: payments on any day. business: those on a weekend move to the next Monday.", "calendar", "business");
        var command = new Command("make", "Makes a payment schedule with equal payments whose sum is exactly the total. Edit the JSON, then check it.")
        {
            total, currency, first, last, every, remainder, days, output,
        };
        terms.AddTo(command);
        command.SetAction(parsed =>
        {
            var wish = new ScheduleWish(
                parsed.GetValue(total)!.Value, parsed.GetValue(currency)!, parsed.GetValue(first)!.Value, parsed.GetValue(last)!.Value, int.Parse(parsed.GetValue(every)!, CultureInfo.InvariantCulture),
                parsed.GetValue(remainder) == "first", parsed.GetValue(days) == "business");
            var format = Options.Format(parsed, output, terminal, "table", "json");
            var (charges, issues) = PaymentSchedule.Make(wish, terms.Of(parsed));
            foreach (var issue in issues)
                terminal.Tell(issue, format);
            if (charges.Count == 0)
                return Exit.Failed;
            Write(charges, wish.Currency, format, terminal);
            return Exit.Done;
        });
        return command;
    }

    public static Command Check(Terminal terminal)
    {
        var (terms, output) = (new TermOptions(), Options.Output("table", "json"));
        var file = new Argument<string>("file") { Description = "A file with the JSON that 'lambdasync payment-schedule make --output json' prints, or - for standard input." };
        var total = Money("--total", "What the charges have to sum up to.", required: false);
        var command = new Command("check", "Checks an edited payment schedule against AWS Marketplace's rules. Exit 1 when it breaks one.") { file, total, output };
        terms.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            var format = Options.Format(parsed, output, terminal, "table", "json");
            if (await InputFile.Read(parsed.GetValue(file)!, terminal, cancellation) is not { } bytes)
                return Exit.Failed;
            var (currency, charges, issues) = ScheduleJson.Read(bytes);
            if (!issues.Any(i => i.Severity == Severity.Error))
                issues = [.. issues, .. ScheduleCheck.Of(charges, currency, parsed.GetValue(total), terms.Of(parsed))];
            if (format == "json" || issues.Count > 0)
                IssueReport.Write(issues, format, terminal);
            var errors = issues.Count(i => i.Severity == Severity.Error);
            terminal.Error.WriteLine(errors > 0
                ? Words.Count(errors, "error")
                : $"{charges.Count} charges, {charges.Sum(c => c.Amount).ToString(CultureInfo.InvariantCulture)} {currency}: no rule is broken.{terms.Unchecked(parsed)}");
            return errors > 0 ? Exit.Failed : Exit.Done;
        });
        return command;
    }

    static void Write(IReadOnlyList<Charge> charges, string currency, string format, Terminal terminal)
    {
        if (format == "json")
        {
            using (var json = new Utf8JsonWriter(terminal.Out, new JsonWriterOptions { Indented = true }))
                ScheduleJson.Write(json, currency, charges);
            terminal.Out.WriteByte((byte)'\n');
            return;
        }

        Charges.Write(charges.Select(c => (c, currency)), format, terminal);
        if (format == "table")
            terminal.Error.WriteLine($"{charges.Count} charges, {charges.Sum(c => c.Amount).ToString(CultureInfo.InvariantCulture)} {currency}");
    }

    static Option<decimal?> Money(string name, string description, bool required = true) => new(name)
    {
        Description = description,
        Required = required,
        CustomParser = argument =>
        {
            var text = argument.Tokens[0].Value;
            if (decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var money))
                return money;
            argument.AddError($"{name} takes an amount such as 120000 or 99.95, without separators, not '{text}'");
            return null;
        },
    };

    static Option<DateOnly?> Day(string name, string description, bool required = false) => new(name)
    {
        Description = description + " (2027-01-31, UTC).",
        Required = required,
        CustomParser = argument =>
        {
            var text = argument.Tokens[0].Value;
            if (UtcDay.Parse(text) is { } day)
                return day;
            argument.AddError($"{name} takes a day such as 2027-01-31, not '{text}'");
            return null;
        },
    };

    static Option<string> Choice(string name, string description, params string[] values)
    {
        var option = new Option<string>(name) { Description = description, DefaultValueFactory = _ => values[0] };
        option.AcceptOnlyFromAmong(values);
        return option;
    }

    /// <summary>What the offer around the schedule says.</summary>
    sealed class TermOptions
    {
        readonly Option<DateOnly?> _expiry = Day("--availability-end", "The offer's AvailabilityEndDate: at most one charge is on or before it");
        readonly Option<DateOnly?> _end = Day("--agreement-end", "The day on which the agreement ends: the last charge is before it");
        readonly Option<DateOnly?> _today = Day("--today", "The day on which the offer is sent. Default: today");
        readonly Option<IsoPeriod?> _duration = new("--agreement-duration")
        {
            Description = "The agreement's duration, for example P12M or P365D, counted from today: the last charge is before its end.",
            CustomParser = argument =>
            {
                if (IsoPeriod.Parse(argument.Tokens[0].Value) is { } period)
                    return period;
                argument.AddError($"--agreement-duration takes a number of years, months or days such as P1Y, P12M or P365D, not '{argument.Tokens[0].Value}'");
                return null;
            },
        };

        readonly Option<string> _of = Choice("--for", $"offer: a private offer of your own, at most {ScheduleTerms.MostOnOffer} charges. resale: a resale authorization or a channel partner's offer, at most {ScheduleTerms.MostOnResale}.", "offer", "resale");

        public void AddTo(Command command)
        {
            command.Add(_expiry);
            command.Add(_duration);
            command.Add(_end);
            command.Add(_of);
            command.Add(_today);
            command.Validators.Add(result =>
            {
                if (result.GetResult(_end) is not null && result.GetResult(_duration) is not null)
                    result.AddError("use --agreement-end or --agreement-duration, not both");
            });
        }

        public ScheduleTerms Of(ParseResult parsed)
        {
            var today = parsed.GetValue(_today) ?? DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);
            return new ScheduleTerms(today)
            {
                Most = parsed.GetValue(_of) == "resale" ? ScheduleTerms.MostOnResale : ScheduleTerms.MostOnOffer,
                AvailabilityEnd = parsed.GetValue(_expiry),
                AgreementEnd = parsed.GetValue(_end) ?? parsed.GetValue(_duration)?.After(today),
            };
        }

        /// <summary>Which rules had nothing to be compared with.</summary>
        public string Unchecked(ParseResult parsed)
        {
            string[] missing =
            [
                .. parsed.GetValue(_expiry) is null ? (string[])["--availability-end"] : [],
                .. parsed.GetValue(_end) is null && parsed.GetValue(_duration) is null ? (string[])["--agreement-duration or --agreement-end"] : [],
            ];
            return missing.Length == 0 ? "" : $" Not checked without {string.Join(" and ", missing)}.";
        }
    }
}
