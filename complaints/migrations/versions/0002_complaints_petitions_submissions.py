"""Complaints with people's data encrypted, petitions and their frozen versions, submissions and responses.

Revision: 0002, after 0001
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "complaints",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(length=9), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(length=30), nullable=False),
        sa.Column("mode", sa.String(length=30), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("filed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("learned_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("learned_from", sa.String(length=30), nullable=False),
        sa.Column("attempted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("screen_result", sa.String(length=30), nullable=True),
        sa.Column("children_count", sa.Integer(), nullable=True),
        sa.Column("locality_code", sa.String(length=9), nullable=True),
        sa.Column("locality_other_enc", sa.LargeBinary(), nullable=True),
        sa.Column("narrative_enc", sa.LargeBinary(), nullable=True),
        sa.Column("is_late", sa.Boolean(), nullable=False),
        sa.Column("full_name_enc", sa.LargeBinary(), nullable=True),
        sa.Column("iin_enc", sa.LargeBinary(), nullable=True),
        sa.Column("iin_index", sa.String(length=64), nullable=True),
        sa.Column("bin_enc", sa.LargeBinary(), nullable=True),
        sa.Column("bin_index", sa.String(length=64), nullable=True),
        sa.Column("organisation_enc", sa.LargeBinary(), nullable=True),
        sa.Column("phone_enc", sa.LargeBinary(), nullable=True),
        sa.Column("email_enc", sa.LargeBinary(), nullable=True),
        sa.Column("postal_address_enc", sa.LargeBinary(), nullable=True),
        sa.Column("consent_processing", sa.Boolean(), nullable=False),
        sa.Column("consent_petition", sa.Boolean(), nullable=False),
        sa.Column("consent_publish", sa.Boolean(), nullable=False),
        sa.Column("is_example", sa.Boolean(), nullable=False),
        sa.CheckConstraint("children_count BETWEEN 1 AND 20", name="ck_complaints_children_count"),
        sa.ForeignKeyConstraint(["locality_code"], ["localities.code"], name="fk_complaints_locality_code"),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name="fk_complaints_round_id"),
        sa.PrimaryKeyConstraint("id", name="pk_complaints"),
        sa.UniqueConstraint("number", name="uq_complaints_number"),
        sa.UniqueConstraint("token_hash", name="uq_complaints_token_hash"),
    )
    op.create_index("ix_complaints_bin_index", "complaints", ["bin_index"], unique=False)
    op.create_index("ix_complaints_iin_index", "complaints", ["iin_index"], unique=False)
    op.create_index("ix_complaints_round_id", "complaints", ["round_id"], unique=False)
    op.create_table(
        "petitions",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("uid", sa.Uuid(), nullable=False),
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("reviewing_body_id", sa.Uuid(), nullable=True),
        sa.Column("challenged_body_id", sa.Uuid(), nullable=True),
        sa.Column("languages", sa.String(length=10), nullable=False),
        sa.Column("representative_name_enc", sa.LargeBinary(), nullable=True),
        sa.Column("representative_address_enc", sa.LargeBinary(), nullable=True),
        sa.Column("representative_phone_enc", sa.LargeBinary(), nullable=True),
        sa.Column("representative_email_enc", sa.LargeBinary(), nullable=True),
        sa.Column("letter_dated_on", sa.Date(), nullable=True),
        sa.Column("created_by", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("edit_number", sa.Integer(), nullable=False),
        sa.Column("is_example", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["challenged_body_id"], ["authorities.id"], name="fk_petitions_challenged_body_id"),
        sa.ForeignKeyConstraint(["created_by"], ["accounts.id"], name="fk_petitions_created_by"),
        sa.ForeignKeyConstraint(["group_id"], ["groups.id"], name="fk_petitions_group_id"),
        sa.ForeignKeyConstraint(["reviewing_body_id"], ["authorities.id"], name="fk_petitions_reviewing_body_id"),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name="fk_petitions_round_id"),
        sa.PrimaryKeyConstraint("id", name="pk_petitions"),
        sa.UniqueConstraint("uid", name="uq_petitions_uid"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_petitions_group_id", "petitions", ["group_id"], unique=False)
    op.create_index("ix_petitions_round_id", "petitions", ["round_id"], unique=False)
    op.create_table(
        "complaint_groups",
        sa.Column("complaint_id", sa.Uuid(), nullable=False),
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["complaint_id"], ["complaints.id"], name="fk_complaint_groups_complaint_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["group_id"], ["groups.id"], name="fk_complaint_groups_group_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("complaint_id", "group_id", name="pk_complaint_groups"),
    )
    op.create_table(
        "complaint_demands",
        sa.Column("complaint_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=30), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["complaint_id"], ["complaints.id"], name="fk_complaint_demands_complaint_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("complaint_id", "code", name="pk_complaint_demands"),
    )
    op.create_table(
        "complaint_grounds",
        sa.Column("complaint_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=30), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["complaint_id"], ["complaints.id"], name="fk_complaint_grounds_complaint_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("complaint_id", "code", name="pk_complaint_grounds"),
    )
    op.create_table(
        "petition_complaints",
        sa.Column("petition_id", sa.Integer(), nullable=False),
        sa.Column("complaint_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["complaint_id"], ["complaints.id"], name="fk_petition_complaints_complaint_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["petition_id"], ["petitions.id"], name="fk_petition_complaints_petition_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("petition_id", "complaint_id", name="pk_petition_complaints"),
    )
    op.create_table(
        "petition_demands",
        sa.Column("petition_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=30), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["petition_id"], ["petitions.id"], name="fk_petition_demands_petition_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("petition_id", "code", name="pk_petition_demands"),
    )
    op.create_table(
        "petition_norms",
        sa.Column("petition_id", sa.Integer(), nullable=False),
        sa.Column("norm_id", sa.String(length=30), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["petition_id"], ["petitions.id"], name="fk_petition_norms_petition_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("petition_id", "norm_id", name="pk_petition_norms"),
    )
    op.create_table(
        "petition_versions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("petition_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("frozen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("frozen_by", sa.Uuid(), nullable=True),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("content_sha256", sa.String(length=64), nullable=False),
        sa.Column("representative_enc", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["frozen_by"], ["accounts.id"], name="fk_petition_versions_frozen_by"),
        sa.ForeignKeyConstraint(["petition_id"], ["petitions.id"], name="fk_petition_versions_petition_id"),
        sa.PrimaryKeyConstraint("id", name="pk_petition_versions"),
        sa.UniqueConstraint("petition_id", "number", name="uq_petition_versions_petition_id_number"),
    )
    op.create_index("ix_petition_versions_petition_id", "petition_versions", ["petition_id"], unique=False)
    op.create_table(
        "exports",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("cut", sa.String(length=30), nullable=False),
        sa.Column("state", sa.String(length=30), nullable=False),
        sa.Column("queued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("storage_key", sa.String(length=200), nullable=True),
        sa.Column("sha256", sa.String(length=64), nullable=True),
        sa.Column("size_bytes", sa.Integer(), nullable=True),
        sa.Column("pages", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["version_id"], ["petition_versions.id"], name="fk_exports_version_id"),
        sa.PrimaryKeyConstraint("id", name="pk_exports"),
        sa.UniqueConstraint("version_id", "language", "cut", name="uq_exports_version_id_language_cut"),
    )
    op.create_index("ix_exports_version_id", "exports", ["version_id"], unique=False)
    op.create_table(
        "submissions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("channel", sa.String(length=30), nullable=False),
        sa.Column("handed_in_on", sa.Date(), nullable=False),
        sa.Column("handed_in_time", sa.Time(), nullable=True),
        sa.Column("outside_number", sa.String(length=40), nullable=False),
        sa.Column("registered_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=30), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["authority_id"], ["authorities.id"], name="fk_submissions_authority_id"),
        sa.ForeignKeyConstraint(["recorded_by"], ["accounts.id"], name="fk_submissions_recorded_by"),
        sa.ForeignKeyConstraint(["version_id"], ["petition_versions.id"], name="fk_submissions_version_id"),
        sa.PrimaryKeyConstraint("id", name="pk_submissions"),
        sa.UniqueConstraint("version_id", name="uq_submissions_version_id"),
    )
    op.create_index("ix_submissions_authority_id", "submissions", ["authority_id"], unique=False)
    op.create_table(
        "version_complaints",
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("complaint_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["complaint_id"], ["complaints.id"], name="fk_version_complaints_complaint_id"),
        sa.ForeignKeyConstraint(["version_id"], ["petition_versions.id"], name="fk_version_complaints_version_id"),
        sa.PrimaryKeyConstraint("version_id", "complaint_id", name="pk_version_complaints"),
    )
    op.create_table(
        "responses",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("submission_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("responded_on", sa.Date(), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["recorded_by"], ["accounts.id"], name="fk_responses_recorded_by"),
        sa.ForeignKeyConstraint(["submission_id"], ["submissions.id"], name="fk_responses_submission_id"),
        sa.PrimaryKeyConstraint("id", name="pk_responses"),
    )
    op.create_index("ix_responses_submission_id", "responses", ["submission_id"], unique=False)
    op.create_table(
        "response_outcomes",
        sa.Column("response_id", sa.Uuid(), nullable=False),
        sa.Column("demand_code", sa.String(length=30), nullable=False),
        sa.Column("outcome", sa.String(length=30), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["response_id"], ["responses.id"], name="fk_response_outcomes_response_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("response_id", "demand_code", name="pk_response_outcomes"),
    )


def downgrade() -> None:
    for table in (
        "response_outcomes",
        "responses",
        "version_complaints",
        "submissions",
        "exports",
        "petition_versions",
        "petition_norms",
        "petition_demands",
        "petition_complaints",
        "complaint_grounds",
        "complaint_demands",
        "complaint_groups",
        "petitions",
        "complaints",
    ):
        op.drop_table(table)
