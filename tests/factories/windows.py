"""Periods and the moment that the tests of the windows work with."""

from collections.abc import Callable
from datetime import datetime

from xa_report.domain.dates import VIETNAM
from xa_report.domain.period import Period
from xa_report.ui.commune.window import CommuneWindow

YEAR, QUARTER = Period(2025), Period.parse("2025-Q2")
NOW = datetime(2025, 12, 3, 14, 32, tzinfo=VIETNAM)
BEFORE = {"hs_tiep_nhan": 700, "hs_dang_giai_quyet": 40, "tthc_tham_quyen": 380}
OpenCommuneWindow = Callable[..., CommuneWindow]
