"""Votes on answers."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables one step forward."""
    op.create_table(
        "votes",
        sa.Column("answer_id", sa.BigInteger(), autoincrement=False, primary_key=True),
        sa.Column("person_id", sa.BigInteger(), autoincrement=False, primary_key=True),
        sa.Column("helpful", sa.Boolean(), nullable=False),
        sa.Column("voted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("kilde_version", sa.Text(), nullable=False),
        sa.Column("embedding_model", sa.Text(), nullable=False),
        sa.Column("language_model", sa.Text()),
    )


def downgrade() -> None:
    """Take that step back."""
    op.drop_table("votes")
