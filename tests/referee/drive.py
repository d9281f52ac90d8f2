"""boto3 drives the simulator; every answer is held against the model."""
import collections
import json

import boto3
import botocore.config
import botocore.exceptions

import walker
from scenario import Scenario


def drive(endpoint, walk):
    model = walker.service_model()
    driven, refused = collections.Counter(), collections.Counter()
    client = boto3.Session(botocore_session=walker.session()).client(
        walker.SERVICE, endpoint_url=endpoint, region_name="us-east-1", aws_access_key_id="test", aws_secret_access_key="test",
        config=botocore.config.Config(retries={"total_max_attempts": 1}))

    def answered(http_response, parsed, model, **_):
        where = f"answer {sum(driven.values()) + sum(refused.values()) + 1} of {model.name}"
        if not parsed["ResponseMetadata"].get("RequestId"):
            walk.mismatches.append(f"{where}: no request id")
        if scenario.refusal is not None:
            refused[scenario.refusal] += 1
            refusal(walk, where, model, http_response, scenario.refusal)
            return
        # A refused request drives nothing.
        driven[model.name] += 1
        if http_response.status_code >= 300:
            walk.mismatches.append(f"{where}: {http_response.status_code} {parsed.get('Error')} {parsed.get('ErrorList', '')}")
        elif model.output_shape is not None:
            walk.walk(model.output_shape, json.loads(http_response.content), where)
        elif http_response.content not in (b"", b"{}"):
            walk.mismatches.append(f"{where}: unknown: the operation has no output, the answer has {http_response.content[:100]}")

    client.meta.events.register(f"after-call.{walker.SERVICE}", answered)
    scenario = Scenario(client, endpoint)
    try:
        scenario.run()
    except (botocore.exceptions.BotoCoreError, botocore.exceptions.ClientError, AssertionError, KeyError, IndexError, StopIteration, OSError) as broken:
        walk.mismatches.append(f"the scenario broke off: {type(broken).__name__} {broken}")
    for operation in sorted(set(model.operation_names) - set(driven)):
        walk.mismatches.append(f"{operation} was not driven")
    for error in sorted({shape.name for shape in model.error_shapes} - set(refused)):
        walk.mismatches.append(f"no request was refused with {error}")
    for name, count in (*sorted(driven.items()), *sorted(refused.items())):
        print(f"  {name} {count}")
    return driven, refused


def refusal(walk, where, model, http_response, expected):
    """A refusal is one that the model gives this operation, and its body keeps to the error's shape."""
    if http_response.status_code < 400:
        walk.mismatches.append(f"{where}: {http_response.status_code} where {expected} was due")
        return
    body = json.loads(http_response.content)
    name = body.pop("__type", "").rpartition("#")[2]
    shape = next((error for error in model.error_shapes if error.name == name), None)
    if name != expected or shape is None:
        walk.mismatches.append(f"{where}: {http_response.status_code} {name} {body} where {expected} was due; the model has {[error.name for error in model.error_shapes]}")
    else:
        walk.walk(shape, body, f"{where}: {name}")
