namespace LambdaSync.Simulation.Models.Referrals;

/// <summary>What a run of referrals has to reach.</summary>
static class ReferralReaches
{
    public const string AnswerInCrm = "an answer in the CRM", AnswerByCommand = "an answer by a command", Elsewhere = "an answer in Partner Central's pages", Expired = "an invitation that expires",
        Accepted = "an acceptance by a task", AcceptedLead = "an acceptance of a lead", Rejected = "a rejection", Unreasoned = "a rejection without a reason",
        Converting = "a conversion", ConvertedElsewhere = "a conversion in Partner Central's pages", LeadCrm = "a lead's edit in the CRM", LeadAws = "a lead's edit at AWS", TaskFails = "an acceptance that fails",
        EventFirst = "an opportunity's event before its invitation has a record";

    public static IReadOnlyList<string> All { get; } =
        [AnswerInCrm, AnswerByCommand, Elsewhere, Expired, Accepted, AcceptedLead, Rejected, Unreasoned, Converting, ConvertedElsewhere, LeadCrm, LeadAws, TaskFails, EventFirst];
}
