"""The example case: invented people around the real round of March 2025, marked as example wherever it shows.

Addresses are at example.com, phones are the reserved samples, and no answer of a real authority is made up: the case
ends with a frozen collective complaint. Everything goes through the same actions as real filings. `plan` says which
complaints there are, `answers`, `times`, `people` and `narratives` what is in them, `living` what becomes of them.
"""

from complaints.demo.loading import (
    COMPLAINTS,
    GROUP,
    PASSWORD,
    ROUND,
    SIGN_INS,
    SignIn,
    has_case,
    is_empty,
    is_loaded,
    load_example,
)
from complaints.demo.plan import example_draft
from complaints.demo.times import FROZEN

__all__ = [
    "COMPLAINTS",
    "FROZEN",
    "GROUP",
    "PASSWORD",
    "ROUND",
    "SIGN_INS",
    "SignIn",
    "example_draft",
    "has_case",
    "is_empty",
    "is_loaded",
    "load_example",
]
