"""Counting tries of the account pages: one place for the limits, so that they can be weighed against each other.

At sign-in four counters work together (our choice):

- a network (/24 of IPv4, /48 of IPv6) has 100 tries per quarter of an hour over all accounts;
- an account has 10 tries per quarter of an hour *from one network*: whoever types wrong passwords shuts the account
  for the own network only, never for its owner elsewhere;
- an account has 100 tries an hour from all networks together, so that guessing with a thousand machines is no quicker
  than 2,400 a day, hopeless against twelve characters;
- this last counter does not hold where the account's owner signed in during the last 90 days. So even somebody with
  many networks cannot keep the owner out at home or at work; from a new place the way round is the mailed link to set
  a password, which asks for nothing that a stranger could use up for more than an hour.

A rightful try is taken back from every counter, so that who works does not run into a limit.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy.orm import Session

from complaints import throttling
from complaints.cipher import Cipher
from complaints.domain.errors import TooManyTries

QUARTER: Final = timedelta(minutes=15)
HOUR: Final = timedelta(hours=1)
DAY: Final = timedelta(days=1)
TRIES_OF_ONE_ACCOUNT: Final = 10
TRIES_OF_ONE_NETWORK: Final = 100
TRIES_OF_STRANGERS: Final = 100
KNOWN_FOR: Final = timedelta(days=90)
CODES_IN_A_QUARTER: Final = 5
CODES_IN_A_DAY: Final = 50
"""Three codes of a million are right at any time: fifty tries a day find one in eighteen years on average, and only
for somebody who has the password."""
BY_PAIR: Final = "sign-in of account from network"
BY_ACCOUNT: Final = "sign-in of account"
BY_NETWORK: Final = "sign-in from network"
BY_LINK: Final = "password link from network"
BY_CODE: Final = "one-time code of account"
BY_CODE_DAILY: Final = "one-time code of account in a day"
BY_PROOF: Final = "password of account asked again"
KNOWN: Final = "account signed in from network"


def count(
    session: Session, cipher: Cipher, purpose: str, who: str, most: int, *, now: datetime, window: timedelta = QUARTER
) -> None:
    """One more try. Raises TooManyTries when it is beyond `most` in the window; the caller commits in both cases."""
    if not throttling.allow(session, cipher, purpose=purpose, who=who, most=most, window=window, now=now):
        raise TooManyTries(throttling.try_again_at(window, now=now))
