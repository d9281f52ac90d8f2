// The fields of AWS's opportunities and leads, and their mapping, are those of the built-in CRM; here is what Salesforce has besides.
import { readFileSync } from 'node:fs';

const read = name => JSON.parse(readFileSync(new URL(`../../src/LambdaSync.Connections/BuiltIn/${name}`, import.meta.url), 'utf8'));
const crm = read('built-in-crm.json');
export const builtInMapping = read('mapping.json');
export const builtInMarketplace = read('marketplace-mapping.json');

export const apiVersion = '68.0';
export const awsId = 'APN_CRM_Unique_Identifier__c';
export const syncLog = 'LambdaSync_Sync_Log__c';
export const ownerObject = 'LambdaSync_Owner__c';
export const commandEvent = 'LambdaSync_Command__e';
export const offerEvent = 'LambdaSync_Offer_Command__e';
export const resaleEvent = 'LambdaSync_Resale_Command__e';
export const notificationEvent = 'LambdaSync_Notification__e';

export const builtIn = name => crm.objects.find(o => o.name === name);

/** AWS's API spells these lists otherwise than its files; the picklists have the API's values, which the flows send. */
export const rejectionReasons = ['Customer problem unclear', 'Next steps unclear', 'Unable to support', 'Duplicate of partner referral', 'Renewal opportunity', 'Other'];
const apiValues = {
    AWS_rejectionReason__c: () => rejectionReasons,
    // A need of the files that the API says by the involvement type.
    AWS_partnerPrimaryNeedFromAws__c: values => values.filter(v => !v.startsWith('Do Not Need')),
};
const custom = (name, except) => builtIn(name).fields.filter(f => f.name.endsWith('__c') && !except.includes(f.name)).map(f => (apiValues[f.name] && f.values ? { ...f, values: apiValues[f.name](f.values) } : f));

/** What LambdaSync finds a record by that it has created: a row is sent again with the same id. */
const key = { name: 'LambdaSync_Id__c', label: 'LambdaSync ID', type: 'Text', length: 40, externalId: true, description: 'LambdaSync writes it when it creates the record, so that a repeated request creates no second one.' };

const submission = [
    { name: 'AWS_invitationArn__c', label: 'AWS Invitation ARN', type: 'Text', length: 255 },
    { name: 'AWS_invitationKind__c', label: 'AWS Invitation Kind', type: 'Text', length: 80 },
    { name: 'AWS_Submit__c', label: 'Submit to AWS', type: 'Boolean', description: 'LambdaSync submits the opportunity to AWS as soon as AWS would take it.' },
    { name: 'AWS_involvementType__c', label: 'AWS Involvement Type', type: 'Picklist', restricted: true, values: ['Co-Sell', 'For Visibility Only'] },
    { name: 'AWS_visibility__c', label: 'AWS Visibility', type: 'Picklist', restricted: true, values: ['Full', 'Limited'] },
];

const opportunityFields = [key, ...custom('Opportunity', ['Primary_Contact__c']), ...submission];
const leadFields = [key, ...custom('Lead', [])];
const lookup = (name, label, to, relationship, relationshipLabel) => ({ name, label, type: 'Reference', relatesTo: to, relation: name.replace(/__c$/, '__r'), relationship, relationshipLabel });

