namespace LambdaSync.Functions;

/// <summary>What the inbound file handler needs to be told.</summary>
/// <param name="Catalog">"AWS" or "Sandbox"; part of every key.</param>
/// <param name="BatchSize">Records that go to the CRM in one call.</param>
/// <param name="DummyIdentifiers">Partner identifiers that mark records to leave out; a trailing <c>*</c> stands for digits (<c>X*</c>: X0001, X0002, ...).</param>
public sealed record InboundSettings(string Catalog, int BatchSize, IReadOnlyList<string> DummyIdentifiers)
{
    /// <summary>How much longer than a worker may live its claims last: clocks differ, and what it sent may still be on its way.</summary>
    public static readonly TimeSpan ClaimMargin = TimeSpan.FromMinutes(1);

    public static InboundSettings Default { get; } = new("AWS", 50, ["X*"]);
}
