"""The gate of translations lets nothing through that a reader would stumble over."""

from __future__ import annotations

from pathlib import Path

import polib
import pytest

from tests.tools.check_catalogs import problems

ONE = polib.POEntry(msgid="File the complaint")
NAMED = polib.POEntry(msgid="Due on %(day)s")
COUNTED = polib.POEntry(msgid="%(num)s complaint", msgid_plural="%(num)s complaints")
RUSSIAN_FORMS = {0: "%(num)s жалоба", 1: "%(num)s жалобы", 2: "%(num)s жалоб"}


def checked(folder: Path, wanted: polib.POEntry, *translated: polib.POEntry) -> list[str]:
    """What the gate says about a Russian catalog with these entries."""
    catalog = polib.POFile()
    catalog.extend(translated)
    path = folder / "ru" / "LC_MESSAGES" / "messages.po"
    path.parent.mkdir(parents=True)
    catalog.save(str(path))
    return list(problems("ru", [wanted], folder))


def entry(message: polib.POEntry, text: str = "", flags: tuple[str, ...] = (), **forms: object) -> polib.POEntry:
    return polib.POEntry(
        msgid=message.msgid, msgid_plural=message.msgid_plural, msgstr=text, flags=list(flags), **forms
    )


@pytest.mark.parametrize(
    ("wanted", "translated"),
    [
        (ONE, entry(ONE, "Подать жалобу")),
        (NAMED, entry(NAMED, "Срок: %(day)s")),
        (COUNTED, entry(COUNTED, msgstr_plural=RUSSIAN_FORMS)),
    ],
)
def test_a_complete_translation_passes(tmp_path: Path, wanted: polib.POEntry, translated: polib.POEntry) -> None:
    assert checked(tmp_path, wanted, translated) == []


@pytest.mark.parametrize(
    ("wanted", "translated"),
    [
        (ONE, entry(ONE)),
        (ONE, entry(ONE, "  ")),
        (ONE, entry(ONE, "Подать жалобу", flags=("fuzzy",))),
        (NAMED, entry(NAMED, "Срок")),
        (NAMED, entry(NAMED, "Срок: %(date)s")),
        (COUNTED, entry(COUNTED, msgstr_plural={0: "%(num)s жалоба", 1: "%(num)s жалобы"})),
        (COUNTED, entry(COUNTED, msgstr_plural={**RUSSIAN_FORMS, 2: ""})),
        (COUNTED, entry(COUNTED, msgstr_plural={**RUSSIAN_FORMS, 0: "одна жалоба"})),
        (COUNTED, polib.POEntry(msgid=COUNTED.msgid, msgstr="жалоба")),
        (ONE, entry(NAMED, "Срок: %(day)s")),
    ],
    ids=[
        "empty",
        "blank",
        "fuzzy",
        "no value",
        "another value",
        "two forms",
        "an empty form",
        "21 as one",
        "no plural",
        "missing",
    ],
)
def test_an_incomplete_one_is_refused(tmp_path: Path, wanted: polib.POEntry, translated: polib.POEntry) -> None:
    assert len(checked(tmp_path, wanted, translated)) == 1


def test_a_language_without_a_catalog_is_refused(tmp_path: Path) -> None:
    assert list(problems("kk", [ONE], tmp_path)) == ["kk: there is no catalog for 1 messages"]
