namespace LambdaSync.Functions.Lambda;

/// <summary>Stands for an exception whose text may not leave the function: it names the type and keeps the stack.</summary>
sealed class UntoldException(Exception failed) : Exception($"{failed.GetType().FullName} (its text is not told, it may quote a value)");
