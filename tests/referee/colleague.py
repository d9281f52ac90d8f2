#!/usr/bin/env python3
"""A colleague with another tool: boto3 answers an invitation, or converts a lead.

    colleague.py ENDPOINT accept-opportunity INVITATION
    colleague.py ENDPOINT accept-lead INVITATION
    colleague.py ENDPOINT reject INVITATION REASON
    colleague.py ENDPOINT convert ENGAGEMENT

Prints AWS's answer. Exit 0 says that AWS has taken the request.
"""
import json
import sys

import boto3
import botocore.config

import walker


def main(endpoint, action, identifier, reason=""):
    client = boto3.Session(botocore_session=walker.session()).client(
        walker.SERVICE, endpoint_url=endpoint.rstrip("/"), region_name="us-east-1", aws_access_key_id="test", aws_secret_access_key="test",
        config=botocore.config.Config(retries={"total_max_attempts": 1}))
    token = f"colleague-{action}-{identifier}"
    match action:
        case "accept-opportunity":
            answer = client.start_engagement_by_accepting_invitation_task(Catalog="AWS", ClientToken=token, Identifier=identifier)
        case "accept-lead":
            answer = client.accept_engagement_invitation(Catalog="AWS", Identifier=identifier)
        case "reject":
            answer = client.reject_engagement_invitation(Catalog="AWS", Identifier=identifier, RejectionReason=reason)
        case "convert":
            answer = client.start_opportunity_from_engagement_task(Catalog="AWS", ClientToken=token, Identifier=identifier, ContextIdentifier="1")
        case _:
            raise SystemExit(__doc__)
    print(json.dumps(answer, default=str))


if __name__ == "__main__":
    main(*sys.argv[1:])
