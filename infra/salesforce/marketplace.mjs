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
const command = [
    { ...text('AWS_Command_Status__c', 'Last Command', 80), description: 'The last command about the record, and whether it was carried out.' },
    { ...long('AWS_Last_Error__c', 'Last Error'), description: 'Why the last command was refused, and what to do.' },
];
// Of an offer or an offer set: whichever object has the opportunities.
const opportunity = (relationship, label) => [lookup('Opportunity__c', 'Opportunity', 'Opportunity', relationship, label), lookup('ACE_Opportunity__c', 'ACE Opportunity', 'ACE_Opportunity__c', relationship, label)];
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
        fields: [id('AWS_Product_Id__c', 'Product ID'), text('AWS_Product_Arn__c', 'Product ARN'), list('AWS_Product_Type__c', 'Product Type', [...Object.values(productTypes), 'Other']), long('AWS_Dimensions__c', 'Dimensions'), status, modified, ...command],
    },
    {
        name: 'AWS_Resale_Authorization__c', label: 'AWS Resale Authorization', plural: 'AWS Resale Authorizations', nameLabel: 'Authorization Name', motif: 'Custom14: Hands', prefix: 'a0R', package: 'marketplace',
        description: 'Lets a channel partner resell a product: made by the seller, or shared with this partner.', columns: ['AWS_Resale_Authorization_Id__c', 'AWS_Reseller_Account__c', 'AWS_Status__c', 'AWS_Expiry__c'],
        fields: [
            id('AWS_Resale_Authorization_Id__c', 'Authorization ID'), ...product('AWS_Resale_Authorizations', 'AWS Resale Authorizations'), long('AWS_Description__c', 'Description'),
            text('AWS_Reseller_Account__c', 'Reseller Account', 12), { ...long('AWS_Buyer_Accounts__c', 'Buyer Accounts'), ...accounts }, list('AWS_Duration_Type__c', 'Authorization Duration', ['Unlimited', 'Until a Date', 'One Offer']), time('AWS_Expiry__c', 'Expires'),
            list('AWS_Reseller_Contract__c', 'Reseller Contract', ['Standard Contract', 'Custom Contract', 'None']), text('AWS_Manufacturer_Account__c', 'Manufacturer Account', 12), ...terms, status, modified, ...command,
        ],
    },
    {
        name: 'AWS_Agreement__c', label: 'AWS Agreement', plural: 'AWS Agreements', nameLabel: 'Agreement Name', motif: 'Custom18: Form', prefix: 'a0G', package: 'marketplace', description: 'What a buyer has accepted in AWS Marketplace.',
        columns: ['AWS_Agreement_Id__c', 'AWS_Acceptor_Account__c', 'AWS_Status__c', 'AWS_End__c'],
        fields: [
            id('AWS_Agreement_Id__c', 'Agreement ID'), ...product('AWS_Agreements', 'AWS Agreements'), idOf('AWS_Offer_Id__c', 'Offer ID'), idOf('AWS_Offer_Set_Id__c', 'Offer Set ID'), list('AWS_Intent__c', 'Intent', ['NEW', 'RENEW', 'REPLACE', 'AMEND']),
            text('AWS_Acceptor_Account__c', 'Buyer Account', 12), text('AWS_Proposer_Account__c', 'Proposer Account', 12), time('AWS_Accepted__c', 'Accepted'), time('AWS_Start__c', 'Start'), time('AWS_End__c', 'End'),
            number('AWS_Value__c', 'Estimated Charges', 8), text('AWS_Currency__c', 'Currency', 3), flag('AWS_Auto_Renewal__c', 'Renews Automatically'),
            date('AWS_Lockout__c', 'Opt-out Ends'), date('AWS_Adjustment_Deadline__c', 'Uplift Deadline'), text('AWS_Successor__c', 'Renewed by Agreement', 80), lookup('AWS_Successor_Agreement__c', 'Successor', 'AWS_Agreement__c', 'AWS_Predecessors', 'Renewed Agreements'),
            idOf('AWS_Resale_Authorization_Id__c', 'Resale Authorization ID'), text('AWS_License_Arn__c', 'License ARN'), status,
            lookup('AWS_Private_Offer__c', 'Private Offer', 'AWS_Private_Offer__c', 'AWS_Agreements', 'AWS Agreements'), lookup('AWS_Offer_Set__c', 'Offer Set', 'AWS_Offer_Set__c', 'AWS_Agreements', 'AWS Agreements'),
            lookup('AWS_Resale_Authorization__c', 'Resale Authorization', 'AWS_Resale_Authorization__c', 'AWS_Agreements', 'AWS Agreements'),
            number('AWS_Invoices__c', 'Invoices'), text('AWS_Invoiced__c', 'Invoiced'), number('AWS_Credit_Memos__c', 'Credit Memos'), text('AWS_Credited__c', 'Credited'),
            text('AWS_Last_Invoice_Id__c', 'Last Invoice'), text('AWS_Last_Invoice_Type__c', 'Last Invoice Type', 20), time('AWS_Last_Invoice_Issued__c', 'Last Invoice Issued'), number('AWS_Last_Invoice_Amount__c', 'Last Invoice Amount', 8),
            text('AWS_Last_Invoice_Currency__c', 'Last Invoice Currency', 3), number('AWS_Last_Invoice_Adjustable__c', 'Last Invoice Adjustable by', 8), text('AWS_Last_Invoice_Period__c', 'Last Invoice Period', 7), text('AWS_Last_Invoice_Entity__c', 'Last Invoice Issuer'),
            ...command,
        ],
    },
    {
        name: 'AWS_Private_Offer__c', label: 'AWS Private Offer', plural: 'AWS Private Offers', nameLabel: 'Offer Name', motif: 'Custom17: Sack', prefix: 'a0F', package: 'marketplace', description: 'A private offer in AWS Marketplace.',
        columns: ['AWS_Offer_Id__c', 'AWS_Product__c', 'AWS_Status__c', 'AWS_Expiry__c'],
        fields: [
            id('AWS_Offer_Id__c', 'Offer ID'), ...product('AWS_Private_Offers', 'AWS Private Offers'), { ...long('AWS_Buyer_Accounts__c', 'Buyer Accounts'), ...accounts }, long('AWS_Description__c', 'Description'),
            list('AWS_Start_Type__c', 'Service Start', ['When the Buyer Accepts', 'On a Future Date']), date('AWS_Service_Start__c', 'Service Start Date'), date('AWS_Service_End__c', 'Service End Date'), time('AWS_Expiry__c', 'Offer Expires'),
            text('AWS_Offer_Url__c', 'Offer URL'), idOf('AWS_Offer_Set_Id__c', 'Offer Set ID'), lookup('AWS_Offer_Set__c', 'Offer Set', 'AWS_Offer_Set__c', 'AWS_Private_Offers', 'AWS Private Offers'), idOf('AWS_Resale_Authorization_Id__c', 'Resale Authorization ID'), lookup('AWS_Resale_Authorization__c', 'Resale Authorization', 'AWS_Resale_Authorization__c', 'AWS_Private_Offers', 'AWS Private Offers'),
            idOf('AWS_Agreement_Id__c', 'Made from Agreement ID'), lookup('AWS_Agreement__c', 'Made from Agreement', 'AWS_Agreement__c', 'AWS_Private_Offers', 'AWS Private Offers'),
            ...opportunity('AWS_Private_Offers', 'AWS Private Offers'), ...terms, status, modified, ...command,
        ],
    },
    {
        name: 'AWS_Offer_Set__c', label: 'AWS Offer Set', plural: 'AWS Offer Sets', nameLabel: 'Offer Set Name', motif: 'Custom20: Airplane', prefix: 'a0T', package: 'marketplace', description: 'Private offers that a buyer accepts together.',
        columns: ['AWS_Offer_Set_Id__c', 'AWS_Status__c'],
        fields: [id('AWS_Offer_Set_Id__c', 'Offer Set ID'), { ...long('AWS_Offers__c', 'Offers'), description: 'Their ids, separated by commas.' }, long('AWS_Buyer_Notes__c', 'Notes for the Buyer'), ...opportunity('AWS_Offer_Sets', 'AWS Offer Sets'), status, modified, ...command],
    },
];

