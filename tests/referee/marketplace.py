"""boto3 drives the simulator's AWS Marketplace, and our clients' requests are held against the same models."""
import base64
import collections
import json
import urllib.parse
import urllib.request

import boto3
import botocore.config
import botocore.exceptions

import requests_check
import walker

SERVICES = ("marketplace-catalog", "marketplace-agreement")
TARGET = "AWSMPCommerceService_v20200301."

# What LambdaSync uses of the two services.
CATALOG = {"StartChangeSet", "DescribeChangeSet", "ListChangeSets", "CancelChangeSet", "ListEntities", "DescribeEntity", "BatchDescribeEntities"}

# Patterns of the model that AWS's own examples break: Offer@1.0 as a type, $Name.Entity.Identifier as an identifier, names with a space
# (their pattern is escaped twice), change names and page tokens of more than one letter.
SLIPS = {"EntityType", "Identifier", "EntityNameString", "ChangeName", "NextToken"}

# Members that are newer than the botocore that tests/requirements.txt names.
NEWER = {
    "lastUpdateTime", "endTimeBehaviorType", "endTimeBehaviorReasonCode", "initialAgreementId", "endTimeBehavior", "renewalTerm", "netPaymentTerm", "offerSetId", "entitlements", "ValidationExceptionFieldList",
    "OfferSetId", "CreatedBySource", "TargetAgreementId", "TargetAgreementIntent", "OfferSetSummary", "lockoutPeriod", "maxRenewals", "adjustmentDeadline", "priceIncrease", "termTemplates",
}


class MarketplaceWalker(walker.Walker):
    def _structure(self, shape, value, path):
        if isinstance(value, dict):
            value = {name: member for name, member in value.items() if name in shape.members or name not in NEWER}
        # A term that the installed model does not have yet leaves its union empty.
        if not (getattr(shape, "is_tagged_union", False) and value == {}):
            super()._structure(shape, value, path)

    def _string(self, shape, value, path):
        if shape.name not in SLIPS:
            super()._string(shape, value, path)
        else:
            self._check("type", isinstance(value, str), path, f"is no text: {value!r}")

    def _timestamp(self, shape, value, path):
        # AWS JSON 1.0 without a format: seconds.
        self._check("type", isinstance(value, (int, float)) and not isinstance(value, bool), path, f"is no number of seconds: {value!r}")

    def _scalar(self, shape, value, path):
        if not shape.metadata.get("document") and not getattr(shape, "is_document_type", False):
            super()._scalar(shape, value, path)

    def walk(self, shape, value, path):
        if not getattr(shape, "is_document_type", False):
            super().walk(shape, value, path)


def drive(endpoint, walk):
    driven, refused, expected = collections.Counter(), collections.Counter(), []
    clients = {service: boto3.Session(botocore_session=walker.session()).client(
        service, endpoint_url=endpoint, region_name="us-east-1", aws_access_key_id="test", aws_secret_access_key="test",
        config=botocore.config.Config(retries={"total_max_attempts": 1}, parameter_validation=False)) for service in SERVICES}

    def answered(http_response, parsed, model, **_):
        where = f"answer {sum(driven.values()) + sum(refused.values()) + 1} of {model.name}"
        body = json.loads(http_response.content)
        if expected:
            code = parsed.get("Error", {}).get("Code")
            refused[expected[0]] += 1
            if code != expected[0] or code not in {error.name for error in model.error_shapes} | {"ServiceQuotaExceededException"}:
                walk.mismatches.append(f"{where}: {http_response.status_code} {code} {body} where {expected[0]} was due")
            return
        driven[model.name] += 1
        if http_response.status_code >= 300:
            walk.mismatches.append(f"{where}: {http_response.status_code} {body}")
        else:
            walk.walk(model.output_shape, body, where)

    for service, client in clients.items():
        client.meta.events.register(f"after-call.{service}", answered)
    try:
        Scenario(endpoint, clients["marketplace-catalog"], clients["marketplace-agreement"], expected).run()
    except (botocore.exceptions.BotoCoreError, botocore.exceptions.ClientError, AssertionError, KeyError, IndexError, StopIteration, OSError) as broken:
        walk.mismatches.append(f"the scenario broke off: {type(broken).__name__} {broken}")
    for operation in sorted(CATALOG - set(driven)):
        walk.mismatches.append(f"{operation} was not driven")
    for name, count in (*sorted(driven.items()), *sorted(refused.items())):
        print(f"  {name} {count}")
    return driven, refused


