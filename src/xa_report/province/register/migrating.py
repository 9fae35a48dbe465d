"""Brings a register to the newest step, and refuses one that a newer version wrote."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from xa_report.errors import StoreTooNewError

STEPS = Path(__file__).parent / "migrations"


def migrate(connection: Connection) -> None:
    """Apply every step that is missing, inside the caller's transaction."""
    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def pending(connection: Connection) -> bool:
    """Whether a step is missing; raise StoreTooNewError when there is one too many."""
    script = ScriptDirectory.from_config(_config())
    current = MigrationContext.configure(connection).get_current_revision()
    if current is not None and current not in {step.revision for step in script.walk_revisions()}:
        raise StoreTooNewError(
            "Sổ của tỉnh do phiên bản xa-report mới hơn ghi. Hãy cài phiên bản mới rồi mở lại; "
            "sổ chưa bị thay đổi."
        )
    return current != script.get_current_head()


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(STEPS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config
