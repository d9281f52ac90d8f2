using System.Globalization;

namespace LambdaSync.Marketplace.PaymentSchedules;

/// <summary>One payment of a schedule: AWS invoices the buyer on the day.</summary>
/// <param name="Date">A UTC day (<c>ChargeDate</c>).</param>
/// <param name="Amount"><c>ChargeAmount</c>, in the schedule's currency.</param>
public sealed record Charge(DateOnly Date, decimal Amount)
{
    /// <summary>The day as AWS writes it, <c>2027-01-31</c>.</summary>
    public string DateText => UtcDay.Text(Date);

    /// <summary>The amount with the currency's decimals, without separators.</summary>
    public string AmountText(string currency) => Amount.ToString(Currencies.Decimals(currency) == 0 ? "0.##" : "0.00", CultureInfo.InvariantCulture);
}
