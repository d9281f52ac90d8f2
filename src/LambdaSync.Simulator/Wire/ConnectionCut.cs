namespace LambdaSync.Simulator.Wire;

/// <summary>The line breaks and no answer comes: a fault that was asked for.</summary>
sealed class ConnectionCut() : Exception("The connection was cut.");
