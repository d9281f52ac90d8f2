// Permission sets: the administrator of the integration, the integration user, and people who sell.
import { commandEvent, notificationEvent, objects, offerEvent, ownerObject, resaleEvent, syncLog } from './tables.mjs';
import { decidedByAws, marketplaceObjects } from './marketplace.mjs';
import { bypass } from './objects.mjs';
import { writtenByAws } from './mappings.mjs';
import { marketplaceTabs, tabs } from './pages.mjs';
import { document } from './xml.mjs';

const at = 'force-app/main/default/permissionsets';
const rights = (create, edit, remove, read, all) => ({ allowCreate: create, allowDelete: remove, allowEdit: edit, allowRead: read, modifyAllRecords: false, viewAllRecords: all });
const readOnly = rights(false, false, false, true, false);
const standard = ['Account', 'Contact', 'Opportunity', 'Lead'];
const readByPeople = ['AWS_Solution__c', syncLog, ownerObject];
const users = names => names.map(name => ({ enabled: true, name }));

export function* permissionFiles() {
    yield* marketplaceSets();
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
        fieldPermissions: fields((object, field) => !readByPeople.includes(object) && !writtenByAws(object).has(field.name)), label: 'LambdaSync Business',
        objectPermissions: permissions(name => (readByPeople.includes(name) ? readOnly : rights(true, true, false, true, false)), [commandEvent]),
        tabSettings: visible(tabs), userPermissions: users(['RunFlow']),
    });
}

// AWS's guide has three roles for people: administrator, user (a software vendor) and channel partner.
function* marketplaceSets() {
    const folder = 'marketplace/main/default/permissionsets';
    const app = { applicationVisibilities: { application: 'LambdaSync_Marketplace', visible: true }, tabSettings: visible(marketplaceTabs), userPermissions: users(['RunFlow']) };
    const give = (name, label, description, of, isEditable, more, events) => set(name, {
        description, label, fieldPermissions: fields(isEditable, marketplaceObjects), objectPermissions: permissions(of, events, marketplaceObjects), ...more,
    }, folder);
    const work = rights(true, true, false, true, false);
    const edits = names => (object, field) => names.includes(object) && !decidedByAws(object, field);
    const of = names => object => (names.includes(object) ? work : readOnly);
    const [offers, authorizations] = ['AWS_Private_Offer__c', 'AWS_Resale_Authorization__c'];
    yield give('LambdaSync_Marketplace_Admin', 'LambdaSync Marketplace Admin', 'Sees and edits all records of AWS Marketplace.', () => ({ ...rights(true, true, true, true, true), modifyAllRecords: true }), () => true, app, [offerEvent, resaleEvent]);
    yield give('LambdaSync_Marketplace_User', 'LambdaSync Marketplace User', 'Makes private offers and resale authorizations.', of([offers, authorizations]), edits([offers, authorizations]), app, [offerEvent, resaleEvent]);
    yield give('LambdaSync_Channel_Partner', 'LambdaSync Channel Partner', 'Makes private offers from authorizations that are shared with the partner.', of([offers]), edits([offers]), app, [offerEvent]);
    yield give('LambdaSync_Marketplace_Integration', 'LambdaSync Marketplace Integration', 'For the user that LambdaSync runs as, beside LambdaSync Integration.', () => rights(true, true, false, true, true), () => true, {}, []);
}

const set = (name, members, folder = at) => [`${folder}/${name}.permissionset-meta.xml`, document('PermissionSet', {
    // Elements in the order of the alphabet, as Salesforce retrieves them.
    ...Object.fromEntries(Object.entries({ ...members, hasActivationRequired: false }).sort(([a], [b]) => (a < b ? -1 : 1))),
})];

// Fields of events have no field-level security. No field of ours is required, or it could not be named here.
function fields(isEditable, of = objects) {
    return of.flatMap(o => o.fields.map(f => ({ editable: isEditable(o.name, f), field: `${o.name}.${f.name}`, readable: true })))
        .sort((a, b) => (a.field < b.field ? -1 : 1));
}

function permissions(of, published, all = objects) {
    return [...all.map(o => ({ ...of(o.name), object: o.name })), ...published.map(object => ({ ...rights(true, false, false, true, false), object }))]
        .map(({ object, ...r }) => ({ allowCreate: r.allowCreate, allowDelete: r.allowDelete, allowEdit: r.allowEdit, allowRead: r.allowRead, modifyAllRecords: r.modifyAllRecords, object, viewAllRecords: r.viewAllRecords }))
        .sort((a, b) => (a.object < b.object ? -1 : 1));
}

const visible = names => [...names].sort().map(tab => ({ tab, visibility: 'Visible' }));
