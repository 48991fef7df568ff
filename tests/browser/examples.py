"""An example address for every page of the URL map. A route that is missing here fails the suite."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from complaints import demo
from complaints.domain.access import AccountRole
from tests.browser.furnishing import A_DRAFT, DECLARED, FROZEN, HANDED_IN, LEFT, STILL_IN, Facts

Value = str | int | Callable[[Facts], str]
FILER = "filer"
GONE = "filer who withdrew"
JOINER = "somebody who joined"
GROUP = {"slug": demo.GROUP}
ROUND = {"slug": demo.ROUND}


@dataclass(frozen=True)
class Example:
    """One page: its endpoint, what its address is made of, and who opens it (nobody signed in: None)."""

    endpoint: str
    values: dict[str, Value] = field(default_factory=dict)
    role: AccountRole | str | None = None
    state: str = ""

    @property
    def name(self) -> str:
        return f"{self.endpoint} {self.state}".strip()


def of(role: AccountRole | str, endpoint: str, state: str = "", **values: Value) -> Example:
    return Example(endpoint, values, role, state)


def public(endpoint: str, state: str = "", **values: Value) -> Example:
    return Example(endpoint, values, None, state)


ORGANISER, OFFICIAL, OPERATOR = AccountRole.ORGANISER, AccountRole.OFFICIAL, AccountRole.OPERATOR
MODERATOR = AccountRole.MODERATOR


def a_list(state: str, import_id: Value, **asked: Value) -> Example:
    """A list of signatures on paper."""
    values: dict[str, Value] = {"petition_id": STILL_IN, "number": 1, "import_id": import_id, **GROUP, **asked}
    return of(ORGANISER, "petitions.show_paper_list", state, **values)


def at_desk(endpoint: str, state: str = "", **values: Value) -> Example:
    """A page of an official about what was handed in."""
    return Example(endpoint, {"submission_id": lambda facts: facts.submission_id, **values}, OFFICIAL, state)


EXAMPLES = (
    public("rounds.start"),
    public("rounds.list_rounds"),
    public("rounds.show_round", **ROUND),
    public("rounds.show_round", "known by bounds", slug="damu-bala-turkistan-2025-03"),
    public("rounds.list_texts", **ROUND),
    public("rounds.show_history", **ROUND),
    public("authorities.list_authorities"),
    public("authorities.show_authority", slug="mangystau-culture"),
    public("authorities.show_authority", "nothing handed in", slug="mangystau-akim"),
    public("authorities.list_overdue"),
    public("rounds.list_rounds", "nothing found", words="ешқайда"),
    of(MODERATOR, "rounds.list_changes"),
    of(ORGANISER, "rounds.create_round", **GROUP),
    of(ORGANISER, "rounds.edit_round", **GROUP, round_slug=demo.ROUND),
    of(ORGANISER, "rounds.add_event", **GROUP, round_slug=demo.ROUND),
    of(ORGANISER, "rounds.edit_event", **GROUP, round_slug=demo.ROUND, event_id=lambda facts: facts.event_id),
    public("rounds.show_region", slug="mangystau"),
    public("rounds.about"),
    public("rounds.help_page"),
    public("rounds.privacy"),
    public("filing.file_complaint", **ROUND),
    public("filing.track"),
    public("filing.lost_code"),
    public("filing.replace_code", token=lambda facts: facts.lost_code_token),
    public("filing.confirm", token=lambda facts: facts.confirm_token),
    of(FILER, "filing.show_complaint", number=lambda facts: facts.number),
    of(GONE, "filing.show_complaint", "withdrawn", number=lambda facts: facts.gone),
    of(FILER, "filing.correct_complaint", number=lambda facts: facts.number),
    of(FILER, "filing.withdraw_complaint", number=lambda facts: facts.number),
    of(FILER, "filing.step_out", number=lambda facts: facts.number, petition_id=STILL_IN),
    of(FILER, "filing.erase_complaint", number=lambda facts: facts.number),
    of(FILER, "filing.show_letter", number=lambda facts: facts.number),
    of(FILER, "filing.keep_own_number", number=lambda facts: facts.number),
    public("petitions.show_public", petition_id=STILL_IN),
    public("petitions.show_public_difference", petition_id=STILL_IN, number=2),
    public("petitions.agree_by_link", token=lambda facts: facts.agree_token),
    public("petitions.join_petition", petition_id=STILL_IN),
    public("petitions.confirm_joining", token=lambda facts: facts.join_token),
    of(JOINER, "petitions.show_joined", number=lambda facts: facts.joined),
    of(JOINER, "petitions.agree_again", number=lambda facts: facts.joined),
    of(JOINER, "petitions.withdraw_joined", number=lambda facts: facts.joined),
    of(JOINER, "petitions.erase_joined", number=lambda facts: facts.joined),
    public("accounts.sign_in"),
    public("accounts.set_password", token=lambda facts: facts.link_token),
    public("accounts.forgot_password"),
    public("accounts.accept_invitation", token=lambda facts: facts.groups.invitation_token),
    of(OPERATOR, "accounts.account"),
    of(ORGANISER, "accounts.account", "with groups"),
    of(ORGANISER, "accounts.change_password"),
    of(ORGANISER, "accounts.change_email"),
    of(OFFICIAL, "accounts.set_up_codes"),
    of(MODERATOR, "moderation.list_texts"),
    of(MODERATOR, "moderation.show_text", "waiting", complaint_id=lambda facts: facts.texts.waiting),
    of(MODERATOR, "moderation.show_text", "taken", complaint_id=lambda facts: facts.texts.taken),
    of(MODERATOR, "moderation.show_text", "decided", complaint_id=lambda facts: facts.texts.decided),
    of(MODERATOR, "moderation.list_duplicates"),
    of(MODERATOR, "moderation.show_duplicates", kind="same_text", number=lambda facts: facts.number),
    of(ORGANISER, "petitions.list_groups"),
    of(ORGANISER, "petitions.show_group", **GROUP),
    of(ORGANISER, "grouping.list_complaints", **GROUP, round_slug=demo.ROUND),
    of(ORGANISER, "grouping.list_unconfirmed", **GROUP),
    of(ORGANISER, "grouping.show_unconfirmed", **GROUP, number=lambda facts: facts.waiting),
    of(ORGANISER, "grouping.list_joined", **GROUP),
    of(ORGANISER, "grouping.show_waiting_joined", **GROUP, number=lambda facts: facts.joined_waiting),
    of(ORGANISER, "petitions.unpublish_petition", **GROUP, petition_id=STILL_IN),
    public("groups.ask_for_group"),
    public("groups.group_asked"),
    of(ORGANISER, "groups.list_members", **GROUP),
    of(ORGANISER, "groups.invite_member", **GROUP),
    of(ORGANISER, "groups.show_member", **GROUP, account_id=lambda facts: facts.groups.member_id),
    of(ORGANISER, "groups.hand_over", **GROUP, account_id=lambda facts: facts.groups.member_id),
    of(ORGANISER, "groups.leave_group", **GROUP),
    of(ORGANISER, "groups.list_looks", **GROUP),
    of(ORGANISER, "petitions.start_petition", **GROUP),
    of(ORGANISER, "petitions.show_petition", "a draft", **GROUP, petition_id=A_DRAFT),
    of(ORGANISER, "petitions.show_petition", "frozen", **GROUP, petition_id=FROZEN),
    of(ORGANISER, "petitions.choose_complaints", **GROUP, petition_id=A_DRAFT),
    of(ORGANISER, "petitions.freeze_petition", "something is missing", **GROUP, petition_id=A_DRAFT),
    of(ORGANISER, "petitions.freeze_petition", "nothing is missing", **GROUP, petition_id=FROZEN),
    of(ORGANISER, "petitions.show_text", **GROUP, petition_id=A_DRAFT, language="ru"),
    of(ORGANISER, "petitions.show_version", **GROUP, petition_id=HANDED_IN, number=1),
    of(ORGANISER, "petitions.show_version", "somebody left", **GROUP, petition_id=LEFT, number=1),
    of(ORGANISER, "petitions.show_version", "another text", **GROUP, petition_id=STILL_IN, number=2),
    of(ORGANISER, "petitions.show_portal_form", **GROUP, petition_id=FROZEN, number=1),
    of(ORGANISER, "petitions.show_difference", **GROUP, petition_id=STILL_IN, number=2),
    of(ORGANISER, "petitions.show_paper", **GROUP, petition_id=STILL_IN, number=1),
    of(ORGANISER, "petitions.import_paper", **GROUP, petition_id=STILL_IN, number=1),
    of(ORGANISER, "petitions.type_paper", "with rows", **GROUP, petition_id=STILL_IN, number=1),
    of(ORGANISER, "petitions.type_paper", "without rows", **GROUP, petition_id=FROZEN, number=1),
    a_list("questions", lambda facts: facts.paper_waiting, rows="asked"),
    a_list("rejected", lambda facts: facts.paper_waiting, rows="rejected"),
    a_list("good", lambda facts: facts.paper_waiting, rows="good"),
    a_list("undone", lambda facts: facts.paper_undone),
    of(ORGANISER, "responses.record_submission", "somebody left", **GROUP, petition_id=LEFT),
    of(ORGANISER, "responses.record_submission", "not handed in", **GROUP, petition_id=FROZEN),
    of(ORGANISER, "responses.record_submission", "answered", **GROUP, petition_id=HANDED_IN),
    of(ORGANISER, "responses.report_response", **GROUP, petition_id=HANDED_IN),
    of(
        ORGANISER,
        "responses.correct_reported_response",
        **GROUP,
        petition_id=HANDED_IN,
        response_id=lambda facts: facts.reported_id,
    ),
    of(ORGANISER, "feeds.show_calendar", **GROUP),
    of(ORGANISER, "responses.remark_as_group", **GROUP, petition_id=HANDED_IN),
    of(ORGANISER, "responses.show_court_guide", **GROUP, petition_id=HANDED_IN),
    of(ORGANISER, "responses.report_event", **GROUP, petition_id=HANDED_IN, name="returned"),
    of(
        ORGANISER,
        "responses.correct_reported_event",
        **GROUP,
        petition_id=HANDED_IN,
        entry_id=lambda facts: facts.happened_id,
    ),
    of(OFFICIAL, "responses.desk"),
    at_desk("responses.show_at_desk"),
    at_desk("responses.remark_at_desk"),
    at_desk("responses.record_event", name="forwarded"),
    at_desk("responses.record_event", "extension", name="extended"),
    at_desk("responses.correct_event", entry_id=lambda facts: facts.own_event_id),
    at_desk("responses.dispute_entry", entry_id=lambda facts: facts.happened_id),
    of(OFFICIAL, "responses.desk", "nothing found", number="ешқайда"),
    of(OFFICIAL, "responses.answer_many", ids=lambda facts: facts.waiting_id),
    of(OFFICIAL, "responses.list_templates"),
    of(OFFICIAL, "responses.create_template"),
    of(OFFICIAL, "responses.edit_template", template_id=lambda facts: facts.template_id),
    of(OFFICIAL, "responses.delete_template", template_id=lambda facts: facts.template_id),
    of(OFFICIAL, "responses.record_response", submission_id=lambda facts: facts.submission_id),
    of(
        OFFICIAL,
        "responses.correct_response",
        submission_id=lambda facts: facts.submission_id,
        response_id=lambda facts: facts.response_id,
    ),
    public("web.stop_mails", token=lambda facts: facts.stop_token),
    of(OPERATOR, "accounts.admin.show_overview"),
    of(OPERATOR, "accounts.admin.list_accounts"),
    of(OPERATOR, "accounts.admin.create_account"),
    of(OPERATOR, "accounts.admin.show_account", account_id=lambda facts: facts.account_id),
    of(OPERATOR, "accounts.admin.list_invitations"),
    of(OPERATOR, "accounts.admin.invite"),
    of(OPERATOR, "accounts.admin.list_requests"),
    of(OPERATOR, "accounts.admin.show_request", "waiting", request_id=lambda facts: facts.groups.request_id),
    of(OPERATOR, "accounts.admin.show_request", "declined", request_id=lambda facts: facts.groups.declined_id),
    of(OPERATOR, "accounts.admin.list_groups"),
    of(OPERATOR, "accounts.admin.create_group"),
    of(OPERATOR, "accounts.admin.show_group", **GROUP),
    of(OPERATOR, "accounts.admin.edit_group", **GROUP),
    of(OPERATOR, "accounts.admin.set_member", **GROUP),
    of(OPERATOR, "accounts.admin.list_authorities"),
    of(OPERATOR, "accounts.admin.create_authority"),
    of(OPERATOR, "accounts.admin.edit_authority", slug="mangystau-culture"),
    of(OPERATOR, "accounts.admin.list_regions"),
    of(OPERATOR, "accounts.admin.list_localities", slug="mangystau"),
    of(OPERATOR, "accounts.admin.create_locality", slug="mangystau"),
    of(OPERATOR, "accounts.admin.edit_locality", slug="mangystau", code=lambda facts: facts.locality_code),
    of(OPERATOR, "accounts.admin.edit_region", slug="mangystau"),
    of(OPERATOR, "accounts.admin.list_programmes"),
    of(OPERATOR, "accounts.admin.create_programme"),
    of(OPERATOR, "accounts.admin.edit_programme", slug="damu-bala"),
    of(OPERATOR, "accounts.admin.list_days"),
    of(OPERATOR, "accounts.admin.add_day"),
    of(OPERATOR, "accounts.admin.set_day", iso=DECLARED),
    of(OPERATOR, "accounts.admin.remove_day", iso=DECLARED),
    of(OPERATOR, "accounts.admin.list_jobs"),
    of(OPERATOR, "accounts.admin.list_changes"),
    of(OPERATOR, "accounts.admin.show_settings"),
    of(OPERATOR, "accounts.admin.list_rounds"),
    of(OPERATOR, "accounts.admin.merge_round", slug=demo.ROUND),
)
# The receipt is open for the filer's own session only: the walk of the seed case and the test of the form see it.
# Those of one-time codes and of a kept form are seen by the walk through the account. The others answer with a file or
# lead elsewhere.
SEEN_ELSEWHERE = {
    "authorities.download_authorities",
    "authorities.download_overdue",
    "authorities.download_submissions",
    "calendar.authority_calendar",
    "calendar.group_calendar",
    "calendar.round_calendar",
    "filing.receipt",
    "filing.new_code",
    "filing.get_evidence",
    "filing.download_complaint",
    "grouping.download_complaints",
    "groups.download_looks",
    "petitions.download",
    "petitions.download_addressed_public",
    "petitions.download_addressed_public_tables",
    "petitions.download_tables",
    "petitions.get_paper_template",
    "petitions.get_public_file",
    "petitions.get_sheets",
    "petitions.joining_receipt",
    "petitions.download_joined",
    "responses.get_attachment",
    "responses.get_attachment_at_desk",
    "accounts.confirm_codes",
    "accounts.confirm_email",
    "accounts.enter_code",
    "accounts.make_spare_codes",
    "accounts.show_kept_form",
    "accounts.switch_off_codes",
    "root.choose_language",
    "static",
}
# Forms that are sent empty: what must be put right is said at the top and beside each field.
EMPTY_FORMS = (
    "groups.ask_for_group",
    "groups.invite_member",
    "accounts.accept_invitation",
    "accounts.admin.invite",
    "filing.file_complaint",
    "filing.track",
    "filing.lost_code",
    "filing.keep_own_number",
    "accounts.sign_in",
    "accounts.set_password",
    "accounts.forgot_password",
    "accounts.change_password",
    "accounts.change_email",
    "accounts.set_up_codes",
    "petitions.start_petition",
    "petitions.join_petition",
    "petitions.unpublish_petition",
    "petitions.show_paper",
    "petitions.import_paper",
    "petitions.type_paper without rows",
    "rounds.create_round",
    "rounds.add_event",
    "responses.record_submission not handed in",
    "responses.report_response",
    "responses.record_response",
    "responses.record_event",
    "responses.dispute_entry",
    "responses.report_event",
    "responses.answer_many",
    "responses.create_template",
    "moderation.show_text decided",
    "accounts.admin.create_account",
    "accounts.admin.create_group",
    "accounts.admin.set_member",
    "accounts.admin.create_authority",
    "accounts.admin.create_locality",
    "accounts.admin.create_programme",
    "accounts.admin.add_day",
    "accounts.admin.merge_round",
)
