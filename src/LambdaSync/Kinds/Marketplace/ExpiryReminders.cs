using System.Globalization;
using System.Text.Json;

namespace LambdaSync.Kinds.Marketplace;

/// <summary>When people are reminded of a published offer that no buyer has accepted and that soon can't be accepted any more (row F13).</summary>
public static class ExpiryReminders
{
    static readonly int[] DaysBeforeEnd = [7, 1];

    /// <summary>In the order of time; none of a draft, and none of before the offer was changed last: one that was published late has fewer.</summary>
    /// <param name="offer">As <see cref="MarketDocuments.Entity"/> makes it.</param>
    /// <param name="end">When its last day is over.</param>
    /// <returns>When, and the kind of the notification.</returns>
    public static IReadOnlyList<(DateTimeOffset At, string Kind)> Of(JsonElement offer, DateTimeOffset end)
    {
        if (Text(offer, "Status") != "active")
            return [];
        var changed = DateTimeOffset.TryParse(Text(offer, "LastModifiedDate"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date) ? date : DateTimeOffset.MinValue;
        return [.. DaysBeforeEnd.Select(days => (At: end.AddDays(-days), Kind: days == 1 ? "Offer Expiring tomorrow" : string.Create(CultureInfo.InvariantCulture, $"Offer Expiring in {days} days"))).Where(reminder => reminder.At >= changed)];
    }

    static string? Text(JsonElement json, string name) => json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
