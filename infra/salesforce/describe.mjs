// What the objects look like to the integration user after the deployment, in the form of the built-in CRM's field file.
import { builtIn, labelOf, objects, rejectionReasons } from './tables.mjs';

const system = [
    { name: 'Id', label: 'Record ID', type: 'Id', writable: false },
    { name: 'LastModifiedDate', label: 'Last Modified Date', type: 'DateTime', writable: false },
];
const owner = { name: 'OwnerId', label: 'Owner', type: 'Reference', relatesTo: 'User', relation: 'Owner' };

// A standard field in Salesforce; the built-in CRM keeps a text.
const convertedOpportunity = { name: 'ConvertedOpportunityId', label: 'Converted Opportunity', type: 'Reference', relatesTo: 'Opportunity', relation: 'ConvertedOpportunity', writable: false };

export function describe() {
    return { objects: [...objects.map(object), builtIn('User')] };
}

function object({ name, prefix, fields, nameFormat, nameLabel }) {
    const standard = builtIn(name) && !name.endsWith('__c')
        ? builtIn(name).fields.filter(f => !f.name.endsWith('__c')).map(f => (f.name === convertedOpportunity.name ? convertedOpportunity : f))
        : [...system, { name: 'Name', label: nameLabel, type: 'Text', length: 80, ...(nameFormat ? { writable: false } : { required: true }) }, owner];
    return { name, prefix: prefix ?? builtIn(name).prefix, fields: [...standard, ...fields.map(field)] };
}

function field({ description, relationship, relationshipLabel, ...f }) {
    return { ...f, label: labelOf(f), ...(f.name === 'AWS_rejectionReason__c' ? { values: rejectionReasons } : {}) };
}
