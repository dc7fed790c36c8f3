#!/usr/bin/env python3
"""Checks a bundle of a commitment ledger, without any code of the ledger.

    python3 verify.py [--key KEY] [--policy FILE] BUNDLE

BUNDLE is the zip, or the folder it was unpacked into. KEY is the ledger's verifier key, or a file with it, as you got it
from somebody you trust; without it the key in the bundle is taken, which proves less. FILE is a policy of witnesses.

Exit codes: 0 verified; 1 not verified; 2 wrong usage, or it cannot be read.

Python 3.11 or newer, with what requirements.txt names: pymerkle computes the trees and checks the proofs, cryptography the
signatures. Formats: C2SP signed-note, tlog-checkpoint, tlog-cosignature, tlog-policy and tlog-proof (c2sp.org).
"""

import argparse
import base64
import binascii
import hashlib
import json
import pathlib
import re
import sys
import zipfile
from fractions import Fraction

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from pymerkle import InclusionProof, InmemoryTree, InvalidProof

MOST_LEAF_BYTES = 65_535
MOST_TOLD = 10
NOTE, COSIGNATURE = 1, 4


class Unreadable(Exception):
    """What was given cannot be read, or is not in its form."""


class NotVerified(Exception):
    """What was given says something that is not so."""


class Findings:
    """What was checked, and what is wrong."""

    def __init__(self):
        self.first_bad = None
        self.told = {}

    def ok(self, what, text):
        print(f"ok    {what:<11} {text}")

    def note(self, what, text):
        print(f"note  {what:<11} {text}")

    def fail(self, what, text, position=None):
        self.told[what] = self.told.get(what, 0) + 1
        if position is not None:
            text = f"position {position}: {text}"
            self.first_bad = position if self.first_bad is None else min(self.first_bad, position)
        if self.told[what] <= MOST_TOLD:
            print(f"FAIL  {what:<11} {text}")
        elif self.told[what] == MOST_TOLD + 1:
            print(f"FAIL  {what:<11} and more")

    def conclude(self):
        if not self.told:
            print("VERIFIED")
            return 0
        where = "" if self.first_bad is None else f"; first bad position: {self.first_bad}"
        print(f"NOT VERIFIED{where}")
        return 1


# ---- files ---------------------------------------------------------------------------------------------------------


class Folder:
    def __init__(self, path):
        self.path = pathlib.Path(path)

    def names(self):
        return {file.relative_to(self.path).as_posix() for file in self.path.rglob("*") if file.is_file()}

    def open(self, name):
        return (self.path / name).open("rb")


class Zip:
    def __init__(self, path):
        self.archive = zipfile.ZipFile(path)
        names = self.archive.namelist()
        if len(set(names)) != len(names):
            raise Unreadable(f"{path} holds a file twice")

    def names(self):
        return set(self.archive.namelist())

    def open(self, name):
        return self.archive.open(name)


def lines_of(files, name):
    """The lines of a file as bytes, without the newline at their ends, which is no part of a leaf."""
    with files.open(name) as file:
        for line in file:
            yield line[:-1] if line.endswith(b"\n") else line


def read(files, name):
    with files.open(name) as file:
        return file.read()


def only_once(pairs):
    """Refuses an object that has a name twice: two programs might read two things in it."""
    members = dict(pairs)
    if len(members) != len(pairs):
        raise ValueError("a name stands twice in an object")
    return members


class Number(str):
    """A JSON number, kept as it is written; it is another value than the string with the same text."""

    def __eq__(self, other):
        return isinstance(other, Number) and str.__eq__(self, other)

    __hash__ = str.__hash__


def parse(text):
    return json.loads(text, parse_int=Number, parse_float=Number, object_pairs_hook=only_once)


def from_base64(text):
    return base64.b64decode(text, validate=True)


# ---- checkpoints ---------------------------------------------------------------------------------------------------


