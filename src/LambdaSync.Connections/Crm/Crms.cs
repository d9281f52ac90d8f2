namespace LambdaSync.Connections.Crm;

/// <summary>The CRMs that can be connected, by the name in the setting; the one place that chooses.</summary>
public static class Crms
{
    public const string BuiltIn = "built-in", Salesforce = "salesforce";

    public static IReadOnlyList<string> Names { get; } = [BuiltIn, Salesforce];

    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="builtIn">Makes the built-in CRM on this machine's or this stack's storage.</param>
    /// <param name="salesforce">Connects the organization that the settings name.</param>
    /// <exception cref="ConnectionException">There is no such CRM.</exception>
    public static ICrm Open(string name, Func<ICrm> builtIn, Func<ICrm> salesforce) => name switch
    {
        BuiltIn => builtIn(),
        Salesforce => salesforce(),
        _ => throw new ConnectionException($"the CRM '{name}' is not known; use {string.Join(", ", Names)}", transient: false),
    };
}
