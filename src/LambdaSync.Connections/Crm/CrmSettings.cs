namespace LambdaSync.Connections.Crm;

/// <summary>What a CRM is connected by.</summary>
/// <param name="Variable">A setting by its name (<c>LAMBDASYNC_SALESFORCE_...</c>): an environment variable of the function or of this machine; null: not set.</param>
public sealed record CrmSettings(Func<string, string?> Variable, TimeProvider Time)
{
    /// <summary>Takes what an operator has to act on before the CRM can't be reached, such as a certificate that ends; null: nothing takes it.</summary>
    public Action<string>? Warn { get; init; }

    /// <summary>Called after each request to the CRM: its resource, how long it took, its HTTP status (0: no answer) and the CRM's error code. Null: nothing is called.</summary>
    public Action<string, TimeSpan, int, string>? CallEnded { get; init; }

    /// <summary>Counts the calls of all processes, or null: this one is alone.</summary>
    public CrmCallLedger? Calls { get; init; }
}
