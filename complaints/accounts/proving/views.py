"""What the pages that ask for the password again have in common."""

from __future__ import annotations

from complaints.accounts.proving import actions
from complaints.accounts.proving.actions import Proof
from complaints.accounts.proving.forms import ProofForm
from complaints.models import Account
from complaints.web import context


def prove(form: ProofForm, account: Account) -> bool:
    """Whether the form proves who is asking; else it says what is wrong. The try is counted in a transaction of its
    own, so that it counts whatever follows. Raises TooManyTries.
    """
    session, cipher, now = context.session(), context.cipher(), context.now()
    try:
        actions.begin_proof(session, account, cipher=cipher, now=now)
    finally:
        session.commit()
    proof = actions.finish_proof(
        session,
        account,
        password=form.current_password.data,
        code=form.code.data if form.code else None,
        cipher=cipher,
        now=now,
    )
    if proof is Proof.WRONG_PASSWORD:
        form.refuse_password()
    elif proof is Proof.WRONG_CODE:
        form.refuse_code()
    return proof is Proof.GIVEN
