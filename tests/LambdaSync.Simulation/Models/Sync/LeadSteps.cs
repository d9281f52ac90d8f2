using System.Text.Json.Nodes;
using LambdaSync.Simulation.Stories;

namespace LambdaSync.Simulation.Models.Sync;

/// <summary>A lead that we were invited to, as the story left it.</summary>
sealed class Lead(string invitation, string engagement)
{
    public string Invitation => invitation;

    public string Engagement => engagement;

    public bool IsAccepted { get; set; }

    /// <summary>The qualification that AWS gave it last: what a lead is after the acceptance unless AWS says something else.</summary>
    public string Status { get; set; } = "Unqualified";
}

/// <summary>A colleague accepts a lead in Partner Central's pages.</summary>
sealed record LeadAcceptStep(TimeSpan At, int Number) : Step(At)
{
    protected override string Says => $"the lead of invitation {Number} is accepted";

    public override void Do(World world)
    {
        if (world.Own<Deals>().Leads.TryGetValue(Number, out var lead) && SyncSteps.Control(world, "accept-elsewhere", new JsonObject { ["id"] = lead.Invitation }) is not null)
            lead.IsAccepted = true;
    }
}

/// <summary>AWS changes a lead.</summary>
sealed record LeadEditStep(TimeSpan At, int Number, string Status) : Step(At)
{
    protected override string Says => $"the lead of invitation {Number} becomes '{Status}'";

    public override void Do(World world)
    {
        if (!world.Own<Deals>().Leads.TryGetValue(Number, out var lead))
            return;
        SyncSteps.Control(world, "edit-lead", new JsonObject { ["engagementId"] = lead.Engagement, ["lead"] = new JsonObject { ["QualificationStatus"] = Status } });
        lead.Status = Status;
    }
}
