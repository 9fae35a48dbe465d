"""A register with two communes that have sent, for tests of what is done with them."""

from pathlib import Path

import pytest

from tests.factories.unsigned_submissions import (
    UNITS,
    build_report,
    import_report,
    open_small_register,
)
from xa_report.province.register import Register


@pytest.fixture
def province_register(tmp_path: Path) -> Register:
    """Lan's session; 25001 and 25002 have sent, 25003 has not."""
    register = open_small_register(str(tmp_path / "so.xaprov"), fresh=True)
    for unit in UNITS[:2]:
        import_report(
            register, build_report(unit, explanations={"1.1": "=cmd|' /C calc'!A0"}), tmp_path
        )
    return register
