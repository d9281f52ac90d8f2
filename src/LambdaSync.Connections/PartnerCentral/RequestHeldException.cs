namespace LambdaSync.Connections.PartnerCentral;

/// <summary>
/// A request that AWS would refuse, or that carries a masked value, was not sent. Who makes requests asks
/// <see cref="Fields.RequestCheck"/> first; this is the guard behind that. The message names fields and codes, never values.
/// </summary>
public sealed class RequestHeldException : Exception
{
    internal RequestHeldException(string operation, IReadOnlyList<Issue> issues)
        : base($"{operation} was not sent: {string.Join(", ", Errors(issues).Select(issue => $"{issue.Field} {issue.Code}"))}")
    {
        (Operation, Issues) = (operation, issues);
    }

    public string Operation { get; }

    /// <summary>Errors and warnings.</summary>
    public IReadOnlyList<Issue> Issues { get; }

    static IEnumerable<Issue> Errors(IReadOnlyList<Issue> issues) => issues.Where(issue => issue.Severity == Severity.Error);
}
