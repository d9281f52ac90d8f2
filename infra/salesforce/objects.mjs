// Objects, fields, value sets, validation rules, list views, the path and platform events.
import { awsId, events, labelOf, objects, peoplesFlags, valueSetNames } from './tables.mjs';
import { sectionOf, writtenByAws } from './mappings.mjs';
import { marketplaceObjects, marketplaceSource } from './marketplace.mjs';
import { document } from './xml.mjs';

const at = 'force-app/main/default';
export const bypass = 'LambdaSync_Integration';
const folderOf = object => (object.package ? `${object.package}/main/default` : at);
const valueSets = new Map();

export function objectFiles() {
    const files = [];
    for (const object of [...objects, ...marketplaceObjects])
        files.push(...standardOrCustom(object));
    for (const event of events)
        files.push(...platformEvent(event));
    for (const [name, values, folder] of valueSetFiles())
        files.push([`${folder}/globalValueSets/${name}.globalValueSet-meta.xml`, document('GlobalValueSet', { customValue: values, masterLabel: name.replace('__gvs', '').replaceAll('_', ' '), sorted: false })]);
    files.push([`${at}/customPermissions/${bypass}.customPermission-meta.xml`, document('CustomPermission', {
        description: 'Validation rules of LambdaSync do not hold for the integration user: it writes what AWS says.', isLicensed: false, label: 'LambdaSync Integration',
    })]);
    files.push([`${at}/pathAssistants/ACE_Opportunity_Path.pathAssistant-meta.xml`, path()]);
    return files;
}

function* standardOrCustom(object) {
    const folder = `${folderOf(object)}/objects/${object.name}`;
    if (object.label)
        yield [`${folder}/${object.name}.object-meta.xml`, customObject(object)];
    for (const field of object.fields)
        yield [`${folder}/fields/${field.name}.field-meta.xml`, customField(object, field)];
    for (const [name, rule] of validationRules(object))
        yield [`${folder}/validationRules/${name}.validationRule-meta.xml`, document('ValidationRule', { fullName: name, active: true, ...rule })];
    for (const [name, view] of listViews(object))
        yield [`${folder}/listViews/${name}.listView-meta.xml`, document('ListView', { fullName: name, ...view })];
    if (object.motif)
        yield [`${folderOf(object)}/tabs/${object.name}.tab-meta.xml`, document('CustomTab', { customObject: true, motif: object.motif })];
}

function customObject({ label, plural, nameLabel, nameFormat, description, page, isPrivate }) {
    return document('CustomObject', {
        actionOverrides: page ? { actionName: 'View', content: page, formFactor: 'Large', skipRecordTypeSelect: false, type: 'Flexipage' } : null,
        allowInChatterGroups: false,
        deploymentStatus: 'Deployed',
        description,
        enableActivities: !isPrivate,
        enableBulkApi: true,
        enableFeeds: false,
        enableHistory: !isPrivate,
        enableReports: true,
        enableSearch: true,
        enableSharing: true,
        enableStreamingApi: true,
        label,
        nameField: nameFormat ? { displayFormat: nameFormat, label: nameLabel, type: 'AutoNumber' } : { label: nameLabel, type: 'Text' },
        pluralLabel: plural,
        sharingModel: isPrivate ? 'Private' : 'ReadWrite',
    });
}

function customField(object, field) {
    return document('CustomField', { fullName: field.name, ...(field.description || sectionOf(object.name) || marketplaceSource(object.name, field) ? { description: field.description ?? described(object, field) } : {}), ...typed(field, folderOf(object)) });
}

function described(object, field) {
    const section = sectionOf(object.name);
    if (section === null)
        return marketplaceSource(object.name, field) === null ? null : `AWS: ${marketplaceSource(object.name, field)}. ${/:(crmIds|command)/i.test(marketplaceSource(object.name, field)) ? "LambdaSync" : "AWS"} writes it.`;
    const lines = section.fields.filter(line => line.crm === field.name);
    const source = [...new Set(lines.map(line => line.aws))].join(', ');
    if (source)
        return `AWS: ${source}.` + (writtenByAws(object.name).has(field.name) ? ' AWS writes it.' : '');
    const status = Object.entries(section.status ?? {}).find(([, name]) => name === field.name);
    if (status)
        return `LambdaSync writes it (${status[0]}).`;
    return { [awsId]: "AWS's identifier of the record.", [section.syncFlag]: 'LambdaSync synchronizes the record with AWS.' }[field.name] ?? null;
}

