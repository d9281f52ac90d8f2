namespace LambdaSync.Simulator.State;

/// <summary>A search for prospects in engagements.</summary>
sealed record ProspectingTask(string Id, string Name, DateTimeOffset Start, DateTimeOffset Due, IReadOnlyList<string> Engagements);
