namespace LambdaSync.Events;

/// <summary>What an event tells to look at again. It is never a change itself.</summary>
/// <param name="Id">An identifier, never an ARN.</param>
public abstract record Wake(string Id)
{
    /// <summary>An opportunity of ours, or one that a member of an engagement shared with us.</summary>
    /// <param name="Id">O and digits.</param>
    public sealed record Opportunity(string Id) : Wake(Id);

    /// <summary>An invitation that we received. One that we sent is our own submission and never comes here.</summary>
    /// <param name="Id">Starts with <c>engi-</c>.</param>
    public sealed record Invitation(string Id) : Wake(Id);

    /// <summary>An engagement: its members, contexts or shared resources.</summary>
    /// <param name="Id">Starts with <c>eng-</c>.</param>
    public sealed record Engagement(string Id) : Wake(Id);
}
