"""What happens to a submission between the hand-over and the answer, remarks, reminders and answer templates.

Revision: 0008, after 0007. Each number that was known becomes the event of its registration.
"""

from uuid import uuid4

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

SUBMISSIONS = sa.table(
    "submissions",
    sa.column("id", sa.Uuid()),
    sa.column("authority_id", sa.Uuid()),
    sa.column("held_by_id", sa.Uuid()),
    sa.column("outside_number", sa.String()),
    sa.column("registered_on", sa.Date()),
    sa.column("recorded_by", sa.Uuid()),
    sa.column("recorded_at", sa.DateTime(timezone=True)),
)


def upgrade() -> None:
    events = op.create_table(
        "submission_events",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("submission_id", sa.Uuid(), nullable=False),
        sa.Column("event", sa.String(30), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("notified_on", sa.Date(), nullable=True),
        sa.Column("number", sa.String(40), nullable=False),
        sa.Column("body_id", sa.Uuid(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=True),
        sa.Column("recorded_as", sa.String(30), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("corrects_id", sa.Uuid(), nullable=True),
        sa.Column("disputes_id", sa.Uuid(), nullable=True),
        sa.Column("is_void", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["submission_id"], ["submissions.id"], name="fk_submission_events_submission_id"),
        sa.ForeignKeyConstraint(["body_id"], ["authorities.id"], name="fk_submission_events_body_id"),
        sa.ForeignKeyConstraint(["recorded_by"], ["accounts.id"], name="fk_submission_events_recorded_by"),
        sa.PrimaryKeyConstraint("id", name="pk_submission_events"),
        sa.UniqueConstraint("corrects_id", name="uq_submission_events_corrects_id"),
    )
    op.create_index("ix_submission_events_submission_id", "submission_events", ["submission_id"])
    op.create_table(
        "remarks",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("submission_id", sa.Uuid(), nullable=False),
        sa.Column("demand_code", sa.String(30), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=True),
        sa.Column("recorded_as", sa.String(30), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["submission_id"], ["submissions.id"], name="fk_remarks_submission_id"),
        sa.ForeignKeyConstraint(["recorded_by"], ["accounts.id"], name="fk_remarks_recorded_by"),
        sa.PrimaryKeyConstraint("id", name="pk_remarks"),
    )
    op.create_index("ix_remarks_submission_id", "remarks", ["submission_id"])
    op.create_table(
        "reminders",
        sa.Column("submission_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(30), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("queued_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["submission_id"], ["submissions.id"], name="fk_reminders_submission_id"),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name="fk_reminders_account_id"),
        sa.PrimaryKeyConstraint("submission_id", "account_id", "kind", "due_on", name="pk_reminders"),
    )
    op.create_table(
        "answer_templates",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("title", sa.String(120), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("changed_by", sa.Uuid(), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["authority_id"], ["authorities.id"], name="fk_answer_templates_authority_id"),
        sa.ForeignKeyConstraint(["changed_by"], ["accounts.id"], name="fk_answer_templates_changed_by"),
        sa.PrimaryKeyConstraint("id", name="pk_answer_templates"),
    )
    op.create_index("ix_answer_templates_authority_id", "answer_templates", ["authority_id"])
    op.add_column("accounts", sa.Column("reminders_off", sa.String(100), nullable=False, server_default=""))
    op.add_column("groups", sa.Column("calendar_turn", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("attachments", sa.Column("event_id", sa.Uuid(), nullable=True))
    op.create_index("ix_attachments_event_id", "attachments", ["event_id"])
    op.add_column("submissions", sa.Column("held_by_id", sa.Uuid(), nullable=True))
    op.create_index("ix_submissions_held_by_id", "submissions", ["held_by_id"])
    connection = op.get_bind()
    connection.execute(sa.update(SUBMISSIONS).values(held_by_id=SUBMISSIONS.c.authority_id))
    known = connection.execute(sa.select(SUBMISSIONS).where(SUBMISSIONS.c.outside_number != "")).all()
    if known:
        op.bulk_insert(events, [_registered(row) for row in known])


def _registered(row):
    return {
        "id": uuid4(),
        "submission_id": row.id,
        "event": "registered",
        "happened_on": row.registered_on,
        "number": row.outside_number,
        "note": "",
        "recorded_by": row.recorded_by,
        "recorded_as": "organiser",
        "recorded_at": row.recorded_at,
        "is_void": False,
    }


def downgrade() -> None:
    op.drop_index("ix_submissions_held_by_id", "submissions")
    op.drop_column("submissions", "held_by_id")
    op.drop_index("ix_attachments_event_id", "attachments")
    op.drop_column("attachments", "event_id")
    op.drop_column("groups", "calendar_turn")
    op.drop_column("accounts", "reminders_off")
    op.drop_index("ix_answer_templates_authority_id", "answer_templates")
    op.drop_table("answer_templates")
    op.drop_table("reminders")
    op.drop_index("ix_remarks_submission_id", "remarks")
    op.drop_table("remarks")
    op.drop_index("ix_submission_events_submission_id", "submission_events")
    op.drop_table("submission_events")
