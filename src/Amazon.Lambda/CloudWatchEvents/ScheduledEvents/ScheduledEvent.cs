namespace Amazon.Lambda.CloudWatchEvents.ScheduledEvents;

/// <summary>The tick of a rule with a schedule (docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-rule-schedule.html).</summary>
public class ScheduledEvent : CloudWatchEvent<Detail>;
