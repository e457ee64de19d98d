"""Subscriptions, the ledger of briefings, and the stories that chats know and follow."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def _place() -> list[sa.Column[int]]:
    return [sa.Column("chat_id", sa.BigInteger(), nullable=False), sa.Column("topic", sa.BigInteger(), nullable=False)]


def _key() -> sa.Column[int]:
    return sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), primary_key=True)


def upgrade() -> None:
    """Bring the tables one step forward."""
    op.add_column("chats", sa.Column("zone", sa.String(64)))
    op.add_column("chats", sa.Column("quiet", sa.String(7), nullable=False, server_default=""))
    op.create_table(
        "subscriptions",
        _key(),
        *_place(),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("at", sa.String(5), nullable=False),
        sa.Column("days", sa.String(7), nullable=False),
        sa.Column("zone", sa.String(64)),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_day", sa.String(10)),
        sa.Column("last_moment", sa.DateTime(timezone=True)),
        sa.Column("last_zone", sa.String(64)),
        sa.UniqueConstraint("chat_id", "topic", "subject", name="one_subscription_a_subject"),
    )
    op.create_table(
        "ledger",
        _key(),
        *_place(),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("occasion", sa.String(64), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True)),
        sa.Column("covers_to", sa.DateTime(timezone=True), nullable=False),
        sa.Column("stories", sa.Text(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.UniqueConstraint("chat_id", "topic", "subject", "occasion", name="one_briefing_an_occasion"),
        sqlite_autoincrement=True,
    )
    for name in ("told", "follows"):
        op.create_table(
            name,
            *_place(),
            sa.Column("story", sa.String(64), nullable=False),
            sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
            sa.PrimaryKeyConstraint("chat_id", "topic", "story"),
        )


def downgrade() -> None:
    """Take that step back."""
    for name in ("follows", "told", "ledger", "subscriptions"):
        op.drop_table(name)
    op.drop_column("chats", "quiet")
    op.drop_column("chats", "zone")
