namespace LambdaSync.Functions.Lambda;

/// <summary>Stands for an exception whose text may not leave the function: it names the type and keeps the stack.</summary>
sealed class RedactedException(Exception failed) : Exception($"{failed.GetType().FullName} (message omitted because it may quote a value)");
