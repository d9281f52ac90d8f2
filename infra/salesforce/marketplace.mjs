// Objects of AWS Marketplace: a package of its own, for sellers. Fields as the forms of AWS's guide ask for them.

const id = (name, label) => ({ name, label, type: 'Text', length: 80, externalId: true });
const text = (name, label, length = 255) => ({ name, label, type: 'Text', length });
const long = (name, label) => ({ name, label, type: 'LongText', length: 32768 });
const flag = (name, label) => ({ name, label, type: 'Boolean' });
const date = (name, label) => ({ name, label, type: 'Date' });
const time = (name, label) => ({ name, label, type: 'DateTime' });
const number = (name, label, scale = 0) => ({ name, label, type: 'Number', scale });
const list = (name, label, values) => ({ name, label, type: 'Picklist', restricted: true, values });
const lookup = (name, label, to, relationship, relationshipLabel) => ({ name, label, type: 'Reference', relatesTo: to, relation: name.replace(/__c$/, '__r'), relationship, relationshipLabel });

const accounts = { description: '12 digits each, separated by commas.' };
const status = [text('AWS_Status__c', 'Status', 40), { ...long('AWS_Error__c', 'Error'), description: 'What AWS refused, with the fix.' }, text('AWS_Change_Set__c', 'Change Set', 80), text('AWS_Seller_Account__c', 'Seller Account', 12), time('AWS_Last_Modified__c', 'Last Modified at AWS')];
const terms = [
    list('AWS_Pricing_Model__c', 'Pricing Model', ['Contract', 'Usage', 'Contract with Consumption', 'BYOL']), text('AWS_Currency__c', 'Currency', 3), long('AWS_Dimensions__c', 'Dimensions and Rates'), flag('AWS_Zero_Price__c', 'Zero Price Allowed'),
    number('AWS_Duration_Months__c', 'Duration in Months'), flag('AWS_Flexible_Payments__c', 'Flexible Payment Schedule'), long('AWS_Payment_Schedule__c', 'Payment Schedule'),
    list('AWS_Eula__c', 'EULA', ['Standard Contract', 'Custom EULA', 'EULA of the Product']), flag('AWS_Renewal__c', 'Renewal'), list('AWS_Existing_Channel__c', 'Channel of the Existing Subscription', ['AWS Marketplace', 'Outside AWS Marketplace']),
];

