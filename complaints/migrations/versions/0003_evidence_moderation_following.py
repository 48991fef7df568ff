"""Evidence, drafts, confirmation, corrections, withdrawal, moderation of texts, and marks of likely duplicates.

Revision: 0003, after 0002. Columns are added and dropped in place: rebuilding `complaints` on SQLite would
drop the table, and with it, by the cascades, the rows that refer to it.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "address_mails",
        sa.Column("address_index", sa.String(length=64), nullable=False),
        sa.Column("purpose", sa.String(length=30), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("second_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("third_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("address_index", "purpose", name="pk_address_mails"),
    )
    op.create_table(
        "filing_drafts",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("row_id", sa.Uuid(), nullable=False),
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.Column("values_enc", sa.LargeBinary(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name="fk_filing_drafts_round_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("token_hash", name="pk_filing_drafts"),
    )
    op.create_index("ix_filing_drafts_saved_at", "filing_drafts", ["saved_at"])
    op.create_table(
        "complaint_versions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("complaint_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content_enc", sa.LargeBinary(), nullable=False),
        sa.Column("replaced_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["complaint_id"], ["complaints.id"], name="fk_complaint_versions_complaint_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_complaint_versions"),
        sa.UniqueConstraint("complaint_id", "number", name="uq_complaint_versions_complaint_id_number"),
    )
    op.create_index("ix_complaint_versions_complaint_id", "complaint_versions", ["complaint_id"])
    op.create_table(
        "confirmations",
        sa.Column("complaint_id", sa.Uuid(), nullable=False),
        sa.Column("by", sa.String(length=30), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("group_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name="fk_confirmations_account_id"),
        sa.ForeignKeyConstraint(
            ["complaint_id"], ["complaints.id"], name="fk_confirmations_complaint_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["group_id"], ["groups.id"], name="fk_confirmations_group_id"),
        sa.PrimaryKeyConstraint("complaint_id", name="pk_confirmations"),
    )
    op.create_table(
        "contact_links",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("purpose", sa.String(length=30), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("address_enc", sa.LargeBinary(), nullable=False),
        sa.Column("address_index", sa.String(length=64), nullable=False),
        sa.Column("complaint_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["complaint_id"], ["complaints.id"], name="fk_contact_links_complaint_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_contact_links"),
        sa.UniqueConstraint("token_hash", name="uq_contact_links_token_hash"),
    )
    op.create_index("ix_contact_links_address_index", "contact_links", ["address_index"])
    op.create_index("ix_contact_links_complaint_id", "contact_links", ["complaint_id"])
    op.create_table(
        "evidence_files",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("complaint_id", sa.Uuid(), nullable=True),
        sa.Column("token_hash", sa.String(length=64), nullable=True),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("state", sa.String(length=30), nullable=False),
        sa.Column("fault", sa.String(length=30), nullable=True),
        sa.Column("name_enc", sa.LargeBinary(), nullable=False),
        sa.Column("size_bytes", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("storage_key", sa.String(length=200), nullable=False),
        sa.Column("clean_key", sa.String(length=200), nullable=True),
        sa.Column("clean_size_bytes", sa.Integer(), nullable=True),
        sa.Column("looks_like_identity", sa.Boolean(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["complaint_id"], ["complaints.id"], name="fk_evidence_files_complaint_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_evidence_files"),
    )
    op.create_index("ix_evidence_files_complaint_id", "evidence_files", ["complaint_id"])
    op.create_index("ix_evidence_files_token_hash", "evidence_files", ["token_hash"])
    op.create_table(
        "likenesses",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("complaint_id", sa.Uuid(), nullable=False),
        sa.Column("earlier_id", sa.Uuid(), nullable=False),
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("percent", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=30), nullable=False),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["complaint_id"], ["complaints.id"], name="fk_likenesses_complaint_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["decided_by"], ["accounts.id"], name="fk_likenesses_decided_by"),
        sa.ForeignKeyConstraint(["earlier_id"], ["complaints.id"], name="fk_likenesses_earlier_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name="fk_likenesses_round_id"),
        sa.PrimaryKeyConstraint("id", name="pk_likenesses"),
        sa.UniqueConstraint("complaint_id", "earlier_id", "kind", name="uq_likenesses_complaint_id_earlier_id_kind"),
    )
    op.create_index("ix_likenesses_complaint_id", "likenesses", ["complaint_id"])
    op.create_index("ix_likenesses_earlier_id", "likenesses", ["earlier_id"])
    op.create_index("ix_likenesses_round_id", "likenesses", ["round_id"])
    op.create_table(
        "looks",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("complaint_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.Column("what", sa.String(length=30), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name="fk_looks_account_id"),
        sa.ForeignKeyConstraint(["complaint_id"], ["complaints.id"], name="fk_looks_complaint_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["group_id"], ["groups.id"], name="fk_looks_group_id"),
        sa.PrimaryKeyConstraint("id", name="pk_looks"),
    )
    op.create_index("ix_looks_complaint_id", "looks", ["complaint_id"])
    op.create_table(
        "moderation_decisions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("complaint_id", sa.Uuid(), nullable=False),
        sa.Column("complaint_version", sa.Integer(), nullable=False),
        sa.Column("decision", sa.String(length=30), nullable=False),
        sa.Column("reason", sa.String(length=30), nullable=True),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name="fk_moderation_decisions_account_id"),
        sa.ForeignKeyConstraint(
            ["complaint_id"], ["complaints.id"], name="fk_moderation_decisions_complaint_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_moderation_decisions"),
    )
    op.create_index("ix_moderation_decisions_complaint_id", "moderation_decisions", ["complaint_id"])
    op.create_table(
        "petition_leavers",
        sa.Column("petition_id", sa.Integer(), nullable=False),
        sa.Column("complaint_id", sa.Uuid(), nullable=False),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["complaint_id"], ["complaints.id"], name="fk_petition_leavers_complaint_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["petition_id"], ["petitions.id"], name="fk_petition_leavers_petition_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("petition_id", "complaint_id", name="pk_petition_leavers"),
    )
    op.create_table(
        "public_texts",
        sa.Column("complaint_id", sa.Uuid(), nullable=False),
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.Column("complaint_version", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=30), nullable=False),
        sa.Column("queued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(length=30), nullable=True),
        sa.Column("released", sa.Text(), nullable=True),
        sa.Column("searchable", sa.Text(), nullable=True),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("edit_number", sa.Integer(), nullable=False),
        sa.Column("taken_by", sa.Uuid(), nullable=True),
        sa.Column("taken_until", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["complaint_id"], ["complaints.id"], name="fk_public_texts_complaint_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name="fk_public_texts_round_id"),
        sa.ForeignKeyConstraint(["taken_by"], ["accounts.id"], name="fk_public_texts_taken_by"),
        sa.PrimaryKeyConstraint("complaint_id", name="pk_public_texts"),
    )
    op.create_index("ix_public_texts_queue", "public_texts", ["state", "queued_at"])
    op.create_index("ix_public_texts_round_id", "public_texts", ["round_id"])
    op.create_table(
        "text_bands",
        sa.Column("complaint_id", sa.Uuid(), nullable=False),
        sa.Column("band", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("value", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["complaint_id"], ["complaints.id"], name="fk_text_bands_complaint_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("complaint_id", "band", name="pk_text_bands"),
    )
    op.create_index("ix_text_bands_value", "text_bands", ["band", "value"])
    op.add_column("complaints", sa.Column("email_index", sa.String(length=64), nullable=True))
    op.add_column("complaints", sa.Column("version", sa.Integer(), nullable=False, server_default="1"))
    op.add_column("complaints", sa.Column("corrected_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("complaints", sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("complaints", sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("complaints", sa.Column("joined_to_id", sa.Uuid(), nullable=True))
    op.add_column("complaints", sa.Column("joins_id", sa.Uuid(), nullable=True))
    op.add_column("complaints", sa.Column("from_busy_network", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("complaints", sa.Column("own_number_enc", sa.LargeBinary(), nullable=True))
    op.add_column("complaints", sa.Column("own_kind", sa.String(length=30), nullable=True))
    op.add_column("complaints", sa.Column("own_registered_on", sa.Date(), nullable=True))
    op.create_index("ix_complaints_email_index", "complaints", ["email_index"])
    op.create_index("ix_complaints_joins_id", "complaints", ["joins_id"])
    op.add_column(
        "version_complaints", sa.Column("complaint_version", sa.Integer(), nullable=False, server_default="1")
    )
    op.add_column("version_complaints", sa.Column("left_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column("version_complaints", "left_at")
    op.drop_column("version_complaints", "complaint_version")
    op.drop_index("ix_complaints_joins_id", "complaints")
    op.drop_index("ix_complaints_email_index", "complaints")
    op.drop_column("complaints", "own_registered_on")
    op.drop_column("complaints", "own_kind")
    op.drop_column("complaints", "own_number_enc")
    op.drop_column("complaints", "from_busy_network")
    op.drop_column("complaints", "joins_id")
    op.drop_column("complaints", "joined_to_id")
    op.drop_column("complaints", "erased_at")
    op.drop_column("complaints", "withdrawn_at")
    op.drop_column("complaints", "corrected_at")
    op.drop_column("complaints", "version")
    op.drop_column("complaints", "email_index")
    op.drop_table("text_bands")
    op.drop_table("public_texts")
    op.drop_table("petition_leavers")
    op.drop_table("moderation_decisions")
    op.drop_table("looks")
    op.drop_table("likenesses")
    op.drop_table("evidence_files")
    op.drop_table("contact_links")
    op.drop_table("confirmations")
    op.drop_table("complaint_versions")
    op.drop_table("filing_drafts")
    op.drop_table("address_mails")