/** Standard objects get fields; custom objects are whole. */
export const objects = [
    { name: 'Account', fields: [key] },
    { name: 'Contact', fields: [key] },
    { name: 'Opportunity', fields: opportunityFields },
    { name: 'Lead', fields: leadFields },
    {
        name: 'ACE_Opportunity__c', label: 'ACE Opportunity', plural: 'ACE Opportunities', nameLabel: 'ACE Opportunity Name', motif: 'Custom11: Star', page: 'ACE_Opportunity_Record_Page', prefix: 'a0O',
        description: "An opportunity of AWS Partner Central, for partners who keep AWS's opportunities apart from their own.",
        fields: [
            ...opportunityFields,
            lookup('Opportunity__c', 'Opportunity', 'Opportunity', 'ACE_Opportunities', 'ACE Opportunities'),
            lookup('Account__c', 'Account', 'Account', 'ACE_Opportunities', 'ACE Opportunities'),
        ],
    },
    {
        name: 'ACE_Lead__c', label: 'ACE Lead', plural: 'ACE Leads', nameLabel: 'ACE Lead Name', motif: 'Custom15: People', page: 'ACE_Lead_Record_Page', prefix: 'a0L',
        description: "A lead of AWS Partner Central, for partners who keep AWS's leads apart from their own.",
        // A standard field of Lead.
        fields: [...leadFields, lookup('Lead__c', 'Lead', 'Lead', 'ACE_Leads', 'ACE Leads')],
    },
    {
        name: 'AWS_Solution__c', label: 'AWS Solution', plural: 'AWS Solutions', nameLabel: 'Solution Name', motif: 'Custom3: Sun', prefix: 'a0S',
        description: 'A solution of the partner in AWS Partner Central. LambdaSync fills the list.',
        fields: custom('AWS_Solution__c', []).map(f => (f.name === 'AWS_Solution_Id__c' ? { ...f, externalId: true } : f)),
    },
    {
        name: syncLog, label: 'AWS Sync Log', plural: 'AWS Sync Log', nameFormat: 'LOG-{00000000}', nameLabel: 'Entry', motif: 'Custom19: Wrench', prefix: 'a0Y', isPrivate: true,
        description: 'What LambdaSync reports of a record. The flow LambdaSync_Log_Notification writes it.',
        fields: [
            { name: 'Kind__c', label: 'Kind', type: 'Text', length: 80 },
            { name: 'Status__c', label: 'Status', type: 'Text', length: 40 },
            { name: 'Message__c', label: 'Message', type: 'LongText', length: 32768 },
            { name: 'Fix__c', label: 'Fix', type: 'LongText', length: 32768 },
            { name: 'AWS_Id__c', label: 'AWS ID', type: 'Text', length: 80 },
            { name: 'Job__c', label: 'Job', type: 'Text', length: 80 },
            { name: 'Time__c', label: 'Time', type: 'DateTime' },
            { name: 'Due__c', label: 'Due', type: 'DateTime' },
            { name: 'Event_Id__c', label: 'Event ID', type: 'Text', length: 80, externalId: true, description: 'An event that arrives twice is logged once.' },
            lookup('Opportunity__c', 'Opportunity', 'Opportunity', 'AWS_Sync_Logs', 'AWS Sync Log'),
            lookup('Lead__c', 'Lead', 'Lead', 'AWS_Sync_Logs', 'AWS Sync Log'),
            lookup('ACE_Opportunity__c', 'ACE Opportunity', 'ACE_Opportunity__c', 'AWS_Sync_Logs', 'AWS Sync Log'),
            lookup('ACE_Lead__c', 'ACE Lead', 'ACE_Lead__c', 'AWS_Sync_Logs', 'AWS Sync Log'),
        ],
    },
    {
        name: ownerObject, label: 'LambdaSync Owner', plural: 'LambdaSync Owners', nameFormat: 'OWNER-{0000}', nameLabel: 'Entry', motif: 'Custom67: Gears', prefix: 'a0W', isPrivate: true,
        columns: ['Catalog__c', 'Owner__c', 'Since__c'],
        description: 'Which LambdaSync synchronizes this organization with a catalog of AWS Partner Central. Another one stops before it reads a record.',
        fields: [
            { ...key, length: 255, description: 'The stack, or the data folder of one machine.' },
            { name: 'Catalog__c', label: 'Catalog', type: 'Text', length: 40, externalId: true, description: 'AWS or Sandbox. It is unique, so that of two that begin at once one is refused.' },
            { name: 'Owner__c', label: 'Owner', type: 'Text', length: 255, description: 'The owner as messages name it.' },
            { name: 'Since__c', label: 'Since', type: 'DateTime' },
        ],
    },
];

