namespace LambdaSync.Gates;

/// <summary>One condition on a record's way to AWS.</summary>
/// <param name="Name">In a word or two: "submission".</param>
/// <param name="Text">How it stands, one sentence.</param>
/// <param name="Issues">Why it is closed, the first thing to do first.</param>
public sealed record Gate(string Name, bool IsOpen, string Text, IReadOnlyList<Issue> Issues);
