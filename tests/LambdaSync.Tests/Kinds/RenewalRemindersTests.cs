using System.Text.Json;
using LambdaSync.Kinds.Marketplace;
using Xunit;

namespace LambdaSync.Tests.Kinds;

/// <summary>When people are reminded of an agreement.</summary>
[Trait("Row", "F12")]
[Trait("Row", "M-21")]
public sealed class RenewalRemindersTests
{
    static IReadOnlyList<string> Of(string json)
    {
        using var agreement = JsonDocument.Parse(json);
        return [.. RenewalReminders.Of(agreement.RootElement).Select(reminder => $"{reminder.At:yyyy-MM-dd} {reminder.Kind}")];
    }

    [Fact]
    public void Five_come_before_the_end_one_before_the_deadline_and_one_before_the_lockout() => Assert.Equal(
        [
            "2026-08-05 Purchase Agreement Ending in 180 days", "2026-10-04 Purchase Agreement Ending in 120 days", "2026-11-03 Purchase Agreement Renewal Adjustment Deadline in 30 days",
            "2026-11-03 Purchase Agreement Ending in 90 days", "2026-12-03 Purchase Agreement Ending in 60 days", "2027-01-01 Purchase Agreement Renewal Lockout tomorrow", "2027-01-02 Purchase Agreement Ending in 30 days",
        ],
        Of("""{"status":"ACTIVE","endTime":"2027-02-01T10:00:00Z","adjustmentDeadlineDate":"2026-12-03","lockoutDate":"2027-01-02"}"""));

    [Fact]
    public void None_comes_of_before_the_agreement_was_accepted() => Assert.Equal(
        ["2026-12-03 Purchase Agreement Ending in 60 days", "2027-01-02 Purchase Agreement Ending in 30 days"],
        Of("""{"status":"ACTIVE","acceptanceTime":"2026-12-01T10:00:00Z","endTime":"2027-02-01T10:00:00Z"}"""));

    [Theory]
    [InlineData("""{"status":"RENEWED","endTime":"2027-02-01T10:00:00Z"}""")]
    [InlineData("""{"status":"ACTIVE"}""")]
    [InlineData("[]")]
    public void None_comes_of_an_agreement_that_is_over_or_has_no_end(string json) => Assert.Empty(Of(json));
}
