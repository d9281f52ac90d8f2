// Objects of AWS Marketplace: a package of its own, for sellers. Fields as the forms of AWS's guide ask for them, and what the mapping shows of AWS's records.
import { builtInMarketplace, offerEvent, resaleEvent } from './tables.mjs';

const id = (name, label) => ({ name, label, type: 'Text', length: 80, externalId: true });
const text = (name, label, length = 255) => ({ name, label, type: 'Text', length });
const long = (name, label) => ({ name, label, type: 'LongText', length: 32768 });
const flag = (name, label) => ({ name, label, type: 'Boolean' });
const date = (name, label) => ({ name, label, type: 'Date' });
const time = (name, label) => ({ name, label, type: 'DateTime' });
const number = (name, label, scale = 0) => ({ name, label, type: 'Number', scale });
const list = (name, label, values) => ({ name, label, type: 'Picklist', restricted: true, values });
const lookup = (name, label, to, relationship, relationshipLabel) => ({ name, label, type: 'Reference', relatesTo: to, relation: name.replace(/__c$/, '__r'), relationship, relationshipLabel });

// AWS's identifier of another record, beside a lookup where people have one: that record may come later, or belong to another seller.
const idOf = (name, label) => ({ ...text(name, label, 80), description: "AWS's identifier. LambdaSync writes it." });
const product = (relationship, label) => [idOf('AWS_Product_Id__c', 'Product ID'), lookup('AWS_Product__c', 'Product', 'AWS_Product__c', relationship, label)];

// The Catalog API's types of products. AWS adds types; the sync log names one that is not here.
const productTypes = { SaaSProduct: 'SaaS', AmiProduct: 'AMI', ContainerProduct: 'Container', ProfessionalServicesProduct: 'Professional Services', DataProduct: 'Data', MachineLearningProduct: 'Machine Learning' };

const accounts = { description: '12 digits each, separated by commas.' };
const status = text('AWS_Status__c', 'Status', 40);
const modified = time('AWS_Last_Modified__c', 'Last Modified at AWS');
const terms = [
    list('AWS_Pricing_Model__c', 'Pricing Model', ['Contract', 'Usage', 'Contract with Consumption', 'BYOL']), text('AWS_Currency__c', 'Currency', 3), long('AWS_Dimensions__c', 'Dimensions and Rates'), flag('AWS_Zero_Price__c', 'Zero Price Allowed'),
    number('AWS_Duration_Months__c', 'Duration in Months'), flag('AWS_Flexible_Payments__c', 'Flexible Payment Schedule'), long('AWS_Payment_Schedule__c', 'Payment Schedule'),
    list('AWS_Eula__c', 'EULA', ['Standard Contract', 'Custom EULA', 'EULA of the Product']), flag('AWS_Renewal__c', 'Renewal'), list('AWS_Existing_Channel__c', 'Channel of the Existing Subscription', ['AWS Marketplace', 'Outside AWS Marketplace']),
];

