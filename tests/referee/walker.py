"""Holds JSON documents against botocore's model of the service: its shapes are the only authority here.

models/ holds what is newer than the botocore that tests/requirements.txt names (botocore 1.43.67, types and lengths), and two values that
AWS's pages publish beside the model: the frequency None, and the solution ids soln-... and Other. botocore merges such files itself."""
import datetime
import json
import os
import re

import botocore.session

SERVICE = "partnercentral-selling"


def session():
    made = botocore.session.Session()
    made.get_component("data_loader").search_paths.append(os.path.join(os.path.dirname(os.path.abspath(__file__)), "models"))
    return made


def service_model(service=SERVICE):
    return session().get_service_model(service)


class Walker:
    """Walks one document. Every rule that was looked at is counted, every one that is broken is listed."""

    RULES = ("type", "required", "min", "max", "pattern", "enum", "union", "unknown")

    def __init__(self):
        self.walked = dict.fromkeys(self.RULES, 0)
        self.mismatches = []

    def walk(self, shape, value, path):
        getattr(self, "_" + shape.type_name, self._scalar)(shape, value, path)

    def _check(self, rule, holds, path, told):
        self.walked[rule] += 1
        if not holds:
            self.mismatches.append(f"{path}: {rule}: {told}")
        return holds

    def _structure(self, shape, value, path):
        if not self._check("type", isinstance(value, dict), path, f"is no structure {shape.name}"):
            return
        present = {name: member for name, member in value.items() if member is not None}
        for name in shape.required_members:
            self._check("required", name in present, path, f"{name} is missing")
        # botocore knows unions of requests and answers by this trait.
        if getattr(shape, "is_tagged_union", False):
            self._check("union", len(present) == 1, path, f"takes one member, has {sorted(present)}")
        for name, member in present.items():
            if self._check("unknown", name in shape.members, path, f"{name} is not in {shape.name}"):
                self.walk(shape.members[name], member, f"{path}.{name}")

    def _list(self, shape, value, path):
        if self._check("type", isinstance(value, list), path, "is no list"):
            self._range(shape, len(value), path)
            for index, item in enumerate(value):
                self.walk(shape.member, item, f"{path}[{index}]")

    def _map(self, shape, value, path):
        if self._check("type", isinstance(value, dict), path, "is no map"):
            for key, item in value.items():
                self.walk(shape.key, key, f"{path}.{key}")
                self.walk(shape.value, item, f"{path}.{key}")

    def _string(self, shape, value, path):
        if not self._check("type", isinstance(value, str), path, f"is no text: {value!r}"):
            return
        if shape.enum:
            self._check("enum", value in shape.enum, path, f"{value!r} is none of {shape.enum}")
        self._range(shape, len(value), path)
        pattern = shape.metadata.get("pattern")
        if pattern:
            self._check("pattern", matches(pattern, value), path, f"{value!r} does not match {pattern}")

    def _timestamp(self, shape, value, path):
        # The model asks for iso8601, so a number of seconds is wrong here.
        self._check("type", isinstance(value, str) and is_time(value), path, f"is no ISO time: {value!r}")

    def _integer(self, shape, value, path):
        if self._check("type", isinstance(value, int) and not isinstance(value, bool), path, f"is no whole number: {value!r}"):
            self._range(shape, value, path)

    def _scalar(self, shape, value, path):
        kinds = {"boolean": bool, "double": (int, float), "float": (int, float), "long": int}
        self._check("type", isinstance(value, kinds.get(shape.type_name, object)), path, f"is no {shape.type_name}: {value!r}")

    def _range(self, shape, size, path):
        least, most = shape.metadata.get("min"), shape.metadata.get("max")
        if least is not None:
            self._check("min", size >= least, path, f"{size} is less than {least}")
        if most is not None:
            self._check("max", size <= most, path, f"{size} is more than {most}")


def is_time(text):
    """An ISO time that the calendar and the clock have."""
    if re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z", text) is None:
        return False
    try:
        datetime.datetime.strptime(text[:19], "%Y-%m-%dT%H:%M:%S")
    except ValueError:
        return False
    return True


def matches(pattern, text):
    # The model's patterns are Java's, and anchored; Python writes a character by number in another way.
    pattern = re.sub(r"\\x\{([0-9A-Fa-f]+)\}", lambda found: "\\U" + found.group(1).zfill(8), pattern)
    # Python has no classes of letters, spaces and digits by property: these are near enough for what is sent here.
    for java, python in ((r"\p{L}", r"a-zA-Z\u00c0-\uffff"), (r"\p{Z}", r"\s"), (r"\p{N}", "0-9")):
        pattern = pattern.replace(java, python)
    # The pattern of web addresses, ([.][...]+?)+?, takes exponential time on wrong ones. Its class has the dot in it, so the group
    # once takes the same texts as the group repeated.
    if pattern.endswith("+?)+?"):
        pattern = pattern.removesuffix("+?")
    try:
        return re.fullmatch(pattern, text) is not None
    except re.error as broken:
        raise SystemExit(f"the model's pattern {pattern} can't be read: {broken}") from broken


def report(name, walker, **counts):
    """The closing line of a part; the exit code says whether it held."""
    rules = ", ".join(f"{rule} {count}" for rule, count in walker.walked.items())
    told = ", ".join(f"{count} {what}" for what, count in counts.items())
    for mismatch in walker.mismatches[:50]:
        print("  MISMATCH " + mismatch)
    print(f"{name}: {told}, {sum(walker.walked.values())} rules walked ({rules}), {len(walker.mismatches)} mismatches", flush=True)
    return 1 if walker.mismatches else 0


def lines(path):
    with open(path, encoding="utf-8") as file:
        return [json.loads(line) for line in file if line.strip()]