class Key:
    """A verifier key: name+id+base64(type || Ed25519 key)."""

    def __init__(self, text):
        parts = text.split("+", 2)
        material = from_base64(parts[2]) if len(parts) == 3 else b""
        if len(material) != 33 or material[0] not in (NOTE, COSIGNATURE):
            raise Unreadable(f"{text!r} is no Ed25519 verifier key")
        self.name, self.kind = parts[0], material[0]
        self.id = hashlib.sha256(self.name.encode() + b"\n" + material).digest()[:4]
        if self.id.hex() != parts[1]:
            raise Unreadable(f"{text!r}: the id is not that of the name and the key")
        self.public = Ed25519PublicKey.from_public_bytes(material[1:])

    def signed(self, text, signature):
        message = text
        if self.kind == COSIGNATURE:
            time = int.from_bytes(signature[:8], "big")
            message, signature = b"cosignature/v1\ntime %d\n" % time + text, signature[8:]
        try:
            self.public.verify(signature, message)
        except InvalidSignature:
            raise NotVerified(f"the signature of {self.name} is not good") from None
        return True


def signatures_in(lines):
    for line in lines:
        dash, name, signature = line.split(" ")
        if dash != "\u2014":
            raise ValueError("a signature line does not begin with a dash")
        signature = from_base64(signature)
        yield name, signature[:4], signature[4:]


class Judge:
    """Decides whether a checkpoint counts: by the ledger's keys, and by the quorum of witnesses."""

    def __init__(self, keys, policy):
        self.keys = [Key(text) for text in keys]
        if not self.keys:
            raise Unreadable("there is no key: give one with --key")
        self.policy = policy

    def open(self, note):
        """Answers with origin, size and root of a checkpoint that counts."""
        try:
            text, _, signatures = note.rpartition(b"\n\n")
            text += b"\n"
            origin, size, root, *_ = text.decode().split("\n")
            size, root = int(size), from_base64(root)
            signatures = list(signatures_in(signatures.decode().removesuffix("\n").split("\n")))
        except (ValueError, binascii.Error) as fault:
            raise NotVerified(f"it is no signed checkpoint ({fault})") from None
        signers = [
            key
            for key in self.keys
            for name, id, signature in signatures
            if key.name == origin == name and key.id == id and key.signed(text, signature)
        ]
        if not signers:
            raise NotVerified("none of the known keys of its origin signed it")
        cosigners = {
            witness
            for witness, key in self.policy.witnesses.items()
            for name, id, signature in signatures
            if key.name == name and key.id == id and key.signed(text, signature)
        }
        if not self.policy.satisfied(self.policy.quorum, cosigners):
            raise NotVerified("too few witnesses have cosigned it for the policy")
        return origin, size, root


class Policy:
    """Who must have cosigned (C2SP tlog-policy)."""

    def __init__(self, text):
        self.logs, self.witnesses, self.groups, self.quorum = [], {}, {}, None
        for line in text.splitlines():
            match line.split():
                case []:
                    pass
                case [word, *_] if word.startswith("#"):
                    pass
                case ["log", key, *_]:
                    self.logs.append(key)
                case ["witness", name, key, *_] if self.is_new(name):
                    self.witnesses[name] = Key(key)
                case ["group", name, count, *members] if self.is_new(name) and all(map(self.is_known, members)):
                    needed = {"any": 1, "all": len(members)}.get(count) or int(count)
                    self.groups[name] = (needed, members)
                case ["quorum", name] if self.quorum is None and (name == "none" or self.is_known(name)):
                    self.quorum = name
                case _:
                    raise Unreadable(f"the policy: {line!r} cannot be understood")
        if self.quorum is None:
            raise Unreadable("the policy names no quorum")

    def is_known(self, name):
        return name in self.witnesses or name in self.groups

    def is_new(self, name):
        return name != "none" and not self.is_known(name)

    def satisfied(self, name, cosigners):
        if name == "none":
            return True
        if name in self.witnesses:
            return name in cosigners
        needed, members = self.groups[name]
        return sum(self.satisfied(member, cosigners) for member in members) >= needed


# ---- leaves --------------------------------------------------------------------------------------------------------

TAIL = re.compile(
    rb',"position":([1-9][0-9]{0,15}),"recordedAt":"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z)"\}\Z'
)


