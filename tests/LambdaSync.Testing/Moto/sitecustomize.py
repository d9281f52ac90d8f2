"""Python reads this as it starts moto_server (see MotoServer.cs): parts of moto that take most of its time, replaced by faster ones.

same.py compares what moto answers with them and without. moto copies the whole table before each transaction; here only the items that
the transaction names are kept, and put back if it fails. It looks through the whole table for each query; here a query that names no index
looks through its partition. It compares keys by Python methods, parses the same update again and checks it once for each of its parts, and
looks for each value's type among all types; here these have short ways. It lists its own packages for each request, and writes a line
that nobody reads. Its server closes each connection after one request; here the next request may follow.
"""

import copy
import functools
import io
import logging
import threading
import types
from decimal import Decimal

from moto import backends
from moto.core import serialize
from moto.dynamodb import models
from moto.dynamodb.models.dynamo_type import DynamoType as Type
from moto.dynamodb.models.table import Table
from moto.dynamodb.parsing import ast_nodes, expressions, validators
from werkzeug import serving

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


def plain(value):
    """A key as Python compares it: text, bytes or a number."""
    return Decimal(value.value) if value.type == "N" else value.value


def fast(method, of_text):
    """The method with a short way for texts, which nearly all values are."""

    @functools.wraps(method)
    def choose(self, *other):
        return of_text(self, *other) if self.type == "S" and all(value.type == "S" for value in other) else method(self, *other)

    return choose


Type.__eq__ = fast(Type.__eq__, lambda self, other: self.value == other.value)
Type.__ne__ = fast(Type.__ne__, lambda self, other: self.value != other.value)
Type.__lt__ = fast(Type.__lt__, lambda self, other: self.value < other.value)
Type.__hash__ = fast(Type.__hash__, lambda self: hash(("S", self.value)))
Type.size = fast(Type.size, lambda self: len(self.value) if self.value.isascii() else len(self.value.encode()))

queried = threading.local()
query, all_items = Table.query, Table.all_items


@functools.wraps(query)
def query_of_partition(self, hash_key, comparison, values, limit, start, forward, projection, index_name=None, *arguments, **options):
    queried.partition = hash_key if index_name is None else None
    try:
        return query(self, hash_key, comparison, values, limit, start, forward, projection, index_name, *arguments, **options)
    finally:
        queried.partition = None


@functools.wraps(all_items)
def items_in_order(self):
    hash_key = getattr(queried, "partition", None)
    if not self.range_key_attr:
        found = [self.items[hash_key]] if hash_key in self.items else [] if hash_key else list(self.items.values())
        return sorted(found, key=lambda item: plain(item.hash_key))
    partitions = [self.items.get(hash_key, {})] if hash_key else self.items.values()
    return sorted((item for partition in partitions for item in partition.values()), key=lambda item: (plain(item.hash_key), plain(item.range_key)))


Table.query, Table.all_items = query_of_partition, items_in_order


def find_clauses(self, kinds):
    found = []
    for child in self.children or []:
        if type(child) in kinds:
            found.append(child)
        elif hasattr(child, "find_clauses"):
            found.extend(child.find_clauses(kinds))
    return found


def copied(self, memo):
    memo[id(self)] = twin = object.__new__(type(self))
    for name, value in vars(self).items():
        setattr(twin, name, [copy.deepcopy(child, memo) for child in value] if isinstance(value, list) else copy.deepcopy(value, memo))
    return twin


@functools.cache
def is_processed(traverser, node):
    return issubclass(node, tuple(object.__new__(traverser)._processing_map()))


def traverse(self, node, child_id=-1):
    if not hasattr(node, "find_clauses"):
        return node
    parent = node.parent
    for i, child in enumerate(node.children or []):
        self.pre_processing_of_child(node, i)
        self.traverse_node_recursively(child, i)
    if is_processed(type(self), type(node)):
        node = self.process(node)
        node.parent = parent
        if parent:
            parent.children[child_id] = node
    return node


ast_nodes.Node.find_clauses, ast_nodes.Node.__deepcopy__ = find_clauses, copied
ast_nodes.DepthFirstTraverser.traverse_node_recursively = traverse


def of_root(check):
    """The check of the whole expression, which finds what the checks of its parts find."""
    return functools.wraps(check)(lambda self, node: node if node.parent else check(self, node))


for validator, name in ((validators.ActionCountValidator, "verify_action_counts"), (validators.OverlappingPathsValidator, "check_for_overlapping_paths")):
    setattr(validator, name, of_root(getattr(validator, name)))
# Whoever changes a parsed expression copies it first (Validator).
expressions.UpdateExpressionParser.make = functools.lru_cache(expressions.UpdateExpressionParser.make)

structure = serialize.BaseJSONSerializer._serialize_type_structure
PLAIN = {"S", "N", "BOOL", "NULL", "SS", "NS"}


@functools.wraps(structure)
def serialize_structure(self, serialized, value, shape, key):
    if shape.name == "AttributeValue" and isinstance(value, dict) and len(value) == 1 and not PLAIN.isdisjoint(value):
        self._default_serialize(serialized, value, shape, key)
    else:
        structure(self, serialized, value, shape, key)


serialize.BaseJSONSerializer._serialize_type_structure = serialize_structure

Handler = serving.WSGIRequestHandler
make_environ, send_header = Handler.make_environ, Handler.send_header


@functools.wraps(make_environ)
def make_environ_and_read(self):
    """The body is read before the request is worked on, so that what comes after it is the next request."""
    environ = make_environ(self)
    self.is_read = "HTTP_TRANSFER_ENCODING" not in environ
    if self.is_read:
        environ["wsgi.input"] = io.BytesIO(self.rfile.read(int(environ.get("CONTENT_LENGTH") or 0)))
    return environ


@functools.wraps(send_header)
def send_header_but_close(self, name, value):
    if not ((name, value) == ("Connection", "close") and self.is_read and not self.close_connection):
        send_header(self, name, value)


class NothingLeft:
    """What a server asks for the rest of a body."""

    def register(self, *_):
        pass

    def select(self, timeout):
        return []

    def close(self):
        pass


Handler.make_environ, Handler.send_header = make_environ_and_read, send_header_but_close
Handler.is_read = False
# A response is written in two parts: the second must not wait for the client to acknowledge the first.
Handler.disable_nagle_algorithm = True
serving.selectors = types.SimpleNamespace(DefaultSelector=NothingLeft, EVENT_READ=serving.selectors.EVENT_READ)
