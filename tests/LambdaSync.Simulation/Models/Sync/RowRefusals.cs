using LambdaSync.Connections.Crm;
using LambdaSync.Simulation.Outsides;
using LambdaSync.Simulation.Stories;
using LambdaSync.Sync;

namespace LambdaSync.Simulation.Models.Sync;

/// <summary>Rows that the CRM is going to refuse: a locked record, a rule of the CRM's own.</summary>
sealed class RowRefusals
{
    public const string Rule = "the record is locked by somebody";

    readonly List<int> _planned = [];

    /// <summary>How many rows were refused.</summary>
    public int Refused { get; private set; }

    /// <param name="nth">The how many'th row from now on, 1 for the next.</param>
    public void Add(int nth) => _planned.Add(nth);

    public void Clear() => _planned.Clear();

    public ICrm Over(ICrm crm, World world) => Intercept.Of(crm, call =>
        call.Method == nameof(ICrm.Write) ? Write(crm, world, (string)call.Arguments[0]!, (IReadOnlyList<CrmWrite>)call.Arguments[1]!) : call.Proceed());

    async Task<IReadOnlyList<CrmResult>> Write(ICrm crm, World world, string crmObject, IReadOnlyList<CrmWrite> rows)
    {
        var results = new List<CrmResult>();
        foreach (var row in rows)
            results.Add(Strikes(world) ? CrmResult.Refused([Refusal()]) : (await crm.Write(crmObject, [row], CancellationToken.None))[0]);
        return results;
    }

    bool Strikes(World world)
    {
        for (var i = 0; i < _planned.Count; i++)
            _planned[i]--;
        if (_planned.RemoveAll(left => left <= 0) == 0)
            return false;
        Refused++;
        world.Faults.Struck();
        world.Tally.Faults++;
        return true;
    }

    static Issue Refusal() => new(IssueCodes.CrmRejected, Severity.Error, null, null, Rule, "Try again.");
}

/// <summary>The CRM refuses a row.</summary>
sealed record RowRefusalStep(TimeSpan At, int Nth) : Step(At)
{
    protected override string Says => $"the CRM refuses row {Nth}";

    public override void Do(World world) => world.Own<RowRefusals>().Add(Nth);
}
