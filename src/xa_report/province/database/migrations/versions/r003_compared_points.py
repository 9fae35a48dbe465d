"""Add the points of both sides on the criteria that both have scored."""

from alembic import op

revision = "r003"
down_revision = "r002"


def upgrade() -> None:
    """Add the columns; they are empty until a case is next assessed."""
    op.execute("ALTER TABLE results ADD COLUMN sent_compared TEXT")
    op.execute("ALTER TABLE results ADD COLUMN result_compared TEXT")
