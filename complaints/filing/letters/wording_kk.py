"""Kazakh phrases of the own letter that stand for an answer. For a native lawyer to read before real use."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Final

from complaints.domain.complaint import LearnedFrom, ScreenResult
from complaints.domain.evidence import EvidenceKind
from complaints.domain.rounds import Span
from complaints.phrases.kk import when

LEARNED_FROM: Final[Mapping[LearnedFrom, str]] = MappingProxyType(
    {
        LearnedFrom.OFFICIAL_SITE: "ресми сайттан",
        LearnedFrom.SOCIAL_NETWORK: "әлеуметтік желіден",
        LearnedFrom.MESSENGER: "мессенджердегі чаттан",
        LearnedFrom.SCHOOL: "мектептен немесе балабақшадан",
        LearnedFrom.PROVIDER: "өнім берушіден",
        LearnedFrom.MEDIA: "бұқаралық ақпарат құралдарынан",
        LearnedFrom.ACQUAINTANCE: "таныс адамнан",
        LearnedFrom.OTHER: "басқа көзден",
    }
)
SCREEN: Final[Mapping[ScreenResult, str]] = MappingProxyType(
    {
        ScreenResult.GOT_PLACE: "орын берілді",
        ScreenResult.NO_PLACES: "экранда бос орын жоқ екені көрсетілді",
        ScreenResult.ERROR: "экранда қате туралы хабар шықты",
        ScreenResult.QUEUE: "экранда кезек немесе аяқталмайтын күту көрсетілді",
        ScreenResult.COULD_NOT_SIGN_IN: "жүйеге кіру мүмкін болмады",
        ScreenResult.DID_NOT_TRY: "тіркелуге әрекет жасалған жоқ",
    }
)
FILES: Final[Mapping[EvidenceKind, str]] = MappingProxyType(
    {
        EvidenceKind.JPEG: "JPEG суреті",
        EvidenceKind.PNG: "PNG суреті",
        EvidenceKind.WEBP: "WebP суреті",
        EvidenceKind.PDF: "PDF құжаты",
    }
)


def on_day(value: date) -> str:
    """«2026 жылғы 20 қарашада»."""
    return when(Span(value, value)) or ""
