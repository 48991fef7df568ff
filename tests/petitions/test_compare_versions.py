"""What is different between a frozen version and the one before it, for the group and for everybody."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from complaints.departures import leave
from complaints.domain.complaint import Departure
from complaints.models import Complaint, Group, PetitionDemand, PetitionText, PetitionVersion
from complaints.petitions.comparing.reading import compare
from complaints.petitions.comparing.texts import say_the_same_text
from complaints.petitions.publishing.actions import publish_petition, unpublish_petition
from tests.support.browserlike import CheckedClient
from tests.support.clock import Clock
from tests.support.collective import editor_of, freeze, freeze_again
from tests.support.planted import PEOPLE

pytestmark = pytest.mark.usefixtures("unprinted")

Work = Callable[[], int]
REASON = "Мәтінде қате бар: түзетіп, қайта жариялаймыз."


@pytest.fixture
def version(app: Flask, session: Session, group: Group, filed: list[Complaint], clock: Clock) -> PetitionVersion:
    return freeze(app, session, group, now=clock())


def reword(session: Session, version: PetitionVersion, text: str, part: str = "harm") -> None:
    """The group says a part of the Russian letter in its own words."""
    petition = version.petition
    petition.texts[:] = [row for row in petition.texts if row.part != f"complaint.{part}"]
    session.flush()
    petition.texts.append(PetitionText(language="ru", part=f"complaint.{part}", text=text))
    session.commit()


def desk(group: Group, version: PetitionVersion, lang: str = "ru") -> str:
    return f"/{lang}/groups/{group.slug}/petitions/{version.petition_id}/versions/{version.number}/difference"


def page(version: PetitionVersion, lang: str = "ru") -> str:
    return f"/{lang}/petitions/{version.petition_id}/versions/{version.number}/difference"


def publish(session: Session, group: Group, version: PetitionVersion, clock: Clock) -> None:
    session.expire_all()
    clock.advance(minutes=1)
    publish_petition(session, viewer=editor_of(group), version=version, now=clock())
    session.commit()


def marks(text: str, mark: str) -> list[str]:
    found = re.findall(rf"<{mark}>(.*?)</{mark}>", text, re.DOTALL)
    return [re.sub(r"<span.*?</span>", "", one).strip() for one in found]


def test_a_later_version_shows_what_came_and_what_went(
    app: Flask, owner: CheckedClient, group: Group, session: Session, version: PetitionVersion, clock: Clock,
    filed: list[Complaint],
) -> None:  # fmt: skip
    petition = version.petition
    reword(session, version, "Были нарушены права наших детей.")
    leave(session, filed[0], Departure.WITHDRAWN, now=clock())
    kept = [row.code for row in petition.demands]
    petition.demands.append(PetitionDemand(code="PUBLISH_LOGS", position=len(kept) + 1))
    gone = petition.norms[0].norm_id
    petition.norms[:] = petition.norms[1:]
    session.commit()
    later = freeze_again(app, session, group, version, now=clock())
    for lang in ("kk", "ru", "en"):
        shown = owner.get(desk(group, later, lang))
        assert shown.status_code == 200
        assert any("Были нарушены" in one for one in marks(shown.text, "ins"))
        assert filed[0].number in shown.text
        assert all(one.number not in shown.text for one in filed[1:])
        for person in PEOPLE:
            assert person.full_name not in shown.text
            assert person.postal_address not in shown.text
    difference = compare(session, version, later, "ru")
    assert not difference.is_same_text
    assert [item.code for item in difference.norms if item.piece == "removed"] == [gone]
    assert [item.code for item in difference.demands if item.piece == "added"] == ["PUBLISH_LOGS"]
    assert (difference.complaints.before, difference.complaints.after) == (4, 3)
    assert list(difference.complaints.removed.first) == [filed[0].number]
    assert difference.complaints.added.count == 0


def test_two_columns_say_together_what_each_text_said(
    app: Flask, group: Group, session: Session, version: PetitionVersion, clock: Clock
) -> None:
    reword(session, version, "Бір.\n\nЕкі үш төрт.")
    middle = freeze_again(app, session, group, version, now=clock())
    reword(session, version, "Бір.\n\nЕкі бес төрт алты.")
    later = freeze_again(app, session, group, version, now=clock())
    [letter] = [one for one in compare(session, middle, later, "ru").letters if one.language == "ru"]
    [part] = letter.changed
    assert " ".join(" ".join(one.text for one in part.texts.left).split()) == "Бір. Екі үш төрт."
    assert " ".join(" ".join(one.text for one in part.texts.right).split()) == "Бір. Екі бес төрт алты."
    [other] = [one for one in compare(session, middle, later, "ru").letters if one.language == "kk"]
    assert not other.changed


def test_numbers_of_complaints_alone_are_no_other_text(
    app: Flask, group: Group, session: Session, version: PetitionVersion, clock: Clock, filed: list[Complaint],
    owner: CheckedClient,
) -> None:  # fmt: skip
    leave(session, filed[-1], Departure.WITHDRAWN, now=clock())
    leave(session, filed[0], Departure.WITHDRAWN, now=clock())
    session.commit()
    later = freeze_again(app, session, group, version, now=clock())
    assert say_the_same_text(version, later)
    difference = compare(session, version, later, "kk")
    assert all(part.only_numbers for letter in difference.letters for part in letter.changed)
    assert any(letter.changed for letter in difference.letters)
    assert owner.get(desk(group, later)).status_code == 200


def test_a_body_or_a_missing_language_is_another_text(
    app: Flask, group: Group, session: Session, version: PetitionVersion, clock: Clock, owner: CheckedClient
) -> None:
    petition = version.petition
    petition.languages = "ru"
    petition.reviewing_body_id, petition.challenged_body_id = petition.challenged_body_id, petition.reviewing_body_id
    session.commit()
    later = freeze_again(app, session, group, version, now=clock())
    assert not say_the_same_text(version, later)
    difference = compare(session, version, later, "kk")
    assert difference.language == "ru"
    assert difference.bodies.differ
    assert [(one.language.value, one.was_there, one.is_there) for one in difference.letters] == [
        ("ru", True, True), ("kk", True, False),
    ]  # fmt: skip
    assert owner.get(desk(group, later, "kk")).status_code == 200


def test_the_first_version_has_nothing_to_be_compared_with(
    owner: CheckedClient, reader: CheckedClient, client: CheckedClient, group: Group, version: PetitionVersion,
    app: Flask, session: Session, clock: Clock,
) -> None:  # fmt: skip
    assert owner.get(desk(group, version)).status_code == 404
    assert "/difference" not in owner.get(desk(group, version).removesuffix("difference")).text
    reword(session, version, "Другой текст.")
    later = freeze_again(app, session, group, version, now=clock())
    assert desk(group, later) in reader.get(desk(group, later).removesuffix("difference")).text
    assert reader.get(desk(group, later)).status_code == 200
    assert client.get(desk(group, later)).status_code in (302, 303)


def test_everybody_sees_the_difference_between_published_versions_only(
    app: Flask, client: CheckedClient, group: Group, session: Session, version: PetitionVersion, clock: Clock,
    work: Work,
) -> None:  # fmt: skip
    reword(session, version, "Тайный второй текст.")
    middle = freeze_again(app, session, group, version, now=clock())
    reword(session, version, "Третий текст.")
    later = freeze_again(app, session, group, version, now=clock())
    work()
    publish(session, group, version, clock)
    assert client.get(page(version)).status_code == 404
    assert client.get(page(later)).status_code == 404
    publish(session, group, later, clock)
    shown = client.get(page(later))
    assert shown.status_code == 200
    assert "Set-Cookie" not in shown.headers
    assert shown.headers["Cache-Control"].startswith("public")
    assert "Третий текст." in marks(shown.text, "ins")
    assert "Тайный" not in shown.text
    assert client.get(page(middle)).status_code == 404
    assert page(later) in client.get(f"/ru/petitions/{later.petition_id}/").text


def test_what_was_taken_off_with_a_reason_is_not_shown_beside_its_successor(
    app: Flask, client: CheckedClient, group: Group, session: Session, version: PetitionVersion, clock: Clock,
    work: Work,
) -> None:  # fmt: skip
    reword(session, version, "Здесь по ошибке названо имя.")
    middle = freeze_again(app, session, group, version, now=clock())
    reword(session, version, "Здесь имени нет.")
    later = freeze_again(app, session, group, version, now=clock())
    work()
    publish(session, group, middle, clock)
    unpublish_petition(session, viewer=editor_of(group), petition=middle.petition, reason=REASON, now=clock())
    session.commit()
    assert client.get(page(middle)).status_code == 404
    publish(session, group, later, clock)
    assert client.get(page(later)).status_code == 404
    assert "/difference" not in client.get(f"/ru/petitions/{later.petition_id}/").text