export const marketplaceObjects = [
    {
        name: 'AWS_Product__c', label: 'AWS Product', plural: 'AWS Products', nameLabel: 'Product Name', motif: 'Custom13: Box', prefix: 'a0P', package: 'marketplace', description: 'A product of the seller in AWS Marketplace.',
        columns: ['AWS_Product_Id__c', 'AWS_Product_Type__c', 'AWS_Status__c'],
        fields: [id('AWS_Product_Id__c', 'Product ID'), text('AWS_Product_Arn__c', 'Product ARN'), list('AWS_Product_Type__c', 'Product Type', ['SaaS', 'AMI', 'Container', 'Professional Services', 'Other']), long('AWS_Dimensions__c', 'Dimensions'), ...status],
    },
    {
        name: 'AWS_Resale_Authorization__c', label: 'AWS Resale Authorization', plural: 'AWS Resale Authorizations', nameLabel: 'Authorization Name', motif: 'Custom14: Hands', prefix: 'a0R', package: 'marketplace',
        description: 'Lets a channel partner resell a product: made by the seller, or shared with this partner.', columns: ['AWS_Resale_Authorization_Id__c', 'AWS_Reseller_Account__c', 'AWS_Status__c', 'AWS_Expiry__c'],
        fields: [
            id('AWS_Resale_Authorization_Id__c', 'Authorization ID'), lookup('AWS_Product__c', 'Product', 'AWS_Product__c', 'AWS_Resale_Authorizations', 'AWS Resale Authorizations'), long('AWS_Description__c', 'Description'),
            text('AWS_Reseller_Account__c', 'Reseller Account', 12), { ...long('AWS_Buyer_Accounts__c', 'Buyer Accounts'), ...accounts }, list('AWS_Duration_Type__c', 'Authorization Duration', ['Unlimited', 'Until a Date', 'One Offer']), date('AWS_Expiry__c', 'Expires'),
            list('AWS_Reseller_Contract__c', 'Reseller Contract', ['Standard Contract', 'Custom Contract', 'None']), flag('AWS_Is_Shared__c', 'Shared with Us'), text('AWS_Manufacturer_Account__c', 'Manufacturer Account', 12), ...terms, ...status,
        ],
    },
    {
        name: 'AWS_Agreement__c', label: 'AWS Agreement', plural: 'AWS Agreements', nameLabel: 'Agreement Name', motif: 'Custom18: Form', prefix: 'a0G', package: 'marketplace', description: 'What a buyer has accepted in AWS Marketplace.',
        columns: ['AWS_Agreement_Id__c', 'AWS_Acceptor_Account__c', 'AWS_Status__c', 'AWS_End__c'],
        fields: [
            id('AWS_Agreement_Id__c', 'Agreement ID'), lookup('AWS_Product__c', 'Product', 'AWS_Product__c', 'AWS_Agreements', 'AWS Agreements'), text('AWS_Offer_Id__c', 'Offer ID', 80), list('AWS_Intent__c', 'Intent', ['NEW', 'RENEW', 'REPLACE']),
            text('AWS_Acceptor_Account__c', 'Buyer Account', 12), text('AWS_Proposer_Account__c', 'Proposer Account', 12), time('AWS_Accepted__c', 'Accepted'), time('AWS_Start__c', 'Start'), time('AWS_End__c', 'End'),
            number('AWS_Value__c', 'Estimated Charges', 8), text('AWS_Currency__c', 'Currency', 3), flag('AWS_Auto_Renewal__c', 'Renews Automatically'), ...status,
        ],
    },
    {
        name: 'AWS_Private_Offer__c', label: 'AWS Private Offer', plural: 'AWS Private Offers', nameLabel: 'Offer Name', motif: 'Custom17: Sack', prefix: 'a0F', package: 'marketplace', description: 'A private offer in AWS Marketplace.',
        columns: ['AWS_Offer_Id__c', 'AWS_Product__c', 'AWS_Status__c', 'AWS_Expiry__c'],
        fields: [
            id('AWS_Offer_Id__c', 'Offer ID'), lookup('AWS_Product__c', 'Product', 'AWS_Product__c', 'AWS_Private_Offers', 'AWS Private Offers'), { ...long('AWS_Buyer_Accounts__c', 'Buyer Accounts'), ...accounts }, long('AWS_Description__c', 'Description'),
            list('AWS_Start_Type__c', 'Service Start', ['When the Buyer Accepts', 'On a Future Date']), date('AWS_Service_Start__c', 'Service Start Date'), date('AWS_Service_End__c', 'Service End Date'), date('AWS_Expiry__c', 'Offer Expires'),
            text('AWS_Offer_Url__c', 'Offer URL'), lookup('AWS_Resale_Authorization__c', 'Resale Authorization', 'AWS_Resale_Authorization__c', 'AWS_Private_Offers', 'AWS Private Offers'),
            lookup('AWS_Agreement__c', 'Made from Agreement', 'AWS_Agreement__c', 'AWS_Private_Offers', 'AWS Private Offers'), lookup('Opportunity__c', 'Opportunity', 'Opportunity', 'AWS_Private_Offers', 'AWS Private Offers'),
            lookup('ACE_Opportunity__c', 'ACE Opportunity', 'ACE_Opportunity__c', 'AWS_Private_Offers', 'AWS Private Offers'), ...terms, ...status,
        ],
    },
];

/** What AWS decides; people read it. */
export const decidedByAws = field => field.externalId === true || ['AWS_Status__c', 'AWS_Error__c', 'AWS_Change_Set__c', 'AWS_Seller_Account__c', 'AWS_Last_Modified__c', 'AWS_Offer_Url__c', 'AWS_Is_Shared__c', 'AWS_Manufacturer_Account__c', 'AWS_Product_Arn__c'].includes(field.name);
