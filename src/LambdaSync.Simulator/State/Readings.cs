namespace LambdaSync.Simulator.State;

/// <summary>What AWS's documents leave open or say in two ways: which reading the simulated AWS follows. Set by the control verb <c>settings</c>.</summary>
sealed class Readings
{
    /// <summary>
    /// Solutions, products and offers may be changed while AWS reviews. "At any stage of the opportunity lifecycle" (DG associating-disassociating-assigning-opportunities)
    /// against "no changes can be made to the opportunity until the review process is complete" (DG working-with-your-opportunities): refused unless a test says otherwise.
    /// </summary>
    public bool AssociatesInReview { get; set; }

    /// <summary>How an association is answered that is there already: the operation declares no ConflictException, and clients have seen one.</summary>
    public Already Already { get; set; } = Already.DuplicateKey;

    /// <summary>"Other" with its description is enough to submit (field sheet, solutionOffered), or one to ten solutions are mandatory (DG associating...).</summary>
    public bool OtherSolutionSubmits { get; set; }

    /// <summary>AWS has a summary from the creation on (DG working-with-deal-sizing-insights), or from the submission on.</summary>
    public bool SummaryBeforeSubmission { get; set; }

    /// <summary>Marketing.Source has to be there in creations and updates (integrators report it since May 2026; field sheet: mandatory), at submission, or never (API_CreateOpportunity: "optional").</summary>
    public MarketingSource MarketingSource { get; set; } = MarketingSource.Always;

    /// <summary>Values that the model types as free text have to be of the published lists (release notes, RC 1).</summary>
    public bool PredefinedLists { get; set; } = true;

    /// <summary>An opportunity invitation is refused for one of five reasons (API_RejectEngagementInvitation), or for any words (model).</summary>
    public bool RejectionReasons { get; set; } = true;

    /// <summary>An AWS referral has a review status, "Approved"; the model says that the status is "only applicable for partner referrals".</summary>
    public bool ReferralsHaveReviewStatus { get; set; } = true;

    /// <summary>EUR is taken outside of the European Sovereign Cloud too (release notes, RC 5.2), or goes with it only (CRM connector, 3.17).</summary>
    public bool EurOutsideEusc { get; set; } = true;

    /// <summary>The partition of records that name none: "aws", or "aws-eusc".</summary>
    public string Partition { get; set; } = Aws;

    /// <summary>For how long after its creation an opportunity is not found by GetOpportunity and ListOpportunities.</summary>
    public TimeSpan CreateLag { get; set; }

    /// <summary>Members without a value are answered as null, where AWS's pages show that.</summary>
    public bool ExplicitNulls { get; set; } = true;

    /// <summary>
    /// A lead whose engagement has a customer project is not converted: CustomerProjectContextNotPermitted. The model names that reason without a text: it may
    /// also stand only for a task that names a project's context, and then a second task makes a second opportunity.
    /// </summary>
    public bool ConvertsOnce { get; set; }

    public const string Aws = "aws", Eusc = "aws-eusc";
}

/// <summary>The answer to an association that is there already.</summary>
enum Already
{
    /// <summary>ValidationException, DUPLICATE_KEY_VALUE.</summary>
    DuplicateKey,

    /// <summary>ConflictException.</summary>
    Conflict,

    /// <summary>200, and nothing changes.</summary>
    Accepted,
}

/// <summary>When Marketing.Source has to be there.</summary>
enum MarketingSource
{
    /// <summary>In every creation and update, and at submission.</summary>
    Always,

    /// <summary>At submission.</summary>
    Submission,

    /// <summary>Never.</summary>
    Optional,
}
