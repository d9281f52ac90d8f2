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
    driven = collections.Counter()
    client = boto3.client(
        walker.SERVICE, endpoint_url=endpoint, region_name="us-east-1", aws_access_key_id="test", aws_secret_access_key="test",
        config=botocore.config.Config(retries={"total_max_attempts": 1}))

    def answered(http_response, parsed, model, **_):
        driven[model.name] += 1
        where = f"answer {sum(driven.values())} of {model.name}"
        if http_response.status_code >= 300:
            walk.mismatches.append(f"{where}: {http_response.status_code} {parsed.get('Error')} {parsed.get('ErrorList', '')}")
        elif model.output_shape is not None:
            walk.walk(model.output_shape, json.loads(http_response.content), where)

    client.meta.events.register(f"after-call.{walker.SERVICE}", answered)
    try:
        Scenario(client, endpoint).run()
    except (botocore.exceptions.BotoCoreError, botocore.exceptions.ClientError, AssertionError, KeyError, IndexError, StopIteration, OSError) as broken:
        walk.mismatches.append(f"the scenario broke off: {type(broken).__name__} {broken}")
    for operation in sorted(set(model.operation_names) - set(driven)):
        walk.mismatches.append(f"{operation} was not driven")
    for operation, count in sorted(driven.items()):
        print(f"  {operation} {count}")
    return driven
