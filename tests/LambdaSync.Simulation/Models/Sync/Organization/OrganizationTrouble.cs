using System.Text.Json.Nodes;
using LambdaSync.Connections;
using LambdaSync.Simulation.Parts;
using LambdaSync.Simulation.Stories;
using LambdaSync.Sync;
using LambdaSync.Sync.Work;

namespace LambdaSync.Simulation.Models.Sync.Organization;

/// <summary>What is wrong with the organization until somebody ends it.</summary>
sealed class OrganizationTrouble
{
    readonly HashSet<string> _hidden = new(StringComparer.Ordinal);
    readonly List<(int Deal, SyncField Field, string Value, string Transaction)> _open = [];
    int _transactions, _calls;

    public const string Account = "AccountId";

    /// <summary>The account or contact that survived, by the opportunity and its field.</summary>
    public Dictionary<(string CrmId, string Link), string> Merged { get; } = [];

    public static OrganizationPeople Organization(World world) => ((OrganizationCrm)world.Crm).People;

    public void Hide(World world, string id)
    {
        if (_hidden.Add(id))
            Organization(world).Do("hide-row", new JsonObject { ["id"] = id });
        Tell(world);
    }

    public void Show(World world, string id)
    {
        if (_hidden.Remove(id))
            Organization(world).Do("show-row", new JsonObject { ["id"] = id });
        Tell(world);
        Refresh(world, id);
    }

    /// <summary>A person merges the account or the contact of a record with a new one.</summary>
    /// <param name="link">The record's field.</param>
    /// <param name="survives">The record's own survives.</param>
    public bool Merge(World world, string id, string link, bool survives)
    {
        var (people, isAccount) = (Organization(world), link == Account);
        if (people.Find("Opportunity", id)?[link]?.GetValue<string>() is not { } own)
            return false;
        var fields = new JsonObject { [isAccount ? "Name" : "LastName"] = $"Duplicate of {own}" };
        var other = people.Do("create", new JsonObject { ["object"] = isAccount ? "Account" : "Contact", ["fields"] = fields })["id"]!.GetValue<string>();
        var (winner, loser) = survives ? (own, other) : (other, own);
        var children = people.Shown("Opportunity").Where(o => o[link]?.GetValue<string>() == own).Select(OrganizationPeople.IdOf).ToList();
        people.Do("merge", new JsonObject { ["winner"] = winner, ["losers"] = new JsonArray(loser) });
        foreach (var child in children)
            Merged[(child, link)] = winner;
        return true;
    }

    /// <summary>Other tools have made so many of the day's calls.</summary>
    public void Use(World world, int calls)
    {
        Organization(world).Do("other-calls", new JsonObject { ["count"] = _calls = calls });
        Tell(world);
    }

    /// <summary>An edit that is visible once its transaction is over, with the time of its beginning.</summary>
    public void Begin(World world, int deal, string id, SyncField field, string value)
    {
        var transaction = $"T{++_transactions}";
        Organization(world).Do("begin-transaction", new JsonObject { ["transaction"] = transaction });
        Organization(world).Do("edit", new JsonObject { ["id"] = id, ["fields"] = new JsonObject { [field.Crm] = value }, ["transaction"] = transaction });
        _open.Add((deal, field, value, transaction));
        world.Pump.After(TimeSpan.FromMinutes(12), world.Pump.World, () => Commit(world, transaction));
    }

    /// <summary>All is well again.</summary>
    public void End(World world)
    {
        foreach (var (_, _, _, transaction) in _open.ToList())
            Commit(world, transaction);
        foreach (var id in _hidden.ToList())
            Show(world, id);
        Organization(world).Do("clear-faults", []);
        Use(world, 0);
        Organization(world).Do("settings", new JsonObject { ["maxPage"] = 2000 });
    }

    // To show a record is no change of it, so its edits of the meantime are in no feed: an operator has it compared ('record refresh').
    static void Refresh(World world, string id)
    {
        try
        {
            var key = world.Store.FindByCrmId(SyncModel.Catalog, "Opportunity", id, CancellationToken.None).Now() ?? WorkKey.Crm(SyncModel.Catalog, "Opportunity", id);
            world.Store.Wake([new Wake(key, key.IsCrmRecord ? Reason.Crm : Reason.Refresh, Lane.Person, world.Pump.Now)], CancellationToken.None).GetAwaiter().GetResult();
        }
        catch (ConnectionException)
        {
            world.Pump.After(TimeSpan.FromMinutes(10), world.Pump.World, () => Refresh(world, id));
        }
    }

    void Tell(World world)
    {
        Organization(world).IsTroubled = _hidden.Count > 0 || _calls > 0;
        world.Faults.Struck();
    }

    void Commit(World world, string transaction)
    {
        if (_open.FindIndex(open => open.Transaction == transaction) is not (>= 0 and var at))
            return;
        var (number, field, value, _) = _open[at];
        _open.RemoveAt(at);
        // Of a record that is deleted meanwhile it fails.
        if (!world.Own<Deals>().All.TryGetValue(number, out var deal) || deal.IsDeleted)
            return;
        Organization(world).Do("commit-transaction", new JsonObject { ["transaction"] = transaction });
        deal.Edited(world, field.Aws, atAws: false, value);
    }
}
