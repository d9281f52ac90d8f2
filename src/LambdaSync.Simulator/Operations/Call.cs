using System.Text.Json.Nodes;
using LambdaSync.Simulator.State;

namespace LambdaSync.Simulator.Operations;

/// <summary>One request that has passed signature, quota and model.</summary>
sealed record Call(World World, Catalog Catalog, string Operation, JsonObject Input)
{
    public DateTimeOffset Now => World.Clock.Now;

    public string? Text(string name) => Input[name]?.GetValue<string>();

    /// <summary>A required member.</summary>
    public string this[string name] => Text(name)!;

    public int Number(string name, int otherwise) => Input[name] is { } value ? value.GetValue<int>() : otherwise;

    public IReadOnlyList<string> Texts(string name) => Input[name] is JsonArray list ? [.. list.Select(v => v!.GetValue<string>())] : [];
}
