using LambdaSync.Gates;
using LambdaSync.Sync.Work;

namespace LambdaSync.Commands;

/// <summary>The verbs of commands, with their arguments.</summary>
public static class CommandVerbs
{
    public const string Submit = RequestVerbs.Submit, Associate = RequestVerbs.Associate, Disassociate = RequestVerbs.Disassociate, Assign = RequestVerbs.Assign, Invite = RequestVerbs.Invite, Accept = RequestVerbs.Accept,
        Reject = RequestVerbs.Reject;

    public const string Qualify = RequestVerbs.Qualify, Convert = RequestVerbs.Convert, CreateLead = RequestVerbs.CreateLead;

    /// <summary>Has AWS enrich the leads of engagements, in tasks of at most 100.</summary>
    public const string Enrich = "enrich";

    /// <summary>Associates an AWS Marketplace offer or offer set, by its ARN.</summary>
    public const string LinkOffer = "link-offer";

    /// <summary>Compares both sides of each record and transfers the differences.</summary>
    public const string Refresh = "refresh";

    /// <summary>Makes schedules due now: an external scheduler's verb. Its ids are names of schedules.</summary>
    public const string Run = "run";

    /// <summary>Creates and publishes a private offer in AWS Marketplace. Its id is the caller's own word for it, such as a CRM record's id.</summary>
    public const string OfferCreate = "offer-create";

    /// <summary>The same, left a draft.</summary>
    public const string OfferDraft = "offer-draft";

    /// <summary>Publishes drafts.</summary>
    public const string OfferPublish = "offer-publish";

    /// <summary>Changes until when offers may be accepted.</summary>
    public const string OfferExpiry = "offer-expiry";

    /// <summary>Cancels published offers.</summary>
    public const string OfferCancel = "offer-cancel";

    /// <summary>Creates a new offer with the terms of an existing one.</summary>
    public const string OfferClone = "offer-clone";

    /// <summary>Changes a published offer: a new one with other terms, and the end of the old one, in one change set.</summary>
    public const string OfferReplace = "offer-replace";

    /// <summary>Creates an offer set with its offers and releases all of it; as <see cref="OfferCreate"/>.</summary>
    public const string OfferSetCreate = "offer-set-create";

    /// <summary>Creates and releases a resale authorization; as <see cref="OfferCreate"/>.</summary>
    public const string ResaleCreate = "resale-create";

    /// <summary>The same, left a draft.</summary>
    public const string ResaleDraft = "resale-draft";

    /// <summary>Releases drafts of resale authorizations.</summary>
    public const string ResalePublish = "resale-publish";

    /// <summary>Changes the draft of a resale authorization to what a document says.</summary>
    public const string ResaleModify = "resale-modify";

    /// <summary>Creates a new resale authorization with the terms of an existing one.</summary>
    public const string ResaleClone = "resale-clone";

    /// <summary>The same, and restricts the existing one, in one change set.</summary>
    public const string ResaleReplace = "resale-replace";

    /// <summary>Restricts resale authorizations, which is final.</summary>
    public const string ResaleRestrict = "resale-restrict";

    /// <summary>Cancels change sets that LambdaSync has started and AWS does not apply yet. Its ids are those of their requests.</summary>
    public const string ChangeSetCancel = RequestVerbs.CancelChangeSet;

    /// <summary>Requests the cancellation of agreements, which the buyer answers.</summary>
    public const string AgreementCancel = "agreement-cancel";

    /// <summary>Requests credits on invoices of an agreement.</summary>
    public const string AgreementAdjust = "agreement-adjust";

    /// <summary>Requests a payment that an agreement allows, which the buyer answers.</summary>
    public const string AgreementRequestPayment = "agreement-request-payment";

    /// <summary>Withdraws cancellation and payment requests that the buyer has not answered.</summary>
    public const string AgreementWithdraw = "agreement-withdraw";

    public const string ReasonCode = "reasonCode", Description = "description", Amount = "amount", Term = "term", Agreement = "agreement", WithdrawalReason = "reason";

    public const string Document = "document", Until = "until", AgreementDuration = "agreementDuration", Name = "name", EulaUrl = "eulaUrl", Draft = "draft", Reseller = "resellerAccountId";

    public const string EntityType = "relatedEntityType", EntityIdentifier = "relatedEntityIdentifier", Offer = "offer", Account = "account", Responsibility = "responsibility";

    /// <summary>What <see cref="EntityType"/> may be (API model, RelatedEntityType).</summary>
    public static IReadOnlyList<string> EntityTypes { get; } = [.. RelatedEntities.All.Select(entity => entity.Type)];

    /// <summary>What an invited partner is to do (API model, ReceiverResponsibility).</summary>
    public static IReadOnlyList<string> Responsibilities { get; } =
    [
        "Distributor", "Reseller", "Hardware Partner", "Managed Service Provider", "Software Partner", "Services Partner", "Training Partner", "Co-Sell Facilitator", "Facilitator",
    ];

    /// <summary>AssignOpportunity with this business title changes the owner (CRM integration guide, assigning opportunities).</summary>
    public const string OwnerTitle = "PartnerAccountManager";

