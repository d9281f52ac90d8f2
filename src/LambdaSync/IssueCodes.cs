namespace LambdaSync;

/// <summary>Every issue code. Operators search the log and write runbooks by them, so a code is never renamed or used twice.</summary>
public static class IssueCodes
{
    // Files
    public const string WrongExtension = "file-wrong-extension";
    public const string ResultsFile = "file-is-results";
    public const string TooLarge = "file-too-large";
    public const string NotJson = "file-not-json";
    public const string NotAnAceFile = "file-not-ace";
    public const string Truncated = "file-truncated";
    public const string TrailingData = "file-trailing-data";
    public const string UnknownVersion = "file-unknown-version";
    public const string VersionWentDown = "file-version-went-down";
    public const string ObjectMissing = "file-object-missing";
    public const string EmptyFile = "file-empty";
    public const string TooManyRecords = "file-too-many-records";
    public const string FileBadText = "file-bad-text";
    public const string FilePassedOver = "file-passed-over";
    public const string ResultMissing = "file-result-missing";
    public const string ResultForeign = "file-result-foreign";

    // Records of a file
    public const string NotAnObject = "record-not-object";
    public const string DuplicateKey = "record-duplicate-key";
    public const string TooDeep = "record-too-deep";
    public const string BadText = "record-bad-text";
    public const string NoIdentifier = "record-no-identifier";
    public const string LongIdentifier = "record-long-identifier";
    public const string RecordTooLarge = "record-too-large";
    public const string TooManyMembers = "record-too-many-members";
    public const string DuplicateRecord = "record-duplicate-identifier";

    // Fields
    public const string WrongType = "field-wrong-type";
    public const string UnknownField = "field-unknown";
    public const string TooLong = "field-too-long";
    public const string TooShort = "field-too-short";
    public const string PatternMismatch = "field-pattern";
    public const string NotAStandardValue = "field-not-standard-value";
    public const string Placeholder = "field-placeholder";
    public const string Masked = "field-masked";
    public const string Required = "field-required";
    public const string TooFew = "field-too-few";
    public const string TooMany = "field-too-many";

    // Requests to AWS
    public const string RequestNotJson = "request-not-json";

    // AWS's answers
    public const string AwsRejected = "aws-rejected";
    public const string AwsAccessDenied = "aws-access-denied";
    public const string AwsConflict = "aws-conflict";
    public const string AwsUnavailable = "aws-unavailable";
    public const string AwsMalformed = "aws-malformed-answer";

    // Mapping: the document
    public const string MappingNotJson = "mapping-not-json";
    public const string MappingInvalid = "mapping-invalid";
    public const string MappingUnknownPath = "mapping-unknown-path";
    public const string MappingDuplicate = "mapping-duplicate";
    public const string MappingAmbiguousValue = "mapping-ambiguous-value";
    public const string MappingIncompatible = "mapping-incompatible-types";
    public const string MappingUnknownCrmField = "mapping-unknown-crm-field";
    public const string MappingRequiredUnmapped = "mapping-required-unmapped";
    public const string MappingValueMissing = "mapping-value-missing";
    public const string MappingByPosition = "mapping-by-position";
    public const string MappingNotReadable = "mapping-not-readable";
    public const string MappingCalculated = "mapping-calculated";
    public const string MappingNotWritable = "mapping-not-writable";
    public const string MappingOnlyFiles = "mapping-only-files";

    // Mapping: applied to a record
    public const string ValueUnmapped = "value-unmapped";
    public const string ValueVariant = "value-variant";
    public const string ValueNotReversible = "value-not-reversible";
    public const string ValueWrongType = "value-wrong-type";
    public const string ReadOnlyField = "value-read-only";
    public const string NotSent = "value-not-sent";
    public const string NoSuchElement = "value-no-such-element";
    public const string FallbackMissing = "value-fallback-missing";

    // Decisions
    public const string Clash = "sync-clash";
    public const string NoOwner = "sync-no-owner";
    public const string IdentityConflict = "sync-identity-conflict";
    public const string CrmRecordDeleted = "sync-crm-record-deleted";
    public const string CrmRecordAbsent = "sync-crm-record-absent";
    public const string CrmRecordMerged = "sync-crm-record-merged";
    public const string CrmSeveralMatch = "sync-crm-several-match";
    public const string Stale = "sync-stale";
    public const string DummyIdentifier = "sync-dummy-identifier";
    public const string MaskedOnly = "sync-masked-only";
    public const string OutsideWhen = "sync-outside-when";
    public const string AccountLinkKept = "sync-account-link-kept";
    public const string OtherElement = "sync-other-element";
    public const string ClosedField = "sync-closed-field";
    public const string Draft = "sync-draft";
    public const string FutureDate = "sync-future-date";
    public const string NeverSent = "sync-never-sent";
    public const string Different = "sync-different";
    public const string NoAssignee = "sync-no-assignee";
    public const string Corrected = "sync-corrected";

