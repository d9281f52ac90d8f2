using System.Text;
using System.Text.Json.Nodes;
using LambdaSync.Simulation.Kernel;
using LambdaSync.Simulation.Stories;

namespace LambdaSync.Simulation.Models.Exchange;

/// <summary>People make and edit deals in the CRM, AWS refers customers and offers leads, and both sides change what the other has.</summary>
sealed class ExchangePlot : IPlot
{
    public IEnumerable<Step> Write(Chance chance, TimeSpan length, IReadOnlyList<Step> before)
    {
        var number = 0;
        for (var left = chance.Between(1, 5); left > 0; left--)
        {
            var (deal, made) = (++number, chance.Is(0.5) ? chance.Between(TimeSpan.Zero, TimeSpan.FromHours(1)) : chance.Between(TimeSpan.Zero, length));
            yield return new DealStep(made, deal);
            for (var edits = chance.Between(0, 4); edits > 0; edits--)
                yield return new TypeStep(chance.Between(made, length), deal, $"Step {edits} of {deal}");
            for (var edits = chance.Between(0, 2); edits > 0; edits--)
                yield return new CommentStep(chance.Between(made, length), deal, chance.Is(0.6), $"Comment {edits} of {deal}");
        }

        for (var left = chance.Between(0, 2); left > 0; left--)
        {
            var (referral, made) = (++number, chance.Between(TimeSpan.Zero, length / 2));
            yield return new ReferStep(made, referral, IsLead: false);
            yield return new AnswerStep(chance.Between(made, length), referral, chance.Is(0.7));
            if (chance.Is(0.5))
                yield return new TypeStep(chance.Between(made, length), referral, $"Step of {referral}");
        }

        for (var left = chance.Between(0, 2); left > 0; left--)
        {
            var (lead, made) = (++number, chance.Between(TimeSpan.Zero, length / 2));
            yield return new ReferStep(made, lead, IsLead: true);
            yield return new AnswerStep(chance.Between(made, length), lead, chance.Is(0.8));
            if (chance.Is(0.6))
                yield return new ResearchStep(chance.Between(made, length), lead);
        }

        if (chance.Is(0.3))
            yield return new BatchRestsStep(chance.Between(TimeSpan.Zero, length), chance.Between(TimeSpan.FromHours(2), TimeSpan.FromHours(7)));
    }
}

/// <summary>A person makes a deal in the CRM, complete for a file.</summary>
sealed record DealStep(TimeSpan At, int Number) : Step(At)
{
    protected override string Says => $"deal {Number} is made in the CRM";

    public override void Do(World world)
    {
        var made = world.Crm.Import("Opportunity", Encoding.UTF8.GetBytes($$"""
            {"Name":"Deal {{Number}}","Sync_with_AWS__c":true,"StageName":"Prospecting","CloseDate":"2027-03-15","AWS_customerCompanyName__c":"Customer {{Number}}","AWS_customerWebsite__c":"https://example.com","AWS_industry__c":"Travel","AWS_country__c":"US","AWS_state__c":"Washington","AWS_postalCode__c":"98101","AWS_projectDescription__c":"A problem that is long enough to be described here.","AWS_expectedMonthlyAwsRevenue__c":1000,"AWS_IsOppFromMarketingActivity__c":"None","AWS_deliveryModel__c":"SaaS or PaaS","AWS_partnerPrimaryNeedFromAws__c":"Co-Sell - Architectural Validation","AWS_salesActivities__c":"Initialized discussions with customer","AWS_solutionOffered__c":"S-0000001","AWS_useCase__c":"AI Machine Learning and Analytics","AWS_opportunityType__c":"Net New Business","AWS_doesOppBelongToNatSec__c":"No"}
            """), CancellationToken.None).Now();
        world.Own<AceWorld>().Deals[Number] = made.Id ?? throw new KernelException(made.Issues[0].ToString());
        world.Tally.Records++;
    }
}

/// <summary>A person types a next step, which AWS never changes.</summary>
sealed record TypeStep(TimeSpan At, int Number, string Text) : Step(At)
{
    protected override string Says => $"the CRM's next step of {Number} becomes '{Text}'";

    public override void Do(World world)
    {
        if (InCrm.IdOf(world, Number, "Opportunity") is not { } id)
            return;
        InCrm.Set(world, "Opportunity", id, new JsonObject { ["AWS_nextStep__c"] = Text });
        world.Own<AceWorld>().Typed[id] = Text;
    }
}

/// <summary>A comment changes, in the CRM or at AWS.</summary>
sealed record CommentStep(TimeSpan At, int Number, bool InTheCrm, string Text) : Step(At)
{
    protected override string Says => $"the comment of {Number} becomes '{Text}' {(InTheCrm ? "in the CRM" : "at AWS")}";