export const marketplaceObjects = [
    {
        name: 'AWS_Product__c', label: 'AWS Product', plural: 'AWS Products', nameLabel: 'Product Name', motif: 'Custom13: Box', prefix: 'a0P', package: 'marketplace', description: 'A product of the seller in AWS Marketplace.',
        columns: ['AWS_Product_Id__c', 'AWS_Product_Type__c', 'AWS_Status__c'],
        fields: [id('AWS_Product_Id__c', 'Product ID'), text('AWS_Product_Arn__c', 'Product ARN'), list('AWS_Product_Type__c', 'Product Type', [...Object.values(productTypes), 'Other']), long('AWS_Dimensions__c', 'Dimensions'), status, modified],
    },
    {
        name: 'AWS_Resale_Authorization__c', label: 'AWS Resale Authorization', plural: 'AWS Resale Authorizations', nameLabel: 'Authorization Name', motif: 'Custom14: Hands', prefix: 'a0R', package: 'marketplace',
        description: 'Lets a channel partner resell a product: made by the seller, or shared with this partner.', columns: ['AWS_Resale_Authorization_Id__c', 'AWS_Reseller_Account__c', 'AWS_Status__c', 'AWS_Expiry__c'],
        fields: [
            id('AWS_Resale_Authorization_Id__c', 'Authorization ID'), ...product('AWS_Resale_Authorizations', 'AWS Resale Authorizations'), long('AWS_Description__c', 'Description'),
            text('AWS_Reseller_Account__c', 'Reseller Account', 12), { ...long('AWS_Buyer_Accounts__c', 'Buyer Accounts'), ...accounts }, list('AWS_Duration_Type__c', 'Authorization Duration', ['Unlimited', 'Until a Date', 'One Offer']), time('AWS_Expiry__c', 'Expires'),
            list('AWS_Reseller_Contract__c', 'Reseller Contract', ['Standard Contract', 'Custom Contract', 'None']), text('AWS_Manufacturer_Account__c', 'Manufacturer Account', 12), ...terms, status, modified,
        ],
    },
    {
        name: 'AWS_Agreement__c', label: 'AWS Agreement', plural: 'AWS Agreements', nameLabel: 'Agreement Name', motif: 'Custom18: Form', prefix: 'a0G', package: 'marketplace', description: 'What a buyer has accepted in AWS Marketplace.',
        columns: ['AWS_Agreement_Id__c', 'AWS_Acceptor_Account__c', 'AWS_Status__c', 'AWS_End__c'],
        fields: [
            id('AWS_Agreement_Id__c', 'Agreement ID'), ...product('AWS_Agreements', 'AWS Agreements'), idOf('AWS_Offer_Id__c', 'Offer ID'), idOf('AWS_Offer_Set_Id__c', 'Offer Set ID'), list('AWS_Intent__c', 'Intent', ['NEW', 'RENEW', 'REPLACE', 'AMEND']),
            text('AWS_Acceptor_Account__c', 'Buyer Account', 12), text('AWS_Proposer_Account__c', 'Proposer Account', 12), time('AWS_Accepted__c', 'Accepted'), time('AWS_Start__c', 'Start'), time('AWS_End__c', 'End'),
            number('AWS_Value__c', 'Estimated Charges', 8), text('AWS_Currency__c', 'Currency', 3), flag('AWS_Auto_Renewal__c', 'Renews Automatically'),
            date('AWS_Lockout__c', 'Opt-out Ends'), date('AWS_Adjustment_Deadline__c', 'Uplift Deadline'), text('AWS_Successor__c', 'Renewed by Agreement', 80), idOf('AWS_Resale_Authorization_Id__c', 'Resale Authorization ID'), text('AWS_License_Arn__c', 'License ARN'), status,
        ],
    },
    {
        name: 'AWS_Private_Offer__c', label: 'AWS Private Offer', plural: 'AWS Private Offers', nameLabel: 'Offer Name', motif: 'Custom17: Sack', prefix: 'a0F', package: 'marketplace', description: 'A private offer in AWS Marketplace.',
        columns: ['AWS_Offer_Id__c', 'AWS_Product__c', 'AWS_Status__c', 'AWS_Expiry__c'],
        fields: [
            id('AWS_Offer_Id__c', 'Offer ID'), ...product('AWS_Private_Offers', 'AWS Private Offers'), { ...long('AWS_Buyer_Accounts__c', 'Buyer Accounts'), ...accounts }, long('AWS_Description__c', 'Description'),
            list('AWS_Start_Type__c', 'Service Start', ['When the Buyer Accepts', 'On a Future Date']), date('AWS_Service_Start__c', 'Service Start Date'), date('AWS_Service_End__c', 'Service End Date'), time('AWS_Expiry__c', 'Offer Expires'),
            text('AWS_Offer_Url__c', 'Offer URL'), idOf('AWS_Offer_Set_Id__c', 'Offer Set ID'), idOf('AWS_Resale_Authorization_Id__c', 'Resale Authorization ID'), lookup('AWS_Resale_Authorization__c', 'Resale Authorization', 'AWS_Resale_Authorization__c', 'AWS_Private_Offers', 'AWS Private Offers'),
            idOf('AWS_Agreement_Id__c', 'Made from Agreement ID'), lookup('AWS_Agreement__c', 'Made from Agreement', 'AWS_Agreement__c', 'AWS_Private_Offers', 'AWS Private Offers'), lookup('Opportunity__c', 'Opportunity', 'Opportunity', 'AWS_Private_Offers', 'AWS Private Offers'),
            lookup('ACE_Opportunity__c', 'ACE Opportunity', 'ACE_Opportunity__c', 'AWS_Private_Offers', 'AWS Private Offers'), ...terms, status, modified,
        ],
    },
    {
        name: 'AWS_Offer_Set__c', label: 'AWS Offer Set', plural: 'AWS Offer Sets', nameLabel: 'Offer Set Name', motif: 'Custom20: Airplane', prefix: 'a0T', package: 'marketplace', description: 'Private offers that a buyer accepts together.',
        columns: ['AWS_Offer_Set_Id__c', 'AWS_Status__c'],
        fields: [id('AWS_Offer_Set_Id__c', 'Offer Set ID'), { ...long('AWS_Offers__c', 'Offers'), description: 'Their ids, separated by commas.' }, long('AWS_Buyer_Notes__c', 'Notes for the Buyer'), status, modified],
    },
];