def read_leaf(leaf):
    """Position and time of a leaf: {"event":{...},"position":n,"recordedAt":"..."}."""
    if len(leaf) > MOST_LEAF_BYTES:
        raise NotVerified(f"it is {len(leaf)} bytes long, more than {MOST_LEAF_BYTES}")
    tail = TAIL.search(leaf[-100:])
    try:
        parse(leaf)
    except ValueError as fault:
        raise NotVerified(f"it is not the JSON of a leaf ({fault})") from None
    if tail is None or not leaf.startswith(b'{"event":{'):
        raise NotVerified("it is not event, position and time")
    return int(tail[1]), tail[2].decode()


def check_order(leaf, position, before):
    """That a leaf says the position it stands at, and is later than the one before; answers with what it says."""
    said, time = read_leaf(leaf)
    if said != position:
        raise NotVerified(f"the leaf says position {said}")
    if time <= before[1]:
        raise NotVerified(f"it says it was recorded at {time}, and position {before[0]} before it at {before[1]}")
    return said, time


def hash_leaf(leaf):
    return hashlib.sha256(b"\x00" + leaf).digest()


def sides(index, size):
    """On which side of its sibling each hash on the way up stands: 0 left, 1 right. RFC 6962, section 2.1.1."""
    way = []
    while size > 1:
        half = 1 << (size - 1).bit_length() - 1
        way.append(0 if index < half else 1)
        index, size = (index, half) if index < half else (index - half, size - half)
    return list(reversed(way)) + [0]


def check_inclusion(index, leaf, path, size, root):
    """That a leaf is in the tree; pymerkle computes the form of the proof for itself and accepts no other."""
    leaf_hash = hash_leaf(leaf)
    proof = InclusionProof("sha256", True, size, index + 1, sides(index, size), [leaf_hash, *path])
    try:
        proof.verify(leaf_hash, root, index=index + 1, size=size, algorithm="sha256")
    except InvalidProof as fault:
        raise NotVerified(f"the leaf is not the one that the checkpoint seals ({fault})") from None


