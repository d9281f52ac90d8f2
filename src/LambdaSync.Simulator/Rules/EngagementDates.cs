using System.Globalization;
using System.Text.RegularExpressions;
using LambdaSync.Simulator.Operations;
using LambdaSync.Simulator.State;

namespace LambdaSync.Simulator.Rules;

/// <summary>
/// An engagement's dates, one of which is the lock of UpdateEngagementContext. AWS has been seen to give them to the nanosecond; how exactly
/// it compares is not published: here a date is the same when all its digits are.
/// </summary>
static partial class EngagementDates
{
    // Digits that no clock gave and that a client loses if it reads the date into a type of its own.
    const string Finer = "368914";

    public static string Text(World world, DateTimeOffset time) => OpportunityOperations.TimeText(time)[..^1] + Finer[..Math.Clamp(world.EngagementDigits - 3, 0, Finer.Length)] + "Z";

    public static bool Same(string one, string other) => Parts(one) == Parts(other);

    static (DateTimeOffset Second, string Fraction) Parts(string date)
    {
        var fraction = Fraction().Match(date);
        return (DateTimeOffset.Parse(date.Remove(fraction.Index, fraction.Length), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal), fraction.Value.TrimStart('.').TrimEnd('0'));
    }

    [GeneratedRegex(@"\.[0-9]+")]
    private static partial Regex Fraction();
}
