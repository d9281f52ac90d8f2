using LambdaSync.Connections.Aws;
using LambdaSync.Simulation.Stories;

namespace LambdaSync.Simulation.Models.Sync;

/// <summary>Calls that AWS refuses permanently, by a rule that neither the product nor the model has.</summary>
sealed class Refusals
{
    readonly Dictionary<string, int> _planned = new(StringComparer.Ordinal);

    public void Add(string operation) => _planned[operation] = _planned.GetValueOrDefault(operation) + 1;

    public void Clear() => _planned.Clear();

    public AwsAnswer? Next(string operation)
    {
        if (_planned.GetValueOrDefault(operation) == 0)
            return null;
        _planned[operation]--;
        return new AwsAnswer(400, "ValidationException", "refused", """{"Message":"This can't be.","Reason":"BUSINESS_VALIDATION_FAILED","ErrorList":[]}"""u8.ToArray());
    }
}

/// <summary>AWS refuses the next call of an operation.</summary>
sealed record RefusalStep(TimeSpan At, string Operation) : Step(At)
{
    protected override string Says => $"AWS refuses the next {Operation}";

    public override void Do(World world) => world.Own<Refusals>().Add(Operation);
}
