// A screen flow and a quick action for each action of each object, and the flow that writes the sync log.
import { actions, apiVersion, awsId, commandEvent, notificationEvent, syncLog } from './tables.mjs';
import { marketplaceActions } from './marketplace.mjs';
import { document } from './xml.mjs';

const at = 'force-app/main/default', marketplace = 'marketplace/main/default';
const short = object => object.replace(/__c$/, '');
export const flowName = (object, action) => `LambdaSync_${short(object)}_${action.name}`;
export const actionName = (object, action) => `${object}.AWS_${action.name}`;

export function* flowFiles() {
    for (const [folder, { of, list }] of [...actions.map(of => [at, of]), ...marketplaceActions.map(of => [marketplace, of])]) {
        for (const object of of) {
            for (const action of list) {
                yield [`${folder}/flows/${flowName(object, action)}.flow-meta.xml`, screenFlow(object, action)];
                yield [`${folder}/quickActions/${actionName(object, action)}.quickAction-meta.xml`, document('QuickAction', { flowDefinition: flowName(object, action), label: action.label, optionsCreateFeedItem: false, type: 'Flow' })];
            }
        }
    }

    yield [`${at}/flows/LambdaSync_Log_Notification.flow-meta.xml`, logFlow()];
}

const place = { locationX: 0, locationY: 0 };
const to = target => ({ targetReference: target });
const text = value => ({ stringValue: value });
const reference = name => ({ elementReference: name });
const literal = value => (typeof value === 'boolean' ? { booleanValue: value } : value.startsWith('$') ? reference(value.slice(1)) : text(value));
const builder = [['BuilderType', 'LightningFlowBuilder'], ['CanvasMode', 'AUTO_LAYOUT_CANVAS'], ['OriginBuilderType', 'LightningFlowBuilder']].map(([name, value]) => ({ name, value: text(value) }));
const choiceName = (ask, i) => `${ask.name}_${i + 1}`;

// The record is read first, because an action shows on pages whose rules the admin has not set.
function screenFlow(object, action) {
    const asks = action.asks ?? [];
    const given = asks.filter(ask => !ask.isVerb);
    const afterCheck = asks.length > 0 ? 'Ask' : action.set ? 'Set_Fields' : 'Send_Command';
    const afterAsk = action.set ? 'Set_Fields' : 'Send_Command';
    const lists = asks.filter(ask => ask.values);
    const label = `LambdaSync ${short(object)} ${action.name}`.replaceAll('_', ' ');
    return document('Flow', {
        apiVersion,
        choices: lists.flatMap(ask => ask.values.map((value, i) => ({ name: choiceName(ask, i), choiceText: value, dataType: 'String', value: text(value) }))),
        decisions: {
            name: 'Is_Possible', label: 'Is possible?', ...place, defaultConnector: to('Not_Possible'), defaultConnectorLabel: 'No',
            rules: { name: 'Possible', conditionLogic: 'and', conditions: action.when.map(condition), connector: to(afterCheck), label: 'Yes' },
        },
        description: `${action.label}: sends the command ${action.verb.startsWith('$') ? asks.find(a => a.isVerb).values.join(' or ') : action.verb} to LambdaSync.`,
        environments: 'Default',
        formulas: given.length > 0 ? { name: 'Arguments', dataType: 'String', expression: argumentsOf(given) } : null,
        interviewLabel: `${label} {!$Flow.CurrentDateTime}`,
        label,
        processMetadataValues: builder,
        processType: 'Flow',
        recordCreates: {
            name: 'Send_Command', label: 'Send command', ...place, connector: to('Sent'), faultConnector: to('Failed'),
            inputAssignments: [
                { field: 'Arguments__c', value: given.length > 0 ? reference('Arguments') : text('{}') },
                { field: 'CommandId__c', value: reference('$Flow.InterviewGuid') },
                { field: 'RecordId__c', value: reference(action.recordId ? `Get_Record.${action.recordId}` : 'recordId') },
                { field: 'Verb__c', value: literal(action.verb) },
            ],
            object: action.event ?? commandEvent,
        },
        recordLookups: {
            name: 'Get_Record', label: 'Get record', ...place, assignNullValuesIfNoRecordsFound: false, connector: to('Is_Possible'), filterLogic: 'and',
            filters: { field: 'Id', operator: 'EqualTo', value: reference('recordId') }, getFirstRecordOnly: true, object,
            queriedFields: [...new Set(['Id', ...action.when.map(([field]) => field)])], storeOutputAutomatically: true,
        },
        recordUpdates: action.set ? {
            name: 'Set_Fields', label: 'Set fields', ...place, connector: to('Send_Command'), faultConnector: to('Failed'), filterLogic: 'and',
            filters: { field: 'Id', operator: 'EqualTo', value: reference('recordId') },
            inputAssignments: Object.entries(action.set).map(([field, value]) => ({ field, value: literal(value) })), object,
        } : null,
        screens: [
            ...(asks.length > 0 ? [screen('Ask', action.label, asks.map(question), afterAsk)] : []),
            screen('Failed', 'Failed', [shown('Failed_Text', 'Salesforce refused this: {!$Flow.FaultMessage}')]),
            screen('Not_Possible', 'Not possible', [shown('Not_Possible_Text', action.refusal)]),
            screen('Sent', 'Sent', [shown('Sent_Text', action.sent ?? 'LambdaSync has been asked. The record and its sync log show the result within a few minutes.')]),
        ],
        start: { ...place, connector: to('Get_Record') },
        status: 'Active',
        variables: { name: 'recordId', dataType: 'String', isCollection: false, isInput: true, isOutput: false },
    });
}

