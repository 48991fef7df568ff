"""The settings of one installation, read once from the environment and never changed afterwards.

In example mode missing keys are made once under `instance/` (mode 0600), so that a fresh clone starts with no setting
at all. Production takes nothing for granted: `Settings.from_env` raises `SettingsError`, which names everything that
is missing.
"""

from __future__ import annotations

import base64
import binascii
import os
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import time
from enum import StrEnum
from pathlib import Path
from typing import Final

KEY_BYTES: Final = 32


class Mode(StrEnum):
    EXAMPLE = "example"
    PRODUCTION = "production"


class Source(StrEnum):
    """Where a setting's value came from."""

    ENVIRONMENT = "environment"
    DEFAULT = "default"
    INSTANCE_FILE = "instance file"


class SettingsError(Exception):
    """The environment does not make a working installation. `problems` has one English sentence per setting."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass(frozen=True)
class EncryptionKey:
    """One key of the ring: `key_id` is written into each ciphertext, `secret` is 32 bytes."""

    key_id: str
    secret: bytes


@dataclass(frozen=True)
class Settings:
    mode: Mode
    instance: Path
    secret_key: str
    encryption_keys: tuple[EncryptionKey, ...]
    """The first key encrypts, all of them decrypt."""
    database_url: str
    storage_url: str
    """A folder (file:///...) or an S3 bucket (s3://...); storage.py says how endpoint and keys are written."""
    mail_url: str
    mail_from: str
    public_url: str
    trusted_proxies: int
    workday_ends: time
    operator_name: str
    operator_contact: str
    sources: Mapping[str, Source]

    @property
    def is_example(self) -> bool:
        return self.mode is Mode.EXAMPLE

    @classmethod
    def from_env(cls, environ: Mapping[str, str] | None = None, instance: Path | None = None) -> Settings:
        """Read every setting. Raises SettingsError naming all that is missing or malformed, not just the first."""
        return _Reader(os.environ if environ is None else environ, instance or _default_instance()).read()


REQUIRED_IN_PRODUCTION: Final = (
    "SECRET_KEY", "ENCRYPTION_KEYS", "PUBLIC_URL", "MAIL_URL", "MAIL_FROM", "OPERATOR_NAME", "OPERATOR_CONTACT",
)  # fmt: skip
SECRET_SETTINGS: Final = frozenset({"SECRET_KEY", "ENCRYPTION_KEYS", "DATABASE_URL", "STORAGE_URL", "MAIL_URL"})


@dataclass(frozen=True)
class Shown:
    """One setting as people may see it; a secret's value and default are None. An empty default: there is none."""

    name: str
    value: str | None
    default: str | None
    source: Source


def described(settings: Settings) -> list[Shown]:
    """Every setting with its value, its default and where it came from, secrets hidden."""
    defaults = Settings.from_env({}, settings.instance) if settings.is_example else None
    lines = []
    for name, source in settings.sources.items():
        value, default = (str(getattr(holder, name.lower(), "")) for holder in (settings, defaults))
        is_secret = name in SECRET_SETTINGS
        lines.append(Shown(name, None if is_secret else value, None if is_secret else default, source))
    return lines


def _default_instance() -> Path:
    return Path(__file__).resolve().parent.parent / "instance"


class _Reader:
    """Reads settings one by one and collects what is wrong with them."""

    def __init__(self, environ: Mapping[str, str], instance: Path) -> None:
        self.environ = environ
        self.instance = instance
        self.sources: dict[str, Source] = {}
        self.problems: list[str] = []
        self.mode = self._mode()

    def read(self) -> Settings:
        if self.mode is Mode.PRODUCTION:
            self.problems += [
                f"{name} is missing." for name in REQUIRED_IN_PRODUCTION if not self.environ.get(name, "").strip()
            ]
        settings = Settings(
            mode=self.mode,
            instance=self.instance,
            secret_key=self._kept("SECRET_KEY", lambda: secrets.token_urlsafe(48)),
            encryption_keys=self._encryption_keys(),
            database_url=self._text("DATABASE_URL", f"sqlite:///{self.instance / 'complaints.sqlite3'}"),
            storage_url=self._text("STORAGE_URL", f"file://{self.instance / 'storage'}"),
            mail_url=self._text("MAIL_URL", f"file://{self.instance / 'mail'}"),
            mail_from=self._text("MAIL_FROM", "adil-tirkeu@example.com"),
            public_url=self._text("PUBLIC_URL", self._where_it_listens()).rstrip("/"),
            trusted_proxies=self._number("TRUSTED_PROXIES", "0"),
            workday_ends=self._time("WORKDAY_ENDS", "18:30"),
            operator_name=self._text("OPERATOR_NAME", "Әділ тіркеу"),
            operator_contact=self._text("OPERATOR_CONTACT", "operator@example.com"),
            sources=self.sources,
        )
        if self.problems:
            raise SettingsError(self.problems)
        return settings

    def _where_it_listens(self) -> str:
        """Links in example mails lead there; `start` reads the same two variables."""
        return f"http://{self.environ.get('HOST', '127.0.0.1')}:{self.environ.get('PORT', '8000')}"

    def _mode(self) -> Mode:
        text = self._text("MODE", Mode.EXAMPLE.value)
        try:
            return Mode(text)
        except ValueError:
            self.problems.append(f"MODE is {text!r}; it must be example or production.")
            return Mode.PRODUCTION

    def _text(self, name: str, default: str) -> str:
        given = self.environ.get(name, "").strip()
        self.sources[name] = Source.ENVIRONMENT if given else Source.DEFAULT
        return given or default

    def _number(self, name: str, default: str) -> int:
        text = self._text(name, default)
        if not text.isdecimal():
            self.problems.append(f"{name} is {text!r}; it must be a whole number.")
            return 0
        return int(text)

    def _time(self, name: str, default: str) -> time:
        text = self._text(name, default)
        try:
            return time.fromisoformat(text)
        except ValueError:
            self.problems.append(f"{name} is {text!r}; it must be a time such as 18:30.")
            return time.fromisoformat(default)

    def _kept(self, name: str, make: Callable[[], str]) -> str:
        """The variable, or in example mode a value made once and kept in a file that only its owner can read."""
        given = self._text(name, "")
        if given or self.mode is Mode.PRODUCTION:
            return given
        self.sources[name] = Source.INSTANCE_FILE
        path = self.instance / name.lower()
        self.instance.mkdir(parents=True, exist_ok=True)
        try:
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            return path.read_text(encoding="ascii").strip()
        value = make()
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(value)
        return value

    def _encryption_keys(self) -> tuple[EncryptionKey, ...]:
        """Keys as `id:base64`, comma separated, newest first."""
        text = self._kept("ENCRYPTION_KEYS", new_encryption_key)
        keys = []
        for position, part in enumerate(filter(None, (part.strip() for part in text.split(","))), start=1):
            key_id, _, encoded = part.partition(":")
            try:
                secret = base64.b64decode(encoded, altchars=b"-_", validate=True)
            except (binascii.Error, ValueError):
                secret = b""
            if not key_id.isalnum() or len(key_id) > 16 or len(secret) != KEY_BYTES:
                self.problems.append(f"ENCRYPTION_KEYS, key {position}: it must be ID:BASE64 of {KEY_BYTES} bytes.")
                continue
            keys.append(EncryptionKey(key_id, secret))
        return tuple(keys)


def new_encryption_key() -> str:
    """A fresh key as `ENCRYPTION_KEYS` wants it."""
    key_id = secrets.token_hex(4)
    return f"{key_id}:{base64.urlsafe_b64encode(secrets.token_bytes(KEY_BYTES)).decode('ascii')}"
