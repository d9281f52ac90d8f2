"""Python reads this as it starts moto_server (see MotoServer.cs): what moto does at a cost that grows with the test run, done at a fixed one.

moto copies the whole table before each transaction; here only the items that the transaction names are kept, and put back if it fails.
It lists its own packages for each request, and writes a line that nobody reads.
"""

import copy
import functools
import logging
import types

from moto import backends
from moto.dynamodb import models

logging.getLogger("werkzeug").setLevel(logging.ERROR)

MODULES = list(backends.list_of_moto_modules())
backends.list_of_moto_modules = lambda: MODULES

transact = models.DynamoDBBackend.transact_write_items


def named(backend, operation):
    """The table, the hash key and the range key of an operation; nothing of one that moto refuses for its form."""
    kind, body = next(iter(operation.items()))
    table = backend.tables.get(body.get("TableName"))
    try:
        return (table, *backend.get_keys_value(table, body["Item" if kind == "Put" else "Key"])) if table else None
    except (KeyError, models.MockValidationException):
        return None


def restore(table, hash_key, range_key, item):
    if item is None:
        table.delete_item(hash_key, range_key)
    elif table.has_range_key:
        table.items[hash_key][range_key] = item
    else:
        table.items[hash_key] = item


@functools.wraps(transact)
def transact_write_items(self, transact_items):
    items = [key for key in (named(self, operation) for operation in transact_items) if key]
    kept = [(*key, copy.deepcopy(key[0].get_item(*key[1:]))) for key in items]
    try:
        transact(self, transact_items)
    except Exception:
        # An item that is named twice is put back twice, as it was before.
        for item in kept:
            restore(*item)
        raise


models.DynamoDBBackend.transact_write_items = transact_write_items
models.copy = types.SimpleNamespace(deepcopy=lambda value: value if isinstance(value, models.Table) else copy.deepcopy(value))
