using LambdaSync.Simulation.Models.Sync.Watching;
using LambdaSync.Simulation.Parts;

namespace LambdaSync.Simulation.Models.Sync.Organization;

/// <summary>People who save a record in the second in which LambdaSync reads or writes it.</summary>
sealed class Saves
{
    readonly List<(int Deal, SyncField Field, string Value, CallMoment At, bool Touches)> _waiting = [];

    /// <summary>What people saved so: no one gave the field another value afterwards.</summary>
    public List<(int Deal, SyncField Field, string Value, CallMoment At)> Done { get; } = [];

    public void Begin(World world) => OrganizationTrouble.Organization(world).At = (moment, ids) => Meet(world, moment, ids);

    /// <param name="touches">The record is saved before it is read, too: its version is that of the second.</param>
    public void Wait(int deal, SyncField field, string value, CallMoment at, bool touches) => _waiting.Add((deal, field, value, at, touches));

    void Meet(World world, CallMoment moment, IReadOnlyList<string> ids)
    {
        for (var i = _waiting.Count - 1; i >= 0; i--)
        {
            var (number, field, value, at, touches) = _waiting[i];
            if (!world.Own<Deals>().All.TryGetValue(number, out var deal) || deal.IsDeleted || deal.FindCrm(world) is not { } id || !ids.Contains(id))
                continue;
            if (moment == CallMoment.Read && touches)
            {
                _waiting[i] = (number, field, value, at, false);
                new CrmEditStep(default, number, SyncFields.All.Single(f => f.Crm == "AWS_city__c"), $"Touched {number}").Do(world);
            }

            if (moment != at)
                continue;
            _waiting.RemoveAt(i);
            new CrmEditStep(default, number, field, value).Do(world);
            Done.Add((number, field, value, at));
            world.Own<Witness>().Reach(field.Crm == SyncFields.Comments ? SalesforceReaches.OtherField : SalesforceReaches.SameField);
        }
    }
}
