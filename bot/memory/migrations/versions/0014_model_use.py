"""What of a language model was used: calls, which were counted beside questions, and now tokens and what they cost."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables one step forward."""
    op.create_table(
        "model_use",
        sa.Column("who", sa.BigInteger(), nullable=False),
        sa.Column("day", sa.String(10), nullable=False),
        sa.Column("calls", sa.Integer(), nullable=False),
        sa.Column("tokens_in", sa.BigInteger(), nullable=False),
        sa.Column("tokens_out", sa.BigInteger(), nullable=False),
        sa.Column("cost", sa.BigInteger(), nullable=False),
        sa.Column("estimated", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("who", "day"),
    )
    op.execute(
        "INSERT INTO model_use (who, day, calls, tokens_in, tokens_out, cost, estimated) "
        "SELECT who, day, model_calls, 0, 0, 0, false FROM spent WHERE model_calls > 0"
    )
    op.drop_column("spent", "model_calls")


def downgrade() -> None:
    """Take that step back."""
    op.add_column("spent", sa.Column("model_calls", sa.Integer(), nullable=False, server_default="0"))
    op.drop_table("model_use")
