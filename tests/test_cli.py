"""Commands that open or refuse the door."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from sqlalchemy import update
from sqlalchemy.orm import Session

from complaints import create_app
from complaints.models import Round
from complaints.settings import Mode, Settings


def test_production_refuses_a_database_with_examples(settings: Settings, session: Session) -> None:
    """The copied database has the round that is open in example mode."""
    runner = create_app(replace(settings, mode=Mode.PRODUCTION)).test_cli_runner()
    refused = runner.invoke(args=["db", "upgrade"])
    assert refused.exit_code == 1
    assert "example data is refused" in refused.output
    session.execute(update(Round).values(is_example=False, takes_complaints=False))
    session.commit()
    assert runner.invoke(args=["db", "upgrade"]).exit_code == 0


def test_a_due_date_beyond_the_calendar_is_a_message(settings: Settings) -> None:
    due = create_app(settings).test_cli_runner().invoke(args=["deadlines", "due", "complaint_review", "9999-12-31"])
    assert due.exit_code == 1
    assert due.output.startswith("Error:")


def test_links_lead_to_where_the_example_listens_unless_an_address_is_set(tmp_path: Path) -> None:
    listens = {"HOST": "0.0.0.0", "PORT": "8123"}  # noqa: S104
    assert Settings.from_env(listens, tmp_path).public_url == "http://0.0.0.0:8123"
    assert Settings.from_env({**listens, "PUBLIC_URL": "https://a.example"}, tmp_path).public_url == "https://a.example"
    assert Settings.from_env({}, tmp_path).public_url == "http://127.0.0.1:8000"
