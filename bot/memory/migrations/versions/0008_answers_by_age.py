"""Answers by their age."""

from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables one step forward."""
    op.create_index("ix_answers_answered_at", "answers", ["answered_at"])


def downgrade() -> None:
    """Take that step back."""
    op.drop_index("ix_answers_answered_at", "answers")
