"""Signatures on paper: printed blank sheets, and the lists of people typed off them.

Revision: 0005, after 0004. Only new tables.
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "paper_sheets",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("first", sa.Integer(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=30), nullable=False),
        sa.Column("ordered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ordered_by", sa.Uuid(), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("storage_key", sa.String(length=200), nullable=True),
        sa.Column("sha256", sa.String(length=64), nullable=True),
        sa.Column("size_bytes", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["ordered_by"], ["accounts.id"], name="fk_paper_sheets_ordered_by"),
        sa.ForeignKeyConstraint(["version_id"], ["petition_versions.id"], name="fk_paper_sheets_version_id"),
        sa.PrimaryKeyConstraint("id", name="pk_paper_sheets"),
        sa.UniqueConstraint("version_id", "first", name="uq_paper_sheets_version_id_first"),
    )
    op.create_index("ix_paper_sheets_version_id", "paper_sheets", ["version_id"])
    op.create_table(
        "paper_imports",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("source", sa.String(length=30), nullable=False),
        sa.Column("state", sa.String(length=30), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_by", sa.Uuid(), nullable=True),
        sa.Column("file_sha256", sa.String(length=64), nullable=True),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("accepted_by", sa.Uuid(), nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_by", sa.Uuid(), nullable=True),
        sa.Column("counts", sa.JSON(), nullable=True),
        sa.ForeignKeyConstraint(["accepted_by"], ["accounts.id"], name="fk_paper_imports_accepted_by"),
        sa.ForeignKeyConstraint(["started_by"], ["accounts.id"], name="fk_paper_imports_started_by"),
        sa.ForeignKeyConstraint(["undone_by"], ["accounts.id"], name="fk_paper_imports_undone_by"),
        sa.ForeignKeyConstraint(["version_id"], ["petition_versions.id"], name="fk_paper_imports_version_id"),
        sa.PrimaryKeyConstraint("id", name="pk_paper_imports"),
    )
    op.create_index("ix_paper_imports_version_id", "paper_imports", ["version_id"])
    op.create_table(
        "paper_rows",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("import_id", sa.Uuid(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("sheet", sa.Integer(), nullable=True),
        sa.Column("place", sa.Integer(), nullable=True),
        sa.Column("signed_on", sa.Date(), nullable=True),
        sa.Column("full_name_enc", sa.LargeBinary(), nullable=True),
        sa.Column("postal_address_enc", sa.LargeBinary(), nullable=True),
        sa.Column("contact_enc", sa.LargeBinary(), nullable=True),
        sa.Column("iin_index", sa.String(length=64), nullable=True),
        sa.Column("phone_index", sa.String(length=64), nullable=True),
        sa.Column("state", sa.String(length=30), nullable=False),
        sa.Column("reason", sa.String(length=30), nullable=True),
        sa.Column("twins", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["import_id"], ["paper_imports.id"], name="fk_paper_rows_import_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_paper_rows"),
    )
    op.create_index("ix_paper_rows_import_id", "paper_rows", ["import_id", "line"])


def downgrade() -> None:
    op.drop_table("paper_rows")
    op.drop_table("paper_imports")
    op.drop_table("paper_sheets")
