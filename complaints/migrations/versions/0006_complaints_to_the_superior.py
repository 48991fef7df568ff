"""A complaint to the superior body names the earlier submission that was not answered in time.

Revision: 0006, after 0004. The column is added and dropped in place.
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("petitions", sa.Column("about_submission_id", sa.Uuid(), nullable=True))


def downgrade() -> None:
    op.drop_column("petitions", "about_submission_id")
