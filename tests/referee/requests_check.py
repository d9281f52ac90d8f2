"""Our client's captured requests: is each signed as AWS would compute it, and does its body keep to the model?"""
import base64
import json

from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

import walker

TARGET = "AWSPartnerCentralSelling."


def check(path, walk, seen):
    model = walker.service_model()
    requests = walker.lines(path)
    for number, request in enumerate(requests):
        headers = {name.lower(): value for name, value in request["headers"].items()}
        body = base64.b64decode(request["body"])
        operation = headers.get("x-amz-target", "")
        where = f"request {number} {operation.removeprefix(TARGET)}"
        signed(walk, where, request, headers, body)
        if not operation.startswith(TARGET) or operation.removeprefix(TARGET) not in model.operation_names:
            walk.mismatches.append(f"{where}: no operation of the model")
            continue
        seen.add(operation.removeprefix(TARGET))
        walk.walk(model.operation_model(operation.removeprefix(TARGET)).input_shape, json.loads(body), where)
    return len(requests)


def signed(walk, where, request, headers, body):
    """Signs the same request with botocore and compares."""
    authorization = headers.get("authorization", "")
    parts = dict(part.strip().split("=", 1) for part in authorization.removeprefix("AWS4-HMAC-SHA256").split(",") if "=" in part)
    region, service = (parts.get("Credential", "////").split("/") + ["", "", ""])[2:4]
    names = parts.get("SignedHeaders", "").split(";")
    again = AWSRequest(method=request["method"], url=request["url"], data=body, headers={name: headers[name] for name in names if name in headers and name != "host"})
    again.context["timestamp"] = headers.get("x-amz-date", "")
    auth = SigV4Auth(Credentials("test", "test"), service, region)
    canonical = auth.canonical_request(again)
    signature = auth.signature(auth.string_to_sign(again, canonical), again)
    if service != walker.SERVICE or signature != parts.get("Signature"):
        walk.mismatches.append(f"{where}: signature: botocore computes another one")
