"""Places, authorities, accounts, groups, rounds with their counters, jobs and mail.

Revision: 0001, after None
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "jobs",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("key", sa.String(length=120), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("run_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("lease", sa.Uuid(), nullable=True),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("is_dead", sa.Boolean(), nullable=False),
        sa.Column("last_error", sa.String(length=200), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_jobs"),
        sa.UniqueConstraint("key", name="uq_jobs_key"),
    )
    op.create_index(
        "ix_jobs_open",
        "jobs",
        ["run_at"],
        unique=False,
        sqlite_where=sa.text("closed_at IS NULL"),
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.create_table(
        "mails",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("to_enc", sa.LargeBinary(), nullable=False),
        sa.Column("template", sa.String(length=60), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("context", sa.JSON(), nullable=False),
        sa.Column("secrets_enc", sa.LargeBinary(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_mails"),
    )
    op.create_table(
        "programmes",
        sa.Column("slug", sa.String(length=60), nullable=False),
        sa.Column("name_kk", sa.String(length=200), nullable=False),
        sa.Column("name_ru", sa.String(length=200), nullable=False),
        sa.Column("name_en", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("slug", name="pk_programmes"),
    )
    op.create_table(
        "regions",
        sa.Column("code", sa.String(length=6), nullable=False),
        sa.Column("kato2", sa.String(length=2), nullable=False),
        sa.Column("slug", sa.String(length=60), nullable=False),
        sa.Column("time_zone", sa.String(length=40), nullable=False),
        sa.Column("name_kk", sa.String(length=100), nullable=False),
        sa.Column("name_ru", sa.String(length=100), nullable=False),
        sa.Column("name_en", sa.String(length=100), nullable=False),
        sa.Column("ru_genitive", sa.String(length=100), nullable=False),
        sa.Column("ru_locative_phrase", sa.String(length=100), nullable=False),
        sa.Column("kk_genitive", sa.String(length=100), nullable=False),
        sa.Column("kk_locative", sa.String(length=100), nullable=False),
        sa.PrimaryKeyConstraint("code", name="pk_regions"),
        sa.UniqueConstraint("kato2", name="uq_regions_kato2"),
        sa.UniqueConstraint("slug", name="uq_regions_slug"),
    )
    op.create_table(
        "throttles",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("window_starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("key", "window_starts_at", name="pk_throttles"),
    )
    op.create_table(
        "authorities",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("slug", sa.String(length=60), nullable=False),
        sa.Column("superior_id", sa.Uuid(), nullable=True),
        sa.Column("region_code", sa.String(length=6), nullable=True),
        sa.Column("role", sa.String(length=30), nullable=False),
        sa.Column("ru_nominative", sa.String(length=300), nullable=False),
        sa.Column("ru_genitive", sa.String(length=300), nullable=False),
        sa.Column("ru_dative", sa.String(length=300), nullable=False),
        sa.Column("ru_accusative", sa.String(length=300), nullable=False),
        sa.Column("kk_nominative", sa.String(length=300), nullable=False),
        sa.Column("kk_genitive", sa.String(length=300), nullable=False),
        sa.Column("kk_dative", sa.String(length=300), nullable=False),
        sa.Column("to_be_checked", sa.Boolean(), nullable=False),
        sa.Column("confidence_note", sa.String(length=300), nullable=False),
        sa.ForeignKeyConstraint(["region_code"], ["regions.code"], name="fk_authorities_region_code"),
        sa.ForeignKeyConstraint(["superior_id"], ["authorities.id"], name="fk_authorities_superior_id"),
        sa.PrimaryKeyConstraint("id", name="pk_authorities"),
        sa.UniqueConstraint("slug", name="uq_authorities_slug"),
    )
    op.create_index("ix_authorities_region_code", "authorities", ["region_code"], unique=False)
    op.create_table(
        "groups",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("slug", sa.String(length=60), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("purpose", sa.String(length=1000), nullable=False),
        sa.Column("region_code", sa.String(length=6), nullable=False),
        sa.Column("is_example", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["region_code"], ["regions.code"], name="fk_groups_region_code"),
        sa.PrimaryKeyConstraint("id", name="pk_groups"),
        sa.UniqueConstraint("slug", name="uq_groups_slug"),
    )
    op.create_table(
        "localities",
        sa.Column("code", sa.String(length=9), nullable=False),
        sa.Column("region_code", sa.String(length=6), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("name_kk", sa.String(length=100), nullable=False),
        sa.Column("name_ru", sa.String(length=100), nullable=False),
        sa.ForeignKeyConstraint(["region_code"], ["regions.code"], name="fk_localities_region_code"),
        sa.PrimaryKeyConstraint("code", name="pk_localities"),
    )
    op.create_index("ix_localities_region_code", "localities", ["region_code"], unique=False)
    op.create_table(
        "region_notes",
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("region_code", sa.String(length=6), nullable=True),
        sa.Column("day_earliest", sa.Date(), nullable=True),
        sa.Column("day_latest", sa.Date(), nullable=True),
        sa.Column("platform", sa.String(length=60), nullable=False),
        sa.Column("text_kk", sa.Text(), nullable=False),
        sa.Column("text_ru", sa.Text(), nullable=False),
        sa.Column("text_en", sa.Text(), nullable=False),
        sa.Column("source", sa.String(length=300), nullable=False),
        sa.Column("confidence_kk", sa.String(length=300), nullable=False),
        sa.Column("confidence_ru", sa.String(length=300), nullable=False),
        sa.Column("confidence_en", sa.String(length=300), nullable=False),
        sa.ForeignKeyConstraint(["region_code"], ["regions.code"], name="fk_region_notes_region_code"),
        sa.PrimaryKeyConstraint("slug", name="pk_region_notes"),
    )
    op.create_index("ix_region_notes_region_code", "region_notes", ["region_code"], unique=False)
    op.create_table(
        "accounts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("email_enc", sa.LargeBinary(), nullable=False),
        sa.Column("email_index", sa.String(length=64), nullable=False),
        sa.Column("role", sa.String(length=30), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=True),
        sa.Column("authority_id", sa.Uuid(), nullable=True),
        sa.Column("is_example", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("disabled_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["authority_id"], ["authorities.id"], name="fk_accounts_authority_id"),
        sa.PrimaryKeyConstraint("id", name="pk_accounts"),
        sa.UniqueConstraint("email_index", name="uq_accounts_email_index"),
    )
    op.create_table(
        "rounds",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("programme_slug", sa.String(length=60), nullable=False),
        sa.Column("region_code", sa.String(length=6), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=True),
        sa.Column("repeats_id", sa.Uuid(), nullable=True),
        sa.Column("name_kk", sa.String(length=200), nullable=False),
        sa.Column("name_ru", sa.String(length=200), nullable=False),
        sa.Column("name_en", sa.String(length=200), nullable=False),
        sa.Column("platform", sa.String(length=60), nullable=False),
        sa.Column("state", sa.String(length=30), nullable=False),
        sa.Column("takes_complaints", sa.Boolean(), nullable=False),
        sa.Column("held_on_earliest", sa.Date(), nullable=True),
        sa.Column("held_on_latest", sa.Date(), nullable=True),
        sa.Column("places_announced", sa.Integer(), nullable=True),
        sa.Column("announced_at_earliest", sa.DateTime(timezone=True), nullable=True),
        sa.Column("announced_at_latest", sa.DateTime(timezone=True), nullable=True),
        sa.Column("opened_at_earliest", sa.DateTime(timezone=True), nullable=True),
        sa.Column("opened_at_latest", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sold_out_at_earliest", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sold_out_at_latest", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at_earliest", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at_latest", sa.DateTime(timezone=True), nullable=True),
        sa.Column("notice_minutes_earliest", sa.Integer(), nullable=True),
        sa.Column("notice_minutes_latest", sa.Integer(), nullable=True),
        sa.Column("sell_out_minutes_earliest", sa.Integer(), nullable=True),
        sa.Column("sell_out_minutes_latest", sa.Integer(), nullable=True),
        sa.Column("summary_kk", sa.Text(), nullable=False),
        sa.Column("summary_ru", sa.Text(), nullable=False),
        sa.Column("summary_en", sa.Text(), nullable=False),
        sa.Column("outcome_kk", sa.Text(), nullable=False),
        sa.Column("outcome_ru", sa.Text(), nullable=False),
        sa.Column("outcome_en", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("confidence_kk", sa.String(length=300), nullable=False),
        sa.Column("confidence_ru", sa.String(length=300), nullable=False),
        sa.Column("confidence_en", sa.String(length=300), nullable=False),
        sa.Column("is_example", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["authority_id"], ["authorities.id"], name="fk_rounds_authority_id"),
        sa.ForeignKeyConstraint(["programme_slug"], ["programmes.slug"], name="fk_rounds_programme_slug"),
        sa.ForeignKeyConstraint(["region_code"], ["regions.code"], name="fk_rounds_region_code"),
        sa.ForeignKeyConstraint(["repeats_id"], ["rounds.id"], name="fk_rounds_repeats_id"),
        sa.PrimaryKeyConstraint("id", name="pk_rounds"),
        sa.UniqueConstraint("slug", name="uq_rounds_slug"),
    )
    op.create_index("ix_rounds_region_code", "rounds", ["region_code"], unique=False)
    op.create_table(
        "account_sessions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name="fk_account_sessions_account_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_account_sessions"),
        sa.UniqueConstraint("token_hash", name="uq_account_sessions_token_hash"),
    )
    op.create_index("ix_account_sessions_account_id", "account_sessions", ["account_id"], unique=False)
    op.create_table(
        "group_members",
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(length=30), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name="fk_group_members_account_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["group_id"], ["groups.id"], name="fk_group_members_group_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("group_id", "account_id", name="pk_group_members"),
    )
    op.create_table(
        "group_rounds",
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["group_id"], ["groups.id"], name="fk_group_rounds_group_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name="fk_group_rounds_round_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("group_id", "round_id", name="pk_group_rounds"),
    )
    op.create_table(
        "password_links",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name="fk_password_links_account_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_password_links"),
        sa.UniqueConstraint("token_hash", name="uq_password_links_token_hash"),
    )
    op.create_index("ix_password_links_account_id", "password_links", ["account_id"], unique=False)
    op.create_table(
        "round_events",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("said_by", sa.String(length=30), nullable=False),
        sa.Column("day_earliest", sa.Date(), nullable=True),
        sa.Column("day_latest", sa.Date(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("text_kk", sa.Text(), nullable=False),
        sa.Column("text_ru", sa.Text(), nullable=False),
        sa.Column("text_en", sa.Text(), nullable=False),
        sa.Column("source", sa.String(length=300), nullable=False),
        sa.Column("source_url", sa.String(length=500), nullable=False),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name="fk_round_events_round_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_round_events"),
    )
    op.create_index("ix_round_events_round_id", "round_events", ["round_id"], unique=False)
    op.create_table(
        "tallies",
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.Column("dimension", sa.String(length=20), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("complaints", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name="fk_tallies_round_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("round_id", "dimension", "key", name="pk_tallies"),
    )


def downgrade() -> None:
    for table in (
        "tallies",
        "round_events",
        "password_links",
        "group_rounds",
        "group_members",
        "account_sessions",
        "rounds",
        "accounts",
        "region_notes",
        "localities",
        "groups",
        "authorities",
        "throttles",
        "regions",
        "programmes",
        "mails",
        "jobs",
    ):
        op.drop_table(table)
