namespace Amazon.Lambda.CloudWatchEvents.ScheduledEvents;

/// <summary>A tick tells no more than its time (docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-rule-schedule.html).</summary>
public class Detail;