const noun = { AWS_Product__c: 'product', AWS_Private_Offer__c: 'offer', AWS_Resale_Authorization__c: 'authorization', AWS_Agreement__c: 'agreement', AWS_Offer_Set__c: 'offer set' };
const sent = 'LambdaSync has been asked. AWS Marketplace takes some minutes, and the record follows it. What AWS refuses is in the sync log of LambdaSync: lambdasync log list.';
const document = { name: 'document', label: 'Document (JSON)', isLong: true, help: "As LambdaSync's documentation of AWS Marketplace describes it, at most 3,500 characters" };
const until = { name: 'until', label: 'Last Day (YYYY-MM-DD, UTC)' };
const is = value => [['AWS_Status__c', 'EqualTo', value]];
// A command names AWS's record; one that creates something names the record that it is for.
const of = (object, list) => {
    const awsId = marketplaceObjects.find(o => o.name === object).fields.find(f => f.externalId).name;
    const exists = [[awsId, 'IsNull', false]];
    const refresh = { name: 'Refresh', label: 'Refresh from AWS', verb: 'refresh', when: [], refusal: `AWS does not have this ${noun[object]}.` };
    return { of: [object], list: [...list, refresh].map(action => ({ sent, event: action.verb.startsWith('resale-') ? resaleEvent : offerEvent, recordId: action.isNew ? null : awsId, ...action, when: [...exists, ...action.when] })) };
};
const creates = (name, label, verb) => ({ name, label, verb, isNew: true, when: [], refusal: 'AWS does not have this product.', asks: [document] });

/** As tables.mjs has them for opportunities and leads. */
export const marketplaceActions = [
    of('AWS_Product__c', [
        creates('Create_Offer', 'Create Private Offer', 'offer-create'), creates('Draft_Offer', 'Draft Private Offer', 'offer-draft'), creates('Create_Offer_Set', 'Create Offer Set', 'offer-set-create'),
        creates('Create_Authorization', 'Create Resale Authorization', 'resale-create'), creates('Draft_Authorization', 'Draft Resale Authorization', 'resale-draft'),
    ]),
    of('AWS_Private_Offer__c', [
        { name: 'Publish', label: 'Publish at AWS', verb: 'offer-publish', when: is('draft'), refusal: 'Only a draft can be published.' },
        { name: 'Change_Expiry', label: 'Change Last Day', verb: 'offer-expiry', when: is('active'), refusal: 'Only the last day of a published offer can be changed.', asks: [until] },
        { name: 'Cancel', label: 'Cancel at AWS', verb: 'offer-cancel', when: is('active'), refusal: 'Only a published offer that has not expired can be cancelled.' },
        { name: 'Clone', label: 'Clone at AWS', verb: 'offer-clone', when: [], refusal: 'AWS does not have this offer.', asks: [until] },
    ]),
    of('AWS_Resale_Authorization__c', [
        { name: 'Publish', label: 'Publish at AWS', verb: 'resale-publish', when: is('Draft'), refusal: 'Only a draft can be published.' },
        { name: 'Modify', label: 'Change Draft', verb: 'resale-modify', when: is('Draft'), refusal: 'Only a draft can be changed.', asks: [document] },
        { name: 'Restrict', label: 'Restrict for Good', verb: 'resale-restrict', when: is('Active'), refusal: 'Only an active authorization can be restricted.' },
    ]),
    of('AWS_Agreement__c', []),
    of('AWS_Offer_Set__c', []),
];

// Names of custom objects have 80 characters, long texts 32,768.
const fitted = line => (line.crm === 'Name' ? { ...line, truncate: 80 }
    : line.crm === 'AWS_Product_Type__c' ? { ...line, values: Object.fromEntries(Object.entries(productTypes).map(([aws, crm]) => [aws, [crm]])) }
    : line.crm === 'AWS_Dimensions__c' ? { ...line, truncate: 32768 } : line);
const more = {
    offer: [{ aws: 'offer:OfferSetId', crm: 'AWS_Offer_Set_Id__c' }],
    agreement: [{ aws: 'agreement:offerSetId', crm: 'AWS_Offer_Set_Id__c' }, { aws: 'agreement:event.licenseArn', crm: 'AWS_License_Arn__c' }, { aws: 'agreement:event.resaleAuthorizationId', crm: 'AWS_Resale_Authorization_Id__c' }],
};
const offerSet = {
    crmObject: 'AWS_Offer_Set__c', awsId: 'AWS_Offer_Set_Id__c',
    fields: [
        { aws: 'offerSet:Name', crm: 'Name', truncate: 80 }, { aws: 'offerSet:AssociatedOfferIds[]', crm: 'AWS_Offers__c', join: ',' }, { aws: 'offerSet:BuyerNotes', crm: 'AWS_Buyer_Notes__c' },
        { aws: 'offerSet:State', crm: 'AWS_Status__c' }, { aws: 'offerSet:LastModifiedDate', crm: 'AWS_Last_Modified__c' },
    ],
};

/** The built-in CRM's sections, with what these objects need otherwise. */
export const marketplaceMapping = {
    ...Object.fromEntries(Object.entries(builtInMarketplace).map(([name, section]) => [name, { ...section, fields: [...section.fields.map(fitted), ...(more[name] ?? [])] }])), offerSet,
};

/** The AWS path that fills a field, or null. */
export const marketplaceSource = (object, field) => Object.values(marketplaceMapping).find(s => s.crmObject === object)?.fields.find(line => line.crm === field.name)?.aws ?? null;

/** What AWS decides; people read it. */
export const decidedByAws = (object, field) => field.externalId === true || marketplaceSource(object, field) !== null;