class Scenario:
    """A private offer from its change set to its agreement and what comes after the sale."""

    def __init__(self, endpoint, catalog, agreements, expected):
        self.endpoint, self.catalog, self.agreements, self.expected = endpoint, catalog, agreements, expected

    def act(self, verb, **members):
        request = urllib.request.Request(f"{self.endpoint}/_control/{verb}", data=json.dumps(members).encode(), method="POST")
        with urllib.request.urlopen(request) as answer:
            return json.load(answer)

    def refuse(self, code, call, **members):
        self.expected.append(code)
        try:
            call(**members)
            raise AssertionError(f"{code} was due")
        except botocore.exceptions.ClientError:
            pass
        finally:
            self.expected.clear()

    def run(self):
        catalog, agreements = self.catalog, self.agreements
        self.act("settings", quotas=False)
        self.act("clock", now="2026-03-02T09:00:00Z")
        self.act("add-product", id="prod-1")
        started = catalog.start_change_set(Catalog="AWSMarketplace", ChangeSet=offer(), ChangeSetName="my offer", ClientRequestToken="token-1")["ChangeSetId"]
        self.refuse("ValidationException", catalog.start_change_set, Catalog="AWSMarketplace", ChangeSet=offer()[:1] * 21)
        self.act("clock", advanceSeconds=5)
        done = catalog.describe_change_set(Catalog="AWSMarketplace", ChangeSetId=started)
        assert done["Status"] == "SUCCEEDED", done
        identifier = done["ChangeSet"][0]["Entity"]["Identifier"].split("@")[0]
        expire = [change("UpdateAvailability", identifier, {"AvailabilityEndDate": "2026-04-30"})]
        second = catalog.start_change_set(Catalog="AWSMarketplace", ChangeSet=expire)["ChangeSetId"]
        self.refuse("ResourceInUseException", catalog.start_change_set, Catalog="AWSMarketplace", ChangeSet=expire)
        catalog.cancel_change_set(Catalog="AWSMarketplace", ChangeSetId=second)
        self.refuse("ResourceInUseException", catalog.cancel_change_set, Catalog="AWSMarketplace", ChangeSetId=second)
        self.refuse("ResourceNotFoundException", catalog.describe_entity, Catalog="AWSMarketplace", EntityId="offer-none")
        self.act("refuse-change", changeType="UpdateAvailability", code="INVALID_AVAILABILITY_END_DATE")
        third = catalog.start_change_set(Catalog="AWSMarketplace", ChangeSet=expire)["ChangeSetId"]
        self.act("clock", advanceSeconds=5)
        failed = catalog.describe_change_set(Catalog="AWSMarketplace", ChangeSetId=third)
        assert failed["ChangeSet"][0]["ErrorDetailList"][0]["ErrorCode"] == "INVALID_AVAILABILITY_END_DATE", failed
        found = catalog.list_change_sets(Catalog="AWSMarketplace", FilterList=[{"Name": "ChangeSetName", "ValueList": ["my offer"]}])
        assert [s["ChangeSetId"] for s in found["ChangeSetSummaryList"]] == [started]
        for entity_type in ("Offer", "SaaSProduct", "ResaleAuthorization"):
            catalog.list_entities(Catalog="AWSMarketplace", EntityType=entity_type)
        self.act("share-authorization")
        assert len(catalog.list_entities(Catalog="AWSMarketplace", EntityType="ResaleAuthorization", OwnershipType="SHARED")["EntitySummaryList"]) == 1
        described = catalog.describe_entity(Catalog="AWSMarketplace", EntityId=identifier)
        assert described["DetailsDocument"]["State"] == "Released", described
        catalog.batch_describe_entities(EntityRequestList=[{"Catalog": "AWSMarketplace", "EntityId": identifier}, {"Catalog": "AWSMarketplace", "EntityId": "prod-none"}])
        self.after_sale(self.act("accept-offer", offerId=identifier)["agreementId"])
        self.act("settings", quotas=True)
        for _ in range(20):
            catalog.describe_entity(Catalog="AWSMarketplace", EntityId=identifier)
        self.refuse("ThrottlingException", catalog.describe_entity, Catalog="AWSMarketplace", EntityId=identifier)

    def after_sale(self, agreement):
        agreements = self.agreements
        proposer = [{"name": "PartyType", "values": ["Proposer"]}, {"name": "AgreementType", "values": ["PurchaseAgreement"]}]
        found = agreements.search_agreements(catalog="AWSMarketplace", filters=proposer)
        assert [a["agreementId"] for a in found["agreementViewSummaries"]] == [agreement]
        self.refuse("ValidationException", agreements.search_agreements, catalog="AWSMarketplace")
        self.refuse("ResourceNotFoundException", agreements.describe_agreement, agreementId="agmt-none")
        described = agreements.describe_agreement(agreementId=agreement)
        assert described["startTime"].year == 2026, described
        agreements.get_agreement_terms(agreementId=agreement)
        for optional, members in (
            ("get_agreement_entitlements", {"agreementId": agreement}),
            ("list_agreement_invoice_line_items", {"agreementId": agreement, "groupBy": "INVOICE_ID"}),
            ("list_billing_adjustment_requests", {}),
            ("list_agreement_payment_requests", {"partyType": "Proposer"}),
            ("send_agreement_cancellation_request", {"agreementId": agreement, "reasonCode": "OTHER", "clientToken": "token-1"}),
            ("list_agreement_cancellation_requests", {"partyType": "Proposer"}),
        ):
            # Operations that the installed botocore may not have yet.
            if hasattr(agreements, optional):
                getattr(agreements, optional)(**members)


