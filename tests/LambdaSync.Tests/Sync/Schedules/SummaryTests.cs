using System.Globalization;
using System.Text;
using LambdaSync.Sync.Schedules;
using Xunit;

namespace LambdaSync.Tests.Sync.Schedules;

/// <summary>Entries of AWS's lists, complete, incomplete and malformed.</summary>
[Trait("Row", "A16")]
public sealed class SummaryTests
{
    [Theory]
    [InlineData("""{"Id":"O1","LastModifiedDate":"2026-03-02T09:00:00.123Z","Catalog":"AWS"}""", "O1", "2026-03-02T09:00:00.123Z")]
    [InlineData("""{"Id":"O1","LastModifiedDate":"2026-03-02T10:00:00+01:00"}""", "O1", "2026-03-02T09:00:00Z")]
    [InlineData("""{"LastModifiedDate":"2026-03-02T09:00:00Z"}""", null, null)]
    [InlineData("""{"Id":"","LastModifiedDate":"2026-03-02T09:00:00Z"}""", null, null)]
    [InlineData("""{"Id":null,"LastModifiedDate":"2026-03-02T09:00:00Z"}""", null, null)]
    [InlineData("""{"Id":"O1"}""", null, null)]
    [InlineData("""{"Id":"O1","LastModifiedDate":1772442000}""", null, null)]
    [InlineData("""{"Id":"O1","LastModifiedDate":"yesterday"}""", null, null)]
    [InlineData("[]", null, null)]
    public void An_opportunity_has_an_id_and_a_date(string json, string? id, string? modified)
    {
        var read = OpportunitySummary.Read(Encoding.UTF8.GetBytes(json));
        Assert.Equal((id, Date(modified)), (read?.Id, read?.Modified));
    }

    [Theory]
    [InlineData("""{"Id":"engi-1","Status":"PENDING","InvitationDate":"2026-03-02T09:00:00Z"}""", "engi-1", "PENDING", "2026-03-02T09:00:00Z")]
    [InlineData("""{"Id":"engi-1"}""", "engi-1", null, null)]
    [InlineData("""{"Id":"engi-1","Status":1,"InvitationDate":"soon"}""", "engi-1", null, null)]
    [InlineData("""{"Status":"PENDING","InvitationDate":"2026-03-02T09:00:00Z"}""", null, null, null)]
    [InlineData("""{"Id":7,"Status":"PENDING"}""", null, null, null)]
    [InlineData("null", null, null, null)]
    public void An_invitation_has_an_id(string json, string? id, string? status, string? sent)
    {
        var read = InvitationSummary.Read(Encoding.UTF8.GetBytes(json));
        Assert.Equal((id, status, Date(sent)), (read?.Id, read?.Status, read?.Sent));
    }

    [Theory]
    [InlineData("""{"Id":"eng-1","ModifiedAt":"2026-03-02T09:00:00.000Z"}""", "eng-1", "2026-03-02T09:00:00.000Z", "2026-03-02T09:00:00Z")]
    [InlineData("""{"Id":"eng-1","ModifiedAt":"now"}""", "eng-1", "now", null)]
    [InlineData("""{"Id":"eng-1","ModifiedAt":{}}""", "eng-1", null, null)]
    [InlineData("""{"Id":"eng-1"}""", "eng-1", null, null)]
    [InlineData("""{"ModifiedAt":"2026-03-02T09:00:00Z"}""", null, null, null)]
    [InlineData("\"eng-1\"", null, null, null)]
    public void An_engagement_has_an_id(string json, string? id, string? modifiedAt, string? modified)
    {
        var read = EngagementSummary.Read(Encoding.UTF8.GetBytes(json));
        Assert.Equal((id, modifiedAt, Date(modified)), (read?.Id, read?.ModifiedAt, read?.Modified));
    }

    static DateTimeOffset? Date(string? text) => text is null ? null : DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
