"""What the tests of the store work with: a unit, a clock that stands, a started report."""

from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from pathlib import Path

from xa_report.commune.store.edits import FieldEdit, FieldKind
from xa_report.commune.store.store import Store
from xa_report.domain.period import Period
from xa_report.domain.unit import Unit

UNIT = Unit("24001", "Xã Tân Hội", "xã", "79", "Thành phố Hồ Chí Minh", date(2025, 7, 1))
YEAR, QUARTER = Period(2026), Period.parse("2026-Q1")
FORM, PLAN = b'id = "bieu"', b'id = "ke-hoach"'
FORM_HASH, PLAN_HASH = sha256(FORM).hexdigest(), sha256(PLAN).hexdigest()
NOON = datetime(2026, 11, 7, 12, tzinfo=UTC)


class ManualClock:
    """Stands still until it is moved."""

    def __init__(self):
        self.now = NOON

    def __call__(self):
        return self.now

    def move(self, **step):
        self.now += timedelta(**step)


def create_started_store(path: Path, clock: ManualClock, *periods: Period) -> Store:
    """Create a file with a started report for each period, the year's by default."""
    store = Store.create(path, UNIT, who="Nguyễn Văn An", clock=clock)
    store.definitions.put("form", "bieu", "1", FORM, FORM_HASH)
    store.definitions.put("plan", "ke-hoach", "", PLAN, PLAN_HASH)
    for period in periods or (YEAR,):
        store.start_report(period, FORM_HASH, [PLAN_HASH])
    return store


def text_edit(text: str, id: str = "HO_SO", period: Period = YEAR) -> FieldEdit:
    return FieldEdit(period, FieldKind.ANSWER, id, {"kind": "text", "value": text})
