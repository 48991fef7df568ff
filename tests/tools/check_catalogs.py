"""Refuses catalogs of translations that are not complete: every English sentence of the program has its Kazakh and its
Russian.

The sentences are extracted anew from the code, so a catalog that was not updated is found too. `pybabel compile
--statistics` counts an empty plural form as done; here each form must be filled and must name the same placeholders as
the English.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parents[2]
LANGUAGES = ("kk", "ru")
PLURAL_FORMS = {"kk": 2, "ru": 3}
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|%[sd]")
Key = tuple[str | None, str]


def extracted() -> polib.POFile:
    """Every message of the program as it stands now."""
    with tempfile.TemporaryDirectory() as folder:
        template = Path(folder) / "messages.pot"
        command = [sys.executable, "-m", "babel.messages.frontend", "--quiet", "extract", "-F", "pyproject.toml"]
        subprocess.run([*command, "-k", "_l", "-k", "lazy_gettext", "-o", str(template), "."], check=True, cwd=ROOT)
        return polib.pofile(str(template))


def key(entry: polib.POEntry) -> Key:
    return entry.msgctxt, entry.msgid


def placeholders(text: str) -> set[str]:
    return {match.group(0) for match in PLACEHOLDER.finditer(text)}


def problems_of(entry: polib.POEntry, language: str) -> Iterator[str]:
    """What is wrong with one translated entry."""
    if entry.fuzzy:
        yield "fuzzy"
    forms = list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]
    if entry.msgid_plural and len(forms) != PLURAL_FORMS[language]:
        yield f"has {len(forms)} plural forms instead of {PLURAL_FORMS[language]}"
    if not all(form.strip() for form in forms):
        yield "not translated"
    wanted = placeholders(entry.msgid_plural or entry.msgid)
    if any(form.strip() and placeholders(form) != wanted for form in forms):
        yield f"must name the placeholders {sorted(wanted)}"


def problems(language: str, wanted: list[polib.POEntry], folder: Path = ROOT / "translations") -> Iterator[str]:
    """One line for each thing wrong with a language's catalog."""
    path = folder / language / "LC_MESSAGES" / "messages.po"
    if not path.exists():
        yield f"{language}: there is no catalog for {len(wanted)} messages"
        return
    entries = {key(entry): entry for entry in polib.pofile(str(path)) if not entry.obsolete}
    for message in wanted:
        entry = entries.get(key(message))
        if entry is None:
            yield f"{language}: missing: {message.msgid!r}"
        elif entry.msgid_plural != message.msgid_plural:
            yield f"{language}: another plural in the code: {message.msgid!r}"
        else:
            yield from (f"{language}: {problem}: {message.msgid!r}" for problem in problems_of(entry, language))


def main() -> int:
    """Prints every problem; 1 when there is one."""
    wanted = list(extracted())
    found = [problem for language in LANGUAGES for problem in problems(language, wanted)]
    print("\n".join(found) if found else f"Catalogs complete: {len(wanted)} messages in {', '.join(LANGUAGES)}.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
