"""Create the register: units, trust, submissions, cases, appraisal, receipts and the log."""

from alembic import op

revision = "r001"
down_revision = None


def upgrade() -> None:
    """Create every table of the first version."""
    blob = "BYTEA" if op.get_bind().dialect.name == "postgresql" else "BLOB"
    for statement in _TABLES.split(";\n"):
        op.execute(statement.replace("{blob}", blob))


_TABLES = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE units (
  code TEXT NOT NULL, name TEXT NOT NULL, kind TEXT NOT NULL, plain TEXT NOT NULL,
  valid_from TEXT NOT NULL, valid_to TEXT NOT NULL, -- days; '' where open
  successor TEXT NOT NULL, -- the code of the unit that took it over, '' while it works
  formed TEXT NOT NULL,
  PRIMARY KEY (code, valid_from)
);
CREATE TABLE definitions (
  sha256 TEXT PRIMARY KEY, kind TEXT NOT NULL, id TEXT NOT NULL, version TEXT NOT NULL,
  title TEXT NOT NULL, canonical {blob} NOT NULL, added TEXT NOT NULL, who TEXT NOT NULL
);
CREATE TABLE trusted (
  sha256 TEXT PRIMARY KEY, kind TEXT NOT NULL, -- root, intermediate, crl
  name TEXT NOT NULL, der {blob} NOT NULL, added TEXT NOT NULL, who TEXT NOT NULL
);
CREATE TABLE signers (
  sha256 TEXT PRIMARY KEY, unit TEXT NOT NULL, role TEXT NOT NULL, name TEXT NOT NULL,
  der {blob} NOT NULL, origin TEXT NOT NULL, added TEXT NOT NULL, who TEXT NOT NULL
);
CREATE TABLE blobs (sha256 TEXT PRIMARY KEY, size BIGINT NOT NULL);
CREATE TABLE chunks (
  sha256 TEXT NOT NULL REFERENCES blobs (sha256), position INTEGER NOT NULL,
  bytes {blob} NOT NULL,
  PRIMARY KEY (sha256, position)
);
CREATE TABLE submissions (
  id INTEGER PRIMARY KEY, unit TEXT NOT NULL, period TEXT NOT NULL, sequence INTEGER NOT NULL,
  manifest_sha256 TEXT NOT NULL, file_sha256 TEXT NOT NULL REFERENCES blobs (sha256),
  kind TEXT NOT NULL, -- package, pdf
  name TEXT NOT NULL, form_sha256 TEXT NOT NULL, record {blob} NOT NULL, -- report.json
  verdict TEXT NOT NULL, reasons TEXT NOT NULL, signers TEXT NOT NULL, -- JSON
  received TEXT NOT NULL, who TEXT NOT NULL,
  UNIQUE (unit, period, manifest_sha256)
);
CREATE INDEX submissions_period ON submissions (period, unit);
CREATE TABLE recomputed (
  submission INTEGER NOT NULL REFERENCES submissions (id), code TEXT NOT NULL,
  sent TEXT NOT NULL, computed TEXT NOT NULL,
  PRIMARY KEY (submission, code)
);
CREATE TABLE cases (
  unit TEXT NOT NULL, period TEXT NOT NULL, submission INTEGER NOT NULL
    REFERENCES submissions (id),
  state TEXT NOT NULL, version INTEGER NOT NULL, changed TEXT NOT NULL, who TEXT NOT NULL,
  PRIMARY KEY (period, unit)
);
CREATE TABLE entries (
  unit TEXT NOT NULL, period TEXT NOT NULL, round TEXT NOT NULL, -- first, second
  kind TEXT NOT NULL, -- answer, points
  ref TEXT NOT NULL, value TEXT, -- JSON; NULL when it was taken away again
  reason TEXT NOT NULL, text TEXT NOT NULL,
  submission INTEGER NOT NULL REFERENCES submissions (id),
  version INTEGER NOT NULL, changed TEXT NOT NULL, who TEXT NOT NULL,
  PRIMARY KEY (period, unit, round, kind, ref)
);
CREATE TABLE explanations (
  unit TEXT NOT NULL, period TEXT NOT NULL, code TEXT NOT NULL, text TEXT NOT NULL,
  origin TEXT NOT NULL, -- how it came: L2, a letter
  version INTEGER NOT NULL, changed TEXT NOT NULL, who TEXT NOT NULL,
  PRIMARY KEY (period, unit, code)
);
CREATE TABLE returns (
  id INTEGER PRIMARY KEY, unit TEXT NOT NULL, period TEXT NOT NULL,
  submission INTEGER NOT NULL REFERENCES submissions (id),
  answered INTEGER REFERENCES submissions (id),
  deadline TEXT NOT NULL, changed TEXT NOT NULL, who TEXT NOT NULL
);
CREATE TABLE return_lines (
  return_id INTEGER NOT NULL REFERENCES returns (id), code TEXT NOT NULL,
  reason TEXT NOT NULL, text TEXT NOT NULL,
  PRIMARY KEY (return_id, code)
);
CREATE TABLE provided (
  unit TEXT NOT NULL, -- '' for a figure of the province itself
  period TEXT NOT NULL, ref TEXT NOT NULL, value TEXT, -- JSON
  version INTEGER NOT NULL, changed TEXT NOT NULL, who TEXT NOT NULL,
  PRIMARY KEY (period, unit, ref)
);
CREATE TABLE receipts (
  unit TEXT NOT NULL, period TEXT NOT NULL, number INTEGER NOT NULL, kind TEXT NOT NULL,
  submission INTEGER NOT NULL REFERENCES submissions (id),
  sha256 TEXT NOT NULL REFERENCES blobs (sha256), changed TEXT NOT NULL, who TEXT NOT NULL,
  PRIMARY KEY (period, unit, number)
);
CREATE TABLE quarantine (
  id INTEGER PRIMARY KEY, file_sha256 TEXT NOT NULL, name TEXT NOT NULL,
  arrival TEXT NOT NULL, code TEXT NOT NULL, reason TEXT NOT NULL,
  unit TEXT NOT NULL, period TEXT NOT NULL, sequence INTEGER NOT NULL,
  state TEXT NOT NULL, -- open, settled
  note TEXT NOT NULL, changed TEXT NOT NULL, who TEXT NOT NULL
);
CREATE INDEX quarantine_file ON quarantine (file_sha256);
CREATE TABLE results (
  unit TEXT NOT NULL, period TEXT NOT NULL, submission INTEGER NOT NULL
    REFERENCES submissions (id),
  sent TEXT NOT NULL, result TEXT NOT NULL, applicable TEXT NOT NULL,
  percent TEXT NOT NULL, -- 'n/d', '' when nothing applies
  rating TEXT NOT NULL, state TEXT NOT NULL, parts TEXT NOT NULL, keys TEXT NOT NULL, -- JSON
  PRIMARY KEY (period, unit)
);
CREATE TABLE events (
  seq INTEGER PRIMARY KEY, at TEXT NOT NULL, who TEXT NOT NULL, what TEXT NOT NULL,
  payload TEXT NOT NULL, -- JSON
  previous TEXT NOT NULL, hash TEXT NOT NULL
)
"""