def change(kind, identifier, details):
    return {"ChangeType": kind, "Entity": {"Type": "Offer@1.0", "Identifier": identifier}, "DetailsDocument": details}


def offer():
    new = "$Offer.Entity.Identifier"
    card = {"Selector": {"Type": "Duration", "Value": "P12M"}, "RateCard": [{"DimensionKey": "seats", "Price": "99.5"}], "Constraints": {"MultipleDimensionSelection": "Allowed", "QuantityConfiguration": "Allowed"}}
    return [
        {"ChangeType": "CreateOffer", "ChangeName": "Offer", "Entity": {"Type": "Offer@1.0"}, "DetailsDocument": {"ProductId": "prod-1"}},
        change("UpdateInformation", new, {"Name": "An offer", "Description": "For Example Ltd"}),
        change("UpdateTargeting", new, {"PositiveTargeting": {"BuyerAccounts": ["111122223333"]}}),
        change("UpdatePricingTerms", new, {"PricingModel": "Contract", "Terms": [{"Type": "ConfigurableUpfrontPricingTerm", "CurrencyCode": "USD", "RateCards": [card]}]}),
        change("UpdateLegalTerms", new, {"Terms": [{"Type": "LegalTerm", "Documents": [{"Type": "StandardEula", "Version": "2022-07-14"}]}]}),
        change("UpdateAvailability", new, {"AvailabilityEndDate": "2026-03-31"}),
        change("ReleaseOffer", new, {}),
    ]


def check(path, walk, seen):
    """Our clients' captured requests. Gives their number, and of those whose signature holds."""
    models = {service: walker.service_model(service) for service in SERVICES}
    held, requests = 0, walker.lines(path)
    for number, request in enumerate(requests):
        headers = {name.lower(): value for name, value in request["headers"].items()}
        body, address, target = base64.b64decode(request["body"]), urllib.parse.urlsplit(request["url"]), headers.get("x-amz-target", "")
        is_agreement = target.startswith(TARGET)
        operation = target.removeprefix(TARGET) if is_agreement else address.path.lstrip("/")
        where = f"request {number} {operation}"
        held += requests_check.signed(walk, where, request, headers, body, "aws-marketplace")
        model = models["marketplace-agreement" if is_agreement else "marketplace-catalog"]
        seen.add(operation)
        if operation not in model.operation_names:
            if operation in CATALOG:
                walk.mismatches.append(f"{where}: no operation of the model")
            continue
        shape = model.operation_model(operation)
        if is_agreement:
            requests_check.spoken(walk, where, request, headers, "1.0")
            walk.walk(shape.input_shape, json.loads(body), where)
            continue
        if (request["method"], address.path) != (shape.http["method"], shape.http["requestUri"]):
            walk.mismatches.append(f"{where}: {request['method']} {address.path} is not {shape.http}")
        query = dict(urllib.parse.parse_qsl(address.query))
        names = {member.serialization.get("name", name): name for name, member in shape.input_shape.members.items() if member.serialization.get("location") == "querystring"}
        unknown = sorted(set(query) - set(names))
        if unknown:
            walk.mismatches.append(f"{where}: {unknown} is not in the query")
        walk.walk(shape.input_shape, {names[name]: value for name, value in query.items() if name in names} if query else json.loads(body), where)
    return len(requests), held
