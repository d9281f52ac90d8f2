// AWS's own JavaScript clients drive the simulator's AWS Marketplace: a sale, and what follows it.
//   node marketplace.mjs ENDPOINT      exit 0 says that nothing was found
import {
  BatchDescribeEntitiesCommand, CancelChangeSetCommand, DescribeChangeSetCommand, DescribeEntityCommand, ListChangeSetsCommand, ListEntitiesCommand, MarketplaceCatalogClient, StartChangeSetCommand,
} from "@aws-sdk/client-marketplace-catalog";
import {
  BatchCreateBillingAdjustmentRequestCommand, CancelAgreementCancellationRequestCommand, CancelAgreementPaymentRequestCommand, DescribeAgreementCommand, GetAgreementCancellationRequestCommand,
  GetAgreementPaymentRequestCommand, GetAgreementTermsCommand, GetBillingAdjustmentRequestCommand, ListAgreementCancellationRequestsCommand, ListAgreementInvoiceLineItemsCommand,
  ListAgreementPaymentRequestsCommand, ListBillingAdjustmentRequestsCommand, MarketplaceAgreementClient, SearchAgreementsCommand, SendAgreementCancellationRequestCommand, SendAgreementPaymentRequestCommand,
} from "@aws-sdk/client-marketplace-agreement";

const endpoint = process.argv[2];
const settings = { endpoint, region: "us-east-1", maxAttempts: 1, credentials: { accessKeyId: "test", secretAccessKey: "test" } };
const catalog = new MarketplaceCatalogClient(settings);
const agreements = new MarketplaceAgreementClient(settings);
const Catalog = "AWSMarketplace";
const driven = new Map();
const mismatches = [];

async function send(client, Command, input) {
  const name = Command.name.replace(/Command$/, "");
  driven.set(name, (driven.get(name) ?? 0) + 1);
  return client.send(new Command(input));
}

async function act(verb, input = {}) {
  const answer = await fetch(`${endpoint}/_control/${verb}`, { method: "POST", body: JSON.stringify(input) });
  if (!answer.ok) throw new Error(`${verb}: ${await answer.text()}`);
  return answer.json();
}

function check(what, holds) {
  if (!holds) mismatches.push(what);
}

async function refused(what, name, promise, more = () => true) {
  await promise.then(
    () => check(`${what} is refused`, false),
    (error) => check(`${what} is a ${name}, not ${error.name}`, error.name === name && more(error)));
}

const expiry = new Date(Date.now() + 20 * 86_400_000).toISOString().slice(0, 10);
const target = "$Offer.Entity.Identifier";
const change = (ChangeType, DetailsDocument, Identifier = target, ChangeName = undefined) => ({ ChangeType, ChangeName, Entity: { Type: "Offer@1.0", Identifier }, DetailsDocument });
const offer = [
  { ChangeType: "CreateOffer", ChangeName: "Offer", Entity: { Type: "Offer@1.0" }, DetailsDocument: { ProductId: "prod-1" } },
  change("UpdateInformation", { Name: "From JavaScript", Description: "For Example Ltd" }),
  change("UpdateTargeting", { PositiveTargeting: { BuyerAccounts: ["111122223333"] } }),
  change("UpdatePricingTerms", {
    PricingModel: "Contract",
    Terms: [{
      Type: "ConfigurableUpfrontPricingTerm", CurrencyCode: "USD",
      RateCards: [{ Selector: { Type: "Duration", Value: "P12M" }, RateCard: [{ DimensionKey: "seats", Price: "99.50" }], Constraints: { MultipleDimensionSelection: "Allowed", QuantityConfiguration: "Allowed" } }],
    }],
  }),
  change("UpdateLegalTerms", { Terms: [{ Type: "LegalTerm", Documents: [{ Type: "StandardEula", Version: "2022-07-14" }] }] }),
  change("UpdateAvailability", { AvailabilityEndDate: expiry }),
  change("ReleaseOffer", {}),
];

