"""How the files beside this module are read: once, with the safe loader, as plain values."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any, Final

import yaml

HERE: Final = Path(__file__).parent
_Loader: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_yaml(name: str) -> Any:
    """The values of `<name>.yaml` in this package."""
    with (HERE / f"{name}.yaml").open(encoding="utf-8") as file:
        return yaml.load(file, Loader=_Loader)  # noqa: S506 (it is the safe loader, in C where there is one)


def read_csv(name: str) -> list[dict[str, str]]:
    """The rows of `<name>.csv` in this package, by column."""
    with (HERE / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
