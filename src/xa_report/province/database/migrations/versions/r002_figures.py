"""Create the tables of figures by commune and period, and of their totals."""

from alembic import op

revision = "r002"
down_revision = "r001"


def upgrade() -> None:
    """Create the tables; they are filled when cases are next assessed."""
    bare = "" if op.get_bind().dialect.name == "postgresql" else " WITHOUT ROWID"
    for statement in _TABLES.split(";\n"):
        op.execute(statement.replace(" {bare}", bare))


# The index: every received file is looked for among all submissions.
# WITHOUT ROWID stores the rows of one sheet side by side (https://sqlite.org/withoutrowid.html):
# a sheet is replaced, and a commune's trend read, as one piece.
_TABLES = """
CREATE INDEX submissions_file ON submissions (file_sha256);
CREATE TABLE figure_labels (
  id INTEGER PRIMARY KEY, kind TEXT NOT NULL, -- unit, period, ref
  name TEXT NOT NULL,
  UNIQUE (kind, name)
);
CREATE TABLE figure_sheets (
  unit INTEGER NOT NULL, period INTEGER NOT NULL,
  PRIMARY KEY (unit, period)
) {bare};
CREATE TABLE figures (
  unit INTEGER NOT NULL, period INTEGER NOT NULL, ref INTEGER NOT NULL,
  value DOUBLE PRECISION NOT NULL,
  PRIMARY KEY (unit, period, ref)
) {bare};
CREATE TABLE figure_totals (
  period INTEGER NOT NULL, ref INTEGER NOT NULL, counted BIGINT NOT NULL,
  total DOUBLE PRECISION NOT NULL,
  PRIMARY KEY (period, ref)
) {bare}
"""