const commandFields = [
    { name: 'Verb__c', label: 'Verb', type: 'Text', length: 40, required: true },
    { name: 'RecordId__c', label: 'Record ID', type: 'Text', length: 80, required: true, description: "The record's id, or AWS's identifier of a record of AWS Marketplace." },
    { name: 'Arguments__c', label: 'Arguments', type: 'LongText', length: 4000, description: 'A JSON object of texts.' },
    { name: 'CommandId__c', label: 'Command ID', type: 'Text', length: 255, description: 'The same id takes effect once, however often the event is delivered.' },
];

/** Platform events. PublishAfterCommit: a command is sent only when the record's change is saved. Who may publish which event says who may use which verbs. */
export const events = [
    {
        name: commandEvent, label: 'LambdaSync Command', plural: 'LambdaSync Commands', publish: 'PublishAfterCommit',
        description: 'A command of a person to LambdaSync. The relay carries it to the command queue; the user is its CreatedById.',
        fields: commandFields,
    },
    {
        name: offerEvent, label: 'LambdaSync Offer Command', plural: 'LambdaSync Offer Commands', publish: 'PublishAfterCommit', package: 'marketplace',
        description: 'A command of a person who may make private offers and offer sets.',
        fields: commandFields,
    },
    {
        name: resaleEvent, label: 'LambdaSync Resale Command', plural: 'LambdaSync Resale Commands', publish: 'PublishAfterCommit', package: 'marketplace',
        description: 'A command of a person who may also make and restrict resale authorizations.',
        fields: commandFields,
    },
    {
        name: notificationEvent, label: 'LambdaSync Notification', plural: 'LambdaSync Notifications', publish: 'PublishImmediately',
        description: 'A notice of LambdaSync, or an event of AWS that the stacks of infra/notifications send.',
        fields: [
            { name: 'Kind__c', label: 'Kind', type: 'Text', length: 80, required: true },
            { name: 'Status__c', label: 'Status', type: 'Text', length: 40, description: 'Information, Action Required or Failed.' },
            { name: 'RecordId__c', label: 'Record ID', type: 'Text', length: 18 },
            { name: 'AwsId__c', label: 'AWS ID', type: 'Text', length: 80, description: 'Of an opportunity, an invitation, an offer or a change set.' },
            { name: 'Message__c', label: 'Message', type: 'LongText', length: 32768 },
            { name: 'Fix__c', label: 'Fix', type: 'LongText', length: 32768 },
            { name: 'Time__c', label: 'Time', type: 'DateTime' },
            { name: 'DueAt__c', label: 'Due At', type: 'DateTime' },
            { name: 'Job__c', label: 'Job', type: 'Text', length: 80 },
            { name: 'UserId__c', label: 'User ID', type: 'Text', length: 18, description: 'Who is to see it: the user whose command it is about.' },
            { name: 'EventId__c', label: 'Event ID', type: 'Text', length: 80 },
            { name: 'Catalog__c', label: 'Catalog', type: 'Text', length: 20 },
            { name: 'AwsAccount__c', label: 'AWS Account', type: 'Text', length: 12 },
            { name: 'SellerAccount__c', label: 'Seller Account', type: 'Text', length: 12 },
            { name: 'ManufacturerAccount__c', label: 'Manufacturer Account', type: 'Text', length: 12 },
            { name: 'ProductId__c', label: 'Product ID', type: 'Text', length: 80 },
        ],
    },
];

