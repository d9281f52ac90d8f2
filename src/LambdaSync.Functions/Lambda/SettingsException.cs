namespace LambdaSync.Functions.Lambda;

/// <summary>The function is set up wrongly. Its text names settings and what they take, never a value of a record.</summary>
sealed class SettingsException(string message) : Exception(message);
