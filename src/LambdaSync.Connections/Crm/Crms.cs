namespace LambdaSync.Connections.Crm;

/// <summary>The CRMs that can be connected, by the name in the setting; the one place that chooses.</summary>
public static class Crms
{
    public const string BuiltIn = "built-in";

    public static IReadOnlyList<string> Names { get; } = [BuiltIn];

    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="builtIn">Makes the built-in CRM on this machine's or this stack's storage.</param>
    /// <exception cref="ConnectionException">There is no such CRM.</exception>
    public static ICrm Open(string name, Func<ICrm> builtIn) => name switch
    {
        BuiltIn => builtIn(),
        _ => throw new ConnectionException($"the CRM '{name}' is not known; use {string.Join(", ", Names)}", transient: false),
    };
}
