"""Programmes, regions, localities and authorities: loaded from reference data, then kept by the operator."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from complaints.models.base import Base, new_id


class Programme(Base):
    __tablename__ = "programmes"

    slug: Mapped[str] = mapped_column(String(60), primary_key=True)
    name_kk: Mapped[str] = mapped_column(String(200))
    name_ru: Mapped[str] = mapped_column(String(200))
    name_en: Mapped[str] = mapped_column(String(200))


class Region(Base):
    """One of the 20 regions; `code` is its ISO 3166-2 code."""

    __tablename__ = "regions"

    code: Mapped[str] = mapped_column(String(6), primary_key=True)
    kato2: Mapped[str] = mapped_column(String(2), unique=True)
    slug: Mapped[str] = mapped_column(String(60), unique=True)
    time_zone: Mapped[str] = mapped_column(String(40))
    name_kk: Mapped[str] = mapped_column(String(100))
    name_ru: Mapped[str] = mapped_column(String(100))
    name_en: Mapped[str] = mapped_column(String(100))
    ru_genitive: Mapped[str] = mapped_column(String(100))
    ru_locative_phrase: Mapped[str] = mapped_column(String(100))
    kk_genitive: Mapped[str] = mapped_column(String(100))
    kk_locative: Mapped[str] = mapped_column(String(100))


class Locality(Base):
    """A city or district; `code` is its nine-digit KATO code."""

    __tablename__ = "localities"

    code: Mapped[str] = mapped_column(String(9), primary_key=True)
    region_code: Mapped[str] = mapped_column(ForeignKey("regions.code"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    name_kk: Mapped[str] = mapped_column(String(100))
    name_ru: Mapped[str] = mapped_column(String(100))

    region: Mapped[Region] = relationship()

    @property
    def name_en(self) -> str:
        """English pages show the Russian name: no checked English names exist."""
        return self.name_ru


class Authority(Base):
    """A state body with its names in every grammatical case that a letter needs, stored and never computed."""

    __tablename__ = "authorities"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    slug: Mapped[str] = mapped_column(String(60), unique=True)
    superior_id: Mapped[UUID | None] = mapped_column(ForeignKey("authorities.id"))
    region_code: Mapped[str | None] = mapped_column(ForeignKey("regions.code"), index=True)
    """None for a body of the whole country."""
    role: Mapped[str] = mapped_column(String(30))
    ru_nominative: Mapped[str] = mapped_column(String(300))
    ru_genitive: Mapped[str] = mapped_column(String(300))
    ru_dative: Mapped[str] = mapped_column(String(300))
    ru_accusative: Mapped[str] = mapped_column(String(300))
    kk_nominative: Mapped[str] = mapped_column(String(300))
    kk_genitive: Mapped[str] = mapped_column(String(300))
    kk_dative: Mapped[str] = mapped_column(String(300))
    to_be_checked: Mapped[bool] = mapped_column(default=False)
    confidence_note: Mapped[str] = mapped_column(String(300), default="")

    superior: Mapped[Authority | None] = relationship(remote_side=[id])
    region: Mapped[Region | None] = relationship()

    @property
    def name_kk(self) -> str:
        return self.kk_nominative

    @property
    def name_ru(self) -> str:
        return self.ru_nominative

    @property
    def name_en(self) -> str:
        """English pages show the official Russian name: no official English one is stored."""
        return self.ru_nominative
