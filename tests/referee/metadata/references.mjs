// What one file says of another: Salesforce refuses the whole deployment for one name that is not there.

const standardFields = {
    Opportunity: ['Id', 'Name', 'OwnerId', 'AccountId', 'StageName', 'CloseDate', 'Amount'], Lead: ['Id', 'OwnerId', 'Company', 'LastName', 'Status'], Account: ['Id', 'Name', 'OwnerId'], Contact: ['Id', 'LastName', 'OwnerId'],
};
const standardColumns = ['NAME', 'CREATED_DATE', 'OPPORTUNITY.NAME', 'ACCOUNT.NAME', 'OPPORTUNITY.STAGE_NAME', 'FULL_NAME', 'LEAD.COMPANY', 'LEAD.STATUS'];
const ofInterface = ['applicationVisibilities', 'tabSettings', 'flowAccesses', 'pageAccesses'];
const secrets = /<(consumerKey|consumerSecret|password|oauthToken|oauthRefreshToken|awsAccessKey|awsAccessSecret|certificate)>|AKIA[0-9A-Z]{16}|BEGIN [A-Z ]*PRIVATE KEY/;
const identifiers = /\b(?:00D|005|001|003|006|00Q|0YL|00e|0PS)[A-Za-z0-9]{12}(?:[A-Za-z0-9]{3})?\b|(?<!\d)\d{12}(?!\d)/g;
const maxName = 40, maxLabel = 40, maxFormula = 3900, maxSelected = 5, maxColumns = 15;

const one = (node, name) => node?.[name]?.[0];
const all = (node, name) => node?.[name] ?? [];

/** @param documents { path, type, content, text } @param describe the objects as the mapping check sees them */
export function referenceFaults(documents, describe) {
    const index = new Index(documents);
    return [...objectFaults(index), ...describeFaults(index, describe), ...flowFaults(index), ...actionFaults(index), ...pageFaults(index), ...permissionFaults(index), ...channelFaults(index), ...appFaults(index), ...textFaults(documents)];
}

