using LambdaSync.Simulation.Models.Sync.Sales;
using LambdaSync.Simulation.Models.Sync.Watching;
using LambdaSync.Simulation.Stories;

namespace LambdaSync.Simulation.Models.Sync;

/// <summary>What the story did, to compare the end with.</summary>
sealed class Deals
{
    public Dictionary<int, Deal> All { get; } = [];

    /// <summary>Events that AWS sent, by id.</summary>
    public List<(string Id, string Body)> Events { get; } = [];

    public List<string> Invitations { get; } = [];

    /// <summary>By the number of their invitation.</summary>
    public Dictionary<int, Lead> Leads { get; } = [];

    /// <summary>By number.</summary>
    public Dictionary<int, Twins> Twins { get; } = [];

    public List<string> OwnInvitations { get; } = [];

    /// <summary>Requests that should never have gone out.</summary>
    public List<string> Wrong { get; } = [];

    public int Throttles { get; set; }

    public DateTimeOffset Healed { get; set; }

    public bool IsHealed => Healed != default;
}

/// <summary>One deal, wherever it began.</summary>
sealed class Deal(int number)
{
    public int Number => number;

    public string? AwsId { get; set; }

    public string? CrmId { get; set; }

    public DateTimeOffset Made { get; init; }

    /// <summary>What else the story did with it, where it is one to be submitted.</summary>
    public Sale? Sale { get; init; }

    /// <summary>Its opportunity was made at AWS and names the CRM record, which was there before.</summary>
    public bool IsNamed { get; set; }

    public bool IsDeleted { get; set; }

    /// <summary>The CRM has hidden it from LambdaSync at some time: it waits for somebody then.</summary>
    public bool WasHidden { get; set; }

    /// <summary>AWS has been reviewing it at some time: edits waited, or its fields were closed.</summary>
    public bool WasReviewed { get; set; }

    /// <summary>The last value that each side gave a field.</summary>
    public Dictionary<(string Field, bool AtAws), (DateTimeOffset At, string? Value)> Edits { get; } = [];

    /// <summary>Those of them that were made before the two sides met: what both sides have then asks the owner.</summary>
    public HashSet<(string Field, bool AtAws)> Early { get; } = [];

    /// <summary>The last clash of a field: when it was last changed before, and what should have won.</summary>
    public Dictionary<string, (DateTimeOffset Before, DateTimeOffset At, string Winner)> Clashes { get; } = new(StringComparer.Ordinal);

    /// <summary>What people gave fields that only AWS fills.</summary>
    public List<(string Field, string Value)> ShownEdits { get; } = [];

    /// <summary>The industries that AWS gave the customer.</summary>
    public List<string> Industries { get; } = [];

    /// <summary>The CRM showed an industry before AWS gave one of them: a record that the CRM refused at first had none.</summary>
    public bool HadIndustry { get; set; }

    public string? AwsStage { get; set; }

    /// <summary>When AWS last reviewed it.</summary>
    public DateTimeOffset LastReview { get; set; }

    /// <summary>When the CRM last refused a row of it: it waits for somebody then.</summary>
    public DateTimeOffset LastRefused { get; set; }

    /// <summary>When a person last changed a field, on any side.</summary>
    public DateTimeOffset LastEdit { get; private set; }

    /// <summary>AWS's own stage before the last one.</summary>
    public string? StageBefore { get; set; }

    public void Edited(World world, string field, bool atAws, string? value)
    {
        Edits[(field, atAws)] = (world.Pump.Now, value);
        world.Tally.Edits++;
        if (world.Own<Witness>().Sides(this) is var (aws, crm) && Witness.IsLinked(aws, crm))
            Early.Remove((field, atAws));
        else
            Early.Add((field, atAws));
        LastEdit = world.Pump.Now;
        world.Own<Witness>().Edited(this, field, atAws, value);
    }

    /// <summary>The id at AWS: known from the beginning, or by the CRM record's id.</summary>
    public string? FindAws(World world) => AwsId ??= CrmId is null ? null : Sides.AwsNaming(world, CrmId)?["Id"]!.GetValue<string>();

    public string? FindCrm(World world) =>
        CrmId ??= AwsId is null ? null : world.Crm.Get("Opportunity", AwsId, CancellationToken.None).Now()?.Id;
}

/// <summary>Opportunities that name one CRM record.</summary>
sealed record Twins(string CrmId)
{
    /// <summary>The next step of each is its own, and nobody edits it; the CRM record had none.</summary>
    public Dictionary<string, string> NextSteps { get; } = new(StringComparer.Ordinal);
}
