"""`prepare`: the schema, its mail templates, a public queue and, with DESK_FORM=equal, the fields of our form as custom
fields of the nearest kind (it knows no choice of several, so that such a question is a list here). `count`: the tickets
that are stored.
"""

from __future__ import annotations

import sys
from typing import Any

import django
from django.apps import apps
from django.conf import settings
from django.core.management import call_command

TEXT = [
    ("localityother", 100), ("fullname", 200), ("iin", 20), ("organisation", 200), ("bin", 20), ("phone", 40),
    ("joins", 20),
]  # fmt: skip
LISTS = ("role", "mode", "locality", "grounds", "learnedfrom", "screenresult", "demands")
TIMES = ("learnedat", "attemptedat")
CONSENTS = ("consentprocessing", "consentpetition", "consentpublish")


def of_desk(model: str) -> Any:
    return apps.get_model("helpdesk", model).objects


def prepare() -> None:
    call_command("migrate", verbosity=0)
    call_command("loaddata", "emailtemplate", verbosity=0)
    of_desk("Queue").create(title="Complaints", slug="complaints", allow_public_submission=True, new_ticket_cc="")
    if settings.DESK_FORM == "equal":
        _add_fields()


def _add_fields() -> None:
    kinds = [(name, {"data_type": "varchar", "max_length": length}) for name, length in TEXT]
    kinds.append(("postaladdress", {"data_type": "text", "max_length": 300}))
    kinds.append(("childrencount", {"data_type": "integer"}))
    kinds += [(name, {"data_type": "datetime"}) for name in TIMES]
    kinds += [(name, {"data_type": "boolean"}) for name in CONSENTS]
    values = "\n".join(f"choice{number}" for number in range(8))
    kinds += [(name, {"data_type": "list", "list_values": values}) for name in LISTS]
    for place, (name, given) in enumerate(kinds):
        of_desk("CustomField").create(name=name, label=name, required=False, staff_only=False, ordering=place, **given)


def count() -> None:
    print(of_desk("Ticket").count())


if __name__ == "__main__":
    django.setup()
    {"prepare": prepare, "count": count}[sys.argv[1]]()
