using System.Globalization;

namespace LambdaSync.Gates;

/// <summary>
/// TargetCloseDate must not be in the past (AWS's API model). AWS counts days in UTC and its review may take days, so the first date that is
/// certain to be taken is tomorrow in UTC.
/// </summary>
static class CloseDateGate
{
    public static Issue? Of(GateFacts facts, string? closeDate, Severity severity)
    {
        var name = GateFields.Name(facts.Mapping, "LifeCycle.TargetCloseDate");
        var first = facts.Today.AddDays(1).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        if (closeDate is null)
            return new Issue(IssueCodes.Required, severity, name, null, $"{name} is empty, and AWS requires a target close date (AWS: REQUIRED_FIELD_MISSING).", $"Enter a date from {first} on in {name}.");
        if (GateOpportunity.Day(closeDate) is not { } day)
            return null; // The catalogue's rule says what form a date has.
        if (day > facts.Today)
            return null;
        return new Issue(
            IssueCodes.GateCloseDate, severity, name, closeDate,
            $"{name} is {(day == facts.Today ? "today" : "in the past")}; AWS takes a target close date from {first} on, counted in UTC (AWS: INVALID_VALUE).",
            $"Enter a date from {first} on in {name}.");
    }
}
