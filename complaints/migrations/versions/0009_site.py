"""What the site knows of itself, the version of a round's figures, and indexes for pages that many read at once.

Revision: 0009, after 0008.
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

IS_VERSION = sa.text("dimension = 'version'")
HAS_OWN = sa.text("own_registered_on IS NOT NULL")


def upgrade() -> None:
    site = op.create_table(
        "site",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("edits", sa.BigInteger(), nullable=False),
        sa.Column("surge_since", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_site"),
    )
    op.bulk_insert(site, [{"id": 1, "edits": 0}])
    op.create_index("ix_tallies_version", "tallies", ["round_id"], sqlite_where=IS_VERSION, postgresql_where=IS_VERSION)
    op.create_index(
        "ix_complaints_own_registered", "complaints", ["round_id"], sqlite_where=HAS_OWN, postgresql_where=HAS_OWN
    )
    op.create_index("ix_public_texts_newest", "public_texts", ["round_id", "state", "released_at", "complaint_id"])
    op.drop_index("ix_public_texts_round_id", "public_texts")


def downgrade() -> None:
    op.create_index("ix_public_texts_round_id", "public_texts", ["round_id"])
    op.drop_index("ix_public_texts_newest", "public_texts")
    op.drop_index("ix_complaints_own_registered", "complaints")
    op.drop_index("ix_tallies_version", "tallies")
    op.drop_table("site")
