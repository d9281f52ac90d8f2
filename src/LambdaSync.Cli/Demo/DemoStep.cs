namespace LambdaSync.Cli.Demo;

/// <summary>One step of the demo: a person does something on one side, and what follows from it is awaited on both.</summary>
/// <param name="Name">Two words at most.</param>
/// <param name="Person">What the person does; a sentence.</param>
/// <param name="Act">Does it.</param>
/// <param name="Outcome">What has followed from it, as a sentence with the values that both sides have; null: not yet.</param>
sealed record DemoStep(string Name, string Person, Func<DemoPeople, Task> Act, Func<DemoSides, string?> Outcome);
