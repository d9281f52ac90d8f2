// Permission sets: the administrator of the integration, the integration user, and people who sell.
import { commandEvent, notificationEvent, objects, syncLog } from './tables.mjs';
import { bypass } from './objects.mjs';
import { writtenByAws } from './mappings.mjs';
import { tabs } from './pages.mjs';
import { document } from './xml.mjs';

const at = 'force-app/main/default/permissionsets';
const rights = (create, edit, remove, read, all) => ({ allowCreate: create, allowDelete: remove, allowEdit: edit, allowRead: read, modifyAllRecords: false, viewAllRecords: all });
const readOnly = rights(false, false, false, true, false);
const standard = ['Account', 'Contact', 'Opportunity', 'Lead'];
const users = names => names.map(name => ({ enabled: true, name }));

export function* permissionFiles() {
    yield set('LambdaSync_Admin', {
        description: 'Sets up LambdaSync and sees all its records. Does not give the rights of a Salesforce administrator.',
        applicationVisibilities: { application: 'LambdaSync', visible: true },
        fieldPermissions: fields(() => true), label: 'LambdaSync Admin',
        objectPermissions: permissions(name => (standard.includes(name) ? rights(true, true, false, true, true) : { ...rights(true, true, true, true, true), modifyAllRecords: true }), [commandEvent, notificationEvent]),
        tabSettings: visible(tabs), userPermissions: users(['RunFlow']),
    });
    yield set('LambdaSync_Integration', {
        description: 'For the user that LambdaSync runs as. It sees all records, so that a missing record is a deleted one, and deletes none. Holds no permission of the user interface.',
        customPermissions: { enabled: true, name: bypass },
        fieldPermissions: fields(() => true), label: 'LambdaSync Integration',
        objectPermissions: permissions(() => rights(true, true, false, true, true), [notificationEvent]),
        userPermissions: users(['ApiEnabled', 'ApiUserOnly']),
    });
    yield set('LambdaSync_Business', {
        description: 'Works on opportunities and leads that are shared with AWS, and sends commands. Fields that AWS or LambdaSync writes are read-only.',
        applicationVisibilities: { application: 'LambdaSync', visible: true },
        fieldPermissions: fields((object, field) => !['AWS_Solution__c', syncLog].includes(object) && !writtenByAws(object).has(field)), label: 'LambdaSync Business',
        objectPermissions: permissions(name => (['AWS_Solution__c', syncLog].includes(name) ? readOnly : rights(true, true, false, true, false)), [commandEvent]),
        tabSettings: visible(tabs), userPermissions: users(['RunFlow']),
    });
}

const set = (name, members) => [`${at}/${name}.permissionset-meta.xml`, document('PermissionSet', {
    // Elements in the order of the alphabet, as Salesforce retrieves them.
    ...Object.fromEntries(Object.entries({ ...members, hasActivationRequired: false }).sort(([a], [b]) => (a < b ? -1 : 1))),
})];

// Fields of events have no field-level security. No field of ours is required, or it could not be named here.
function fields(isEditable) {
    return objects.flatMap(o => o.fields.map(f => ({ editable: isEditable(o.name, f.name), field: `${o.name}.${f.name}`, readable: true })))
        .sort((a, b) => (a.field < b.field ? -1 : 1));
}

function permissions(of, published) {
    return [...objects.map(o => ({ ...of(o.name), object: o.name })), ...published.map(object => ({ ...rights(true, false, false, true, false), object }))]
        .map(({ object, ...r }) => ({ allowCreate: r.allowCreate, allowDelete: r.allowDelete, allowEdit: r.allowEdit, allowRead: r.allowRead, modifyAllRecords: r.modifyAllRecords, object, viewAllRecords: r.viewAllRecords }))
        .sort((a, b) => (a.object < b.object ? -1 : 1));
}

const visible = names => [...names].sort().map(tab => ({ tab, visibility: 'Visible' }));
