namespace LambdaSync.Cli.Demo;

/// <summary>A part of the demo: one record on its way.</summary>
/// <param name="Heading">What it shows; a line.</param>
/// <param name="Name">The record's, in the table at the end.</param>
/// <param name="Steps">In their order; each begins where the one before ended.</param>
/// <param name="AtAws">Where AWS shows how the record stands: paths.</param>
sealed record DemoPart(string Heading, string Name, IReadOnlyList<DemoStep> Steps, params IReadOnlyList<string> AtAws)
{
    /// <summary>In their order.</summary>
    /// <param name="today">The machine's day.</param>
    public static IReadOnlyList<DemoPart> All(DateOnly today) =>
    [
        new("AWS refers a customer:", "referral", Referral.Steps, "LifeCycle.Stage", "LifeCycle.ReviewStatus"),
        new("AWS offers a lead:", "lead", OfferedLeads.OfLead, OfferedLeads.Status),
        new("A buyer asks in AWS Marketplace:", "request", OfferedLeads.OfMarketplace, "Status"),
        new("The partner shares a deal of its own:", "deal", new Deal(today).Steps, "LifeCycle.Stage", "LifeCycle.ReviewStatus"),
    ];
}
