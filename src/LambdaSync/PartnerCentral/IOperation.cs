using LambdaSync.Mapping;
using LambdaSync.Sync;
using LambdaSync.Sync.Steps;

namespace LambdaSync.PartnerCentral;

/// <summary>
/// A changing operation of Partner Central or AWS Marketplace: how a lost answer is recovered, how the call's effect is recognized, and what its answer and
/// its refusal mean. Quota, paging and token member are in the table of wire facts.
/// </summary>
public interface IOperation
{
    /// <summary>Its name in AWS's API model.</summary>
    string Name { get; }

    /// <summary>How to find out whether a call whose answer was lost took effect.</summary>
    /// <param name="age">The time since the call was first about to be sent.</param>
    Recovery Recover(PendingCall call, string catalog, TimeSpan age);

    /// <summary>What a read, or one item of a list, says about the call.</summary>
    Effect Recognize(PendingCall call, ReadOnlyMemory<byte> found, CompiledMapping mapping);

    /// <summary>AWS has taken the call.</summary>
    /// <param name="answer">AWS's answer, or what <see cref="Recognize"/> found instead of it.</param>
    RecordView Succeeded(RecordView view, PendingCall call, ReadOnlyMemory<byte> answer, DateTimeOffset now);

    /// <summary>Why the call waits when AWS has refused it as done already and its result is not found: one line without values.</summary>
    string NotFoundYet { get; }

    /// <summary>AWS has refused the call.</summary>
    /// <param name="isRepeat">The same bytes were sent before: this refusal does not say that they had no effect then.</param>
    RefusedCall Refused(AwsRefusal refusal, bool isRepeat);

    /// <summary>What AWS's refusal means in the CRM's words, where the operation knows more than AWS says; else null.</summary>
    Issue? Explain(PendingCall call, AwsRefusal refusal, CompiledMapping mapping) => null;
}

/// <summary>How the effect of a call is found out after its answer was lost.</summary>
public abstract record Recovery
{
    /// <summary>Send the same bytes: their client token makes them one call.</summary>
    public sealed record Resend : Recovery;

    /// <summary>Read the record: it shows whether the call took effect.</summary>
    public sealed record Read(AwsRequest Request) : Recovery;

    /// <summary>AWS may have forgotten the client token: search a list for the call's result first.</summary>
    /// <param name="Else">What to read where the list has none; null: the same bytes are sent.</param>
    public sealed record Search(AwsRequest Request, AwsRequest? Else = null) : Recovery;
}

/// <summary>The effect of a call, as far as a read shows it.</summary>
public abstract record Effect
{
    /// <summary>The call took effect.</summary>
    /// <param name="Answer">What serves as its answer.</param>
    public sealed record Taken(ReadOnlyMemory<byte> Answer) : Effect;

    /// <summary>The call had no effect; the same bytes can be sent.</summary>
    public sealed record NotTaken : Effect;

    /// <summary>The record has changed since: the call is dropped and decided again from this state.</summary>
    public sealed record Overtaken(RecordState? State) : Effect;

    /// <summary>This item says nothing about the call.</summary>
    public sealed record Unrelated : Effect;
}

/// <summary>What becomes of a refused call.</summary>
public enum RefusedCall
{
    /// <summary>It had no effect: the stored call is dropped.</summary>
    Drop,

    /// <summary>It may have had an effect: the stored call stays and is recovered later.</summary>
    Keep,

    /// <summary>It probably had an effect before: its result is looked for now.</summary>
    Search,
}
