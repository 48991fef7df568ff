"""Russian phrases of the own letter that stand for an answer. They fit a man, a woman and an organisation."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from complaints.domain.complaint import LearnedFrom, ScreenResult
from complaints.domain.evidence import EvidenceKind

LEARNED_FROM: Final[Mapping[LearnedFrom, str]] = MappingProxyType(
    {
        LearnedFrom.OFFICIAL_SITE: "с официального сайта",
        LearnedFrom.SOCIAL_NETWORK: "из социальной сети",
        LearnedFrom.MESSENGER: "из чата в мессенджере",
        LearnedFrom.SCHOOL: "в школе или детском саду",
        LearnedFrom.PROVIDER: "от поставщика услуг",
        LearnedFrom.MEDIA: "из средств массовой информации",
        LearnedFrom.ACQUAINTANCE: "от знакомых",
        LearnedFrom.OTHER: "из другого источника",
    }
)
SCREEN: Final[Mapping[ScreenResult, str]] = MappingProxyType(
    {
        ScreenResult.GOT_PLACE: "место получено",
        ScreenResult.NO_PLACES: "экран показал, что свободных мест нет",
        ScreenResult.ERROR: "экран показал ошибку",
        ScreenResult.QUEUE: "экран показывал очередь или бесконечную загрузку",
        ScreenResult.COULD_NOT_SIGN_IN: "войти в систему не удалось",
        ScreenResult.DID_NOT_TRY: "попытки зарегистрироваться не было",
    }
)
FILES: Final[Mapping[EvidenceKind, str]] = MappingProxyType(
    {
        EvidenceKind.JPEG: "изображение JPEG",
        EvidenceKind.PNG: "изображение PNG",
        EvidenceKind.WEBP: "изображение WebP",
        EvidenceKind.PDF: "документ PDF",
    }
)