    static readonly Dictionary<string, CommandArgument[]> ByVerb = new(StringComparer.Ordinal)
    {
        [Submit] = [new("involvementType"), new("visibility")],
        [Associate] = [new(EntityType, IsRequired: true), new(EntityIdentifier, IsRequired: true)],
        [Disassociate] = [new(EntityType, IsRequired: true), new(EntityIdentifier, IsRequired: true)],
        [Assign] = [new("email", IsRequired: true), new("firstName", IsRequired: true), new("lastName", IsRequired: true), new("businessTitle")],
        [Invite] = [new(Account, IsRequired: true), new(Responsibility, IsRequired: true), new("message", IsRequired: true), new("alias")],
        [Accept] = [],
        [Reject] = [new("reason", IsRequired: true)],
        [Qualify] = [new("qualificationStatus", IsRequired: true)],
        [Convert] = [],
        [CreateLead] = [],
        [Enrich] = [],
        [LinkOffer] = [new(Offer, IsRequired: true)],
        [Refresh] = [],
        [Run] = [],
        [OfferCreate] = [new(Document, IsRequired: true), new(Account)],
        [OfferDraft] = [new(Document, IsRequired: true), new(Account)],
        [OfferPublish] = [new(Account)],
        [OfferExpiry] = [new(Until, IsRequired: true), new(AgreementDuration), new(Account)],
        [OfferCancel] = [new(Account)],
        [OfferClone] = [new(Until, IsRequired: true), new(Name), new(EulaUrl), new(Draft), new(Account)],
        [OfferReplace] = [new(Document), new(Until), new(Name), new(EulaUrl), new(Account)],
        [OfferSetCreate] = [new(Document, IsRequired: true), new(Account)],
        [ResaleCreate] = [new(Document, IsRequired: true), new(Account)],
        [ResaleDraft] = [new(Document, IsRequired: true), new(Account)],
        [ResalePublish] = [new(Account)],
        [ResaleModify] = [new(Document, IsRequired: true), new(Account)],
        [ResaleClone] = [new(Until), new(Name), new(Reseller), new(EulaUrl), new(Draft), new(Account)],
        [ResaleReplace] = [new(Document), new(Until), new(Name), new(EulaUrl), new(Account)],
        [ResaleRestrict] = [new(Account)],
        [ChangeSetCancel] = [],
        [AgreementCancel] = [new(ReasonCode, IsRequired: true), new(Description), new(Account)],
        [AgreementAdjust] = [new(Document, IsRequired: true), new(Account)],
        [AgreementRequestPayment] = [new(Name, IsRequired: true), new(Amount, IsRequired: true), new(Term), new(Description), new(Account)],
        [AgreementWithdraw] = [new(Agreement, IsRequired: true), new(WithdrawalReason), new(Account)],
    };

    public static IReadOnlyList<string> All { get; } = [.. ByVerb.Keys];

    /// <summary>Whether the verb answers an invitation.</summary>
    public static bool IsAnswer(string verb) => RequestVerbs.IsAnswer(verb);

    /// <summary>Whether the verb changes something in AWS Marketplace.</summary>
    public static bool IsOfMarketplace(string verb) =>
        verb is OfferCreate or OfferDraft or OfferPublish or OfferExpiry or OfferCancel or OfferClone or OfferReplace or OfferSetCreate or ResaleCreate or ResaleDraft or ResalePublish or ResaleModify or ResaleClone or ResaleReplace or ResaleRestrict;

    /// <summary>Whether the verb requests something about an agreement after the sale.</summary>
    public static bool IsOfAgreements(string verb) => verb is AgreementCancel or AgreementAdjust or AgreementRequestPayment or AgreementWithdraw;

    /// <summary>Whether the verb's ids are leads: engagements, or CRM records of leads.</summary>
    public static bool IsOfLeads(string verb) => verb is Qualify or Convert or CreateLead or Enrich;

    /// <summary>The verb's arguments, or null: there is no such verb.</summary>
    public static IReadOnlyList<CommandArgument>? ArgumentsOf(string verb) => ByVerb.GetValueOrDefault(verb);

    /// <summary>The type of Marketplace entity that an ARN names, as AssociateOpportunity takes it, or null: neither an offer nor an offer set.</summary>
    /// <param name="arn"><c>arn:aws:aws-marketplace:us-east-1:123456789012:AWSMarketplace/Offer/offer-abc</c>.</param>
    public static string? OfferTypeOf(string arn)
    {
        var parts = arn.Split(':', 6);
        if (parts is not ["arn", _, "aws-marketplace", _, _, var resource])
            return null;
        return resource.Split('/') switch
        {
            [_, "Offer", { Length: > 0 }] => "AwsMarketplaceOffers",
            [_, "OfferSet", { Length: > 0 }] => "AwsMarketplaceOfferSets",
            _ => null,
        };
    }
}

/// <summary>One argument of a verb.</summary>
public sealed record CommandArgument(string Name, bool IsRequired = false);
