using Amazon.Lambda.SQSEvents;
using LambdaSync.Mapping;
using LambdaSync.Simulation.Parts;

namespace LambdaSync.Simulation.Stories;

/// <summary>
/// One guard switched off, to see that an invariant notices. It stands between a handler and its gates: what it asks of them counts,
/// waits and fails as the handler's own calls do.
/// </summary>
/// <param name="off">The guard that is off, in words.</param>
abstract class Variant(string name, string off)
{
    /// <summary>Nothing is switched off.</summary>
    public static Variant None { get; } = new Nothing();

    public string Name => name;

    public string Off => off;

    /// <summary>The bug of the patched copy that is on, or null: none is.</summary>
    public virtual string? Patch => null;

    /// <summary>Replaces an interface; most use <see cref="Outsides.Intercept"/>.</summary>
    /// <param name="function">Whose it is.</param>
    public virtual T Dress<T>(T target, string function) where T : class => target;

    public virtual HttpMessageHandler DressHttp(HttpMessageHandler target, string function) => target;

    /// <summary>What a seed is played on: a guard of a part that few seeds have is looked for on that part.</summary>
    public virtual PartChoice Change(PartChoice parts) => parts;

    /// <summary>Rewrites the mapping that handlers work with.</summary>
    public virtual MappingDocument Change(MappingDocument mapping) => mapping;

    /// <summary>Rewrites what a queue hands over.</summary>
    public virtual SQSEvent Change(SQSEvent batch) => batch;

    /// <summary>Rewrites what a handler answers to it.</summary>
    public virtual SQSBatchResponse Change(SQSBatchResponse response) => response;

    sealed class Nothing() : Variant("none", "nothing");
}
