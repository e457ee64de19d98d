"""The language in which a group's briefings were decided on."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables one step forward."""
    op.add_column("chats", sa.Column("spoken", sa.String(16)))


def downgrade() -> None:
    """Take that step back."""
    op.drop_column("chats", "spoken")
