namespace LambdaSync.Functions;

/// <summary>What the inbound file handler needs to be told.</summary>
/// <param name="Catalog">"AWS" or "Sandbox"; part of every key.</param>
/// <param name="BatchSize">Records that go to the CRM in one call.</param>
/// <param name="DummyIdentifiers">Partner identifiers that mark records to leave out; a trailing <c>*</c> stands for digits (<c>X*</c>: X0001, X0002, ...).</param>
public sealed record InboundSettings(string Catalog, int BatchSize, IReadOnlyList<string> DummyIdentifiers)
{
    public static InboundSettings Default { get; } = new("AWS", 50, ["X*"]);
}
