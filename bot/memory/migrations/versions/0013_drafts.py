"""Drafts of the editor's desk, and the messages that show them."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables one step forward."""
    op.create_table(
        "drafts",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), primary_key=True),
        sa.Column("key", sa.String(16), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("message", sa.BigInteger(), nullable=False),
        sa.Column("album", sa.String(64), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("stated", sa.Text(), nullable=False),
        sa.Column("pictures", sa.Integer(), nullable=False),
        sa.Column("twins", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("replaces", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("acted_by", sa.BigInteger()),
        sa.Column("acted_at", sa.DateTime(timezone=True)),
        sa.Column("indexed", sa.Boolean(), nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_drafts_chat_id", "drafts", ["chat_id"])
    op.create_index("ix_drafts_state", "drafts", ["state"])
    op.create_table(
        "draft_messages",
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("message", sa.BigInteger(), nullable=False),
        sa.Column("draft_id", sa.BigInteger(), nullable=False),
        sa.Column("asks", sa.String(16), nullable=False),
        sa.PrimaryKeyConstraint("chat_id", "message"),
    )
    op.create_index("ix_draft_messages_draft_id", "draft_messages", ["draft_id"])


def downgrade() -> None:
    """Take that step back."""
    op.drop_table("draft_messages")
    op.drop_table("drafts")