    // Submission
    public const string Submission = "submission";
    public const string SubmissionFailed = "submission-failed";
    public const string NotSubmittable = "submission-not-possible";
    public const string UnsentEdits = "submission-unsent-edits";
    public const string TaskRunning = "submission-task-running";
    public const string Requested = "request-done-already";

    // Leads
    public const string Conversion = "lead-conversion";
    public const string ConvertedLead = "lead-converted";
    public const string LeadSnapshotMissing = "lead-snapshot-missing";
    public const string SnapshotRoleMissing = "snapshot-role-missing";
    public const string LeadOpportunityMissing = "lead-opportunity-missing";
    public const string LeadCreation = "lead-created";
    public const string LeadCreationOff = "lead-creation-not-enabled";
    public const string LeadThere = "lead-there-already";
    public const string Enrichment = "lead-enrichment";
    public const string EnrichmentFailed = "lead-enrichment-failed";

    // Gates: what AWS would refuse, found before the call
    public const string GateReviewStatus = "gate-review-status";
    public const string GateReferral = "gate-aws-referral";
    public const string GateStage = "gate-stage";
    public const string GateCloseDate = "gate-close-date";
    public const string GateSolution = "gate-solution";
    public const string GateAssociation = "gate-association";
    public const string GateSpend = "gate-spend";
    public const string GatePartnerIdentifier = "gate-partner-identifier";
    public const string GateClosedLost = "gate-closed-lost";
    public const string GateDuplicate = "gate-duplicate";
    public const string TaskFailed = "task-failed";
    public const string Quality = "quality";

    // Events of AWS
    public const string EventNotJson = "event-not-json";
    public const string EventIncomplete = "event-incomplete";
    public const string EventInvalid = "event-invalid";
    public const string EventOtherSource = "event-other-source";
    public const string EventUnknownType = "event-unknown-type";
    public const string EventUnknownVersion = "event-unknown-version";
    public const string EventUnknownMember = "event-unknown-member";
    public const string EventOwnInvitation = "event-own-invitation";

    // Invitations
    public const string InvitationAnswered = "invitation-answered";
    public const string TravelsInFiles = "travels-in-files";
    public const string InvitationOver = "invitation-over";
    public const string InvitationUnknown = "invitation-unknown";
    public const string InvitationEnding = "invitation-ending";
    public const string InvitationNotCopied = "invitation-not-copied";
    public const string RejectionReason = "invitation-rejection-reason";

    // AWS Marketplace
    public const string OfferInvalid = "offer-invalid";
    public const string OfferIncomplete = "offer-incomplete";
    public const string OfferBuyers = "offer-buyers";
    public const string OfferCurrency = "offer-currency";
    public const string OfferPrice = "offer-price";
    public const string OfferDates = "offer-dates";
    public const string OfferTerms = "offer-terms";
    public const string OfferRenewal = "offer-renewal";
    public const string AuthorizationInvalid = "authorization-invalid";
    public const string AuthorizationIncomplete = "authorization-incomplete";
    public const string AuthorizationTerms = "authorization-terms";
    public const string OfferSetInvalid = "offer-set-invalid";
    public const string OfferSetDiffers = "offer-set-differs";
    public const string ChangeRefused = "change-refused";
    public const string ChangeNotApplied = "change-not-applied";
    public const string ChangeSetPending = "change-set-pending";
    public const string ChangeSetStarted = "change-set-started";
    public const string ChangeSetSucceeded = "change-set-succeeded";
    public const string AgreementRequestInvalid = "agreement-request-invalid";
    public const string AgreementRequestSent = "agreement-request-sent";
    public const string AgreementRequestEnded = "agreement-request-ended";
    public const string AgreementRequestRefused = "agreement-request-refused";
    public const string AgreementRequestPending = "agreement-request-pending";
    public const string MarketplaceNotVisible = "marketplace-not-visible";
    public const string MarketplaceReadOnly = "marketplace-read-only";
    public const string PaymentTotal = "payment-total";
    public const string PaymentDates = "payment-dates";
    public const string PaymentCount = "payment-count";
    public const string PaymentTerms = "payment-terms";

    // Commands
    public const string CommandInvalid = "command-invalid";
    public const string CommandTooLarge = "command-too-large";
    public const string CommandUnauthenticated = "command-unauthenticated";
    public const string CommandNotAllowed = "command-not-allowed";
    public const string CommandRepeated = "command-repeated";

    // Anything
    public const string MoreIssues = "more-issues";

    // Work
    public const string GivenUp = "work-given-up";
    public const string Unexpected = "work-unexpected";
    public const string ValueMissing = "work-value-missing";

    // The CRM's answers
    public const string CrmRejected = "crm-rejected";
    public const string RelatedKept = "crm-related-kept";
    public const string RelatedNotLinked = "crm-related-not-linked";
}
