"""Deeds on the register of a draft: put complaints in, take them out, by number or by filter. Views commit.

They are operations on a set, so that two editors never overwrite each other and a deed done twice changes nothing.
"""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy.orm import Session

from complaints.domain.access import Viewer
from complaints.models.complaints import Complaint
from complaints.models.petitions import Petition
from complaints.petitions import queries
from complaints.petitions.actions import check_may_go_on
from complaints.petitions.choosing.queries import Wanted, matching
from complaints.petitions.registering import put_in, take_out
from complaints.petitions.standing import is_repeated


def put_in_all(session: Session, *, viewer: Viewer, petition: Petition, wanted: Wanted) -> None:
    """Put in whatever the filter asks for, except possible duplicates: those one puts in one by one.

    Raises Forbidden.
    """
    check_may_go_on(viewer, petition)
    queries.lock(session, petition)
    repeated = is_repeated(petition.round_id, petition.group_id, petition.id)
    put_in(session, petition, matching(petition, wanted) & ~repeated)


def take_out_all(session: Session, *, viewer: Viewer, petition: Petition, wanted: Wanted) -> None:
    """Take out whatever the filter asks for. Raises Forbidden."""
    check_may_go_on(viewer, petition)
    queries.lock(session, petition)
    take_out(session, petition, matching(petition, wanted))


def choose_of_page(
    session: Session, *, viewer: Viewer, petition: Petition, shown: Collection[str], ticked: Collection[str]
) -> None:
    """Of the complaints shown on one page those ticked are in and the others are out; other pages stay as they are.

    Numbers of complaints that cannot stand there are passed over. Raises Forbidden.
    """
    check_may_go_on(viewer, petition)
    queries.lock(session, petition)
    eligible = matching(petition, Wanted())
    put_in(session, petition, eligible & Complaint.number.in_(set(ticked) & set(shown)))
    take_out(session, petition, Complaint.number.in_(set(shown) - set(ticked)))
