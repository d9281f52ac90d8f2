"""Shows each rule of the referee failing once, and passing once."""
import base64
import hashlib
import json
import types

from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

import drive
import requests_check
import walker

ARN = "arn:aws:partnercentral:us-east-1:123456789012:catalog/AWS/opportunity/O1"
PROJECT = {"CustomerProject": {
    "Customer": {"Industry": "Manufacturing", "CompanyName": "Example Ltd", "WebsiteUrl": "https://example.com", "CountryCode": "US"},
    "Project": {"Title": "A project", "BusinessProblem": "A problem that takes fifty characters and some more to tell.", "TargetCompletionDate": "2099-12-31"}}}
# What is right: a request of each operation that the cases change.
GOOD = {
    "StartEngagementFromOpportunityTask": {"Catalog": "AWS", "ClientToken": "t", "Identifier": "O1", "AwsSubmission": {"InvolvementType": "Co-Sell", "Visibility": "Full"}},
    "ListOpportunities": {"Catalog": "AWS", "MaxResults": 100, "Identifier": ["O1"], "LastModifiedDate": {"AfterLastModifiedDate": "2026-02-28T23:59:59.5Z"}},
    "ListEngagementMembers": {"Catalog": "AWS", "Identifier": "eng-00000000000001", "MaxResults": 1},
    "TagResource": {"ResourceArn": ARN, "Tags": [{"Key": "team", "Value": "one"}]},
    "CreateEngagement": {"Catalog": "AWS", "ClientToken": "t", "Title": "x" * 40, "Description": "d"},
    "CreateEngagementContext": {"Catalog": "AWS", "ClientToken": "t", "EngagementIdentifier": "eng-00000000000001", "Type": "CustomerProject", "Payload": PROJECT},
}
CASES = [
    # rule, operation, what is changed in a good request
    ("required", "StartEngagementFromOpportunityTask", {"Identifier": None}),
    ("type", "StartEngagementFromOpportunityTask", {"Identifier": 5}),
    ("type", "StartEngagementFromOpportunityTask", {"AwsSubmission": "Co-Sell"}),
    ("pattern", "StartEngagementFromOpportunityTask", {"Identifier": "X1"}),
    ("enum", "StartEngagementFromOpportunityTask", {"AwsSubmission": {"InvolvementType": "Both"}}),
    ("unknown", "StartEngagementFromOpportunityTask", {"Extra": 1}),
    ("min", "ListOpportunities", {"MaxResults": 0}),
    ("max", "ListOpportunities", {"MaxResults": 101}),
    ("type", "ListOpportunities", {"MaxResults": True}),
    ("type", "ListOpportunities", {"Identifier": "O1"}),
    ("type", "ListOpportunities", {"LastModifiedDate": {"AfterLastModifiedDate": 1700000000}}),
    ("type", "ListOpportunities", {"LastModifiedDate": {"AfterLastModifiedDate": "2026-02-30T00:00:00Z"}}),
    ("min", "ListEngagementMembers", {"MaxResults": 0}),
    ("min", "TagResource", {"Tags": []}),
    ("max", "TagResource", {"Tags": [{"Key": str(i), "Value": "v"} for i in range(201)]}),
    # The model gives lengths of texts as patterns: one too long, one too short.
    ("pattern", "CreateEngagement", {"Title": "x" * 41}),
    ("pattern", "CreateEngagement", {"ClientToken": ""}),
    ("union", "CreateEngagementContext", {"Payload": {**PROJECT, "Lead": {}}}),
    ("union", "CreateEngagementContext", {"Payload": {}}),
]
# What is changed in a signed request: (what, headers when signing, headers afterwards, body afterwards).
SENT = json.dumps(GOOD["StartEngagementFromOpportunityTask"]).encode()
HASHED = {"X-Amz-Content-SHA256": hashlib.sha256(SENT).hexdigest()}
TAMPERED = SENT.replace(b"Co-Sell", b"For Visibility Only")
FORGED = [
    ("another body", {}, {}, TAMPERED),
    ("another body under the hash that was signed", HASHED, {}, TAMPERED),
    ("another target", {}, {"X-Amz-Target": requests_check.TARGET + "DeleteEverything"}, SENT),
    ("a header of AWS's that is not signed", {}, {"X-Amz-Security-Token": "x"}, SENT),
    ("no signature", {}, {"Authorization": ""}, SENT),
]