/** Better labels than the built-in CRM's where a name has capitals of its own. */
const labels = {
    AWS_doesOppBelongToNatSec__c: 'AWS National Security', AWS_awsSFCampaignName__c: 'AWS Campaign Name', AWS_awsProducts__c: 'AWS Products', AWS_campaignName__c: 'AWS Programs',
    AWS_IsOppFromMarketingActivity__c: 'AWS From Marketing Activity', AWS_parentOppId__c: 'AWS Parent Opportunity', AWS_awsAccountId__c: 'AWS Account ID',
    AWS_partnerCrmUniqueIdentifier__c: 'AWS Partner CRM ID', AWS_aWSAccountOwnerEmail__c: "AWS's Account Owner Email", AWS_aWSAccountOwnerName__c: "AWS's Account Owner",
    AWS_aWSISVSuccessManagerEmail__c: "AWS's ISV Success Manager Email", AWS_aWSISVSuccessManagerName__c: "AWS's ISV Success Manager", AWS_aWSSalesRepEmail__c: "AWS's Sales Rep Email",
    AWS_aWSSalesRepName__c: "AWS's Sales Rep", AWS_aWSPartnerSuccessManagerName__c: "AWS's Partner Success Manager", AWS_aWSPartnerSuccessManagerEmail__c: "AWS's Partner Success Manager Email",
    AWS_wWPSPDMEmail__c: 'AWS WWPS PDM Email', AWS_wWPSPDM__c: 'AWS WWPS PDM', AWS_apnReviewerComments__c: 'AWS Reviewer Comments', AWS_apnCrmLeadUniqueIdentifier__c: 'AWS Lead ID',
    AWS_aWSClosedLostReason__c: "AWS's Closed Lost Reason", AWS_aWSCloseDate__c: "AWS's Close Date", AWS_aWSStage__c: "AWS's Stage", AWS_aWSNextStep__c: "AWS's Next Step",
    AWS_aWSNextStepHistory__c: "AWS's Next Step History", AWS_spmsId__c: 'AWS SPMS ID', AWS_awsFieldEngagement__c: 'AWS Field Engagement', AWS_expectedMonthlyAwsRevenue__c: 'AWS Expected Monthly Revenue',
    AWS_partnerPrimaryNeedFromAws__c: 'AWS Primary Need from AWS', AWS_partnerPrimaryNeedFromAwsOther__c: 'AWS Primary Need, Other', AWS_isThisAPublicReference__c: 'AWS Public Reference',
    AWS_isThisForMarketplace__c: 'AWS For Marketplace', AWS_isNetNewBusinessForCompany__c: 'AWS Net New Business', AWS_publicReferenceUrl__c: 'AWS Public Reference URL',
    AWS_rfxSolicitationNumber__c: 'AWS RFx Solicitation Number', AWS_status__c: 'AWS Status', AWS_customerDuns__c: 'AWS Customer D-U-N-S', AWS_marketingActivityUsecase__c: 'AWS Marketing Use Case',
    AWS_levelofAWSUsage__c: 'AWS Level of AWS Usage', AWS_partnerCrmLeadId__c: 'AWS Partner CRM Lead ID', AWS_opportunityQualityScore__c: 'AWS Quality Score', AWS_opportunityQualityTrend__c: 'AWS Quality Trend',
};
export const labelOf = field => labels[field.name] ?? field.label;

/** Names of the value sets; the others are named for the first field that has them. */
export const valueSetNames = {
    AWS_stage__c: 'AWS_Stage', AWS_status__c: 'AWS_Review_Status', AWS_rejectionReason__c: 'AWS_Rejection_Reason', AWS_closedLostReason__c: 'AWS_Closed_Lost_Reason', AWS_doesOppBelongToNatSec__c: 'AWS_Yes_No',
    AWS_partnerAcceptanceStatus__c: 'AWS_Acceptance_Status', AWS_currentLeadStage__c: 'AWS_Lead_Stage', AWS_campaignName__c: 'AWS_Programs', AWS_IsOppFromMarketingActivity__c: 'AWS_Marketing_Source',
};

/** What people enter for AWS; LambdaSync or AWS writes the rest. */
export const peoplesFlags = ['Sync_with_AWS__c', 'AWS_Submit__c', 'Convert_at_AWS__c'];

const isReferral = [['AWS_partnerAcceptanceStatus__c', 'EqualTo', 'Pending'], [awsId, 'StartsWith', 'engi-']];
const isShared = [[awsId, 'StartsWith', 'O']];
const isNotShared = [[awsId, 'IsNull', true]];
const choice = (name, label, values, extra) => ({ name, label, values, ...extra });

