namespace LambdaSync.Simulation.Queues;

/// <summary>A message in a queue.</summary>
sealed class Message(string id, string body, DateTimeOffset sent, DateTimeOffset visibleAt)
{
    public string Id => id;

    public string Body => body;

    public DateTimeOffset Sent => sent;

    public int ReceiveCount { get; set; }

    public DateTimeOffset VisibleAt { get; set; } = visibleAt;
}

/// <summary>What goes wrong with a message.</summary>
enum MessageFaultKind
{
    /// <summary>It never comes.</summary>
    Lost,

    /// <summary>It comes twice.</summary>
    Twice,

    /// <summary>It comes later than others.</summary>
    Late,
}
