using LambdaSync.Simulation.Kernel;
using LambdaSync.Simulation.Models.Sync.Watching;
using LambdaSync.Simulation.Parts;

namespace LambdaSync.Simulation.Models.Sync.Organization;

/// <summary>Event Relay: the organization's change events come some time later, out of order, or not at all.</summary>
sealed class OrganizationEvents
{
    public const string Queue = "crm-events";

    static readonly TimeSpan Fastest = TimeSpan.FromMilliseconds(50), Slowest = TimeSpan.FromSeconds(20);

    Chance _chance = null!;
    World _world = null!;
    DateTimeOffset _lostUntil;

    public void Begin(World world)
    {
        (_world, _chance) = (world, world.Chance.For("relay"));
        Organization.Changed = Drain;
    }

    /// <summary>The relay is stopped, or dead, or skips what happens.</summary>
    public void Lose(TimeSpan time) => _lostUntil = _world.Pump.Now + time;

    /// <summary>It works again.</summary>
    public void End() => _lostUntil = default;

    OrganizationPeople Organization => OrganizationTrouble.Organization(_world);

    void Drain()
    {
        foreach (var envelope in Organization.Events())
        {
            var header = envelope!["detail"]!["payload"]?["ChangeEventHeader"];
            if (_world.Pump.Now < _lostUntil)
            {
                _world.Own<Witness>().Reach(SalesforceReaches.EventsLost);
                continue;
            }

            var queue = _world.Queues[Queue];
            var (lost, delay) = (queue.Lost.Count, _chance.Mostly(Fastest, Slowest));
            queue.Send(envelope.ToJsonString(), delay);
            if (queue.Lost.Count > lost)
                continue;
            _world.Own<Witness>().Reach(SalesforceReaches.Event);
            foreach (var id in header?["recordIds"]?.AsArray() ?? [])
                _world.Own<Witness>().Deadlines.Noticed(id!.GetValue<string>(), queue.Messages[^1].VisibleAt);
        }
    }
}
