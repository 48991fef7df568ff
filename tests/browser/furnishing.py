"""The example case with everything in it that a page can show: filed, handed in, answered, frozen and unfrozen.

Everything is done through the product's own forms, in this process, on the database that the browser's server reads.
"""

from __future__ import annotations

import fcntl
import os
import pickle
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from email.message import EmailMessage
from io import BytesIO

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from complaints import create_app, demo, stops
from complaints.confirming import confirm, confirm_supporter
from complaints.domain.access import AccountRole, GroupRole, Viewer
from complaints.domain.complaint import ConfirmedBy
from complaints.domain.lifecycle import RecordedBy
from complaints.domain.moderation import TextState
from complaints.extensions import db
from complaints.models import (
    Account,
    AnswerTemplate,
    Change,
    Complaint,
    Group,
    GroupMember,
    GroupRequest,
    HappenedEvent,
    Job,
    Locality,
    PetitionVersion,
    PublicText,
    Response,
    Round,
    Submission,
    Supporter,
    new_id,
)
from complaints.petitions.freezing import actions as petitions
from complaints.settings import Settings
from complaints.web import context
from tests.support.browserlike import CheckedClient
from tests.support.forms import fill_and_send, filled_in
from tests.support.links import link_in
from tests.support.mails import body_of
from tests.support.site import Site

DESK = f"/ru/groups/{demo.GROUP}/"
COMPLAIN = f"/ru/rounds/{demo.ROUND}/complain"
A_DRAFT, FROZEN, HANDED_IN = 3, 2, 1
STILL_IN, LEFT = 4, 5
"""A frozen collective complaint with the filer's complaint in it, which is published, and one that a filer left by
withdrawing.
"""
AT_DESK = 6
"""One that waits for its answer."""
JOINER, ASKED = "joiner@example.com", "asked@example.com"
WAITING = "waiting@example.com"
DECLARED = "2028-03-06"
"""A day that the operator declared off."""
MATE, INVITED = "mate@example.com", "invited-to-group@example.com"


@dataclass(frozen=True)
class Texts:
    """The complaints whose texts wait for a moderator, are taken by one, and are decided."""

    waiting: str
    taken: str
    decided: str


@dataclass(frozen=True)
class Groups:
    """Requests for groups, one waiting and one declined; somebody invited to the example group, and a member of it."""

    request_id: str
    declined_id: str
    invitation_token: str
    member_id: str


@dataclass(frozen=True)
class Facts:
    """What the addresses of pages are made of."""

    number: str
    code: str
    link_token: str
    account_id: str
    submission_id: str
    response_id: str
    """The answer to it that the official recorded, and the one that the group did."""
    reported_id: str
    happened_id: str
    """An event that the group recorded of the submission, and one that the official did and put right."""
    own_event_id: str
    stop_token: str
    locality_code: str
    waiting: str
    """The number of a complaint that nobody confirmed, with a phone and an address."""
    confirm_token: str
    lost_code_token: str
    texts: Texts
    groups: Groups
    gone: str
    """The number of a complaint that was corrected, frozen, and then withdrawn; and its code."""
    gone_code: str
    joined: str
    """The number of somebody who joined the published petition and gave an address, and the code."""
    joined_code: str
    join_token: str
    agree_token: str
    """Of the link mailed to somebody who agreed to the first text of the published petition, not to the second."""
    joined_waiting: str
    """The number of somebody who joined it and gave only a phone."""
    event_id: str
    """An event of the round's timeline, which the group has changed, and that change."""
    change_id: str
    waiting_id: str
    """The submission of the sixth petition, which waits for its answer at the desk, and a template for answers."""
    template_id: str
    paper_waiting: str
    """A list of signatures on paper with rows of each kind, and one that was accepted and undone."""
    paper_undone: str


