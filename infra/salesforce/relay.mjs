// Channels; the relays to Amazon EventBridge; the External Client App. The last two have values to fill in, so they are packages of their own.
import { commandEvent, events, offerEvent, resaleEvent } from './tables.mjs';
import { document } from './xml.mjs';

const at = 'force-app/main/default';
const channels = [
    { name: 'LambdaSync_Changes', type: 'data', label: 'LambdaSync Changes', entities: ['OpportunityChangeEvent', 'LeadChangeEvent', 'ACE_Opportunity__ChangeEvent', 'ACE_Lead__ChangeEvent'], filter: "Sync_with_AWS__c = TRUE" },
    { name: 'LambdaSync_Commands', type: 'event', label: 'LambdaSync Commands', entities: [commandEvent, offerEvent, resaleEvent] },
];
const app = 'LambdaSync';
const packageOf = entity => `${events.find(e => e.name === entity)?.package ?? 'force-app'}/main/default`;

export function* relayFiles() {
    for (const { name, type, label, entities, filter } of channels) {
        const channel = `${name}__chn`;
        yield [`${at}/platformEventChannels/${channel}.platformEventChannel-meta.xml`, document('PlatformEventChannel', { channelType: type, label })];
        // The name of a member has one underscore where channel and entity have two.
        for (const entity of entities) {
            yield [`${packageOf(entity)}/platformEventChannelMembers/${`${channel}_${entity}`.replaceAll('__', '_')}.platformEventChannelMember-meta.xml`,
                document('PlatformEventChannelMember', { eventChannel: channel, filterExpression: filter, selectedEntity: entity })];
        }

        yield [`relay/main/default/eventRelays/${name}.eventRelay-meta.xml`, document('EventRelayConfig', {
            // A relay can only be created with STOP.
            destinationResourceName: 'callout:LambdaSync_Relay', eventChannel: channel, label, relayOption: '{"ReplayRecovery":"EARLIEST"}', state: 'STOP',
        })];
    }

    yield ['relay/main/default/namedCredentials/LambdaSync_Relay.namedCredential-meta.xml', document('NamedCredential', {
        allowMergeFieldsInBody: false, allowMergeFieldsInHeader: false, endpoint: 'arn:aws:REGION:ACCOUNT', generateAuthorizationHeader: false, label: 'LambdaSync Relay', principalType: 'Anonymous', protocol: 'NoAuthentication',
    })];
    yield* clientApp();
}

// Client credentials: the consumer key and secret are made by Salesforce and read in Setup.
function* clientApp() {
    const folder = 'app/main/default';
    yield [`${folder}/externalClientApps/${app}.eca-meta.xml`, document('ExternalClientApplication', {
        contactEmail: 'admin@example.com', description: 'LambdaSync reads and writes records with the client credentials flow.', distributionState: 'Local', isProtected: false, label: app,
    })];
    yield [`${folder}/extlClntAppGlobalOauthSets/${app}_glbloauth.ecaGlblOauth-meta.xml`, document('ExtlClntAppGlobalOauthSettings', {
        callbackUrl: 'https://login.salesforce.com/services/oauth2/success', externalClientApplication: app, isClientCredentialsFlowEnabled: true, isCodeCredFlowEnabled: false, isConsumerSecretOptional: false, isDeviceFlowEnabled: false,
        isIntrospectAllTokens: false, isPkceRequired: true, isSecretRequiredForRefreshToken: true, label: `${app} Global OAuth`, shouldRotateConsumerKey: false, shouldRotateConsumerSecret: false,
    })];
    yield [`${folder}/extlClntAppOauthSettings/${app}_oauth.ecaOauth-meta.xml`, document('ExtlClntAppOauthSettings', {
        commaSeparatedOauthScopes: 'Api', externalClientApplication: app, isFirstPartyAppEnabled: false, label: `${app} OAuth`,
    })];
    yield [`${folder}/extlClntAppOauthPolicies/${app}_oauthPlcy.ecaOauthPlcy-meta.xml`, document('ExtlClntAppOauthConfigurablePolicies', {
        clientCredentialsFlowUser: 'lambdasync.integration@example.com', commaSeparatedPermissionSet: 'LambdaSync_Integration', externalClientApplication: app, ipRelaxationPolicyType: 'Enforce',
        isClientCredentialsFlowEnabled: true, label: `${app} OAuth Policy`, permittedUsersPolicyType: 'AdminApprovedPreAuthorized', refreshTokenPolicyType: 'Zero',
    })];
    yield [`${folder}/extlClntAppPolicies/${app}_plcy.ecaPlcy-meta.xml`, document('ExtlClntAppConfigurablePolicies', { externalClientApplication: app, isEnabled: true, isOauthPluginEnabled: true, label: `${app} Policy` })];
}
