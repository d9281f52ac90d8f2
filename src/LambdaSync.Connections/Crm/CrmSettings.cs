namespace LambdaSync.Connections.Crm;

/// <summary>What a CRM is connected by.</summary>
/// <param name="Variable">A setting by its name (<c>LAMBDASYNC_SALESFORCE_...</c>): an environment variable of the function or of this machine; null: not set.</param>
public sealed record CrmSettings(Func<string, string?> Variable, TimeProvider Time);