class Bundle:
    def __init__(self, files, judge, findings):
        self.files, self.judge, self.findings = files, judge, findings
        self.names = files.names()
        self.leaves = {}
        self.origin, self.size, self.root = judge.open(read(files, "log/checkpoint"))
        self.tree = None
        findings.ok("checkpoint", f"{self.origin}, {self.size} events, signature and policy good")

    def check(self):
        if "log/proofs.jsonl" in self.names:
            self.check_some_leaves()
        else:
            self.check_whole_log()
        self.check_proof_files()
        if "figures.jsonl" in self.names:
            Figures(self).check()

    def check_whole_log(self):
        before, good, self.tree = (0, ""), True, InmemoryTree(algorithm="sha256")
        position = 0
        for position, leaf in enumerate(lines_of(self.files, "log/leaves.jsonl"), 1):
            try:
                before = check_order(leaf, position, before)
            except NotVerified as fault:
                good = False
                self.findings.fail("leaves", str(fault), position)
            self.leaves[position] = leaf
        self.tree.append_entries(self.leaves.values())
        if position != self.size:
            good = False
            first = min(position, self.size) + 1
            self.findings.fail("leaves", f"there are {position} leaves, and the checkpoint is of {self.size}", first)
        elif self.root_at(position) != self.root:
            good = False
            self.findings.fail("leaves", "they give another root than the checkpoint's: something was altered")
        self.check_tiles("tiles" if good else "leaves")
        if good:
            self.findings.ok("leaves", f"all {position}, in order of time; the root computed is the checkpoint's")

    def root_at(self, size):
        return self.tree.get_root(size) if size > 0 else hashlib.sha256(b"").digest()

    def check_tiles(self, what):
        """A root says that something is wrong; the hashes in the tiles, where the bundle has any, say where."""
        for start in range(0, self.size, 256):
            index, width = start // 256, min(256, self.size - start)
            name = f"{index % 1000:03}"
            while index := index // 1000:
                name = f"x{index % 1000:03}/{name}"
            name = f"log/tile/0/{name}" + (f".p/{width}" if width < 256 else "")
            if name not in self.names:
                return
            tile = read(self.files, name)
            for at in range(width):
                leaf = self.leaves.get(start + at + 1)
                if leaf is None or tile[at * 32 : at * 32 + 32] != hash_leaf(leaf):
                    self.findings.fail(what, "leaf and tile have different hashes", start + at + 1)
                    return

    def check_some_leaves(self):
        proofs = [parse(line) for line in lines_of(self.files, "log/proofs.jsonl")]
        before, good, count = (0, ""), True, 0
        for count, leaf in enumerate(lines_of(self.files, "log/leaves.jsonl"), 1):
            if count > len(proofs):
                good = False
                self.findings.fail("leaves", f"line {count} has no proof")
                continue
            index = int(proofs[count - 1]["index"])
            try:
                if index + 1 <= before[0]:
                    raise NotVerified(f"it does not come after position {before[0]}")
                before = check_order(leaf, index + 1, before)
                path = [from_base64(text) for text in proofs[count - 1]["proof"]]
                check_inclusion(index, leaf, path, self.size, self.root)
                self.leaves[index + 1] = leaf
            except NotVerified as fault:
                good = False
                self.findings.fail("leaves", str(fault), index + 1)
        if count < len(proofs):
            good = False
            self.findings.fail("leaves", "there is a proof and no leaf", int(proofs[count]["index"]) + 1)
        if good:
            self.findings.ok("leaves", f"{count} of {self.size}, each proved to be in the checkpoint's tree")

    def check_proof_files(self):
        files = sorted(name for name in self.names if name.endswith(".tlog-proof"))
        good = True
        for name in files:
            position = int(pathlib.PurePosixPath(name).stem)
            try:
                self.check_proof(read(self.files, name), position)
            except NotVerified as fault:
                good = False
                self.findings.fail("proof files", str(fault), position)
        if files and good:
            self.findings.ok("proof files", f"{len(files)} tlog-proofs, each good by itself")

    def check_proof(self, text, position):
        if position not in self.leaves:
            raise NotVerified("there is a proof file and no proved leaf")
        head, _, checkpoint = text.partition(b"\n\n")
        first, *lines = head.decode().split("\n")
        if lines and lines[0].startswith("extra "):
            lines.pop(0)
        if first != "c2sp.org/tlog-proof@v1" or not lines or lines[0] != f"index {position - 1}":
            raise NotVerified("it is no tlog-proof for this position")
        _, size, root = self.judge.open(checkpoint)
        path = [from_base64(line) for line in lines[1:]]
        check_inclusion(position - 1, self.leaves[position], path, size, root)


# ---- figures -------------------------------------------------------------------------------------------------------

DECIMAL = re.compile(r"-?[0-9]{1,60}(\.[0-9]{1,60})?")


def decimal(value):
    if isinstance(value, Fraction):
        return value
    return Fraction(value) if isinstance(value, str) and DECIMAL.fullmatch(value) else None


def gather(value, reported):
    """Finds the figures in report.json, wherever they stand, with every value an id has there."""
    if isinstance(value, dict):
        if isinstance(value.get("figure"), str) and "value" in value:
            reported.setdefault(value["figure"], []).append(value["value"])
        value = value.values()
    if not isinstance(value, str) and hasattr(value, "__iter__"):
        for member in value:
            gather(member, reported)


