"""Groups that people ask for and invite to, history of public facts, own paragraphs of letters, people who agree
without an own complaint, public pages of collective complaints, files of submissions and answers, one-time codes.

Revision: 0004, after 0003. Columns are added and dropped in place, except for `looks`, which nothing refers to.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "mail_stops",
        sa.Column("address_index", sa.String(length=64), nullable=False),
        sa.Column("stopped_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("address_index", name="pk_mail_stops"),
    )
    op.create_table(
        "changes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("group_id", sa.Uuid(), nullable=True),
        sa.Column("subject", sa.String(length=30), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("round_id", sa.Uuid(), nullable=True),
        sa.Column("before", sa.JSON(), nullable=True),
        sa.Column("after", sa.JSON(), nullable=True),
        sa.Column("undoes_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name="fk_changes_account_id"),
        sa.ForeignKeyConstraint(["group_id"], ["groups.id"], name="fk_changes_group_id", ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name="fk_changes_round_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["undoes_id"], ["changes.id"], name="fk_changes_undoes_id"),
        sa.PrimaryKeyConstraint("id", name="pk_changes"),
        sa.UniqueConstraint("undoes_id", name="uq_changes_undoes_id"),
    )
    op.create_index("ix_changes_at", "changes", ["at"])
    op.create_index("ix_changes_round_id", "changes", ["round_id"])
    op.create_index("ix_changes_subject", "changes", ["subject", "key", "at"])
    op.create_table(
        "day_overrides",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("is_working", sa.Boolean(), nullable=False),
        sa.Column("name_kk", sa.String(length=200), nullable=False),
        sa.Column("name_ru", sa.String(length=200), nullable=False),
        sa.Column("name_en", sa.String(length=200), nullable=False),
        sa.Column("decree", sa.String(length=300), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["recorded_by"], ["accounts.id"], name="fk_day_overrides_recorded_by"),
        sa.PrimaryKeyConstraint("day", name="pk_day_overrides"),
    )
    op.create_table(
        "email_changes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("email_enc", sa.LargeBinary(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name="fk_email_changes_account_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_email_changes"),
        sa.UniqueConstraint("token_hash", name="uq_email_changes_token_hash"),
    )
    op.create_index("ix_email_changes_account_id", "email_changes", ["account_id"])
    op.create_table(
        "group_requests",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("region_code", sa.String(length=6), nullable=False),
        sa.Column("purpose", sa.String(length=1000), nullable=False),
        sa.Column("contact_name_enc", sa.LargeBinary(), nullable=False),
        sa.Column("email_enc", sa.LargeBinary(), nullable=False),
        sa.Column("email_index", sa.String(length=64), nullable=False),
        sa.Column("phone_enc", sa.LargeBinary(), nullable=True),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("state", sa.String(length=30), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("group_id", sa.Uuid(), nullable=True),
        sa.Column("is_example", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["decided_by"], ["accounts.id"], name="fk_group_requests_decided_by"),
        sa.ForeignKeyConstraint(["group_id"], ["groups.id"], name="fk_group_requests_group_id", ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["region_code"], ["regions.code"], name="fk_group_requests_region_code"),
        sa.PrimaryKeyConstraint("id", name="pk_group_requests"),
    )
    op.create_index("ix_group_requests_email_index", "group_requests", ["email_index"])
    op.create_index("ix_group_requests_state", "group_requests", ["state"])
    op.create_table(
        "invitations",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("email_enc", sa.LargeBinary(), nullable=False),
        sa.Column("email_index", sa.String(length=64), nullable=False),
        sa.Column("role", sa.String(length=30), nullable=False),
        sa.Column("group_id", sa.Uuid(), nullable=True),
        sa.Column("group_role", sa.String(length=30), nullable=True),
        sa.Column("authority_id", sa.Uuid(), nullable=True),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("invited_by", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["authority_id"], ["authorities.id"], name="fk_invitations_authority_id"),
        sa.ForeignKeyConstraint(["group_id"], ["groups.id"], name="fk_invitations_group_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["invited_by"], ["accounts.id"], name="fk_invitations_invited_by"),
        sa.PrimaryKeyConstraint("id", name="pk_invitations"),
        sa.UniqueConstraint("token_hash", name="uq_invitations_token_hash"),
    )
    op.create_index("ix_invitations_email_index", "invitations", ["email_index"])
    op.create_index("ix_invitations_group_id", "invitations", ["group_id"])
    op.create_table(
        "kept_forms",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("path", sa.String(length=500), nullable=False),
        sa.Column("values_enc", sa.LargeBinary(), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name="fk_kept_forms_account_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_kept_forms"),
        sa.UniqueConstraint("token_hash", name="uq_kept_forms_token_hash"),
    )
    op.create_index("ix_kept_forms_account_id", "kept_forms", ["account_id"])
    op.create_index("ix_kept_forms_kept_at", "kept_forms", ["kept_at"])
    op.create_table(
        "spare_codes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name="fk_spare_codes_account_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_spare_codes"),
    )
    op.create_index("ix_spare_codes_account_id", "spare_codes", ["account_id"])
    op.create_table(
        "petition_texts",
        sa.Column("petition_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("part", sa.String(length=30), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["petition_id"], ["petitions.id"], name="fk_petition_texts_petition_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("petition_id", "language", "part", name="pk_petition_texts"),
    )
    op.create_table(
        "supporters",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(length=9), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("petition_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("full_name_enc", sa.LargeBinary(), nullable=True),
        sa.Column("postal_address_enc", sa.LargeBinary(), nullable=True),
        sa.Column("phone_enc", sa.LargeBinary(), nullable=True),
        sa.Column("email_enc", sa.LargeBinary(), nullable=True),
        sa.Column("email_index", sa.String(length=64), nullable=True),
        sa.Column("iin_enc", sa.LargeBinary(), nullable=True),
        sa.Column("iin_index", sa.String(length=64), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("confirmed_by", sa.String(length=30), nullable=True),
        sa.Column("confirmed_account_id", sa.Uuid(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("is_example", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["confirmed_account_id"], ["accounts.id"], name="fk_supporters_confirmed_account_id"),
        sa.ForeignKeyConstraint(["petition_id"], ["petitions.id"], name="fk_supporters_petition_id"),
        sa.PrimaryKeyConstraint("id", name="pk_supporters"),
        sa.UniqueConstraint("number", name="uq_supporters_number"),
        sa.UniqueConstraint("token_hash", name="uq_supporters_token_hash"),
    )
    op.create_index("ix_supporters_email_index", "supporters", ["email_index"])
    op.create_index("ix_supporters_iin_index", "supporters", ["iin_index"])
    op.create_index("ix_supporters_petition_id", "supporters", ["petition_id"])
    op.create_table(
        "publications",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("petition_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_by", sa.Uuid(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.ForeignKeyConstraint(["ended_by"], ["accounts.id"], name="fk_publications_ended_by"),
        sa.ForeignKeyConstraint(["petition_id"], ["petitions.id"], name="fk_publications_petition_id"),
        sa.ForeignKeyConstraint(["published_by"], ["accounts.id"], name="fk_publications_published_by"),
        sa.ForeignKeyConstraint(["version_id"], ["petition_versions.id"], name="fk_publications_version_id"),
        sa.PrimaryKeyConstraint("id", name="pk_publications"),
    )
    op.create_index("ix_publications_petition_id", "publications", ["petition_id"])
    op.create_table(
        "version_supporters",
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("supporter_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["supporter_id"], ["supporters.id"], name="fk_version_supporters_supporter_id"),
        sa.ForeignKeyConstraint(["version_id"], ["petition_versions.id"], name="fk_version_supporters_version_id"),
        sa.PrimaryKeyConstraint("version_id", "supporter_id", name="pk_version_supporters"),
    )
    op.create_table(
        "attachments",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("submission_id", sa.Uuid(), nullable=False),
        sa.Column("response_id", sa.Uuid(), nullable=True),
        sa.Column("purpose", sa.String(length=30), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("state", sa.String(length=30), nullable=False),
        sa.Column("fault", sa.String(length=30), nullable=True),
        sa.Column("name_enc", sa.LargeBinary(), nullable=False),
        sa.Column("size_bytes", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("storage_key", sa.String(length=200), nullable=False),
        sa.Column("clean_key", sa.String(length=200), nullable=True),
        sa.Column("clean_size_bytes", sa.Integer(), nullable=True),
        sa.Column("added_by", sa.Uuid(), nullable=True),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["added_by"], ["accounts.id"], name="fk_attachments_added_by"),
        sa.ForeignKeyConstraint(["response_id"], ["responses.id"], name="fk_attachments_response_id"),
        sa.ForeignKeyConstraint(["submission_id"], ["submissions.id"], name="fk_attachments_submission_id"),
        sa.PrimaryKeyConstraint("id", name="pk_attachments"),
    )
    op.create_index("ix_attachments_response_id", "attachments", ["response_id"])
    op.create_index("ix_attachments_submission_id", "attachments", ["submission_id"])
    op.add_column("account_sessions", sa.Column("awaits_code", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("account_sessions", sa.Column("device", sa.String(length=60), server_default="", nullable=False))
    op.add_column("accounts", sa.Column("totp_secret_enc", sa.LargeBinary(), nullable=True))
    op.add_column("accounts", sa.Column("totp_since", sa.DateTime(timezone=True), nullable=True))
    op.add_column("accounts", sa.Column("totp_last_used", sa.Integer(), nullable=True))
    op.add_column("contact_links", sa.Column("supporter_id", sa.Uuid(), nullable=True))
    op.create_index("ix_contact_links_supporter_id", "contact_links", ["supporter_id"])
    op.add_column("looks", sa.Column("language", sa.String(length=2), nullable=True))
    op.add_column("looks", sa.Column("supporter_id", sa.Uuid(), nullable=True))
    op.add_column("looks", sa.Column("version_id", sa.Uuid(), nullable=True))
    with op.batch_alter_table("looks") as looks:  # nothing refers to it
        looks.alter_column("complaint_id", existing_type=sa.Uuid(), nullable=True)
    op.create_index("ix_looks_group_id", "looks", ["group_id"])
    op.create_index("ix_looks_supporter_id", "looks", ["supporter_id"])
    op.create_index("ix_looks_version_id", "looks", ["version_id"])
    op.add_column("petitions", sa.Column("representative_iin_enc", sa.LargeBinary(), nullable=True))
    op.add_column("petitions", sa.Column("representative_actual_address_enc", sa.LargeBinary(), nullable=True))
    op.add_column("petitions", sa.Column("representative_from_kk_enc", sa.LargeBinary(), nullable=True))
    op.add_column("petitions", sa.Column("representative_from_ru_enc", sa.LargeBinary(), nullable=True))
    op.add_column(
        "responses", sa.Column("recorded_as", sa.String(length=30), server_default="official", nullable=False)
    )
    op.add_column("responses", sa.Column("corrects_id", sa.Uuid(), nullable=True))
    op.add_column("rounds", sa.Column("edit_number", sa.Integer(), server_default="1", nullable=False))
    op.add_column("rounds", sa.Column("created_by_group_id", sa.Uuid(), nullable=True))
    op.add_column("rounds", sa.Column("hidden_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("rounds", sa.Column("merged_into_id", sa.Uuid(), nullable=True))


def downgrade() -> None:
    op.drop_index("ix_looks_version_id", "looks")
    op.drop_index("ix_looks_supporter_id", "looks")
    op.drop_index("ix_looks_group_id", "looks")
    op.drop_index("ix_contact_links_supporter_id", "contact_links")
    op.execute("DELETE FROM looks WHERE complaint_id IS NULL")
    with op.batch_alter_table("looks") as looks:
        looks.alter_column("complaint_id", existing_type=sa.Uuid(), nullable=False)
    op.drop_column("rounds", "merged_into_id")
    op.drop_column("rounds", "hidden_at")
    op.drop_column("rounds", "created_by_group_id")
    op.drop_column("rounds", "edit_number")
    op.drop_column("responses", "corrects_id")
    op.drop_column("responses", "recorded_as")
    op.drop_column("petitions", "representative_from_ru_enc")
    op.drop_column("petitions", "representative_from_kk_enc")
    op.drop_column("petitions", "representative_actual_address_enc")
    op.drop_column("petitions", "representative_iin_enc")
    op.drop_column("looks", "version_id")
    op.drop_column("looks", "supporter_id")
    op.drop_column("looks", "language")
    op.drop_column("contact_links", "supporter_id")
    op.drop_column("accounts", "totp_last_used")
    op.drop_column("accounts", "totp_since")
    op.drop_column("accounts", "totp_secret_enc")
    op.drop_column("account_sessions", "device")
    op.drop_column("account_sessions", "awaits_code")
    op.drop_table("attachments")
    op.drop_table("version_supporters")
    op.drop_table("publications")
    op.drop_table("supporters")
    op.drop_table("petition_texts")
    op.drop_table("spare_codes")
    op.drop_table("kept_forms")
    op.drop_table("invitations")
    op.drop_table("group_requests")
    op.drop_table("email_changes")
    op.drop_table("day_overrides")
    op.drop_table("changes")
    op.drop_table("mail_stops")
