using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using LambdaSync.Simulation.Models.Sync;
using LambdaSync.Simulation.Models.Sync.Sales;
using LambdaSync.Simulation.Stories;
using LambdaSync.Sync;
using LambdaSync.Sync.Schedules;
using LambdaSync.Sync.Work;

namespace LambdaSync.Simulation.Models.Referrals;

/// <summary>AWS invites the partner: to an opportunity, or with a lead.</summary>
/// <param name="Stands">How long it may be answered; null: as long as AWS lets it.</param>
sealed record ReferralInviteStep(TimeSpan At, int Number, bool IsLead, TimeSpan? Stands = null) : Step(At)
{
    protected override string Says => $"referral {Number}{(IsLead ? ", a lead" : "")}{(Stands is { } time ? string.Create(CultureInfo.InvariantCulture, $", to be answered within {time.TotalMinutes:F0} minutes") : "")}";

    public override void Do(World world)
    {
        var input = new JsonObject { ["company"] = Referral.CompanyOf(Number), ["title"] = $"Referral {Number}" };
        if (Stands is { } time)
            input["expires"] = (world.Pump.Now + time).ToString("O", CultureInfo.InvariantCulture);
        var made = SyncSteps.Control(world, IsLead ? "invite-lead" : "invite", input) ?? throw new Kernel.KernelException("AWS does not invite");
        var id = made["id"]!.GetValue<string>();
        world.Own<Deals>().Invitations.Add(id);
        world.Own<Referrals>().All[Number] = new Referral(Number, id, made["engagementId"]!.GetValue<string>(), IsLead);
        world.Tally.Records++;
        if (Stands is { } until)
            world.Pump.After(until + TimeSpan.FromSeconds(1), world.Pump.World, () => Expire(world, id));
    }

    // AWS closes it without a request; the simulator does so at the next one.
    static void Expire(World world, string id)
    {
        if (Colleague.Do(world, "GetEngagementInvitation", new JsonObject { ["Catalog"] = SyncModel.Catalog, ["Identifier"] = id })?["Status"]?.GetValue<string>() == "EXPIRED")
        {
            world.Tally.Reach(ReferralReaches.Expired);
            ReferralStep.ForgetBeforeFirstSweep(world, id);
        }

        SyncSteps.Drain(world);
    }
}

/// <summary>What the steps about one referral have in common.</summary>
abstract record ReferralStep(TimeSpan At, int Number) : Step(At)
{
    public sealed override void Do(World world)
    {
        if (world.Own<Referrals>().All.TryGetValue(Number, out var referral))
            Do(world, referral);
    }

    protected abstract void Do(World world, Referral referral);

    /// <summary>What was over before the first sweep of invitations ended is no news, if its events are lost.</summary>
    public static void ForgetBeforeFirstSweep(World world, string id)
    {
        var sweep = world.Store.GetWork(WorkKey.Schedule(SyncModel.Catalog, Schedules.Invitations), CancellationToken.None).Now();
        if (sweep?.Data is not { } data || Schedule.Read(data).Ended is null)
            world.Own<Deals>().Invitations.Remove(id);
    }

    protected static bool Set(World world, string crmObject, string key, JsonObject fields) =>
        world.Crm.Get(crmObject, key, CancellationToken.None).Now() is { } record && world.Crm.Set(crmObject, record.Id, Encoding.UTF8.GetBytes(fields.ToJsonString()), CancellationToken.None).Now().Written;

    protected static void Request(World world, WorkKey key, string verb, string job, string? reason = null)
    {
        var arguments = new Dictionary<string, string>(StringComparer.Ordinal) { ["by"] = "somebody", ["job"] = job };
        if (reason is not null)
            arguments["reason"] = reason;
        world.Store.Wake([new Wake(key, new RecordRequest(verb, arguments).ToReason(), Lane.Person, world.Pump.Now)], CancellationToken.None).GetAwaiter().GetResult();
        world.Tally.Edits++;
    }
}

/// <summary>A person answers in the CRM record that shows the invitation.</summary>
/// <param name="Reason">Of a rejection; null: it is forgotten.</param>
sealed record ReferralAnswerStep(TimeSpan At, int Number, bool Accepts, string? Reason) : ReferralStep(At, Number)
{
    protected override string Says => $"referral {Number} is {(Accepts ? "accepted" : $"rejected, '{Reason}',")} in the CRM";

    protected override void Do(World world, Referral referral)
    {
        if (world.Crm.Get("Opportunity", referral.Id, CancellationToken.None).Now() is not { } record)
            return;
        referral.CrmId ??= record.Id;
        if (!Set(world, "Opportunity", referral.Id, new JsonObject { ["AWS_partnerAcceptanceStatus__c"] = Accepts ? "Accepted" : "Rejected", ["AWS_rejectionReason__c"] = Reason }))
            return;
        referral.Answers.Add(new ReferralAnswer(world.Pump.Now, Accepts, Reason, IsElsewhere: false));
        world.Tally.Edits++;
        world.Tally.Reach(!Accepts && Reason is null ? ReferralReaches.Unreasoned : ReferralReaches.AnswerInCrm);
    }
}

/// <summary>A command answers.</summary>
sealed record ReferralCommandStep(TimeSpan At, int Number, bool Accepts, string? Reason) : ReferralStep(At, Number)
{
    protected override string Says => $"a command {(Accepts ? "accepts" : $"rejects, '{Reason}',")} referral {Number}";

    protected override void Do(World world, Referral referral)
    {
        // Whoever names it knows of it: it is no news that has to be found.
        world.Own<Deals>().Invitations.Remove(referral.Id);
        Request(world, WorkKey.Invitation(SyncModel.Catalog, referral.Id), Accepts ? RequestVerbs.Accept : RequestVerbs.Reject, $"answer-{Number}-{At.Ticks}", Reason);
        referral.Answers.Add(new ReferralAnswer(world.Pump.Now, Accepts, Reason, IsElsewhere: false));
        world.Tally.Reach(ReferralReaches.AnswerByCommand);
    }
}