SCALES = {None: 1, "hundred": 10**2, "thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
PHYSICAL = set("kWh MWh GWh kW MW GW kVA MVA kg t l m3 m km m2 ha km2".split())


def interval(quantity):
    """What the words of a quantity allow, by docs/quantities.md of the ledger; None is no upper end."""
    unit, qualifier = quantity["unit"], quantity["qualifier"]
    is_goods = not re.fullmatch("[A-Z]{3}", unit) and unit not in PHYSICAL
    match qualifier:
        case "several":
            return Fraction(2 * SCALES[quantity.get("scale")]), None
        case "some":
            return Fraction(1 if is_goods else 0), None
        case "all-remaining":
            return Fraction(0), None
    value = decimal(quantity["value"])
    less, more = value * Fraction(9, 10), value * Fraction(11, 10)
    if is_goods:
        less, more = Fraction(max(1, less.numerator // less.denominator)), Fraction(-(-more.numerator // more.denominator))
    return {
        "exactly": (value, value),
        "over": (value, None),
        "at-least": (value, None),
        "under": (Fraction(0), value),
        "up-to": (Fraction(0), value),
        "between": (value, decimal(quantity.get("upTo"))),
        "about": (less, more),
        "nearly": (less, value),
    }[qualifier]


def value_at(leaf, place):
    """The value at an RFC 6901 pointer; or, with `as`, an end of the interval of the quantity there."""
    value, pointer = parse(leaf), place.get("pointer", "")
    for token in pointer.split("/")[1:]:
        token = token.replace("~1", "/").replace("~0", "~")
        try:
            value = value[int(token)] if isinstance(value, list) else value[token]
        except (KeyError, IndexError, ValueError, TypeError):
            raise NotVerified(f"the leaf has nothing at {pointer}") from None
    try:
        return interval(value)[0 if place["as"] == "lo" else 1] if "as" in place else value
    except (KeyError, TypeError):
        raise NotVerified(f"the leaf has no quantity at {pointer}") from None


def compute(op, operands):
    """What an op makes of values from leaves. None is an open end: more than any number."""
    amounts = [None if value is None else decimal(value) for value in operands]
    if any(amount is None and value is not None for amount, value in zip(amounts, operands)):
        raise NotVerified("it rests on what is no decimal")
    bounded = [amount for amount in amounts if amount is not None]
    if op == "min":
        return min(bounded, default=None)
    if len(bounded) < len(amounts) or (op == "max" and not bounded):
        return None
    return sum(bounded, Fraction(0)) if op == "sum" else max(bounded)


class Figures:
    """The figures of the report, computed again from leaves as far as that takes no rule of the ledger."""

    def __init__(self, bundle):
        self.bundle, self.all = bundle, {}

    def check(self):
        findings, counts, good = self.bundle.findings, {}, True
        for line in lines_of(self.bundle.files, "figures.jsonl"):
            one = parse(line)
            if one["figure"] in self.all:
                good = False
                findings.fail("figures", f"{one['figure']} stands there twice")
            self.all[one["figure"]] = one
        reported = {}
        gather(parse(read(self.bundle.files, "report.json")), reported)
        for id, one in self.all.items():
            counts[one["op"]] = counts.get(one["op"], 0) + 1
            try:
                self.check_figure(id, one)
                if not all(value == one["value"] for value in reported.get(id, [object()])):
                    raise NotVerified("it is not in report.json, or is another there")
            except NotVerified as fault:
                good = False
                findings.fail("figures", f"{id}: {fault}")
        for id in reported.keys() - self.all.keys():
            good = False
            findings.fail("figures", f"{id} is in report.json, and nothing says how it follows from leaves")
        if good:
            told = ", ".join(f"{count} {op}" for op, count in sorted(counts.items()))
            findings.ok("figures", f"{len(self.all)}, as in report.json: {told}")

    def check_figure(self, id, one):
        leaves, op, value = self.bundle.leaves, one["op"], one["value"]
        for place in one["of"]:
            if int(place["position"]) not in leaves:
                raise NotVerified(f"it rests on position {place['position']}, which is not proved")
        if op == "given":
            self.check_given(id, value)
        elif op == "rule":
            self.check_verdict(id, one)
        elif op == "count":
            self.check_count(one)
        else:
            operands = [value_at(leaves[int(place["position"])], place) for place in one["of"]]
            operands += [self.other(other)["value"] for other in one.get("from", [])]
            self.check_computed(op, value, operands)

    def other(self, id):
        if id not in self.all:
            raise NotVerified(f"there is no figure {id}")
        return self.all[id]

    def check_count(self, one):
        for other in one.get("from", []):
            if "is" in one and self.other(other)["value"] != one["is"]:
                raise NotVerified(f"{other} is not {one['is']}")
        count = len(one["of"]) + len(one.get("from", []))
        if f"{one['value']}" != f"{count}":
            raise NotVerified(f"it is {one['value']}, and there are {count}")

    def check_computed(self, op, value, operands):
        if op == "copy":
            found = operands[0] if len(operands) == 1 else object()
            if (decimal(value) if isinstance(found, Fraction) else value) != found:
                raise NotVerified(f"it is {value}, and the leaf says {operands}")
        elif op in ("sum", "min", "max"):
            computed = compute(op, operands)
            if (decimal(value) if value is not None else None) != computed or (value is None) != (computed is None):
                raise NotVerified(f"it is {value}, and the leaves give {computed}")
        else:
            raise NotVerified(f"there is no op {op}")

    def value_of(self, id):
        return self.all.get(id, {}).get("value")

    def check_given(self, id, value):
        """What was given to the report, where the checkpoint has a say in it."""
        prefix, _, last = id.rpartition(".")
        bundle = self.bundle
        if last == "position" and not 0 <= int(value) <= bundle.size:
            raise NotVerified(f"it is {value}, and the checkpoint is of {bundle.size} events")
        if last == "root":
            position = int(self.value_of(f"{prefix}.position"))
            if position == bundle.size:
                root = bundle.root
            elif bundle.tree is not None and position < bundle.size:
                root = bundle.root_at(position)
            else:
                return
            if value != root.hex():
                raise NotVerified(f"it is {value}, and not the root of the first {position} leaves")

    def check_verdict(self, id, one):
        """Holds a verdict against its own amounts and what it rests on.

        The rules are the ledger's (docs/criteria.md), and a program that shares no code with it cannot follow them all. It
        can see that `met` takes a floor and as much certainly delivered, and `not-met` less than that and a source that
        declares its record complete.
        """
        prefix, _, last = id.rpartition(".")
        if last != "outcome":
            return
        floor, low = decimal(self.value_of(f"{prefix}.floor")), decimal(self.value_of(f"{prefix}.delivered.lo"))
        reached = floor is not None and low is not None and low >= floor
        if one["value"] == "met" and f"{prefix}.floor" in self.all and not reached:
            raise NotVerified("it is met, and what is delivered does not reach the floor")
        if one["value"] != "not-met":
            return
        if reached:
            raise NotVerified("it is not met, and what is delivered reaches the floor")
        kinds = {parse(self.bundle.leaves[int(place["position"])])["event"].get("type") for place in one["of"]}
        if "CoverageDeclared" not in kinds:
            raise NotVerified("it is not met, and rests on no declaration that a record is complete")


# ---- the command ---------------------------------------------------------------------------------------------------


def given_or(given, enclosed):
    """What was given, which is a file or the text itself, or else what came with the data."""
    if given is None:
        return enclosed
    path = pathlib.Path(given)
    if path.is_file():
        return path.read_text()
    if given.count("+") >= 2:
        return given
    raise Unreadable(f"{given} is neither a file nor a key")


def verify(options):
    path = pathlib.Path(options.bundle)
    files = Folder(path) if path.is_dir() else Zip(path)
    names, findings = files.names(), Findings()
    if "log/checkpoint" not in names:
        raise Unreadable(f"{path} is no bundle: there is no log/checkpoint in it")
    enclosed = {name: read(files, name).decode() if name in names else "" for name in ("log/key", "log/policy")}
    policy = Policy(given_or(options.policy, enclosed["log/policy"]) or "quorum none")
    keys = given_or(options.key, enclosed["log/key"]).split()
    if options.key is None and options.policy is not None and policy.logs:
        keys = policy.logs
    elif options.key is None and keys:
        findings.note("key", f"{keys[0]} came with the bundle itself: compare it with the one you know, or give it")
    try:
        Bundle(files, Judge(keys, policy), findings).check()
    except NotVerified as fault:
        findings.fail("checkpoint", str(fault))
    return findings.conclude()


def main():
    told = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    told.add_argument("bundle")
    told.add_argument("--key")
    told.add_argument("--policy")
    try:
        return verify(told.parse_args())
    except (Unreadable, OSError, zipfile.BadZipFile, ValueError, KeyError) as fault:
        print(f"verify.py: {fault!r}" if isinstance(fault, KeyError) else f"verify.py: {fault}", file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())
