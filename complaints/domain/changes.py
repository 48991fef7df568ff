"""What is changed in the open by people with a role, so that everybody can see who changed what, and when."""

from __future__ import annotations

from enum import StrEnum


class Subject(StrEnum):
    """What a change is about; its key is a slug, a code, a date or an id, never personal data."""

    ROUND = "round"
    EVENT = "event"
    GROUP = "group"
    GROUP_REQUEST = "group_request"
    ACCOUNT = "account"
    INVITATION = "invitation"
    AUTHORITY = "authority"
    REGION = "region"
    LOCALITY = "locality"
    PROGRAMME = "programme"
    DAY_OFF = "day_off"
    JOB = "job"
    SITE = "site"
    PUBLICATION = "publication"
    PAPER = "paper"
