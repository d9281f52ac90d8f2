// The mappings of standard and of ACE objects: the built-in CRM's with what Salesforce's objects need otherwise.
import { builtInMapping, rejectionReasons } from './tables.mjs';

const submission = [
    { aws: 'invitation:Arn', crm: 'AWS_invitationArn__c', outbound: false },
    { aws: 'invitation:Kind', crm: 'AWS_invitationKind__c', outbound: false },
    { aws: 'submission:InvolvementType', crm: 'AWS_involvementType__c', values: { 'Co-Sell': ['Co-Sell'], 'For Visibility Only': ['For Visibility Only'] } },
    { aws: 'submission:Visibility', crm: 'AWS_visibility__c', values: { Full: ['Full'], Limited: ['Limited'] } },
];
const withReasons = line => (line.crm === 'AWS_rejectionReason__c' ? { ...line, values: Object.fromEntries(rejectionReasons.map(r => [r, [r]])) } : line);
const both = ({ outbound, ...line }) => line;
const ofOpportunity = { share: 'on-update', submit: { involvement: 'Co-Sell', visibility: 'Full', flag: 'AWS_Submit__c' } };

// Members in the order of the documentation.
const order = ['crmObject', 'awsId', 'syncFlag', 'share', 'owner', 'template', 'submit', 'status', 'convert', 'invitation', 'fields'];
const ordered = section => Object.fromEntries(order.filter(name => section[name] !== undefined).map(name => [name, section[name]]));
const mapping = (opportunity, lead) => ({ version: 1, opportunity: ordered(opportunity), lead: ordered(lead) });

const { opportunity, lead } = builtInMapping;

function ace(fields, standard, edited) {
    return fields.filter(line => !standard.includes(line.crm)).map(line => (edited(line) ? both(line) : line));
}

const { initial, ...invitation } = opportunity.invitation;
export const mappings = {
    standard: mapping(
        { ...opportunity, ...ofOpportunity, fields: [...opportunity.fields.map(withReasons), ...submission] },
        { ...lead, share: 'on-update' }),
    ace: mapping(
        {
            ...opportunity, ...ofOpportunity, crmObject: 'ACE_Opportunity__c', template: undefined, invitation,
            fields: [
                ...ace(opportunity.fields.map(withReasons), ['StageName', 'CloseDate', 'Name', 'Account.Name'], line => ['AWS_stage__c', 'AWS_targetCloseDate__c', 'AWS_partnerProjectTitle__c'].includes(line.crm)),
                { aws: 'Project.Title', crm: 'Name', outbound: false, truncate: 80 },
                ...submission,
            ],
        },
        {
            ...lead, crmObject: 'ACE_Lead__c', share: 'on-update', convert: { flag: lead.convert.flag },
            fields: [
                ...ace(lead.fields, ['Company', 'LastName'], line => line.crm === 'AWS_company__c'),
                { aws: 'lead:Customer.CompanyName', crm: 'Name', outbound: false, truncate: 80 },
                { aws: 'company', crm: 'Name', outbound: false, truncate: 80 },
            ],
        }),
};

/** The section of an object's mapping, or null. */
export const sectionOf = object => Object.values(mappings).flatMap(m => [m.opportunity, m.lead]).find(section => section.crmObject === object) ?? null;

/** The fields of an object that only LambdaSync or AWS writes. */
export function writtenByAws(object) {
    const section = sectionOf(object);
    if (section === null)
        return new Set();
    const sent = new Set(section.fields.filter(line => line.outbound !== false).map(line => line.crm));
    const status = Object.values(section.status ?? {});
    return new Set([section.awsId, 'LambdaSync_Id__c', ...status, ...section.fields.filter(line => !sent.has(line.crm)).map(line => line.crm)]);
}
