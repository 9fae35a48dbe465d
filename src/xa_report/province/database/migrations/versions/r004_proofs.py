"""Create the table of proofs: whether the documents of a submission show what its record says."""

from alembic import op

revision = "r004"
down_revision = "r003"


def upgrade() -> None:
    """Create the table; submissions of before are proven when they are next needed."""
    op.execute(
        "CREATE TABLE proofs (submission INTEGER PRIMARY KEY, kind TEXT NOT NULL, "
        "layout TEXT NOT NULL, differences TEXT NOT NULL, program TEXT NOT NULL, "
        "changed TEXT NOT NULL, who TEXT NOT NULL)"
    )