def furnished_site(factory: pytest.TempPathFactory) -> tuple[Site, Facts]:
    """A copy of its own of the furnished site, which is made once for all processes of a run: it takes a minute."""
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID")
    shared = factory.getbasetemp().parent / f"furnished-{run}" if run else factory.mktemp("furnished")
    shared.mkdir(exist_ok=True)
    kept = shared / "facts"
    with (shared / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not kept.exists():
            made = Site(shared / "site")
            kept.write_bytes(pickle.dumps((made, furnish(made))))
    original, facts = pickle.loads(kept.read_bytes())  # noqa: S301  our own file
    return Site(factory.mktemp("furnished-copy"), like=original), facts


def furnish(site: Site) -> Facts:
    """Load and complete the example: petition 1 is handed in and answered, 2 is frozen, 3 is a draft, 4 is frozen, and
    somebody left 5 after the freeze.
    """
    site.run("demo", "load")
    environment = {"PUBLIC_URL": site.url}
    app = create_app(Settings.from_env(environment, instance=site.instance), clock=lambda: site.now)
    app.test_client_class = CheckedClient
    number, code = file_complaint(app)
    freeze_another(app)
    hand_in_and_answer(app, site)
    gone, gone_code = correct_freeze_and_withdraw(app, number, code, site)
    event_id = edit_the_round(app)
    take_a_text(app)
    leave_work_for_the_operator(app, site)
    ask_for_groups(app)
    invite_members(app)
    link = site.run("accounts", "create", "invited@example.com", "--role", "operator").strip()
    waiting, _code = file_complaint(app, email=WAITING)
    send_lost_code(app, WAITING)
    site.run("jobs", "work", "--once")
    joined, joined_code, joined_waiting = publish_and_join(app)
    publish_another_text(app, site)
    paper_waiting, paper_undone = sign_on_paper(app)
    leave_work_at_the_desk(app, site)
    site.run("jobs", "work", "--once")
    mailed = [mail for mail in site.mails() if mail["To"] == WAITING]
    groups = answer_about_groups(app, site)
    with app.app_context():
        session = db.session()
        facts = Facts(
            number=number,
            code=code,
            link_token=link.rpartition("/")[2],
            account_id=str(session.scalars(select(Account.id).where(Account.role == AccountRole.ORGANISER)).first()),
            submission_id=submission_of(session, HANDED_IN),
            waiting_id=submission_of(session, AT_DESK),
            template_id=str(session.scalars(select(AnswerTemplate.id)).one()),
            response_id=response_of(session, RecordedBy.OFFICIAL),
            reported_id=response_of(session, RecordedBy.ORGANISER),
            happened_id=happened(session, RecordedBy.ORGANISER),
            own_event_id=newest_event(session),
            stop_token=stops.token_of(context.cipher(), WAITING),
            locality_code=session.scalars(select(Locality.code).order_by(Locality.code)).first() or "",
            waiting=waiting,
            confirm_token=token_of(mailed, "/confirm/"),
            lost_code_token=token_of(mailed, "/track/lost/"),
            texts=texts_of(session),
            groups=groups,
            gone=gone,
            gone_code=gone_code,
            joined=joined,
            joined_code=joined_code,
            join_token=token_of([mail for mail in site.mails() if mail["To"] == JOINER], "/petitions/confirm/"),
            agree_token=token_of([mail for mail in site.mails() if mail["To"] == ASKED], "/petitions/agree/"),
            joined_waiting=joined_waiting,
            event_id=event_id,
            paper_waiting=paper_waiting,
            paper_undone=paper_undone,
            change_id=str(session.scalars(select(Change.id).where(Change.key == event_id)).one()),
        )
        session.rollback()
        db.engine.dispose()
    return facts


def client_of(app: Flask) -> CheckedClient:
    client = app.test_client()
    assert isinstance(client, CheckedClient)
    return client


def send(client: CheckedClient, address: str, **typed: str | list[str]) -> str:
    """Open the page, fill its form and send it; where it leads."""
    answer = fill_and_send(client, address, typed)
    assert answer.status_code in (302, 303), answer.text
    return answer.headers["Location"]


def file_complaint(app: Flask, email: str = "parent@example.com") -> tuple[str, str]:
    """One complaint by a parent; its number and secret code."""
    client = client_of(app)
    receipt = send(
        client,
        COMPLAIN,
        role="parent",
        mode="formal",
        grounds=["SHORT_NOTICE"],
        demands=["REPEAT_ROUND"],
        learned_at="29.03.2025 10:00",
        learned_from="messenger",
        locality="other",
        locality_other="Басқа ауыл",
        narrative="Хабарландыруды кеш көрдік, орын қалмаған еді.",
        full_name="Өтегенова Гүлнұр Серікқызы",
        phone="+7 701 000 00 01",
        email=email,
        postal_address="Мысал көшесі, 3-үй",
        consent_processing="y",
        consent_petition="y",
    )
    page = client.get(receipt).text
    number, code = (page.partition(f'data-{name}="')[2].partition('"')[0] for name in ("number", "code"))
    return number, code


def send_lost_code(app: Flask, address: str) -> None:
    answer = fill_and_send(client_of(app), "/ru/track/lost", {"email": address})
    assert answer.status_code == 200, answer.text


def token_of(mailed: list[EmailMessage], part: str) -> str:
    """The token of the one link with this part in it."""
    [link] = [link_in(mail, part) for mail in mailed if part in body_of(mail)]
    return link.rpartition("/")[2]


@contextmanager
def signed_in(app: Flask, role: AccountRole) -> Iterator[CheckedClient]:
    client = client_of(app)
    email = next(sign_in.email for sign_in in demo.SIGN_INS if sign_in.role is role)
    send(client, "/ru/account/sign-in", email=email, password=demo.PASSWORD)
    yield client


def correct_freeze_and_withdraw(app: Flask, number: str, code: str, site: Site) -> tuple[str, str]:
    """The filer corrects and is confirmed and frozen in petition 4; so is another one in petition 5, who withdraws."""
    gone, gone_code = file_complaint(app, email="gone@example.com")
    for its_number, its_code in ((number, code), (gone, gone_code)):
        client = client_of(app)
        send(client, "/ru/track", number=its_number, code=its_code)
        send(client, f"/ru/complaints/{its_number}/correct", children_count="2", grounds=["SHORT_NOTICE", "LEAK"])
        with app.app_context():
            complaint = db.session.scalars(select(Complaint).where(Complaint.number == its_number)).one()
            confirm(db.session(), complaint, by=ConfirmedBy.PAPER, now=site.now)
            db.session.commit()
        freeze_another(app)
    assert client.post(f"/ru/complaints/{gone}/withdraw").status_code == 303
    return gone, gone_code


def publish_and_join(app: Flask) -> tuple[str, str, str]:
    """The group publishes petition 4, and two people join it; number and code of the first, number of the second."""
    with signed_in(app, AccountRole.ORGANISER) as organiser:
        version = f"{DESK}petitions/{STILL_IN}/versions/1/"
        form = filled_in(organiser.get(version).text, f"{version}publish")
        assert organiser.post(f"{version}publish", data=form).status_code == 303
    (joined, code), (waiting, _code) = (join_as(app, email) for email in (JOINER, ""))
    return joined, code, waiting


def publish_another_text(app: Flask, site: Site) -> None:
    """Somebody joins petition 4 and is confirmed; then the group says a part in its own words and publishes that."""
    number, _code = join_as(app, ASKED)
    with app.app_context():
        supporter = db.session.scalars(select(Supporter).where(Supporter.number == number)).one()
        confirm_supporter(db.session(), supporter, by=ConfirmedBy.PAPER, now=site.now)
        db.session.commit()
    page = f"{DESK}petitions/{STILL_IN}/"
    with signed_in(app, AccountRole.ORGANISER) as organiser:
        send(organiser, f"{page}text/ru", harm="Дети остались без кружков на весь год.")
        send(organiser, f"{page}freeze")
    site.run("jobs", "work", "--once")
    version = f"{page}versions/2/"
    with signed_in(app, AccountRole.ORGANISER) as organiser:
        form = filled_in(organiser.get(version).text, f"{version}publish")
        assert organiser.post(f"{version}publish", data=form).status_code == 303
    site.run("jobs", "work", "--once")


def sign_on_paper(app: Flask) -> tuple[str, str]:
    """Sheets of petition 4 are ordered and brought back: the first list is undone, the second one waits."""
    paper = f"{DESK}petitions/{STILL_IN}/paper/1/"
    first, second = (
        [],
        ["2;1;=1+1;Мысал көшесі", "2;2;;Мысал көшесі", "2;3;Өтегенова Гүлнұр Серікқызы;Мысал көшесі 3 үй"],
    )
    first += [f"1;{place};Мысалов Үлгі {place};Мысал ауылы, {place * 317}-үй" for place in range(1, 21)]
    second += [f"3;{place};Үлгіева Мысал {place};Үлгі ауылы, {place * 511}-үй" for place in range(1, 21)]
    made = []
    with signed_in(app, AccountRole.ORGANISER) as organiser:
        form = filled_in(organiser.get(paper).text, f"{paper}sheets")
        form.setlist("count", ["2"])
        assert organiser.post(f"{paper}sheets", data=form).status_code == 303
        for rows in (first, second):
            form = filled_in(organiser.get(f"{paper}import").text, f"{paper}import")
            content = "\n".join(["Парақ №;Жол №;Тегі, аты, әкесінің аты;Мекенжайы", *rows]).encode()
            answer = organiser.post(f"{paper}import", data={**form.to_dict(), "file": (BytesIO(content), "list.csv")})
            made.append(answer.headers["Location"])
        for deed in ("accept", "undo"):
            form = filled_in(organiser.get(made[0]).text, f"{made[0]}{deed}")
            assert organiser.post(f"{made[0]}{deed}", data=form).status_code == 303
        row = {"sheet": "4", "place": "1", "full_name": "Мысал Үлгі", "postal_address": "Мысал көшесі, 9-үй"}
        send(organiser, f"{paper}type", **row)
    undone, waiting = (address.rstrip("/").rpartition("/")[2] for address in made)
    return waiting, undone


def join_as(app: Flask, email: str) -> tuple[str, str]:
    client = client_of(app)
    receipt = send(
        client,
        f"/ru/petitions/{STILL_IN}/join",
        full_name="Мысалова Үміт Қайратқызы",
        postal_address="Мысал көшесі, 5-үй",
        phone="+7 701 000 00 02",
        email=email,
        consent_processing="y",
        consent_petition="y",
    )
    page = client.get(receipt).text
    number, code = (page.partition(f'data-{name}="')[2].partition('"')[0] for name in ("number", "code"))
    return number, code


def freeze_another(app: Flask) -> None:
    """One more petition, frozen as the example's first one was."""
    with app.app_context():
        session = db.session()
        owner = session.scalars(select(Account).where(Account.role == AccountRole.ORGANISER)).one()
        group = session.scalars(select(Group).where(Group.slug == demo.GROUP)).one()
        round_ = session.scalars(select(Round).where(Round.slug == demo.ROUND)).one()
        viewer = Viewer(owner.id, owner.role, groups={group.id: GroupRole.OWNER})
        petitions.freeze_example(
            session, cipher=context.cipher(), viewer=viewer, group=group, round_=round_, now=demo.FROZEN
        )
        session.commit()


def hand_in_and_answer(app: Flask, site: Site) -> None:
    """Petition 1 goes to the department on paper and is answered when it is overdue; petition 3 is begun."""
    with signed_in(app, AccountRole.ORGANISER) as organiser:
        send(organiser, f"{DESK}petitions/new", round=demo.ROUND)
        page = f"{DESK}petitions/{HANDED_IN}/submission"
        body = first_option(organiser, page, "authority", containing="Управление культуры")
        day = site.now.date().isoformat()
        send(organiser, page, authority=body, channel="paper", handed_in_on=day)
        send(organiser, f"{page}/events/registered", happened_on=day, number="ЖТ-2026-5")
    say_what_happened(app, day)
    site.advance(days=40)
    with signed_in(app, AccountRole.OFFICIAL) as official:
        answer = re.findall(r"/ru/desk/[0-9a-f-]{36}/answer", official.get("/ru/desk/").text)[0]
        decided = {name: "partly" for name in form_fields(official, answer) if name.startswith("outcome_")}
        day = (site.now - timedelta(days=1)).date().isoformat()
        send(official, answer, number="ЖТ-2026-17", responded_on=day, language="kk", **decided)
    with signed_in(app, AccountRole.ORGANISER) as organiser:
        send(organiser, f"{page}/answer", responded_on=day, language="ru", summary="Хат келді.", **decided)


def say_what_happened(app: Flask, day: str) -> None:
    """The official records an event, puts it right, and denies what the group recorded."""
    with app.app_context():
        session = db.session()
        place = f"/ru/desk/{session.scalars(select(Submission.id)).one()}/"
        reported = happened(session, RecordedBy.ORGANISER)
        session.rollback()
    with signed_in(app, AccountRole.OFFICIAL) as official:
        send(official, f"{place}events/review-started", happened_on=day, note="Бөлімге берілді.")
        with app.app_context():
            own = happened(db.session(), RecordedBy.OFFICIAL)
        send(official, f"{place}events/{own}/correction", note="Мәдениет бөліміне берілді.")
        send(official, f"{place}disputes/{reported}", how="otherwise", happened_on=day, note="Нөмірі басқа.")


def happened(session: Session, side: RecordedBy) -> str:
    """The first event that this side recorded."""
    first = select(HappenedEvent.id).where(HappenedEvent.recorded_as == side, HappenedEvent.disputes_id.is_(None))
    return str(session.scalars(first.order_by(HappenedEvent.recorded_at, HappenedEvent.id)).first())


def newest_event(session: Session) -> str:
    """The correction by the official: the earlier one leads to it."""
    found = select(HappenedEvent.id).where(HappenedEvent.corrects_id.is_not(None))
    return str(session.scalars(found).one())


def leave_work_at_the_desk(app: Flask, site: Site) -> None:
    """Petition 6 is handed in and waits for its answer, and the officials have a template for one."""
    freeze_another(app)
    with signed_in(app, AccountRole.ORGANISER) as organiser:
        page = f"{DESK}petitions/{AT_DESK}/submission"
        body = first_option(organiser, page, "authority", containing="Управление культуры")
        send(organiser, page, authority=body, channel="paper", handed_in_on=site.now.date().isoformat())
    with signed_in(app, AccountRole.OFFICIAL) as official:
        send(official, "/ru/desk/templates/new", title="Журнал", language="ru", text="Журнал регистрации опубликован.")


def submission_of(session: Session, petition_id: int) -> str:
    handed_in = select(Submission.id).join(PetitionVersion).where(PetitionVersion.petition_id == petition_id)
    return str(session.scalars(handed_in).one())


def response_of(session: Session, side: RecordedBy) -> str:
    return str(session.scalars(select(Response.id).where(Response.recorded_as == side)).one())


def edit_the_round(app: Flask) -> str:
    """The group changes a fact and an event, whose id is given."""
    page = f"{DESK}rounds/{demo.ROUND}/"
    with signed_in(app, AccountRole.ORGANISER) as organiser:
        send(organiser, f"{page}edit", closed_at_how="between", closed_at_last="30.03.2025")
        event_id = re.findall(r"events/([0-9a-f-]{36})/edit", organiser.get(f"{page}edit").text)[0]
        send(organiser, f"{page}events/{event_id}/edit", said_by="press")
    return event_id


def leave_work_for_the_operator(app: Flask, site: Site) -> None:
    """A day declared off, and a task that failed for good."""
    with signed_in(app, AccountRole.OPERATOR) as operator:
        page = f"/ru/admin/days/{DECLARED}/"
        names = {"kind": "off", "name_kk": "Мысал күні", "name_ru": "День примера", "decree": "Мысал қаулы, № 1"}
        shown = fill_and_send(operator, page, names)
        assert operator.post(page, data=filled_in(shown.text, page)).status_code == 303
    with app.app_context():
        session = db.session()
        lost = Job(id=new_id(), name="storage.delete", payload={"key": "lost-1"}, created_at=site.now, run_at=site.now)
        lost.is_dead, lost.closed_at, lost.tries, lost.last_error = True, site.now, 8, "TimeoutError"
        session.add(lost)
        session.commit()


def take_a_text(app: Flask) -> None:
    """A moderator takes the text that waits longest."""
    take = "/ru/moderation/take"
    with signed_in(app, AccountRole.MODERATOR) as moderator:
        answer = moderator.post(take, data=filled_in(moderator.get("/ru/moderation/").text, take))
        assert answer.status_code == 303, answer.text


def ask_for_groups(app: Flask) -> None:
    for name in ("Ақтау ата-аналары (мысал)", "Мысал тобы"):
        send(
            client_of(app),
            "/ru/groups/new",
            name=name,
            region="KZ-47",
            purpose="Ұжымдық шағым дайындағымыз келеді: орындар жеті минутта бітті.",
            contact_name="Үлгі Мысал",
            email="asker@example.com",
            consent_processing="y",
        )


def invite_members(app: Flask) -> None:
    """Into the example group: one who will accept, one whose link stays open."""
    with signed_in(app, AccountRole.ORGANISER) as organiser:
        for email in (MATE, INVITED):
            send(organiser, f"{DESK}members/invite", email=email, role="editor", language="ru")


def answer_about_groups(app: Flask, site: Site) -> Groups:
    """One request is declined, one invitation accepted."""
    tokens = {
        email: token_of([mail for mail in site.mails() if mail["To"] == email], "/account/invitation/")
        for email in (MATE, INVITED)
    }
    password = {"password": demo.PASSWORD, "repeated": demo.PASSWORD}
    send(client_of(app), f"/ru/account/invitation/{tokens[MATE]}", **password)
    with app.app_context():
        waiting, declined = db.session.scalars(select(GroupRequest.id).order_by(GroupRequest.name)).all()
        member = db.session.scalars(select(GroupMember.account_id).where(GroupMember.role == GroupRole.EDITOR)).one()
        db.session.rollback()
    with signed_in(app, AccountRole.OPERATOR) as operator:
        page = f"/ru/admin/requests/{declined}/"
        form = filled_in(operator.get(page).text, f"{page}decline")
        form.setlist("reason", ["Мұндай топ бар: соған қосылуды сұраңыз."])
        assert operator.post(f"{page}decline", data=form).status_code == 303
    return Groups(str(waiting), str(declined), tokens[INVITED], str(member))


def texts_of(session: Session) -> Texts:
    texts = session.scalars(select(PublicText).order_by(PublicText.queued_at)).all()
    waiting = [text for text in texts if text.state is TextState.WAITING]
    return Texts(
        waiting=str(next(text.complaint_id for text in waiting if text.taken_by is None)),
        taken=str(next(text.complaint_id for text in waiting if text.taken_by is not None)),
        decided=str(next(text.complaint_id for text in texts if text.state is TextState.RELEASED)),
    )


def first_option(client: CheckedClient, address: str, name: str, containing: str) -> str:
    """The value of the first radio button whose label has these words."""
    page = client.get(address).text
    for part in page.split(f'name="{name}"')[1:]:
        label = part.partition("</label>")[0]
        if containing in label:
            return label.partition('value="')[2].partition('"')[0]
    raise LookupError(containing)


def form_fields(client: CheckedClient, address: str) -> set[str]:
    """The names of every field on the page."""
    return {part.partition('"')[0] for part in client.get(address).text.split('name="')[1:]}
