"""Answers that no later question may lean on."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables one step forward."""
    op.add_column("answers", sa.Column("forgotten", sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    """Take that step back."""
    op.drop_column("answers", "forgotten")
