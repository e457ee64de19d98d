"""Whether an update has had its effect, so that it has it once, also when it is handled again."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables one step forward."""
    op.add_column("inbox", sa.Column("acted", sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    """Take that step back."""
    op.drop_column("inbox", "acted")
