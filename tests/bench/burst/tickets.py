"""What is sent to the help desk: its public form, by anonymous people. The token that its form wants is fetched once
and holds for all that follow, in its favour.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Final
from urllib.parse import urlencode

from tests.bench.burst.people import answers_of, get, post
from tests.bench.burst.wires import ask, header

FORM: Final = "/tickets/submit/"
META: Final = {"viewport", "description", "author", "language", "next", "q"}
OWN, EQUAL = "own", "equal"
"""Its own five fields, or with as many as our form has (`peers/desk/manage.py`)."""


def tickets(port: int, form: str) -> Callable[[], bytes]:
    """Gives the next ticket, ready to be sent. Fails when the form asks something else."""
    reply = ask(port, get(FORM, port))
    page = reply.body.decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    cookie = re.search(rb"csrftoken=([^;]+)", header(reply.head, b"set-cookie"))
    queue = re.search(r'<option value="(\d+)"', page)
    assert token is not None
    assert cookie is not None
    assert queue is not None
    number = 0

    def make() -> bytes:
        nonlocal number
        number += 1
        fields = {"csrfmiddlewaretoken": token[1], **_own_fields(number, queue[1])}
        if form == EQUAL:
            fields |= _equal_fields(number)
        body = urlencode(fields).encode()
        return post(FORM, port, body, network=number, cookie=f"Cookie: csrftoken={cookie[1].decode()}\r\n")

    asked = set(re.findall(r'name="([a-z_]+)"', page)) - {"attachment", "due_date"}
    given = {"csrfmiddlewaretoken", *_own_fields(1, ""), *(_equal_fields(1) if form == EQUAL else {})}
    assert asked <= given | META, asked - given
    assert given <= asked, given - asked
    return make


def _own_fields(number: int, queue: str) -> dict[str, str]:
    answers = answers_of(number)
    return {
        "queue": queue,
        "title": f"Places gone at once, {number}",
        "body": str(answers["narrative"]),
        "priority": "3",
        "submitter_email": str(answers["email"]),
    }


def _equal_fields(number: int) -> dict[str, str]:
    answers = answers_of(number)
    tried = datetime.now(UTC) - timedelta(days=1, minutes=number % 600)
    fields = {
        "localityother": "",
        "fullname": str(answers["full_name"]),
        "iin": str(answers["iin"]),
        "organisation": "",
        "bin": "",
        "phone": str(answers["phone"]),
        "joins": "",
        "postaladdress": str(answers["postal_address"]),
        "childrencount": "2",
        "learnedat": f"{tried:%Y-%m-%d %H:%M}",
        "attemptedat": f"{tried:%Y-%m-%d %H:%M}",
        "consentprocessing": "on",
        "consentpetition": "on",
        "consentpublish": "on",
        **dict.fromkeys(
            ("role", "mode", "locality", "grounds", "learnedfrom", "screenresult", "demands"), f"choice{number % 8}"
        ),
    }
    return {f"custom_{name}": value for name, value in fields.items()}
