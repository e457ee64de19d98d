"""People, chats, answers and the admin's link."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables one step forward."""
    op.create_table(
        "people",
        sa.Column("id", sa.BigInteger(), autoincrement=False, primary_key=True),
        sa.Column("role", sa.String(16), nullable=False),
        sa.Column("language", sa.String(16)),
        sa.Column("client", sa.String(64)),
        sa.Column("refused_at", sa.DateTime(timezone=True)),
        sa.Column("announced_at", sa.DateTime(timezone=True)),
    )
    op.create_table(
        "chats",
        sa.Column("id", sa.BigInteger(), autoincrement=False, primary_key=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("admitted", sa.Boolean(), nullable=False),
        sa.Column("present", sa.Boolean(), nullable=False),
        sa.Column("language", sa.String(16)),
        sa.Column("refused_at", sa.DateTime(timezone=True)),
        sa.Column("announced_at", sa.DateTime(timezone=True)),
    )
    op.create_table(
        "answers",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), primary_key=True),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("topic", sa.BigInteger()),
        sa.Column("question_message", sa.BigInteger()),
        sa.Column("messages", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.UniqueConstraint("chat_id", "question_message", name="one_answer_a_question"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "links",
        sa.Column("token_hash", sa.String(64), primary_key=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
    )


def downgrade() -> None:
    """Take that step back."""
    for name in ("links", "answers", "chats", "people"):
        op.drop_table(name)