function typed(field, folder = at) {
    const label = labelOf(field);
    const isExternal = field.externalId === true;
    switch (field.type) {
        case 'Text':
            return { ...(isExternal ? { caseSensitive: false } : {}), externalId: isExternal, label, length: isExternal ? Math.max(field.length, 40) : field.length, required: field.required === true, type: 'Text', unique: isExternal };
        case 'LongText': return { label, length: field.length, type: 'LongTextArea', visibleLines: 3 };
        case 'Email': case 'Phone': case 'Url': return { label, required: false, type: field.type };
        case 'Number': return { label, precision: 18, required: false, scale: field.scale, type: 'Number', unique: false };
        case 'Boolean': return { defaultValue: false, label, type: 'Checkbox' };
        case 'Date': case 'DateTime': return { label, required: false, type: field.type };
        case 'Picklist': return { label, required: false, type: 'Picklist', valueSet: { restricted: true, valueSetName: valueSet(field, folder) } };
        case 'MultiPicklist': return { label, required: false, type: 'MultiselectPicklist', valueSet: { restricted: true, valueSetName: valueSet(field, folder) }, visibleLines: 4 };
        case 'Reference':
            return { deleteConstraint: 'SetNull', label, referenceTo: field.relatesTo, relationshipLabel: field.relationshipLabel, relationshipName: field.relationship, required: false, type: 'Lookup' };
        default: throw new Error(`no type for ${field.name}`);
    }
}

// Fields with the same values share a set.
function valueSet(field, folder) {
    const same = JSON.stringify(field.values);
    if (!valueSets.has(same)) {
        const words = field.name.replace(/^AWS_/, '').replace(/__c$/, '').replace(/([a-z])([A-Z])/g, '$1_$2');
        const name = valueSetNames[field.name] ?? 'AWS_' + words[0].toUpperCase() + words.slice(1);
        const taken = [...valueSets.values()].map(s => s.name);
        // Since API version 57 the name of a global value set ends so (meta_globalvalueset.htm).
        valueSets.set(same, { name: `${taken.includes(`${name}__gvs`) ? name.replace('AWS_', 'AWS_Lead_') : name}__gvs`, folder });
    }

    return valueSets.get(same).name;
}

function* valueSetFiles() {
    for (const [values, { name, folder }] of valueSets)
        yield [name, JSON.parse(values).map(value => ({ fullName: value, default: false, label: value })), folder];
}

/** People are held to these; the integration user writes what AWS says. */
function* validationRules({ name, fields }) {
    const section = sectionOf(name);
    if (section === null)
        return;
    const rule = (formula, field, message) => ({ errorConditionFormula: `AND(NOT($Permission.${bypass}), ${formula})`, ...(field ? { errorDisplayField: field } : {}), errorMessage: message });
    const locked = lockedFields(section, fields);
    yield ['LambdaSync_Locked_During_Review', rule(`PRIORVALUE(AWS_Locked__c), OR(${locked.map(f => `ISCHANGED(${f})`).join(', ')})`, null, 'AWS is reviewing this record and accepts no change. Wait until the review has ended.')];
    if (!section.invitation)
        return;
    const { answer, reason } = section.invitation;
    yield ['LambdaSync_Reject_Needs_Reason', rule(`ISPICKVAL(${answer}, 'Rejected'), ISPICKVAL(${reason}, '')`, reason, 'AWS takes no rejection without a reason.')];
    yield ['LambdaSync_Answer_Is_Final', rule(
        `ISCHANGED(${answer}), NOT(ISPICKVAL(PRIORVALUE(${answer}), 'Pending'))`, answer, 'Only a referral that waits for an answer (Pending) can be answered, and only once.')];
    yield ['LambdaSync_Answer_Is_A_Word', rule(
        `ISCHANGED(${answer}), NOT(ISPICKVAL(${answer}, 'Accepted')), NOT(ISPICKVAL(${answer}, 'Rejected'))`, answer, 'Choose Accepted or Rejected.')];
    yield ['LambdaSync_Account_Id', rule(`NOT(ISBLANK(AWS_awsAccountId__c)), NOT(REGEX(AWS_awsAccountId__c, '[0-9]{12}'))`, 'AWS_awsAccountId__c', 'An AWS account is identified by 12 digits.')];
    yield ['LambdaSync_Industry_Other', rule(`ISPICKVAL(AWS_industry__c, 'Other'), ISBLANK(AWS_industryOther__c)`, 'AWS_industryOther__c', 'AWS wants the industry in words if it is Other.')];
    const stage = section.fields.find(line => line.aws === 'LifeCycle.Stage' && line.outbound !== false);
    const lost = stage.values['Closed Lost'][0];
    yield ['LambdaSync_Closed_Lost_Reason', rule(`Sync_with_AWS__c, ISPICKVAL(${stage.crm}, '${lost}'), ISPICKVAL(AWS_closedLostReason__c, '')`, 'AWS_closedLostReason__c', 'AWS takes no lost opportunity without a reason.')];
    if (name.endsWith('__c'))
        yield ['LambdaSync_Launched_Needs_Account', rule(`Sync_with_AWS__c, ISPICKVAL(${stage.crm}, 'Launched'), ISBLANK(AWS_awsAccountId__c)`, 'AWS_awsAccountId__c', "AWS wants the customer's AWS account of a launched opportunity.")];
}

