"""Which version's text a person who joined agreed to, and for which one the person was asked.

Revision: 0007, after 0004. Who joined before this agreed to the version that was on the public page on that day.
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

AGREED_ALREADY = """
    INSERT INTO agreements (supporter_id, version_id, agreed_at)
    SELECT known.supporter_id, known.version_id, known.joined_at FROM (
        SELECT s.id AS supporter_id, s.joined_at AS joined_at, COALESCE(
            (SELECT p.version_id FROM publications p
              WHERE p.petition_id = s.petition_id AND p.published_at <= s.joined_at
              ORDER BY p.published_at DESC, p.id DESC LIMIT 1),
            (SELECT p.version_id FROM publications p
              WHERE p.petition_id = s.petition_id
              ORDER BY p.published_at, p.id LIMIT 1)
        ) AS version_id
        FROM supporters s WHERE s.erased_at IS NULL
    ) AS known WHERE known.version_id IS NOT NULL
"""


def upgrade() -> None:
    op.create_table(
        "agreements",
        sa.Column("supporter_id", sa.Uuid(), nullable=False),
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["supporter_id"], ["supporters.id"], name="fk_agreements_supporter_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["version_id"], ["petition_versions.id"], name="fk_agreements_version_id"),
        sa.PrimaryKeyConstraint("supporter_id", "version_id", name="pk_agreements"),
    )
    op.create_index("ix_agreements_version_id", "agreements", ["version_id"])
    op.execute(AGREED_ALREADY)


def downgrade() -> None:
    op.drop_index("ix_agreements_version_id", "agreements")
    op.drop_table("agreements")
