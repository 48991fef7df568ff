"""What the public page says of a petition, and what the group reads about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import ModuleType

from sqlalchemy.orm import Session

from complaints import data, supporting
from complaints.domain.complaint import LetterLanguage
from complaints.domain.petition import PetitionKind
from complaints.models.petitions import Export, Petition, PetitionVersion, Publication
from complaints.petitions import queries as petitions
from complaints.petitions.agreeing.queries import count_agreed
from complaints.petitions.agreeing.reading import AgreedCount, tell_everybody
from complaints.petitions.document import Letter, letter_from_json
from complaints.petitions.printing import TITLES, WORDINGS
from complaints.petitions.publishing import queries
from complaints.web.clocks import Clock, clock_of


@dataclass(frozen=True)
class PublicPage:
    """A published version as everybody reads it."""

    petition: Petition
    version: PetitionVersion
    publications: Sequence[Publication]
    letter: Letter
    words: ModuleType
    included: int
    in_register: int
    """Who joined and stands in this version."""
    joined: int
    """Who joined and counts today."""
    files: Sequence[Export]
    clock: Clock | None
    somebody_left: bool
    agreed: Sequence[AgreedCount]
    """To which version how many who joined agreed."""

    @property
    def compared(self) -> Sequence[int]:
        """Numbers of the versions that can be read beside the public one before them."""
        return [version.number for version in queries.list_open_versions(self.publications)[1:]]

    @property
    def takes_joiners(self) -> bool:
        return self.clock is None and self.letter.has_register

    @property
    def few_joined(self) -> bool:
        """So few today that nobody shall be able to watch who comes and goes."""
        return 0 < self.joined < supporting.FEW


@dataclass(frozen=True)
class Panel:
    """Whether a version is on the public page, as its group reads it."""

    publications: Sequence[Publication]
    version: PetitionVersion
    is_ready: bool

    @property
    def running(self) -> Publication | None:
        latest = next(iter(self.publications), None)
        return latest if latest and latest.ended_at is None else None

    @property
    def is_published(self) -> bool:
        return self.running is not None and self.running.version_id == self.version.id

    @property
    def may_be_published(self) -> bool:
        return self.is_ready and (self.running is None or self.running.version.number < self.version.number)


def page_of(session: Session, petition: Petition, version: PetitionVersion, lang: str, *, now: datetime) -> PublicPage:
    language = _language(version, lang)
    submission = petitions.find_submission(session, petition.id)
    return PublicPage(
        petition=petition,
        version=version,
        publications=queries.list_publications(session, petition.id),
        letter=letter_of(version, lang),
        words=WORDINGS[language],
        included=petitions.count_included(session, version.id),
        in_register=petitions.count_joined(session, version.id),
        joined=supporting.count_counted(session, petition.id),
        files=queries.list_files(session, version.id),
        clock=clock_of(submission, now) if submission else None,
        somebody_left=queries.has_leavers(session, version),
        agreed=tell_everybody(count_agreed(session, petition.id)),
    )


def panel_of(session: Session, petition: Petition, version: PetitionVersion) -> Panel:
    return Panel(
        queries.list_publications(session, petition.id), version, is_ready=queries.is_ready(session, version.id)
    )


def share_texts(page: PublicPage, site: str) -> Mapping[LetterLanguage, str]:
    """Plain text to pass on, in both languages: what it is, what it asks, where it is read."""
    return {language: "\n".join(_share(page, language, site)) for language in LetterLanguage}


def _share(page: PublicPage, language: LetterLanguage, site: str) -> list[str]:
    petition, is_kazakh = page.petition, language is LetterLanguage.KK
    kind = PetitionKind(page.letter.kind)
    asks, read, join = (
        ("Не сұраймыз:", "Мәтінін оқу", "Мәтінін оқу және қосылу")
        if is_kazakh
        else ("Чего мы просим:", "Прочитать текст", "Прочитать текст и присоединиться")
    )
    demands = [f"– {data.demands()[line.code].label[language]}" for line in page.letter.demands]
    return [
        f"{TITLES[kind, language]} № {petition.id}. {petition.round.name_kk if is_kazakh else petition.round.name_ru}",
        *([asks, *demands] if demands else []),
        f"{join if page.takes_joiners else read}: {site}/{language}/petitions/{petition.id}/",
    ]


def letter_of(version: PetitionVersion, lang: str) -> Letter:
    """The frozen letter in the page's language, if it is in it."""
    return letter_from_json(version.content[_language(version, lang)]["letter"])


def _language(version: PetitionVersion, lang: str) -> LetterLanguage:
    """The page's language if the letter is in it, else the one it is in."""
    known = [LetterLanguage(code) for code in version.content]
    wanted = LetterLanguage.KK if lang == "kk" else LetterLanguage.RU
    return wanted if wanted in known else known[0]
