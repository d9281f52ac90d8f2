"""Shows each rule of the walker failing once, and passing once."""
import base64
import json

from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

import requests_check
import walker

GOOD = {"Catalog": "AWS", "ClientToken": "t", "Identifier": "O1", "AwsSubmission": {"InvolvementType": "Co-Sell", "Visibility": "Full"}}
CASES = [
    # rule, operation, what is changed in a good request
    ("required", "StartEngagementFromOpportunityTask", {"Identifier": None}),
    ("type", "StartEngagementFromOpportunityTask", {"Identifier": 5}),
    ("type", "StartEngagementFromOpportunityTask", {"AwsSubmission": "Co-Sell"}),
    ("pattern", "StartEngagementFromOpportunityTask", {"Identifier": "X1"}),
    ("enum", "StartEngagementFromOpportunityTask", {"AwsSubmission": {"InvolvementType": "Both"}}),
    ("unknown", "StartEngagementFromOpportunityTask", {"Extra": 1}),
    ("min", "ListOpportunities", {"Catalog": "AWS", "MaxResults": 0}),
    ("max", "ListOpportunities", {"Catalog": "AWS", "MaxResults": 101}),
    # The model gives lengths of texts as patterns.
    ("pattern", "CreateEngagement", {"Catalog": "AWS", "ClientToken": "t", "Title": "x" * 41, "Description": "d"}),
    ("min", "ListEngagementMembers", {"Catalog": "AWS", "Identifier": "eng-00000000000001", "MaxResults": 0}),
    ("max", "TagResource", {"ResourceArn": "arn:aws:partnercentral:us-east-1:123456789012:catalog/AWS/opportunity/O1", "Tags": [{"Key": str(i), "Value": "v"} for i in range(201)]}),
    ("type", "ListOpportunities", {"Catalog": "AWS", "LastModifiedDate": {"AfterLastModifiedDate": 1700000000}}),
    ("type", "ListOpportunities", {"Catalog": "AWS", "Identifier": "O1"}),
    ("union", "CreateEngagementContext", {"Catalog": "AWS", "ClientToken": "t", "EngagementIdentifier": "eng-00000000000001", "Type": "Lead", "Payload": {"Lead": {}, "CustomerProject": {}}}),
]


def run(tell):
    model, wrong = walker.service_model(), 0
    good = walker.Walker()
    good.walk(model.operation_model("StartEngagementFromOpportunityTask").input_shape, GOOD, "good")
    wrong += tell("a good request", not good.mismatches, good.mismatches)
    for rule, operation, change in CASES:
        document = {name: value for name, value in {**(GOOD if operation.startswith("StartEngagementFrom") else {}), **change}.items() if value is not None}
        walk = walker.Walker()
        walk.walk(model.operation_model(operation).input_shape, document, operation)
        wrong += tell(f"{rule} in {operation}", any(f": {rule}: " in m for m in walk.mismatches), walk.mismatches)
    answer = walker.Walker()
    answer.walk(model.operation_model("GetOpportunity").output_shape, {"Catalog": "AWS", "Id": "O1"}, "an answer")
    wrong += tell("required in an answer", any(": required: " in m for m in answer.mismatches), answer.mismatches)
    for secret, expected in (("test", False), ("another", True)):
        walk = walker.Walker()
        requests_check.signed(walk, "a request", *request(secret))
        wrong += tell(f"signature with the secret '{secret}'", bool(walk.mismatches) == expected, walk.mismatches)
    print(f"selftest: {len(CASES) + 4} cases, {wrong} wrong", flush=True)
    return 1 if wrong else 0


def request(secret):
    body = json.dumps(GOOD).encode()
    signed = AWSRequest(method="POST", url="https://partnercentral-selling.us-east-1.api.aws/", data=body,
                        headers={"X-Amz-Target": requests_check.TARGET + "GetOpportunity", "Content-Type": "application/x-amz-json-1.0"})
    SigV4Auth(Credentials("test", secret), walker.SERVICE, "us-east-1").add_auth(signed)
    captured = {"method": "POST", "url": signed.url, "headers": dict(signed.headers.items()), "body": base64.b64encode(body).decode()}
    return captured, {name.lower(): value for name, value in captured["headers"].items()}, body
