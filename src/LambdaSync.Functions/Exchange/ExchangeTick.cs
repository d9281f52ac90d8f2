using Amazon.Lambda.CloudWatchEvents.ScheduledEvents;
using LambdaSync.Connections;
using LambdaSync.Fields;

namespace LambdaSync.Functions.Exchange;

/// <summary>
/// What invokes the functions of the file exchange: the tick of a rule, or a scheduler of the partner's own (row E3) with
/// <c>{"objects":["opportunity","lead"]}</c>.
/// </summary>
public sealed class ExchangeTick : ScheduledEvent
{
    /// <summary>The objects that run now, even if their schedules are off or not due; null: those that are due.</summary>
    public IReadOnlyList<string>? Objects { get; set; }

    /// <summary>The objects that an event names; none: it is a tick.</summary>
    /// <exception cref="ConnectionException">It names another one.</exception>
    public static IReadOnlyList<AceObject> AskedBy(ScheduledEvent tick) =>
        tick is ExchangeTick { Objects: { } names } ? [.. names.Select(ObjectOf).Distinct()] : [];

    static AceObject ObjectOf(string name) => name switch
    {
        "opportunity" => AceObject.Opportunity,
        "lead" => AceObject.Lead,
        _ => throw new ConnectionException("The event's member objects names something else than opportunity and lead. Fix: correct what invokes the function.", transient: false),
    };
}
