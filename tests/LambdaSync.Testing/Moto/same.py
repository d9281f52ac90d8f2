#!/usr/bin/env python3
"""What sitecustomize.py replaces in moto answers as moto does: the same requests with it and without it, right ones and wrong ones.

same.py says how many answers were compared, and ends with 1 after printing the first that differs.
"""

import os
import pathlib
import subprocess
import sys

TABLE, PLAIN, KEY = "with-range", "without-range", {"p": {"S": "p1"}, "s": {"S": "s10é"}}


def requests():
    """Each operation with its parameters."""
    attributes = [{"AttributeName": name, "AttributeType": kind} for name, kind in (("p", "S"), ("s", "S"), ("g", "S"), ("n", "N"))]
    index = {"IndexName": "by-g", "KeySchema": schema("g", "n"), "Projection": {"ProjectionType": "ALL"}}
    yield "create_table", {"TableName": TABLE, "KeySchema": schema("p", "s"), "AttributeDefinitions": attributes, "GlobalSecondaryIndexes": [index], "BillingMode": "PAY_PER_REQUEST"}
    yield "create_table", {"TableName": PLAIN, "KeySchema": schema("p"), "AttributeDefinitions": attributes[:1], "BillingMode": "PAY_PER_REQUEST"}
    nested = {"L": [{"S": "a"}, {"M": {"q": {"N": "1"}, "w": {"B": b"1"}}}]}
    for i in range(12):
        item = {"p": {"S": f"p{i % 3}"}, "s": {"S": f"s{11 - i}é"}, "g": {"S": "x" if i % 2 else "y"}, "n": {"N": str(100 - i * 7)}}
        item |= {"b": {"B": b"abc"}, "l": nested, "set": {"SS": ["a", "b"]}, "nothing": {"NULL": True}, "no": {"BOOL": False}}
        yield "put_item", {"TableName": TABLE, "Item": item}
        yield "put_item", {"TableName": PLAIN, "Item": {"p": {"S": f"p{i}"}, "v": {"N": "1"}}}
    one, two, empty = {":a": {"S": "1"}}, {":a": {"N": "1"}}, {":a": {"S": ""}}
    yield update("SET a=:a, b=:b, l[0]=:a, l[1].q=:b", {":a": {"S": "1"}, ":b": {"N": "2"}})
    for wrong in ("SET a=:a SET b=:a", "SET a=:a, a=:a", "SET a.b=:a, a=:a", "SET p=:a", "SET a=:b", "SET n=n+:a", "REMOVE a SET", "SET a=:a, "):
        yield update(wrong, one)
    yield update("SET #x=:a, #y=:a", one, ExpressionAttributeNames={"#x": "same", "#y": "same"})
    yield update("SET g=:a", two)
    yield update("SET g=:a", empty)
    yield update("SET n=n+:a ADD added :a REMOVE set, l[0], l[1]", two)
    yield update("SET n=if_not_exists(missing,:a), m=list_append(l,:l)", {**two, ":l": {"L": [{"S": "z"}]}})
    yield update("SET a=:a", one, ConditionExpression="attribute_not_exists(p)")
    yield update("SET a=:a, b=:a", one, Key={"p": {"S": "new"}, "s": {"S": "1"}})
    for more in ({}, {"ScanIndexForward": False}, {"Limit": 2}, {"Limit": 2, "ExclusiveStartKey": {"p": {"S": "p1"}, "s": {"S": "s10é"}}}):
        yield query("p=:p", {":p": {"S": "p1"}}, **more)
    yield query("p=:p", {":p": {"S": "p1"}, ":n": {"N": "50"}}, FilterExpression="n > :n")
    yield query("p=:p and begins_with(s,:s)", {":p": {"S": "p1"}, ":s": {"S": "s1"}})
    yield query("p=:p and s > :s", {":p": {"S": "p1"}, ":s": {"S": "s3"}})
    yield query("p=:p", {":p": {"S": "none"}})
    yield query("p=:p", {":p": {"S": "p3"}}, TableName=PLAIN)
    yield query("p=:p", {":p": {"S": "none"}}, TableName=PLAIN)
    yield query("g=:g and n < :n", {":g": {"S": "x"}, ":n": {"N": "80"}}, IndexName="by-g")
    yield query("g=:g", {":g": {"S": "y"}}, IndexName="by-g", Limit=2)
    yield "scan", {"TableName": TABLE, "FilterExpression": "contains(#set,:a)", "ExpressionAttributeNames": {"#set": "set"}, "ExpressionAttributeValues": {":a": {"S": "a"}}}
    yield "scan", {"TableName": PLAIN, "Limit": 3}
    change = {"Update": {"TableName": TABLE, "Key": KEY, "UpdateExpression": "SET t=:a", "ExpressionAttributeValues": one}}
    refused = {"ConditionCheck": {"TableName": TABLE, "Key": {"p": {"S": "p0"}, "s": {"S": "s11é"}}, "ConditionExpression": "attribute_not_exists(p)"}}
    new = {"Put": {"TableName": TABLE, "Item": {"p": {"S": "p0"}, "s": {"S": "k"}}}}
    gone = {"Delete": {"TableName": PLAIN, "Key": {"p": {"S": "p1"}}}}
    for operations in ([change, new, gone, refused], [change, new, gone]):
        yield "transact_write_items", {"TransactItems": operations}
        yield "scan", {"TableName": TABLE}
        yield "scan", {"TableName": PLAIN}
    yield "batch_get_item", {"RequestItems": {TABLE: {"Keys": [KEY]}}}
    yield "get_item", {"TableName": TABLE, "Key": KEY}


def schema(*names):
    return [{"AttributeName": name, "KeyType": kind} for name, kind in zip(names, ("HASH", "RANGE"))]


def update(expression, values, **more):
    return "update_item", {"TableName": TABLE, "Key": KEY, "UpdateExpression": expression, "ExpressionAttributeValues": values, "ReturnValues": "ALL_NEW"} | more


def query(condition, values, **more):
    return "query", {"TableName": TABLE, "KeyConditionExpression": condition, "ExpressionAttributeValues": values} | more


def answer():
    """Prints what moto answers, one line for each request."""
    import boto3
    import botocore.exceptions
    from moto import mock_aws

    with mock_aws():
        client = boto3.client("dynamodb", region_name="us-east-1", aws_access_key_id="test", aws_secret_access_key="test")
        for operation, parameters in requests():
            try:
                said = getattr(client, operation)(**parameters)
                for noise in ("ResponseMetadata", "TableDescription"):
                    said.pop(noise, None)
            except botocore.exceptions.ClientError as refused:
                said = str(refused)
            print(operation, ascii(said))


def answers(path):
    environment = {**os.environ, "PYTHONPATH": path}
    return subprocess.run([sys.executable, __file__, "answer"], env=environment, check=True, capture_output=True, text=True).stdout.splitlines()


if sys.argv[1:] == ["answer"]:
    answer()
else:
    without, replaced = answers(""), answers(str(pathlib.Path(__file__).parent))
    for before, after in zip(without, replaced):
        if before != after:
            sys.exit(f"moto:           {before}\nsitecustomize:  {after}")
    refusals = sum("error occurred" in line for line in without)
    print(f"{len(without)} answers are the same with sitecustomize.py and without it, {refusals} refusals among them.")
    sys.exit(0 if len(without) == len(replaced) else "moto gave another number of answers")