/** A screen flow and an action each. `when`: conditions of the record, all of which hold; `set`: fields that polling finds too. */
export const actions = [
    {
        of: ['Opportunity', 'ACE_Opportunity__c'], list: [
            { name: 'Share', label: 'Share with AWS', verb: 'refresh', when: isNotShared, refusal: 'AWS has this opportunity already. Use Refresh from AWS.', set: { Sync_with_AWS__c: true } },
            {
                name: 'Submit', label: 'Submit to AWS', verb: 'submit', when: [['AWS_status__c', 'EqualTo', 'Pending Submission'], ['AWS_opportunityOwnership__c', 'NotEqualTo', 'AWS Referral']],
                refusal: 'Only an opportunity of your own that AWS holds as a draft (Pending Submission) can be submitted.',
                asks: [choice('involvementType', 'Involvement Type', ['Co-Sell', 'For Visibility Only']), choice('visibility', 'Visibility', ['Full', 'Limited'])],
                set: { AWS_Submit__c: true, AWS_involvementType__c: '$involvementType', AWS_visibility__c: '$visibility' },
            },
            { name: 'Accept', label: 'Accept AWS Referral', verb: 'accept', when: isReferral, refusal: 'This is no referral of AWS that waits for an answer.', set: { AWS_partnerAcceptanceStatus__c: 'Accepted' } },
            {
                name: 'Reject', label: 'Reject AWS Referral', verb: 'reject', when: isReferral, refusal: 'This is no referral of AWS that waits for an answer.',
                asks: [choice('reason', 'Reason', rejectionReasons.filter(reason => reason !== 'Renewal opportunity'))], set: { AWS_rejectionReason__c: '$reason', AWS_partnerAcceptanceStatus__c: 'Rejected' },
            },
            {
                name: 'Assign', label: 'Assign at AWS', verb: 'assign', when: [...isShared, ['AWS_status__c', 'EqualTo', 'Approved']], refusal: 'AWS assigns only opportunities that it has approved.',
                asks: [{ name: 'email', label: 'Email of a user of Partner Central' }, { name: 'firstName', label: 'First Name' }, { name: 'lastName', label: 'Last Name' }],
            },
            {
                name: 'Associate', label: 'Associate or Disassociate', verb: '$operation', when: isShared, refusal: 'AWS does not have this opportunity yet. Share it first.',
                asks: [
                    choice('operation', 'Operation', ['associate', 'disassociate'], { isVerb: true }),
                    choice('relatedEntityType', 'What', ['Solutions', 'AwsProducts', 'AwsMarketplaceOffers', 'AwsMarketplaceOfferSets', 'AwsMarketplaceSolutions', 'AwsMarketplaceProducts']),
                    { name: 'relatedEntityIdentifier', label: 'Identifier', help: "A solution's S-... or soln-..., an AWS product's name, or the ARN of an entity of AWS Marketplace" },
                ],
            },
            { name: 'Refresh', label: 'Refresh from AWS', verb: 'refresh', when: [[awsId, 'IsNull', false]], refusal: 'AWS does not have this opportunity yet. Share it first.' },
        ],
    },
    {
        of: ['Lead', 'ACE_Lead__c'], list: [
            { name: 'Share', label: 'Share with AWS', verb: 'create-lead', when: isNotShared, refusal: 'AWS has this lead already. Use Refresh from AWS.', set: { Sync_with_AWS__c: true } },
            { name: 'Qualify', label: 'Qualify at AWS', verb: 'qualify', when: [[awsId, 'IsNull', false]], refusal: 'AWS does not have this lead yet. Share it first.', asks: [{ name: 'qualificationStatus', label: 'Qualification Status' }], set: { AWS_qualificationStatus__c: '$qualificationStatus' } },
            { name: 'Convert', label: 'Convert at AWS', verb: 'convert', when: [[awsId, 'IsNull', false]], refusal: 'AWS does not have this lead yet. Share it first.', set: { Convert_at_AWS__c: true } },
            { name: 'Refresh', label: 'Refresh from AWS', verb: 'refresh', when: [[awsId, 'IsNull', false]], refusal: 'AWS does not have this lead yet. Share it first.' },
        ],
    },
];
