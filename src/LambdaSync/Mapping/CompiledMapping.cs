using System.Buffers;
using LambdaSync.Fields;

namespace LambdaSync.Mapping;

/// <summary>An object's mapping made ready: applies to a record in one pass, in either direction.</summary>
public sealed class CompiledMapping
{
    /// <summary>Compiles, or says why not (null, with the reasons in <paramref name="issues"/>).</summary>
    public static CompiledMapping? Compile(MappingDocument document, AceObject aceObject, ICollection<Issue> issues) =>
        throw new NotImplementedException();

    public ObjectMapping Source => throw new NotImplementedException();

    /// <summary>The CRM fields that inbound lines write, in ordinal order.</summary>
    public IReadOnlyList<string> CrmFields => throw new NotImplementedException();

    /// <summary>AWS's record document to the CRM's fields (flat). Absent and masked values are absent in the result; null clears.</summary>
    /// <param name="document">Canonical UTF-8.</param>
    public void MapInbound(ReadOnlySpan<byte> document, IBufferWriter<byte> crm, ICollection<Issue> issues) =>
        throw new NotImplementedException();

    /// <summary>The CRM's fields into AWS's record document: the document with what changed.</summary>
    /// <param name="crm">Flat canonical JSON; a field that is absent is not touched.</param>
    /// <param name="document">The document as AWS has it, canonical UTF-8; <c>{}</c> for a record AWS does not have yet.</param>
    /// <param name="today">The day that relative fallbacks count from (UTC).</param>
    public void MapOutbound(
        ReadOnlySpan<byte> crm, ReadOnlySpan<byte> document, DateOnly today, IBufferWriter<byte> result, ICollection<Issue> issues) =>
        throw new NotImplementedException();
}