const condition = ([field, operator, value]) => ({ leftValueReference: `Get_Record.${field}`, operator, rightValue: literal(value) });

// A JSON object of texts. Texts that people write are escaped; LambdaSync reads the line breaks of a long one as spaces.
function argumentsOf(given) {
    const value = ask => (ask.values ? `{!${ask.name}}` : `SUBSTITUTE(SUBSTITUTE({!${ask.name}}, '\\\\', '\\\\\\\\'), '"', '\\\\"')`);
    return `'{'${given.map((ask, i) => ` & '${i > 0 ? ',' : ''}"${ask.name}":"' & ${value(ask)} & '"'`).join('')} & '}'`;
}

function screen(name, label, fields, next) {
    return { name, label, ...place, allowBack: false, allowFinish: true, allowPause: false, connector: next ? to(next) : null, fields, showFooter: true, showHeader: true };
}

const shown = (name, paragraph) => ({ name, fieldText: `<p>${paragraph}</p>`, fieldType: 'DisplayText' });

function question(ask) {
    return ask.values
        ? { name: ask.name, choiceReferences: ask.values.map((_, i) => choiceName(ask, i)), dataType: 'String', fieldText: ask.label, fieldType: ask.values.length > 4 ? 'DropdownBox' : 'RadioButtons', inputsOnNextNavToAssocScrn: 'UseStoredValues', isRequired: true }
        : { name: ask.name, ...(ask.isLong ? {} : { dataType: 'String' }), fieldText: ask.label, fieldType: ask.isLong ? 'LargeTextArea' : 'InputField', helpText: ask.help ? `<p>${ask.help}</p>` : null, inputsOnNextNavToAssocScrn: 'UseStoredValues', isRequired: true };
}

// A notice becomes an entry of the record's sync log; it belongs to the user whom it is for, else to the record's owner, so that those who see the record see it.
function logFlow() {
    const parents = [['Opportunity', 'Opportunity__c'], ['ACE_Opportunity__c', 'ACE_Opportunity__c'], ['Lead', 'Lead__c'], ['ACE_Lead__c', 'ACE_Lead__c']].map(([object, field]) => ({ object, field, name: `Get_${short(object)}` }));
    const owner = parents.reduceRight((rest, { name }) => `BLANKVALUE({!${name}.OwnerId}, ${rest})`, "''");
    return document('Flow', {
        apiVersion,
        decisions: {
            name: 'Is_To_Be_Logged', label: 'Is to be logged?', ...place, defaultConnectorLabel: 'No',
            rules: { name: 'Log', conditionLogic: 'and', conditions: { leftValueReference: '$Record.Status__c', operator: 'NotEqualTo', rightValue: text('Information') }, connector: to(parents[0].name), label: 'Yes' },
        },
        description: "Writes LambdaSync's notices that somebody has to see to the sync log of their record.",
        environments: 'Default',
        formulas: [
            { name: 'Aws_Id', dataType: 'String', expression: "IF(ISBLANK({!$Record.AwsId__c}), '-', {!$Record.AwsId__c})" },
            { name: 'Found_Owner', dataType: 'String', expression: owner },
            { name: 'Owner', dataType: 'String', expression: "IF(LEFT({!$Record.UserId__c}, 3) = '005', {!$Record.UserId__c}, IF(LEFT({!Found_Owner}, 3) = '005', {!Found_Owner}, {!$Record.CreatedById}))" },
            { name: 'Record_Id', dataType: 'String', expression: "IF(ISBLANK({!$Record.RecordId__c}), '000000000000000', {!$Record.RecordId__c})" },
        ],
        interviewLabel: 'LambdaSync Log Notification {!$Flow.CurrentDateTime}',
        label: 'LambdaSync Log Notification',
        processMetadataValues: builder,
        processType: 'AutoLaunchedFlow',
        recordCreates: {
            name: 'Create_Entry', label: 'Create entry', ...place,
            inputAssignments: [
                ...parents.map(({ field, name }) => ({ field, value: reference(`${name}.Id`) })),
                ...[['AWS_Id__c', 'AwsId__c'], ['Due__c', 'DueAt__c'], ['Event_Id__c', 'EventId__c'], ['Fix__c', 'Fix__c'], ['Job__c', 'Job__c'], ['Kind__c', 'Kind__c'], ['Message__c', 'Message__c'], ['Status__c', 'Status__c'], ['Time__c', 'Time__c']]
                    .map(([field, of]) => ({ field, value: reference(`$Record.${of}`) })),
                { field: 'OwnerId', value: reference('Owner') },
            ],
            object: syncLog,
        },
        recordLookups: parents.map(({ object, name }, i) => ({
            name, label: name.replaceAll('_', ' '), ...place, assignNullValuesIfNoRecordsFound: false, connector: to(parents[i + 1]?.name ?? 'Create_Entry'), filterLogic: 'or',
            filters: [{ field: 'Id', operator: 'EqualTo', value: reference('Record_Id') }, { field: awsId, operator: 'EqualTo', value: reference('Aws_Id') }],
            getFirstRecordOnly: true, object, queriedFields: ['Id', 'OwnerId'], storeOutputAutomatically: true,
        })),
        start: { ...place, connector: to('Is_To_Be_Logged'), object: notificationEvent, triggerType: 'PlatformEvent' },
        status: 'Active',
    });
}
