"""Our client's captured requests: is each signed as AWS would compute it, and does its body keep to the model?"""
import base64
import hashlib
import json
import urllib.parse

from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

import walker

TARGET = "AWSPartnerCentralSelling."


def check(path, walk, seen):
    """Gives the number of requests, and of those whose signature holds."""
    model, held = walker.service_model(), 0
    requests = walker.lines(path)
    for number, request in enumerate(requests):
        headers = {name.lower(): value for name, value in request["headers"].items()}
        body = base64.b64decode(request["body"])
        operation = headers.get("x-amz-target", "")
        where = f"request {number} {operation.removeprefix(TARGET)}"
        held += signed(walk, where, request, headers, body)
        spoken(walk, where, request, headers, model.metadata["jsonVersion"])
        if not operation.startswith(TARGET) or operation.removeprefix(TARGET) not in model.operation_names:
            walk.mismatches.append(f"{where}: no operation of the model")
            continue
        seen.add(operation.removeprefix(TARGET))
        walk.walk(model.operation_model(operation.removeprefix(TARGET)).input_shape, json.loads(body), where)
    return len(requests), held


def spoken(walk, where, request, headers, version):
    """AWS JSON goes to POST / with the protocol's own type."""
    told = (request["method"], urllib.parse.urlsplit(request["url"]).path, headers.get("content-type"))
    if told != ("POST", "/", f"application/x-amz-json-{version}"):
        walk.mismatches.append(f"{where}: protocol: {told} is not how AWS JSON {version} is sent")


def signed(walk, where, request, headers, body, signing_name=walker.SERVICE):
    """Signs the same request with botocore and compares. Says whether the signature holds."""
    wrong = faults(request, headers, body, signing_name)
    walk.mismatches.extend(f"{where}: signature: {fault}" for fault in wrong)
    return not wrong


def faults(request, headers, body, signing_name=walker.SERVICE):
    authorization = headers.get("authorization", "")
    parts = dict(part.strip().split("=", 1) for part in authorization.removeprefix("AWS4-HMAC-SHA256").split(",") if "=" in part)
    region, service = (parts.get("Credential", "////").split("/") + ["", "", ""])[2:4]
    names = parts.get("SignedHeaders", "").split(";")
    again = AWSRequest(method=request["method"], url=request["url"], data=body, headers={name: headers[name] for name in names if name in headers and name != "host"})
    again.context["timestamp"] = headers.get("x-amz-date", "")
    auth = SigV4Auth(Credentials("test", "test"), service, region)
    canonical = auth.canonical_request(again)
    signature = auth.signature(auth.string_to_sign(again, canonical), again)
    wrong = []
    if not authorization.startswith("AWS4-HMAC-SHA256 ") or service != signing_name or signature != parts.get("Signature"):
        wrong.append("botocore computes another one")
    # botocore's signer takes this header's word for the body, so the body itself is held against it here.
    if headers.get("x-amz-content-sha256", hashlib.sha256(body).hexdigest()) != hashlib.sha256(body).hexdigest():
        wrong.append("x-amz-content-sha256 is of another body")
    # AWS refuses a request that leaves one of these out of what is signed.
    loose = sorted(name for name in {"host", *headers} if (name == "host" or name.startswith("x-amz-")) and name not in names)
    if loose:
        wrong.append(f"{loose} not signed")
    if parts.get("Credential", "").split("/")[0] != "test":
        wrong.append("made with another access key")
    return wrong