    public override void Do(World world)
    {
        if (InCrm.IdOf(world, Number, "Opportunity") is not { } id)
            return;
        if (InTheCrm)
        {
            InCrm.Set(world, "Opportunity", id, new JsonObject { ["AWS_additionalComments__c"] = Text });
            return;
        }

        var aws = world.Own<AceWorld>().Aws;
        if (aws.Records.Values.FirstOrDefault(record => record.Fields["partnerCrmUniqueIdentifier"]?.GetValue<string>() == id) is not { } known)
            return;
        aws.Change(known.Id, "additionalComments", Text, world.Pump.Now);
        world.Tally.Edits++;
    }
}

/// <summary>AWS refers a customer or offers a lead; the contact is masked until the answer.</summary>
sealed record ReferStep(TimeSpan At, int Number, bool IsLead) : Step(At)
{
    protected override string Says => IsLead ? $"AWS offers lead {Number}" : $"AWS refers {Number}";

    public override void Do(World world)
    {
        var ace = world.Own<AceWorld>();
        var fields = IsLead
            ? new JsonObject { ["company"] = $"Customer {Number}", ["fullName"] = $"Contact {Number}", ["email"] = InCrm.Email, ["status"] = "Open", ["currentLeadStage"] = null }
            : new JsonObject
            {
                ["partnerProjectTitle"] = $"Referral {Number}",
                ["customerCompanyName"] = $"Customer {Number}",
                ["customerEmail"] = InCrm.Email,
                ["country"] = "United States",
                ["industry"] = "Travel",
                ["stage"] = "Prospect",
                ["status"] = "Approved",
                ["targetCloseDate"] = "2027-05-01",
                ["partnerAcceptanceStatus"] = null,
            };
        ace.Referred[Number] = ace.Aws.Refer(IsLead, fields, world.Pump.Now, IsLead ? "email" : "customerEmail");
        world.Tally.Records++;
    }
}

/// <summary>A person answers a referral or a lead in the CRM.</summary>
sealed record AnswerStep(TimeSpan At, int Number, bool Accepts) : Step(At)
{
    protected override string Says => $"{Number} is {(Accepts ? "accepted" : "rejected")} in the CRM";

    public override void Do(World world)
    {
        var crmObject = world.Own<AceWorld>().Referred.TryGetValue(Number, out var record) && record.IsLead ? "Lead" : "Opportunity";
        if (InCrm.IdOf(world, Number, crmObject) is not { } id)
            return;
        var answer = Accepts ? "Accepted" : "Rejected";
        InCrm.Set(world, crmObject, id, crmObject == "Lead"
            ? new JsonObject { ["AWS_currentLeadStage__c"] = answer }
            : new JsonObject { ["AWS_partnerAcceptanceStatus__c"] = answer, ["AWS_rejectionReason__c"] = Accepts ? null : "Unable to support" });
    }
}

/// <summary>A person works on a lead.</summary>
sealed record ResearchStep(TimeSpan At, int Number) : Step(At)
{
    protected override string Says => $"the CRM's status of lead {Number} becomes Research";

    public override void Do(World world)
    {
        if (InCrm.IdOf(world, Number, "Lead") is { } id)
            InCrm.Set(world, "Lead", id, new JsonObject { ["AWS_status__c"] = "Research" });
    }
}

/// <summary>AWS's batch takes no file for a while.</summary>
sealed record BatchRestsStep(TimeSpan At, TimeSpan Length) : Step(At)
{
    protected override string Says => $"AWS's batch rests for {Length.TotalHours:F1} h";

    public override void Do(World world) => world.Own<AceWorld>().RestsUntil = world.Pump.Now + Length;
}

/// <summary>The CRM as its people use it.</summary>
static class InCrm
{
    public const string Email = "contact@example.com";

    /// <summary>The CRM record of a number; null: the CRM does not have it.</summary>
    public static string? IdOf(World world, int number, string crmObject)
    {
        var ace = world.Own<AceWorld>();
        return ace.Deals.TryGetValue(number, out var made) ? made : ace.Referred.TryGetValue(number, out var record) ? world.Crm.Get(crmObject, record.Id, CancellationToken.None).Now()?.Id : null;
    }

    public static void Set(World world, string crmObject, string id, JsonObject fields)
    {
        var result = world.Crm.Set(crmObject, id, Encoding.UTF8.GetBytes(fields.ToJsonString()), CancellationToken.None).Now();
        if (!result.Written)
            throw new KernelException(result.Issues[0].ToString());
        world.Tally.Edits++;
    }
}