def run(tell):
    model, results = walker.service_model(), []
    for operation, good in GOOD.items():
        walk = held(model.operation_model(operation).input_shape, good)
        results.append(tell(f"a good {operation}", not walk.mismatches, walk.mismatches))
    for rule, operation, change in CASES:
        document = {name: value for name, value in {**GOOD[operation], **change}.items() if value is not None}
        shape = model.operation_model(operation).input_shape
        walk = held(shape, document)
        results.append(tell(f"{rule} in {operation} passes", held(shape, GOOD[operation]).walked[rule] > 0, "never looked at"))
        results.append(tell(f"{rule} in {operation} fails", any(f": {rule}: " in m for m in walk.mismatches), walk.mismatches))
    shown = {rule for rule, _, _ in CASES}
    results.append(tell("every rule is shown", shown == set(walker.Walker.RULES), set(walker.Walker.RULES) - shown))
    answer = held(model.operation_model("GetOpportunity").output_shape, {"Catalog": "AWS", "Id": "O1"})
    results.append(tell("required in an answer", any(": required: " in m for m in answer.mismatches), answer.mismatches))
    results += [*signatures(tell), *protocols(tell), *refusals(tell, model.operation_model("GetOpportunity"))]
    print(f"selftest: {len(results)} cases, {sum(results)} wrong", flush=True)
    return 1 if any(results) else 0


def held(shape, document):
    walk = walker.Walker()
    walk.walk(shape, document, "document")
    return walk


def signatures(tell):
    for what, at_signing in (("a good signature", {}), ("a good signature over the body's hash", HASHED)):
        found = requests_check.faults(*request("test", "test", at_signing))
        yield tell(what, not found, found)
    for what, key, secret in (("another secret", "test", "another"), ("another access key", "another", "test")):
        found = requests_check.faults(*request(key, secret, {}))
        yield tell(f"signed with {what}", bool(found), found)
    for what, at_signing, afterwards, body in FORGED:
        captured, headers, _ = request("test", "test", at_signing)
        headers.update({name.lower(): value for name, value in afterwards.items()})
        found = requests_check.faults(captured, headers, body)
        yield tell(what, bool(found), found)


def protocols(tell):
    good = ("POST", "https://partnercentral-selling.us-east-1.api.aws/", "application/x-amz-json-1.0")
    for wrong, (method, url, kind) in ((False, good), (True, ("GET", *good[1:])), (True, (good[0], good[1] + "x", good[2])), (True, (*good[:2], "application/json"))):
        walk = walker.Walker()
        requests_check.spoken(walk, "a request", {"method": method, "url": url}, {"content-type": kind}, "1.0")
        yield tell(f"protocol of {method} {url} {kind}", bool(walk.mismatches) == wrong, walk.mismatches)


def refusals(tell, operation):
    denied = {"__type": "com.amazonaws#AccessDeniedException", "Message": "m"}
    for wrong, what, status, body, expected in (
            (False, "a good refusal", 400, denied, "AccessDeniedException"),
            (True, "an answer where a refusal was due", 200, {}, "AccessDeniedException"),
            (True, "another error", 400, denied, "ThrottlingException"),
            (True, "an error that the operation does not have", 400, {"__type": "#ConflictException", "Message": "m"}, "ConflictException"),
            (True, "an error without its type", 400, {"Message": "m"}, "AccessDeniedException"),
            (True, "an error with an unknown reason", 400, {**denied, "Reason": "ACCESS_DENIED"}, "AccessDeniedException")):
        walk = walker.Walker()
        drive.refusal(walk, what, operation, types.SimpleNamespace(status_code=status, content=json.dumps(body).encode()), expected)
        yield tell(what, bool(walk.mismatches) == wrong, walk.mismatches)


def request(key, secret, headers):
    signed = AWSRequest(method="POST", url="https://partnercentral-selling.us-east-1.api.aws/", data=SENT,
                        headers={"X-Amz-Target": requests_check.TARGET + "StartEngagementFromOpportunityTask", "Content-Type": "application/x-amz-json-1.0", **headers})
    SigV4Auth(Credentials(key, secret), walker.SERVICE, "us-east-1").add_auth(signed)
    captured = {"method": "POST", "url": signed.url, "headers": dict(signed.headers.items()), "body": base64.b64encode(SENT).decode()}
    return captured, {name.lower(): value for name, value in captured["headers"].items()}, SENT
