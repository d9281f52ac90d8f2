namespace LambdaSync.Simulation.Kernel;

/// <summary>The simulation itself is broken: something left its thread, used real time or never ended. No seed's result counts then.</summary>
sealed class KernelException(string message, Exception? inner = null) : Exception(message, inner);