try {
  await act("reset");
  await act("settings", { quotas: false });
  await act("add-product", { id: "prod-1" });
  await act("market-settings", { prepareSeconds: 60, applySeconds: 60 });
  const first = await send(catalog, StartChangeSetCommand, { Catalog, ChangeSet: offer, ChangeSetName: "cancelled", ClientRequestToken: "js-1" });
  const again = await send(catalog, StartChangeSetCommand, { Catalog, ChangeSet: offer, ChangeSetName: "cancelled", ClientRequestToken: "js-1" });
  check("a token gives the same change set", first.ChangeSetId === again.ChangeSetId);
  await send(catalog, CancelChangeSetCommand, { Catalog, ChangeSetId: first.ChangeSetId });
  check("a change set is cancelled", (await send(catalog, DescribeChangeSetCommand, { Catalog, ChangeSetId: first.ChangeSetId })).Status === "CANCELLED");

  const started = await send(catalog, StartChangeSetCommand, { Catalog, ChangeSet: offer, ChangeSetName: "released", ClientRequestToken: "js-2" });
  await act("clock", { advanceSeconds: 90 });
  await refused("a cancellation while it is applied", "ResourceInUseException", send(catalog, CancelChangeSetCommand, { Catalog, ChangeSetId: started.ChangeSetId }));
  await act("clock", { advanceSeconds: 90 });
  const set = await send(catalog, DescribeChangeSetCommand, { Catalog, ChangeSetId: started.ChangeSetId });
  check("a change set succeeds", set.Status === "SUCCEEDED");
  const offerId = set.ChangeSet.find((one) => one.ChangeType === "CreateOffer").Entity.Identifier.split("@")[0];
  check("change sets are found by name", (await send(catalog, ListChangeSetsCommand, { Catalog, FilterList: [{ Name: "ChangeSetName", ValueList: ["released"] }] })).ChangeSetSummaryList?.length === 1);
  check("offers are listed", (await send(catalog, ListEntitiesCommand, { Catalog, EntityType: "Offer" })).EntitySummaryList?.some((one) => one.EntityId === offerId && one.OfferSummary?.State === "Released"));
  check("an entity has its document", (await send(catalog, DescribeEntityCommand, { Catalog, EntityId: offerId })).DetailsDocument?.Name === "From JavaScript");
  check("entities are described together", (await send(catalog, BatchDescribeEntitiesCommand, { EntityRequestList: [{ Catalog, EntityId: "prod-1" }] })).EntityDetails?.["prod-1"]?.EntityType?.startsWith("SaaSProduct"));
  await refused("an unknown entity", "ResourceNotFoundException", send(catalog, DescribeEntityCommand, { Catalog, EntityId: "offer-none" }));
  await refused("another change of a released offer", "ValidationException", send(catalog, StartChangeSetCommand, { Catalog, ChangeSet: [change("NoSuchChange", {}, offerId)] }));

  const { agreementId } = await act("accept-offer", { offerId, variablePaymentTerm: { id: "term-1", currencyCode: "USD", maxTotalChargeAmount: "100" } });
  const { invoiceId } = await act("invoice", { agreementId, amount: "50.00" });
  const filters = [["PartyType", "Proposer"], ["AgreementType", "PurchaseAgreement"], ["OfferId", offerId]].map(([name, value]) => ({ name, values: [value] }));
  const found = await send(agreements, SearchAgreementsCommand, { catalog: Catalog, filters });
  check("an agreement is found", found.agreementViewSummaries?.[0]?.agreementId === agreementId);
  const agreement = await send(agreements, DescribeAgreementCommand, { agreementId });
  check("its start is a date", agreement.startTime instanceof Date && agreement.status === "ACTIVE");
  check("its terms are read", (await send(agreements, GetAgreementTermsCommand, { agreementId })).acceptedTerms?.length >= 2);

  const invoices = await send(agreements, ListAgreementInvoiceLineItemsCommand, { agreementId, groupBy: "INVOICE_ID" });
  check("an invoice says what may be adjusted", invoices.agreementInvoiceLineItemGroupSummaries?.[0]?.pricingCurrencyAmount?.maxAdjustmentAmount === "50.00");
  const entry = (amount, token) => ({ agreementId, originalInvoiceId: invoiceId, adjustmentAmount: amount, currencyCode: "USD", adjustmentReasonCode: "OTHER", clientToken: token });
  const adjusted = await send(agreements, BatchCreateBillingAdjustmentRequestCommand, { billingAdjustmentRequestEntries: [entry("10.00", "js-3"), entry("90.00", "js-4")] });
  check("of a batch one is taken and one refused", adjusted.items?.[0]?.clientToken === "js-3" && adjusted.errors?.[0]?.clientToken === "js-4" && adjusted.errors[0].code === "VALIDATION_EXCEPTION");
  const repeated = await send(agreements, BatchCreateBillingAdjustmentRequestCommand, { billingAdjustmentRequestEntries: [entry("10.00", "js-3")] });
  check("a token gives the same adjustment", repeated.items?.[0]?.billingAdjustmentRequestId === adjusted.items[0].billingAdjustmentRequestId);
  await act("clock", { advanceSeconds: 60 });
  const billingAdjustmentRequestId = adjusted.items[0].billingAdjustmentRequestId;
  check("an adjustment completes", (await send(agreements, GetBillingAdjustmentRequestCommand, { agreementId, billingAdjustmentRequestId })).status === "COMPLETED");
  check("adjustments are listed", (await send(agreements, ListBillingAdjustmentRequestsCommand, { agreementId })).items?.[0]?.createdAt instanceof Date);

  const payment = await send(agreements, SendAgreementPaymentRequestCommand, { agreementId, termId: "term-1", name: "Milestone 1", chargeAmount: "60.00", clientToken: "js-5" });
  check("a payment is requested", payment.status === "VALIDATING" && payment.currencyCode === "USD");
  await refused("more than the term allows", "ValidationException", send(agreements, SendAgreementPaymentRequestCommand, { agreementId, termId: "term-1", name: "Milestone 2", chargeAmount: "60.00", clientToken: "js-6" }));
  await act("clock", { advanceSeconds: 60 });
  check("the buyer is asked", (await send(agreements, GetAgreementPaymentRequestCommand, { agreementId, paymentRequestId: payment.paymentRequestId })).status === "PENDING_APPROVAL");
  check("a payment request is withdrawn", (await send(agreements, CancelAgreementPaymentRequestCommand, { agreementId, paymentRequestId: payment.paymentRequestId })).status === "CANCELLED");
  check("payment requests are listed", (await send(agreements, ListAgreementPaymentRequestsCommand, { partyType: "Proposer", agreementId })).items?.length === 1);

  await act("market-settings", { denied: "FAILED_KYC_COMPLIANCE" });
  await refused("a request of an account that is not verified", "AccessDeniedException", send(agreements, SendAgreementCancellationRequestCommand, { agreementId, reasonCode: "OTHER" }), (error) => error.reason === "FAILED_KYC_COMPLIANCE");
  await act("market-settings", { denied: "" });
  const cancellation = await send(agreements, SendAgreementCancellationRequestCommand, { agreementId, reasonCode: "TEST_AGREEMENT", clientToken: "js-7" });
  const agreementCancellationRequestId = cancellation.agreementCancellationRequestId;
  await refused("a second cancellation request", "ConflictException", send(agreements, SendAgreementCancellationRequestCommand, { agreementId, reasonCode: "OTHER", clientToken: "js-8" }));
  check("a cancellation request is withdrawn", (await send(agreements, CancelAgreementCancellationRequestCommand, { agreementId, agreementCancellationRequestId, cancellationReason: "No" })).status === "CANCELLED");
  check("and says so", (await send(agreements, GetAgreementCancellationRequestCommand, { agreementId, agreementCancellationRequestId })).statusMessage === "No");
  check("cancellation requests are listed", (await send(agreements, ListAgreementCancellationRequestsCommand, { partyType: "Proposer", agreementId })).items?.length === 1);
  await refused("an unknown agreement", "ResourceNotFoundException", send(agreements, DescribeAgreementCommand, { agreementId: "agmt-none" }));
} catch (broken) {
  mismatches.push(`the scenario broke off: ${broken.name} ${broken.message}`);
}

for (const mismatch of mismatches) console.log(`  MISMATCH ${mismatch}`);
const requests = [...driven.values()].reduce((sum, count) => sum + count, 0);
console.log(`javascript: ${driven.size} operations, ${requests} requests, ${mismatches.length} mismatches`);
process.exit(mismatches.length === 0 ? 0 : 1);
