using System.Globalization;
using System.Text.Json;

namespace LambdaSync.Kinds.Marketplace;

/// <summary>
/// When people are reminded of an agreement that ends or renews (row F12). AWS's own events come for some agreements only, so our clock counts.
/// </summary>
public static class RenewalReminders
{
    // As AWS counts for the agreements that it sends events of (user guide, notifications-eventbridge).
    static readonly int[] DaysBeforeEnd = [180, 120, 90, 60, 30];

    const int DaysBeforeDeadline = 30, DaysBeforeLockout = 1;

    /// <summary>In the order of time; none of an agreement that is not active, or has no end, and none of before it was accepted: a short one has fewer.</summary>
    /// <param name="agreement">As <see cref="MarketDocuments.Agreement"/> makes it.</param>
    /// <returns>When, and the kind of the notification.</returns>
    public static IReadOnlyList<(DateTimeOffset At, string Kind)> Of(JsonElement agreement)
    {
        if (Text(agreement, "status") != "ACTIVE" || Date(agreement, "endTime") is not { } end)
            return [];
        List<(DateTimeOffset, string)> all = [.. DaysBeforeEnd.Select(days => (end.AddDays(-days), string.Create(CultureInfo.InvariantCulture, $"Purchase Agreement Ending in {days} days")))];
        if (Date(agreement, "adjustmentDeadlineDate") is { } deadline)
            all.Add((deadline.AddDays(-DaysBeforeDeadline), string.Create(CultureInfo.InvariantCulture, $"Purchase Agreement Renewal Adjustment Deadline in {DaysBeforeDeadline} days")));
        if (Date(agreement, "lockoutDate") is { } lockout)
            all.Add((lockout.AddDays(-DaysBeforeLockout), "Purchase Agreement Renewal Lockout tomorrow"));
        var accepted = Date(agreement, "acceptanceTime");
        return [.. all.Where(reminder => accepted is null || reminder.Item1 >= accepted).OrderBy(reminder => reminder.Item1)];
    }

    static DateTimeOffset? Date(JsonElement json, string name) =>
        Text(json, name) is { } text && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date) ? date : null;

    static string? Text(JsonElement json, string name) => json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) ? value.GetString() : null;
}