const noun = { AWS_Product__c: 'product', AWS_Private_Offer__c: 'offer', AWS_Resale_Authorization__c: 'authorization', AWS_Agreement__c: 'agreement', AWS_Offer_Set__c: 'offer set' };
const sent = 'LambdaSync has been asked. AWS Marketplace takes some minutes, and the record follows it. What is refused is on this record: Last Command and Last Error.';
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
    : line.crm === 'AWS_Dimensions__c' ? { ...line, truncate: 32768 }
    : ['AWS_Invoiced__c', 'AWS_Credited__c'].includes(line.crm) ? { ...line, truncate: 255 } : line);

// Opportunities are records of one of two objects.
const ofOpportunities = (line, object) => (line.crm === 'Opportunity__c' ? { ...line, crm: object === 'Opportunity' ? 'Opportunity__c' : 'ACE_Opportunity__c' } : line);

/** The built-in CRM's sections, with what these objects need otherwise. */
export const marketplaceMapping = object => Object.fromEntries(Object.entries(builtInMarketplace).map(([name, section]) => [name, { ...section, fields: section.fields.map(line => ofOpportunities(fitted(line), object)) }]));

const sections = ['Opportunity', 'ACE_Opportunity__c'].flatMap(object => Object.values(marketplaceMapping(object)));

/** The AWS path that fills a field, or null. */
export const marketplaceSource = (object, field) => sections.filter(s => s.crmObject === object).flatMap(s => s.fields).find(line => line.crm === field.name)?.aws ?? null;

/** What AWS decides; people read it. */
export const decidedByAws = (object, field) => field.externalId === true || marketplaceSource(object, field) !== null;
