using System.Globalization;

namespace LambdaSync.Simulator.State;

/// <summary>Identifiers in the forms of the model's patterns, counted: the same requests give the same ids.</summary>
sealed class Ids
{
    long _opportunity = 1_000_000;
    long _other;

    public string Opportunity() => string.Create(CultureInfo.InvariantCulture, $"O{++_opportunity}");

    /// <summary>EngagementIdentifier: <c>eng-</c> and 14 characters.</summary>
    public string Engagement() => string.Create(CultureInfo.InvariantCulture, $"eng-{++_other:D14}");

    /// <summary>EngagementInvitationIdentifier, TaskIdentifier, ResourceSnapshotJobIdentifier: <c>engi-</c>, <c>task-</c>, <c>job-</c> and 13 characters.</summary>
    public string Of(string prefix) => string.Create(CultureInfo.InvariantCulture, $"{prefix}{++_other:D13}");

    /// <summary>ProspectingTaskIdentifier: one character more than other tasks.</summary>
    public string ProspectingTask() => string.Create(CultureInfo.InvariantCulture, $"task-{++_other:D14}");

    /// <summary>Shape ProspectingTaskArn names the service otherwise than other ARNs do.</summary>
    public static string ProspectingArn(string catalog, string id) => $"arn:aws:partnercentral-selling:us-east-1::catalog/{catalog}/prospecting-from-engagement-task/{id}";

    /// <summary>A context as a prospecting result names it: <c>ctx-</c> and 14 characters, where the engagement counts its contexts.</summary>
    public static string ProspectingContext(string contextId) => "ctx-" + contextId.PadLeft(14, '0');

    /// <summary>The ARN of what is AWS's, in which no account stands.</summary>
    /// <param name="path"><c>engagement/eng-1</c>, <c>engagement-invitation/engi-1</c> ...</param>
    public static string Arn(string catalog, string path) => $"arn:aws:partnercentral:us-east-1::catalog/{catalog}/{path}";

    /// <summary>The ARN of what is the partner's: TagResource takes it as it is (shape TaggableResourceArn).</summary>
    /// <param name="path"><c>opportunity/O1</c>, <c>resource-snapshot-job/job-1</c>.</param>
    public static string OwnArn(string catalog, string path) => $"arn:aws:partnercentral:us-east-1:{World.Account}:catalog/{catalog}/{path}";
}