/// <summary>A colleague answers in Partner Central's pages.</summary>
sealed record ReferralElsewhereStep(TimeSpan At, int Number, bool Accepts) : ReferralStep(At, Number)
{
    const string Reason = "Other";

    protected override string Says => $"a colleague {(Accepts ? "accepts" : "rejects")} referral {Number}";

    protected override void Do(World world, Referral referral)
    {
        var answered = Accepts
            ? SyncSteps.Control(world, "accept-elsewhere", new JsonObject { ["id"] = referral.Id })
            : Colleague.Do(world, ReferralCalls.Reject, new JsonObject { ["Catalog"] = SyncModel.Catalog, ["Identifier"] = referral.Id, ["RejectionReason"] = Reason });
        SyncSteps.Drain(world);
        if (answered is null)
            return;
        referral.Answers.Add(new ReferralAnswer(world.Pump.Now, Accepts, Reason, IsElsewhere: true));
        ForgetBeforeFirstSweep(world, referral.Id);
        world.Tally.Reach(ReferralReaches.Elsewhere);
        if (Accepts && !referral.IsLead && world.Crm.Get("Opportunity", referral.Id, CancellationToken.None).Now() is null)
            world.Tally.Reach(ReferralReaches.EventFirst);
    }
}

/// <summary>The next task of an operation fails, or runs until it is released.</summary>
/// <param name="Reason">A ReasonCode; null: it runs on.</param>
sealed record ReferralTaskStep(TimeSpan At, string Operation, string? Reason) : Step(At)
{
    protected override string Says => Reason is null ? $"AWS holds the next {Operation}" : $"AWS's next {Operation} fails: {Reason}";

    public override void Do(World world)
    {
        var input = new JsonObject { ["operation"] = Operation };
        if (Reason is not null)
            input["reasonCode"] = Reason;
        SyncSteps.Control(world, Reason is null ? "hold-task" : "fail-task", input);
        world.Tally.Reach(ReferralReaches.TaskFails);
    }
}

/// <summary>A person qualifies a lead in the CRM.</summary>
sealed record ReferralLeadCrmStep(TimeSpan At, int Number, string Value) : ReferralStep(At, Number)
{
    public const string Field = "AWS_qualificationStatus__c";

    protected override string Says => $"the CRM's lead {Number} becomes '{Value}'";

    protected override void Do(World world, Referral referral)
    {
        if (!Set(world, "Lead", referral.Engagement, new JsonObject { [Field] = Value }))
            return;
        referral.Qualifications.Add((world.Pump.Now, false, Value));
        world.Tally.Edits++;
        world.Tally.Reach(ReferralReaches.LeadCrm);
    }
}

/// <summary>AWS changes a lead.</summary>
sealed record ReferralLeadAwsStep(TimeSpan At, int Number, string Value) : ReferralStep(At, Number)
{
    protected override string Says => $"AWS's lead {Number} becomes '{Value}'";

    protected override void Do(World world, Referral referral)
    {
        // Before that nobody is told of it.
        if (referral.Status(world) != "ACCEPTED" || SyncSteps.Control(world, "edit-lead", new JsonObject { ["engagementId"] = referral.Engagement, ["lead"] = new JsonObject { ["QualificationStatus"] = Value } }) is null)
            return;
        referral.Qualifications.Add((world.Pump.Now, true, Value));
        world.Tally.Edits++;
        world.Tally.Reach(ReferralReaches.LeadAws);
    }
}

/// <summary>Somebody makes an opportunity of a lead: in the CRM, by a command, or in Partner Central's pages.</summary>
sealed record ReferralConvertStep(TimeSpan At, int Number, string Where) : ReferralStep(At, Number)
{
    public const string Crm = "the CRM", Command = "a command", Elsewhere = "Partner Central";

    protected override string Says => $"lead {Number} is converted, {Where}";

    protected override void Do(World world, Referral referral)
    {
        switch (Where)
        {
            case Crm:
                referral.IsConversionWanted |= Set(world, "Lead", referral.Engagement, new JsonObject { ["Convert_at_AWS__c"] = true });
                break;
            case Command when world.Crm.Get("Lead", referral.Engagement, CancellationToken.None).Now() is not null:
                Request(world, WorkKey.Engagement(SyncModel.Catalog, referral.Engagement), RequestVerbs.Convert, $"convert-{Number}-{At.Ticks}");
                referral.IsConversionWanted = true;
                break;
            case Elsewhere:
                Convert(world, referral);
                break;
        }
    }

    void Convert(World world, Referral referral)
    {
        var input = new JsonObject { ["Catalog"] = SyncModel.Catalog, ["ClientToken"] = $"colleague-{Number}-{At.Ticks}", ["Identifier"] = referral.Engagement, ["ContextIdentifier"] = "1" };
        if (referral.Status(world) != "ACCEPTED" || referral.Opportunities(world).Count > 0 || referral.Tasks(world, converts: true).Any(t => t["TaskStatus"]!.GetValue<string>() == "IN_PROGRESS"))
            return;
        if (Colleague.Do(world, ReferralCalls.Convert, input) is null)
            return;
        referral.IsConvertedElsewhere = true;
        world.Tally.Reach(ReferralReaches.ConvertedElsewhere);
        // AWS finishes tasks without a request; the simulator does so at the next request.
        world.Pump.After(TimeSpan.FromSeconds(10), world.Pump.World, () =>
        {
            referral.Tasks(world, converts: true);
            SyncSteps.Drain(world);
        });
    }
}