class Index {
    constructor(documents) {
        this.of = type => documents.filter(d => d.type === type).map(d => ({ ...d, name: /([^/]+)\.[^./]+-meta\.xml$/.exec(d.path)[1], object: /\/objects\/([^/]+)\//.exec(d.path)?.[1] }));
        this.fields = new Map();
        for (const field of this.of('CustomField'))
            this.fields.set(`${field.object}.${field.name}`, field);
        this.objects = new Map(this.of('CustomObject').map(o => [o.name, o]));
        this.sets = new Map(this.of('GlobalValueSet').map(s => [s.name, all(s.content, 'customValue').map(v => one(v, 'fullName'))]));
    }

    isObject = name => this.objects.has(name) || standardFields[name] !== undefined;
    isEvent = name => name.endsWith('__e');
    hasField = (object, field) => this.fields.has(`${object}.${field}`) || (standardFields[object] ?? (this.isEvent(object) ? ['CreatedById'] : ['Id', 'Name', 'OwnerId'])).includes(field);
    typeOf = (object, field) => one(this.fields.get(`${object}.${field}`)?.content, 'type');

    /** The values of a picklist, or null. */
    valuesOf(object, field) {
        const set = one(this.fields.get(`${object}.${field}`)?.content, 'valueSet');
        return set ? this.sets.get(one(set, 'valueSetName')) ?? [] : null;
    }
}

function* objectFaults(index) {
    const relationships = new Set();
    for (const { path, name, object, content } of index.fields.values()) {
        if (name !== one(content, 'fullName'))
            yield `${path}: the name is another`;
        if (name.replace(/__c$/, '').length > maxName || one(content, 'label').length > maxLabel)
            yield `${path}: the name or the label has more than ${maxName} characters`;
        const set = one(one(content, 'valueSet'), 'valueSetName');
        if (set !== undefined && !index.sets.has(set))
            yield `${path}: there is no value set ${set}`;
        const to = one(content, 'referenceTo');
        if (to !== undefined && !index.isObject(to))
            yield `${path}: there is no object ${to}`;
        if (to !== undefined && relationships.size === relationships.add(`${to}.${one(content, 'relationshipName')}`).size)
            yield `${path}: ${to} has this relationship twice`;
        if (one(content, 'externalId') === 'true' && one(content, 'unique') !== 'true')
            yield `${path}: an external id that is not unique answers 300`;
    }

    const used = new Set([...index.fields.values()].map(f => one(one(f.content, 'valueSet'), 'valueSetName')));
    for (const [name, values] of index.sets) {
        if (!used.has(name) || new Set(values).size !== values.length || values.some(v => v.length > 255 || v.includes(';')))
            yield `value set ${name}: not used, or its values are not distinct texts of up to 255 characters without ';'`;
    }

    for (const { path, object, content } of index.of('ValidationRule'))
        yield* ruleFaults(index, path, object, content);
    for (const { path, object, content } of index.of('ListView')) {
        const names = [...all(content, 'columns'), ...all(content, 'filters').map(f => one(f, 'field'))];
        for (const name of names.filter(n => !standardColumns.includes(n) && !index.fields.has(`${object}.${n}`)))
            yield `${path}: there is no column ${name}`;
        if (all(content, 'columns').length > maxColumns)
            yield `${path}: has more than ${maxColumns} columns`;
        for (const filter of all(content, 'filters')) {
            const values = index.valuesOf(object, one(filter, 'field'));
            if (values !== null && !values.includes(one(filter, 'value')))
                yield `${path}: the picklist ${one(filter, 'field')} does not have ${one(filter, 'value')}`;
        }
    }

    for (const { path, content } of index.of('PathAssistant')) {
        const object = one(content, 'entityName'), values = index.valuesOf(object, one(content, 'fieldName'));
        const steps = all(content, 'pathAssistantSteps');
        if (JSON.stringify(values) !== JSON.stringify(steps.map(s => one(s, 'picklistValueName'))))
            yield `${path}: the steps are not the values of ${one(content, 'fieldName')}`;
        for (const field of steps.flatMap(s => all(s, 'fieldNames')).filter(f => !index.fields.has(`${object}.${f}`)))
            yield `${path}: there is no field ${field}`;
    }
}

function* ruleFaults(index, path, object, content) {
    const formula = one(content, 'errorConditionFormula'), shownAt = one(content, 'errorDisplayField');
    for (const field of [...formula.matchAll(/\b\w+__c\b/g)].map(([f]) => f).concat(shownAt ?? [])) {
        if (!index.fields.has(`${object}.${field}`))
            yield `${path}: there is no field ${field}`;
        else if (index.typeOf(object, field) === 'LongTextArea')
            yield `${path}: ${field} is a long text, which formulas can't compare`;
    }

    for (const [, field, value] of formula.matchAll(/ISPICKVAL\((?:PRIORVALUE\()?(\w+)\)?, '([^']*)'\)/g)) {
        const values = index.valuesOf(object, field);
        if (value !== '' && values !== null && !values.includes(value))
            yield `${path}: the picklist ${field} does not have ${value}`;
    }

    for (const [, permission] of formula.matchAll(/\$Permission\.(\w+)/g)) {
        if (!index.of('CustomPermission').some(p => p.name === permission))
            yield `${path}: there is no custom permission ${permission}`;
    }

    if (!formula.includes('NOT($Permission.'))
        yield `${path}: holds for the integration user too, so it can refuse what AWS says`;
    const open = [...formula].filter(c => c === '(').length, close = [...formula].filter(c => c === ')').length;
    if (formula.length > maxFormula || open !== close)
        yield `${path}: the formula has ${formula.length} characters, ${open} opening and ${close} closing parentheses`;
}

function* describeFaults(index, describe) {
    const kinds = { Text: 'Text', LongText: 'LongTextArea', Email: 'Email', Phone: 'Phone', Url: 'Url', Number: 'Number', Boolean: 'Checkbox', Date: 'Date', DateTime: 'DateTime', Picklist: 'Picklist', MultiPicklist: 'MultiselectPicklist', Reference: 'Lookup' };
    const described = new Set();
    for (const { name: object, fields } of describe.objects) {
        for (const field of fields.filter(f => f.name.endsWith('__c'))) {
            const key = `${object}.${field.name}`, xml = index.fields.get(key)?.content;
            described.add(key);
            if (xml === undefined)
                yield `describe.json: the metadata has no field ${key}`;
            else if (one(xml, 'type') !== kinds[field.type] || (field.type === 'Text' && Number(one(xml, 'length')) < field.length) || (field.externalId === true) !== (one(xml, 'externalId') === 'true') || one(xml, 'label') !== field.label)
                yield `describe.json: ${key} is another in the metadata`;
            else if (JSON.stringify(field.values ?? null) !== JSON.stringify(index.valuesOf(object, field.name)))
                yield `describe.json: ${key} has other values in the metadata`;
        }
    }

    for (const { object, name } of index.fields.values()) {
        if (!index.isEvent(object) && !described.has(`${object}.${name}`))
            yield `describe.json: lacks ${object}.${name}`;
    }
}

const nodeKinds = ['assignments', 'decisions', 'recordCreates', 'recordLookups', 'recordUpdates', 'screens'];

function* flowFaults(index) {
    for (const { path, content } of index.of('Flow')) {
        const nodes = new Map(nodeKinds.flatMap(kind => all(content, kind)).map(n => [one(n, 'name'), n]));
        const screenFields = all(content, 'screens').flatMap(s => all(s, 'fields'));
        const lookups = new Map(all(content, 'recordLookups').map(l => [one(l, 'name'), one(l, 'object')]));
        const trigger = one(one(content, 'start'), 'object');
        const values = new Set([...['choices', 'formulas', 'variables', 'constants'].flatMap(kind => all(content, kind)), ...screenFields].map(n => one(n, 'name')));
        const reached = new Set();
        for (const target of find([content], 'targetReference')) {
            reached.add(target);
            if (!nodes.has(target))
                yield `${path}: there is no element ${target}`;
        }

        for (const name of [...nodes.keys()].filter(n => !reached.has(n)))
            yield `${path}: nothing leads to ${name}`;
        const isKnown = name => {
            const [head, field] = name.split('.');
            if (head === '$Flow')
                return ['FaultMessage', 'InterviewGuid', 'CurrentDateTime'].includes(field);
            const object = head === '$Record' ? trigger : lookups.get(head);
            return object === undefined ? field === undefined && values.has(head) : index.hasField(object, field);
        };
        const merged = find([content], ['fieldText', 'expression', 'interviewLabel']).flatMap(text => [...text.matchAll(/\{!([^}]+)\}/g)].map(([, name]) => name));
        for (const name of [...find([content], ['elementReference', 'leftValueReference']), ...merged].filter(n => !isKnown(n)))
            yield `${path}: there is no ${name}`;
        for (const choice of find([content], 'choiceReferences').filter(c => !values.has(c)))
            yield `${path}: there is no choice ${choice}`;
        for (const node of nodes.values()) {
            const object = one(node, 'object');
            if (object === undefined)
                continue;
            if (!index.isObject(object))
                yield `${path}: there is no object ${object}`;
            for (const field of [...all(node, 'queriedFields'), ...all(node, 'filters').map(f => one(f, 'field')), ...all(node, 'inputAssignments').map(f => one(f, 'field'))].filter(f => !index.hasField(object, f)))
                yield `${path}: ${object} has no field ${field}`;
            for (const assignment of all(node, 'inputAssignments')) {
                const picklist = index.valuesOf(object, one(assignment, 'field'));
                for (const value of picklist === null ? [] : assigned(assignment, content).filter(v => !picklist.includes(v)))
                    yield `${path}: the picklist ${one(assignment, 'field')} does not have ${value}`;
            }
        }

        for (const lookup of all(content, 'recordLookups')) {
            const read = all(lookup, 'queriedFields');
            for (const field of [...find([content], ['elementReference', 'leftValueReference']), ...merged].filter(n => n.startsWith(one(lookup, 'name') + '.')).map(n => n.split('.')[1]).filter(f => !read.includes(f)))
                yield `${path}: ${one(lookup, 'name')} does not read ${field}`;
        }
    }
}

// A text, or the values of the choices of the screen's field that is assigned.
function assigned(assignment, content) {
    const value = one(assignment, 'value'), field = all(content, 'screens').flatMap(s => all(s, 'fields')).find(f => one(f, 'name') === one(value, 'elementReference'));
    if (one(value, 'stringValue') !== undefined)
        return [one(value, 'stringValue')];
    return all(field, 'choiceReferences').map(name => one(one(all(content, 'choices').find(c => one(c, 'name') === name), 'value'), 'stringValue'));
}

/** Texts of all elements of these names. */
function find(nodes, names) {
    const wanted = [names].flat();
    return nodes.filter(n => typeof n === 'object').flatMap(node => Object.entries(node).flatMap(([name, children]) => [...(wanted.includes(name) ? children.filter(c => typeof c === 'string') : []), ...find(children, wanted)]));
}

function* actionFaults(index) {
    const flows = new Map(index.of('Flow').map(f => [f.name, f.content])), started = new Set();
    for (const { path, name, content } of index.of('QuickAction')) {
        const [object] = name.split('.'), flow = one(content, 'flowDefinition');
        started.add(flow);
        if (!flows.has(flow) || !index.isObject(object)) {
            yield `${path}: there is no flow ${flow}, or no object ${object}`;
            continue;
        }

        const record = all(flows.get(flow), 'variables').find(v => one(v, 'name') === 'recordId');
        if (one(record, 'isInput') !== 'true' || all(flows.get(flow), 'recordLookups').some(l => one(l, 'object') !== object))
            yield `${path}: the flow takes no recordId, or reads another object`;
    }

    for (const [name, content] of flows) {
        if (one(content, 'processType') === 'Flow' && !started.has(name))
            yield `flow ${name}: no action starts it`;
    }
}

function* pageFaults(index) {
    const actions = index.of('QuickAction').map(a => a.name), pages = index.of('FlexiPage');
    for (const { path, name, content } of pages) {
        const object = one(content, 'sobjectType');
        const shown = find([content], 'fieldItem').map(f => f.replace('Record.', ''));
        for (const field of [...shown, ...find([content], 'leftValue').map(f => /^\{!Record\.(\w+)\}$/.exec(f)?.[1])].filter(f => !index.hasField(object, f)))
            yield `${path}: ${object} has no field ${field}`;
        for (const [key] of [...index.fields].filter(([k]) => k.startsWith(object + '.') && !shown.includes(k.split('.')[1])))
            yield `${path}: does not show ${key}`;
        const offered = all(content, 'flexiPageRegions').flatMap(r => all(r, 'itemInstances')).flatMap(i => find([i], 'value')).filter(v => v.includes('.AWS_'));
        for (const action of actions.filter(a => a.startsWith(object + '.') !== offered.includes(a)))
            yield `${path}: ${action} is not offered, or is another object's`;
        const facets = all(content, 'flexiPageRegions').map(r => one(r, 'name'));
        const named = find([content], 'value').filter(v => v.startsWith('Facet-'));
        for (const facet of [...named.filter(n => !facets.includes(n)), ...facets.filter(f => f.startsWith('Facet-') && !named.includes(f))])
            yield `${path}: the facet ${facet} is not there, or not used`;
        const instances = find([content], 'identifier');
        if (new Set(instances).size !== instances.length)
            yield `${path}: identifiers are not unique`;
        if (!one(index.objects.get(object)?.content, 'actionOverrides')?.content?.includes(name))
            yield `${path}: no object opens it`;
        const properties = all(content, 'flexiPageRegions').flatMap(r => all(r, 'itemInstances')).flatMap(i => all(i, 'componentInstance')).flatMap(c => all(c, 'componentInstanceProperties'));
        const list = one(properties.find(p => one(p, 'name') === 'relatedListApiName'), 'value');
        const child = [...index.fields.values()].find(f => one(f.content, 'referenceTo') === object && `${one(f.content, 'relationshipName')}__r` === list)?.object;
        if (child === undefined)
            yield `${path}: there is no related list ${list}`;
        for (const column of find([properties.find(p => one(p, 'name') === 'relatedListFieldAliases')], 'value').filter(c => c !== 'NAME' && !index.fields.has(`${child}.${c}`)))
            yield `${path}: ${list} has no column ${column}`;
    }

    for (const { name, content } of index.objects.values()) {
        const page = one(one(content, 'actionOverrides'), 'content');
        if (page !== undefined && !pages.some(p => p.name === page))
            yield `object ${name}: there is no page ${page}`;
    }

    for (const { path, content } of index.of('CustomApplication')) {
        for (const tab of all(content, 'tabs').filter(t => !t.startsWith('standard-') && !index.of('CustomTab').some(c => c.name === t)))
            yield `${path}: there is no tab ${tab}`;
    }
}

function* permissionFaults(index) {
    for (const { path, name, content } of index.of('PermissionSet')) {
        const given = new Map(all(content, 'fieldPermissions').map(p => [one(p, 'field'), p]));
        for (const key of given.keys()) {
            const field = index.fields.get(key)?.content;
            if (field === undefined || one(field, 'required') === 'true' || one(field, 'type') === 'MasterDetail' || index.isEvent(key.split('.')[0]))
                yield `${path}: ${key} is no field that a permission set may name`;
        }

        // Each package's sets name every field of its objects, so that no field is left unseen.
        for (const { object, name: field } of [...index.fields.values()].filter(f => !index.isEvent(f.object) && !given.has(`${f.object}.${f.name}`) && packageOf(f.path) === packageOf(path)))
            yield `${path}: lacks ${object}.${field}`;

        const objects = new Map(all(content, 'objectPermissions').map(p => [one(p, 'object'), p]));
        for (const [object, rights] of objects) {
            if (!index.isObject(object))
                yield `${path}: there is no object ${object}`;
            if (index.isEvent(object) && ['allowEdit', 'allowDelete', 'modifyAllRecords', 'viewAllRecords'].some(r => one(rights, r) === 'true'))
                yield `${path}: the event ${object} can only be read and created`;
            if ((one(rights, 'modifyAllRecords') === 'true' && (one(rights, 'allowDelete') !== 'true' || one(rights, 'viewAllRecords') !== 'true')) || (one(rights, 'allowEdit') === 'true' && one(rights, 'allowRead') !== 'true'))
                yield `${path}: the rights on ${object} depend on others that are not given`;
        }

        for (const key of given.keys()) {
            if (!objects.has(key.split('.')[0]))
                yield `${path}: gives ${key} without its object`;
        }

        for (const tab of all(content, 'tabSettings').map(t => one(t, 'tab')).filter(t => !index.of('CustomTab').some(c => c.name === t)))
            yield `${path}: there is no tab ${tab}`;
        for (const permission of all(content, 'customPermissions').map(p => one(p, 'name')).filter(p => !index.of('CustomPermission').some(c => c.name === p)))
            yield `${path}: there is no custom permission ${permission}`;
        if (name.endsWith('_Integration') && (ofInterface.some(e => all(content, e).length > 0) || all(content, 'userPermissions').some(p => one(p, 'name') === 'RunFlow')))
            yield `${path}: the integration licence refuses permissions of the user interface`;
    }

    yield* peopleMayWhatActionsDo(index);
}

// A screen flow runs with the rights of the person who starts it.
function* peopleMayWhatActionsDo(index) {
    yield* mayWhatActionsDo(index, 'LambdaSync_Business', 'force-app');
    yield* mayWhatActionsDo(index, 'LambdaSync_Marketplace_User', 'marketplace');
}

function* mayWhatActionsDo(index, set, ofPackage) {
    const { path, content } = index.of('PermissionSet').find(s => s.name === set);
    const editable = new Set(all(content, 'fieldPermissions').filter(p => one(p, 'editable') === 'true').map(p => one(p, 'field')));
    const creates = new Set(all(content, 'objectPermissions').filter(p => one(p, 'allowCreate') === 'true').map(p => one(p, 'object')));
    for (const flow of index.of('Flow').filter(f => packageOf(f.path) === ofPackage && one(f.content, 'processType') === 'Flow')) {
        for (const update of all(flow.content, 'recordUpdates')) {
            for (const field of all(update, 'inputAssignments').map(a => `${one(update, 'object')}.${one(a, 'field')}`).filter(f => !editable.has(f)))
                yield `${path}: ${flow.name} sets ${field}, which the person may not edit`;
        }

        for (const create of all(flow.content, 'recordCreates').filter(c => !creates.has(one(c, 'object'))))
            yield `${path}: ${flow.name} creates ${one(create, 'object')}, which the person may not`;
    }
}

const packageOf = path => path.split('/')[0];

function* channelFaults(index) {
    const channels = new Map(index.of('PlatformEventChannel').map(c => [c.name, one(c.content, 'channelType')]));
    const members = index.of('PlatformEventChannelMember');
    for (const { path, name, content } of members) {
        const channel = one(content, 'eventChannel'), entity = one(content, 'selectedEntity'), isChange = entity.endsWith('ChangeEvent');
        const object = isChange ? entity.replace(/__ChangeEvent$/, '__c').replace(/ChangeEvent$/, '') : entity;
        if (!channels.has(channel) || !index.isObject(object))
            yield `${path}: there is no channel ${channel}, or no object ${object}`;
        if ((channels.get(channel) === 'data') !== isChange)
            yield `${path}: a channel holds change events or platform events, not both`;
        if (name !== `${channel}_${entity}`.replaceAll('__', '_'))
            yield `${path}: the name should be ${`${channel}_${entity}`.replaceAll('__', '_')}`;
        for (const [field] of (one(content, 'filterExpression') ?? '').matchAll(/\b\w+__c\b/g)) {
            if (!index.fields.has(`${object}.${field}`))
                yield `${path}: ${object} has no field ${field}`;
        }
    }

    if (members.filter(m => one(m.content, 'selectedEntity').endsWith('ChangeEvent')).length > maxSelected)
        yield `channels: more than ${maxSelected} objects are selected, which most organizations can't`;
    const relayed = [];
    for (const { path, content } of index.of('EventRelayConfig')) {
        relayed.push(one(content, 'eventChannel'));
        if (!channels.has(one(content, 'eventChannel')))
            yield `${path}: there is no channel ${one(content, 'eventChannel')}`;
        if (!index.of('NamedCredential').some(c => one(content, 'destinationResourceName') === `callout:${c.name}`))
            yield `${path}: there is no named credential ${one(content, 'destinationResourceName')}`;
        if (one(content, 'state') !== 'STOP')
            yield `${path}: a relay can only be created with the state STOP`;
    }

    if (new Set(relayed).size !== relayed.length || relayed.length !== channels.size)
        yield 'relays: each channel has one relay';
}

function* appFaults(index) {
    const apps = index.of('ExternalClientApplication').map(a => a.name);
    for (const type of ['ExtlClntAppGlobalOauthSettings', 'ExtlClntAppOauthSettings', 'ExtlClntAppOauthConfigurablePolicies', 'ExtlClntAppConfigurablePolicies']) {
        const found = index.of(type);
        if (found.length !== apps.length)
            yield `${type}: there are ${found.length} of ${apps.length} apps`;
        for (const { path, content } of found.filter(f => !apps.includes(one(f.content, 'externalClientApplication'))))
            yield `${path}: there is no app ${one(content, 'externalClientApplication')}`;
        for (const { path, content } of found) {
            const set = one(content, 'commaSeparatedPermissionSet');
            if (set !== undefined && !index.of('PermissionSet').some(p => p.name === set))
                yield `${path}: there is no permission set ${set}`;
        }
    }
}

// Ids differ from organization to organization, and secrets are nobody's to deploy.
function* textFaults(documents) {
    for (const { path, text } of documents) {
        for (const [id] of text.matchAll(identifiers))
            yield `${path}: holds the id ${id}`;
        if (secrets.test(text))
            yield `${path}: holds a secret, or the place for one`;
        for (const [address] of text.matchAll(/[\w.+-]+@[\w-]+\.[\w.]+/g)) {
            if (!address.endsWith('@example.com'))
                yield `${path}: holds the address ${address}`;
        }
    }
}
