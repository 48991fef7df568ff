"""Two editors of one round: which facts somebody else changed since a form was opened, told by short hashes in it.

The hashes are the sender's own word. They decide only what is shown beside what was typed; what is saved is decided by
the number of the edit.
"""

from __future__ import annotations

import json
from dataclasses import replace
from hashlib import sha256
from typing import Any, Final

from complaints.domain.round_facts import EventFacts, RoundFacts, as_plain

LENGTH: Final = 8


def hashes(facts: RoundFacts | EventFacts) -> str:
    """Short hashes of all facts by name, as JSON for a hidden field."""
    return json.dumps({name: _hash(value) for name, value in as_plain(facts).items()}, separators=(",", ":"))


def fingerprint(facts: EventFacts) -> str:
    """One short hash of all facts."""
    return _hash(as_plain(facts))


def changed_since(base: str, standing: RoundFacts | EventFacts) -> list[str]:
    """The facts that are not as they were when the form was opened; all of them when that cannot be read."""
    opened = _read(base)
    return [name for name, value in as_plain(standing).items() if opened.get(name) != _hash(value)]


def taken_over(base: str, typed: RoundFacts, standing: RoundFacts) -> RoundFacts:
    """What was typed; facts that this editor left as they were are taken from what stands now."""
    opened, plain = _read(base), as_plain(typed)
    untouched = [name for name in changed_since(base, standing) if opened.get(name) == _hash(plain[name])]
    changes: dict[str, Any] = {name: getattr(standing, name) for name in untouched}
    return replace(typed, **changes)


def _read(base: str) -> dict[str, Any]:
    try:
        opened = json.loads(base)
    except (ValueError, RecursionError):
        return {}
    return opened if isinstance(opened, dict) else {}


def _hash(value: Any) -> str:
    return sha256(json.dumps(value, ensure_ascii=False).encode()).hexdigest()[:LENGTH]
