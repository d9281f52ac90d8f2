using LambdaSync.Sync.Work;
using Xunit;

namespace LambdaSync.Tests.Sync.Work;

/// <summary>Keys are stored and logged in this form.</summary>
public sealed class WorkKeyTests
{
    public static TheoryData<WorkKey, string, WorkGroup> Keys => new()
    {
        { WorkKey.Opportunity("AWS", "O1"), "AWS/Opportunity/O1", WorkGroup.Records },
        { WorkKey.Crm("AWS", "Opportunity", "0065g00000A1b2c"), "AWS/CrmRecord/Opportunity/0065g00000A1b2c", WorkGroup.Records },
        { WorkKey.Invitation("Sandbox", "engi-1"), "Sandbox/Invitation/engi-1", WorkGroup.Records },
        { WorkKey.Engagement("AWS", "eng-1"), "AWS/Engagement/eng-1", WorkGroup.Records },
        { WorkKey.Schedule("AWS", "backfill-1"), "AWS/Schedule/backfill-1", WorkGroup.Schedules },
        { WorkKey.File("AWS", "bucket/key@version"), "AWS/File/bucket/key@version", WorkGroup.Arrivals },
        { WorkKey.Message("AWS", "events", "m-1"), "AWS/Message/events/m-1", WorkGroup.Arrivals },
    };

    [Theory]
    [MemberData(nameof(Keys))]
    public void Each_kind_has_a_form_and_a_group(WorkKey key, string text, WorkGroup group) =>
        Assert.Equal((text, group), (key.ToString(), WorkGroups.Of(key.Kind)));
}
