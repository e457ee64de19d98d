"""Subscriptions that a picture comes along with, once a week."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables one step forward."""
    op.add_column("subscriptions", sa.Column("picture", sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    """Take that step back."""
    op.drop_column("subscriptions", "picture")
