// A colleague with another tool: AWS's own JavaScript client answers an invitation, or converts a lead.
//   node colleague.mjs ENDPOINT accept-opportunity|accept-lead INVITATION
//   node colleague.mjs ENDPOINT reject INVITATION REASON
//   node colleague.mjs ENDPOINT convert ENGAGEMENT
// Prints AWS's answer. Exit 0 says that AWS has taken the request.
import {
  AcceptEngagementInvitationCommand, PartnerCentralSellingClient, RejectEngagementInvitationCommand, StartEngagementByAcceptingInvitationTaskCommand, StartOpportunityFromEngagementTaskCommand,
} from "@aws-sdk/client-partnercentral-selling";

const [endpoint, action, Identifier, RejectionReason] = process.argv.slice(2);
const Catalog = "AWS", ClientToken = `colleague-${action}-${Identifier}`;
const commands = {
  "accept-opportunity": () => new StartEngagementByAcceptingInvitationTaskCommand({ Catalog, ClientToken, Identifier }),
  "accept-lead": () => new AcceptEngagementInvitationCommand({ Catalog, Identifier }),
  reject: () => new RejectEngagementInvitationCommand({ Catalog, Identifier, RejectionReason }),
  convert: () => new StartOpportunityFromEngagementTaskCommand({ Catalog, ClientToken, Identifier, ContextIdentifier: "1" }),
};
const client = new PartnerCentralSellingClient({ endpoint, region: "us-east-1", maxAttempts: 1, credentials: { accessKeyId: "test", secretAccessKey: "test" } });
console.log(JSON.stringify(await client.send(commands[action]())));
