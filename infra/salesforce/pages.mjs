// The record pages of the ACE objects, with the actions only where they apply, and the app with its tabs.
import { actions, awsId, objects, syncLog } from './tables.mjs';
import { actionName } from './flows.mjs';
import { sectionOf } from './mappings.mjs';
import { document } from './xml.mjs';

const at = 'force-app/main/default';
export const tabs = objects.filter(o => o.motif).map(o => o.name);

export function* pageFiles() {
    for (const object of objects.filter(o => o.page))
        yield [`${at}/flexipages/${object.page}.flexipage-meta.xml`, recordPage(object)];
    yield [`${at}/applications/LambdaSync.app-meta.xml`, document('CustomApplication', {
        description: 'AWS co-selling with LambdaSync.', formFactors: ['Small', 'Large'], isNavAutoTempTabsDisabled: false, isNavPersonalizationDisabled: false, label: 'LambdaSync', navType: 'Standard',
        tabs: ['standard-Opportunity', 'standard-Lead', ...tabs], uiType: 'Lightning',
    })];
}

const property = (name, value) => ({ name, value });
const component = (name, identifier, properties) => ({ componentInstance: { componentInstanceProperties: properties, componentName: name, identifier } });
const region = (name, itemInstances, type) => ({ itemInstances, name, type });

function recordPage(object) {
    const facets = [];
    const sections = fieldSections(object).map(([label, fields], i) => fieldSection(label, fields, i + 1, facets));
    const isOpportunity = sectionOf(object.name).invitation !== undefined;
    return document('FlexiPage', {
        flexiPageRegions: [
            region('header', [
                component('force:highlightsPanel', 'force_highlightsPanel', [
                    { name: 'actionNames', valueList: { valueListItems: pageActions(object.name) } },
                    property('collapsed', false), property('enableActionsConfiguration', true), property('enableActionsInNative', false), property('hideChatterActions', false), property('numVisibleActions', 4),
                ]),
                ...(isOpportunity ? [component('runtime_sales_pathassistant:pathAssistant', 'runtime_sales_pathassistant_pathAssistant', [property('hideUpdateButton', false), property('variant', 'linear')])] : []),
            ], 'Region'),
            ...facets,
            region('main', sections, 'Region'),
            region('sidebar', [component('force:relatedListSingleContainer', 'force_relatedListSingleContainer', [
                property('parentFieldApiName', `${object.name}.Id`), property('relatedListApiName', `${relationship(object.name)}__r`), property('relatedListComponentOverride', 'NONE'), property('rowsToDisplay', 10), property('showActionBar', false),
            ])], 'Region'),
        ],
        masterLabel: `${object.label} Record Page`,
        sobjectType: object.name,
        template: { name: 'flexipage:recordHomeTemplateDesktop' },
        type: 'RecordPage',
    });
}

export const relationship = object => objects.find(o => o.name === syncLog).fields.find(f => f.relatesTo === object).relationship;

function pageActions(object) {
    const list = actions.find(a => a.of.includes(object)).list;
    return [
        ...list.map(action => ({ value: actionName(object, action), visibilityRule: { criteria: action.when.map(([field, operator, value]) => ({ leftValue: `{!Record.${field}}`, ...criterion(operator, value) })) } })),
        ...['Edit', 'Clone', 'Delete'].map(value => ({ value })),
    ];
}

// Pages know fewer operators than flows; the flow decides.
function criterion(operator, value) {
    switch (operator) {
        case 'EqualTo': return { operator: 'EQUAL', rightValue: value };
        case 'NotEqualTo': return { operator: 'NE', rightValue: value };
        case 'StartsWith': return { operator: 'CONTAINS', rightValue: value };
        case 'IsNull': return { operator: value ? 'EQUAL' : 'NE', rightValue: '' };
        default: throw new Error(`no criterion for ${operator}`);
    }
}

function fieldSections({ name, fields }) {
    const section = sectionOf(name);
    const status = Object.values(section.status);
    const groups = new Map([['Record', ['Name', 'OwnerId', awsId, section.syncFlag]], ['Synchronization', []], ['Project', []], ['Customer', []], ['Team', []], ["AWS's View", []], ['Marketing', []], ['Other', []]]);
    for (const { name: field, type } of fields.filter(f => f.name !== awsId && f.name !== section.syncFlag)) {
        const path = section.fields.find(line => line.crm === field)?.aws;
        const group = status.includes(field) || field === 'LambdaSync_Id__c' || /^(invitation|submission):/.test(path ?? '') ? 'Synchronization'
            : type === 'Reference' || field.startsWith('Convert_') || field === 'AWS_Submit__c' ? 'Record'
                : /^(lead:)?(Customer|company|email|phone|firstName|lastName|fullName|title|street|city|state|postal|country|website|lead:Contacts)/.test(path ?? '') ? 'Customer'
                    : /^OpportunityTeam|primaryContact|opportunityOwner|[Mm]anager|wWPS|leadOwner/.test(path ?? '') ? 'Team'
                        : /^(aws|prospecting|engagement):|^lead:Insights|^aWS/.test(path ?? '') ? "AWS's View"
                            : /^Marketing/.test(path ?? '') ? 'Marketing'
                                : /^(Project|LifeCycle|SoftwareRevenue|related|lead:|expected|solution|Opportunity)/.test(path ?? '') ? 'Project' : 'Other';
        groups.get(group).push(field);
    }

    return [...groups].filter(([, list]) => list.length > 0);
}

function fieldSection(label, fields, number, facets) {
    const half = Math.ceil(fields.length / 2);
    const columns = [fields.slice(0, half), fields.slice(half)].filter(list => list.length > 0).map((list, i) => {
        const facet = `Facet-section${number}-column${i + 1}`;
        facets.push(region(facet, list.map(field => ({
            fieldInstance: { fieldInstanceProperties: property('uiBehavior', field === 'Name' ? 'required' : 'none'), fieldItem: `Record.${field}`, identifier: `Record${field}Field` },
        })), 'Facet'));
        return component('flexipage:column', `flexipage_column_${number}_${i + 1}`, [property('body', facet)]);
    });
    facets.push(region(`Facet-section${number}`, columns, 'Facet'));
    return component('flexipage:fieldSection', `flexipage_fieldSection_${number}`, [property('columns', `Facet-section${number}`), property('horizontalAlignment', false), property('label', label)]);
}
