"""The YAML of an import as nodes with their lines: nothing in it is built or expanded, and every value is read as text.

What is wrong is collected with its line, so that the operator hears of everything at once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final, TypeVar

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from complaints.domain.moments import Unreadable
from complaints.domain.round_facts import Fault
from complaints.domain.rounds import Span
from complaints.web.cleaning import many_lines

Member = TypeVar("Member", bound=StrEnum)
SIZE_MAX: Final = 1_000_000
"""Bytes. Our choice: some hundreds of rounds; more are several files."""
TAG: Final = "tag:yaml.org,2002:"
DIGITS: Final = re.compile(r"\d{1,9}", re.ASCII)
KINDS: Final = {
    "timestamp": "a date", "int": "a number", "float": "a number", "bool": "a yes or no", "null": "nothing",
}  # fmt: skip
PAIR: Final = 2


@dataclass(frozen=True)
class Problem:
    """What is wrong: a fault of the facts, or a sentence. `where` is the round and the field."""

    line: int
    where: str
    what: Fault | str


class Unusable(Exception):
    """The file cannot be read at all."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem)
        self.problem = problem


class _Loader(yaml.SafeLoader):
    """Takes no aliases: a few lines of them can stand for more than a memory holds."""

    def compose_node(self, parent: Node | None, index: Any) -> Node | None:
        if self.check_event(yaml.AliasEvent):
            mark = self.peek_event().start_mark  # type: ignore[no-untyped-call]
            raise yaml.composer.ComposerError(None, None, "aliases (*name) are not taken: write the value out", mark)
        return super().compose_node(parent, index)


def compose(content: bytes) -> Node | None:
    """The root node. Raises Unusable."""
    if len(content) > SIZE_MAX:
        raise _unusable(1, f"the file is larger than {SIZE_MAX} bytes: split it")
    try:
        return yaml.compose(content.decode("utf-8-sig"), Loader=_Loader)
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise _unusable(line, "the file is not written in UTF-8") from error
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise _unusable(mark.line + 1 if mark else 1, error.problem or "this is no YAML") from error
    except yaml.YAMLError as error:
        raise _unusable(1, f"this is no YAML: {str(error).splitlines()[0]}") from error
    except RecursionError as error:
        raise _unusable(1, "the file is nested too deeply") from error


def _unusable(line: int, sentence: str) -> Unusable:
    return Unusable(Problem(line, "file", sentence))


@dataclass
class Reader:
    """Reads the fields of one mapping and collects what is wrong."""

    node: MappingNode
    where: str
    problems: list[Problem]
    fields: dict[str, Node] = field(default_factory=dict)

    def open(self, allowed: Iterable[str], required: Iterable[str]) -> Reader:
        """Sort the fields by their names; unknown, double and missing ones are problems."""
        known = set(allowed)
        for key, value in self.node.value:
            name = key.value if isinstance(key, ScalarNode) else None
            if name not in known:
                self.say(key, str(name), "there is no such field here")
            elif name in self.fields:
                self.say(key, name, "this field stands here twice")
            else:
                self.fields[name] = value
        for name in required:
            if name not in self.fields:
                self.say(self.node, name, "this field is missing")
        return self

    def say(self, node: Node, name: str, what: Fault | str) -> None:
        self.problems.append(Problem(line_of(node), f"{self.where}{name}", what))

    def line(self, name: str) -> int:
        """Where the field stands; the beginning of the mapping when it is missing."""
        return line_of(self.fields.get(name, self.node))

    def text(self, name: str) -> str:
        """A text; nothing is the empty text."""
        node = self._value(name)
        if node is None:
            return ""
        if not isinstance(node, ScalarNode):
            self.say(node, name, "a text is expected here")
            return ""
        kind = node.tag.removeprefix(TAG)
        if kind != "str":
            self.say(node, name, f"this is read as {KINDS.get(kind, kind)}: put the text in quotes")
            return ""
        return many_lines(node.value)

    def member(self, name: str, members: type[Member]) -> Member:
        said = len(self.problems)
        text = self.text(name)
        if text in {member.value for member in members}:
            return members(text)
        if name in self.fields and len(self.problems) == said:
            self.say(self.fields[name], name, f"expected one of: {', '.join(member.value for member in members)}")
        return next(iter(members))

    def whole(self, name: str) -> int | None:
        node = self._value(name)
        return None if node is None else self._whole(node, name)

    def yes(self, name: str) -> bool:
        node = self._value(name)
        if node is None:
            return False
        if not isinstance(node, ScalarNode) or node.tag != f"{TAG}bool" or node.value not in ("true", "false"):
            self.say(node, name, "write true or false")
            return False
        return bool(node.value == "true")

    def wholes(self, name: str) -> Span[int]:
        return self._span(name, lambda node, _is_first: self._whole(node, name))

    def span(self, name: str, read: Callable[[str, bool], Any], expected: str) -> Span[Any]:
        """One value: known exactly; a list of two: between. `read` takes the text, and whether it is the earlier end
        of two (None: it stands alone)."""

        def of(node: Node, is_first: bool | None) -> Any:
            if not isinstance(node, ScalarNode):
                self.say(node, name, expected)
                return None
            try:
                return read(node.value.strip(), is_first)  # type: ignore[arg-type]
            except Unreadable:
                self.say(node, name, expected)
                return None

        return self._span(name, of)

    def sub(self, name: str, allowed: Iterable[str]) -> Reader | None:
        """The mapping inside a field."""
        node = self._value(name)
        if node is None:
            return None
        if not isinstance(node, MappingNode):
            self.say(node, name, f"expected fields: {', '.join(allowed)}")
            return None
        return Reader(node, f"{self.where}{name}.", self.problems).open(allowed, ())

    def items(self, name: str) -> list[Node] | None:
        """The items of a list; None when the field is missing."""
        node = self._value(name)
        if node is None:
            return None
        if not isinstance(node, SequenceNode):
            self.say(node, name, "a list is expected here")
            return []
        return list(node.value)

    def _span(self, name: str, read: Callable[[Node, bool | None], Any]) -> Span[Any]:
        node = self._value(name)
        if node is None:
            return Span()
        if not isinstance(node, SequenceNode):
            value = read(node, None)
            return Span(value, value)
        if len(node.value) != PAIR:
            self.say(node, name, "expected one value, or a list of two: the earliest and the latest")
            return Span()
        first, last = (None if is_null(end) else read(end, end is node.value[0]) for end in node.value)
        return Span(first, last)

    def _whole(self, node: Node, name: str) -> int | None:
        if isinstance(node, ScalarNode) and node.tag == f"{TAG}int" and DIGITS.fullmatch(node.value):
            return int(node.value)
        self.say(node, name, "expected a whole number in digits, without quotes")
        return None

    def _value(self, name: str) -> Node | None:
        node = self.fields.get(name)
        return None if node is None or is_null(node) else node


def is_null(node: Node) -> bool:
    return isinstance(node, ScalarNode) and node.tag == f"{TAG}null"


def line_of(node: Node) -> int:
    return int(node.start_mark.line) + 1
