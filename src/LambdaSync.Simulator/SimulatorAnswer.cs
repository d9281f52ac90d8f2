namespace LambdaSync.Simulator;

/// <summary>What the simulator answers, without HTTP.</summary>
/// <param name="ErrorType">What would be the header <c>x-amzn-ErrorType</c>; empty for a success.</param>
public readonly record struct SimulatorAnswer(int Status, string ErrorType, string RequestId, byte[] Body);