// An owner changes during a review too. Long texts can't be compared in formulas; LambdaSync holds their edits back, as it holds all.
function lockedFields(section, fields) {
    const types = new Map(fields.map(f => [f.name, f.type]));
    const answers = section.invitation ? [section.invitation.answer, section.invitation.reason] : [];
    const sent = section.fields.filter(line => line.outbound !== false && !/^(invitation:|submission:|related:|OpportunityTeam\[)/.test(line.aws)).map(line => line.crm);
    return [...new Set(sent)].filter(name => types.has(name) && types.get(name) !== 'LongText' && !answers.includes(name) && !peoplesFlags.includes(name));
}

function* listViews({ name, label, columns: shown }) {
    const section = sectionOf(name);
    if (section === null) {
        if (label)
            yield ['All', { columns: ['NAME', ...(shown ?? allColumns[name])], filterScope: 'Everything', label: 'All' }];
        return;
    }

    const columns = { Opportunity: ['OPPORTUNITY.NAME', 'ACCOUNT.NAME', 'OPPORTUNITY.STAGE_NAME'], Lead: ['FULL_NAME', 'LEAD.COMPANY', 'LEAD.STATUS'] }[name] ?? ['NAME'];
    const mine = [section.status.syncStatus, section.status.lastSync, awsId];
    const equals = (field, value) => ({ field, operation: 'equals', value });
    const filters = [equals(section.status.syncStatus, 'Failed')];
    if (section.invitation)
        filters.push(equals('AWS_status__c', 'Action Required'), equals(section.invitation.answer, 'Pending'));
    yield ['AWS_Needs_Attention', {
        ...(filters.length > 1 ? { booleanFilter: filters.map((_, i) => i + 1).join(' OR ') } : {}),
        columns: [...columns, ...(section.invitation ? ['AWS_status__c', section.invitation.answer, 'AWS_acceptBy__c'] : []), ...mine], filterScope: 'Everything', filters, label: 'AWS needs attention',
    }];
    if (label)
        yield ['All', { columns: [...columns, ...(section.invitation ? ['AWS_stage__c', 'AWS_status__c', 'AWS_customerCompanyName__c'] : ['AWS_company__c', 'AWS_qualificationStatus__c']), ...mine], filterScope: 'Everything', label: 'All' }];
}

const allColumns = { AWS_Solution__c: ['AWS_Solution_Id__c', 'Status__c', 'Category__c', 'Active__c'], LambdaSync_Sync_Log__c: ['Kind__c', 'Status__c', 'AWS_Id__c', 'CREATED_DATE'] };

function path() {
    const wanted = {
        Prospect: ['AWS_customerCompanyName__c', 'AWS_partnerProjectTitle__c', 'AWS_targetCloseDate__c'], Qualified: ['AWS_expectedMonthlyAwsRevenue__c', 'AWS_useCase__c', 'AWS_deliveryModel__c'],
        'Technical Validation': ['AWS_nextStep__c', 'AWS_salesActivities__c'], 'Business Validation': ['AWS_nextStep__c', 'AWS_salesActivities__c'], Committed: ['AWS_targetCloseDate__c', 'AWS_procurementType__c'],
        Launched: ['AWS_awsAccountId__c'], 'Closed Lost': ['AWS_closedLostReason__c'],
    };
    return document('PathAssistant', {
        active: true, entityName: 'ACE_Opportunity__c', fieldName: 'AWS_stage__c', masterLabel: 'ACE Opportunity Path',
        pathAssistantSteps: Object.entries(wanted).map(([value, fieldNames]) => ({ fieldNames, picklistValueName: value })), recordTypeName: '__MASTER__',
    });
}

function* platformEvent({ name, label, plural, publish, description, fields, package: of }) {
    const folder = `${folderOf({ package: of })}/objects/${name}`;
    yield [`${folder}/${name}.object-meta.xml`, document('CustomObject', { deploymentStatus: 'Deployed', description, eventType: 'HighVolume', label, pluralLabel: plural, publishBehavior: publish })];
    for (const field of fields)
        yield [`${folder}/fields/${field.name}.field-meta.xml`, document('CustomField', { fullName: field.name, ...(field.description ? { description: field.description } : {}), ...eventField(field) })];
}

// Events have no unique fields and no external ids.
function eventField(field) {
    return { ...(field.type === 'Text' ? { externalId: false } : {}), ...typed(field) };
}
