"""Which citations of an answer its messages say to have been replaced, as JSON."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables one step forward."""
    op.add_column("answers", sa.Column("replaced", sa.Text(), nullable=False, server_default="[]"))


def downgrade() -> None:
    """Take that step back."""
    op.drop_column("answers", "replaced")
