"""Whole forms, plans and reports made up from a seed: written as TOML, read by the real loader.

`make_case(7)` is always the same case. `cases` is a hypothesis strategy over all of them.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any, NamedTuple

import tomli_w
from hypothesis import strategies as st

from tests.factories.generated_rules import QUANTUM, RuleMaker, split_points
from xa_report.definitions.reader import form_from_bytes, plan_from_bytes
from xa_report.documents.xlsx.answer_template.layout import is_scored_by_hand
from xa_report.domain.evidence import CitedDocument, Evidence, EvidenceFile
from xa_report.domain.form import Form
from xa_report.domain.item import Answer, ExternalScore, Item, ItemKind, ItemValue
from xa_report.domain.period import Period, PeriodKind
from xa_report.domain.plan import Plan
from xa_report.domain.report import Report
from xa_report.domain.unit import Unit

Toml = dict[str, Any]

COUNTS = (0, 0, 1, 2, 3, 7, 19, 20, 38, 39, 40, 95, 100, 190, 200, 475, 499, 500, 12345)
"""Few enough that ratios often meet a limit exactly: 19/20, 38/40, 475/500 are all 95 %."""
HOSTILE = (
    "=1+1", "+84 123", "-5", "@SUM(A1)", "\t=2", '=HYPERLINK("http://x","y")', "#N/A", "'quote",
    "ubnd_xa_hoi _x0041_", "hai\ndòng", "chuông \x07", "  ", "Bình thường “kép” & <xml>",
)  # fmt: skip
PERIODS = {
    PeriodKind.YEAR: "2026",
    PeriodKind.QUARTER: "2026-Q2",
    PeriodKind.HALF: "2026-H1",
    PeriodKind.NINE_MONTHS: "2026-9M",
}


class Case(NamedTuple):
    """One form with its plans, and a report filled for it."""

    form: Form
    plans: tuple[Plan, ...]
    report: Report
    previous: Report | None


def make_case(seed: int) -> Case:
    """The case of a seed."""
    return case_from(Random(seed))  # noqa: S311 - repeatable, not secret


def case_from(random: Random) -> Case:
    """A case drawn from a source of chance."""
    form = form_from_bytes(tomli_w.dumps(FormMaker(random).form()).encode())
    plans = tuple(
        plan_from_bytes(tomli_w.dumps(plan_toml(random, number)).encode())
        for number in range(random.choice((0, 1, 1, 2)))
    )
    period = Period.parse(PERIODS[form.period])
    filler = Filler(random, form, plans)
    previous = filler.report(period.previous()) if random.random() < 0.6 else None
    return Case(form, plans, filler.report(period), previous)


cases = st.randoms(use_true_random=False).map(case_from)


def item_tables() -> list[Toml]:
    """Items of all kinds; ids with `_xa_` on purpose."""
    counts = [f"dem_xa_{n}" for n in range(1, 8)]
    options = {"a": "Tốt", "b": "Khá", "c": 'Kém "hơn"', "d": "=Chưa có"}
    return [
        *({"id": ref, "label": f"Đếm {ref}", "kind": "count", "unit": "hồ sơ"} for ref in counts),
        {"id": "thap_phan", "label": "Thập phân", "kind": "decimal"},
        {"id": "tien", "label": "Số tiền", "kind": "money", "unit": "triệu đồng"},
        {"id": "phan_tram", "label": "Phần trăm", "kind": "percent"},
        {"id": "ngay", "label": "Ngày ban hành", "kind": "date"},
        {"id": "ngay_hai", "label": "Ngày gửi", "kind": "date"},
        *({"id": f"co_{n}", "label": f"Đã làm {n}", "kind": "yes_no"} for n in (1, 2, 3)),
        {"id": "chon", "label": "Mức", "kind": "choice", "options": options},
        {"id": "danh_muc", "label": "Danh mục", "kind": "checklist", "options": options},
        {"id": "bang", "label": "=Bảng kê", "kind": "table",
         "columns": {"ten": "text", "ngay": "date", "so": "count", "tien": "decimal"}},
        {"id": "diem_ngoai", "label": "Điểm ngoài", "kind": "external", "source": "Hệ thống tỉnh"},
        {"id": "hang", "label": "Thứ hạng", "kind": "count"},
        {"id": "chu", "label": "Nhận xét", "kind": "text", "required": False},
        {"id": "khao_sat", "label": "Khảo sát", "kind": "percent", "filled_by": "province"},
    ]  # fmt: skip


def indicator_tables() -> list[Toml]:
    """Indicators of all kinds, some made of others, some over 0 or less."""
    change: Toml = {"of": "dem_xa_1", "against": "previous"}
    return [
        {"id": "ty_le", "label": "Tỷ lệ", "ratio": ["dem_xa_1", "dem_xa_2"]},
        {"id": "ty_le_thap", "label": "Tỷ lệ trễ", "ratio": ["dem_xa_3", "dem_xa_4"],
         "better": "lower"},
        {"id": "ty_le_tien", "label": "Giải ngân", "ratio": ["thap_phan", "tien"],
         "better": "higher"},
        {"id": "ty_le_gop", "label": "Gộp", "ratio": [["dem_xa_1", "dem_xa_3"],
                                                      ["dem_xa_2", "hieu", "bang"]]},
        {"id": "gia_tri", "label": "Giá trị", "value": "ty_le"},
        {"id": "tong", "label": "Tổng", "sum": ["dem_xa_1", ["dem_xa_5", "danh_muc"], "co_1"]},
        {"id": "hieu", "label": "Hiệu", "difference": ["dem_xa_5", ["dem_xa_6", "thap_phan"]]},
        {"id": "tang", "label": "Tăng", "change": {**change, "as": "percent"}},
        {"id": "tang_tong", "label": "Tăng tổng",
         "change": {"of": ["tong", "dem_xa_7"], "against": "previous", "as": "amount"}},
        {"id": "so_goc", "label": "So gốc", "change": {"of": "dem_xa_5", "against": "dem_xa_6"}},
    ]  # fmt: skip


@dataclass(slots=True)
class FormMaker:
    """Writes a form."""

    random: Random

    def form(self) -> Toml:
        """All tables of a valid form."""
        random, decimals = self.random, self.random.choice((0, 1, 2, 2, 2, 3))
        rules = RuleMaker(random)
        criteria: list[Toml] = []
        areas: list[Toml] = []
        for number in range(1, random.randint(2, 4)):
            leaves = list(self._area(str(number), decimals, rules))
            areas.append({"code": str(number), "title": f"Lĩnh vực {number}",
                          "max": sum_of_maximums(leaves, number)})  # fmt: skip
            criteria += leaves
        outside = {
            table: [
                self._criterion(f"{letter}{n}", self._max(decimals), rules)
                for n in range(1, random.randint(1, 4))
            ]
            for table, letter in (("bonus", "T"), ("penalty", "P"))
        }
        return {
            "form": self._head(decimals, sum((area["max"] for area in areas), Decimal(0))),
            "item": item_tables(),
            "indicator": indicator_tables(),
            "area": areas,
            "criterion": criteria,
            **{name: rows for name, rows in outside.items() if rows},
            **self._rating(),
            **self._limits(outside),
        }

    def _head(self, decimals: int, total: Decimal) -> Toml:
        return {
            "id": "sinh-ra",
            "version": str(self.random.randint(1, 10**9)),
            "title": "Biểu sinh ra để kiểm thử",
            "level": "commune",
            "period": self.random.choice(list(PeriodKind)),
            "total": total,
            "decimals": decimals,
            "survey": self.random.choice(("include", "include", "exclude", "pending")),
        }

    def _max(self, decimals: int) -> Decimal:
        steps = self.random.choice((1, 2, 3, 4, 5, 6, 8, 10, 12))
        fine = QUANTUM if decimals >= 2 else Decimal("0.5") if decimals == 1 else Decimal(1)
        return steps * (fine if self.random.random() < 0.5 else Decimal(1))

    def _area(self, code: str, decimals: int, rules: RuleMaker) -> Iterator[Toml]:
        """Criteria of an area, some with children; sometimes ten and more, `1.1` beside `1.10`."""
        for number in range(1, self.random.choice((3, 4, 5, 12)) + 1):
            at, most = f"{code}.{number}", self._max(decimals)
            if self.random.random() < 0.2:
                parts = split_points(self.random, most, self.random.randint(2, 3), decimals)
                yield {"code": at, "title": f"Nhóm {at}", "max": most}
                for below, part in enumerate(parts, start=1):
                    yield self._criterion(f"{at}.{below}", part, rules)
            else:
                yield self._criterion(at, most, rules)

    def _criterion(self, code: str, most: Decimal, rules: RuleMaker) -> Toml:
        random = self.random
        item: Toml = {
            "code": code,
            "title": random.choice((f"Tiêu chí {code}", "=CMD()", "+Cộng thêm")),
            "max": most,
            "rule": rules.rule(most, 2),
            "not_arisen": random.choice(("full", "rescale", "zero", "forbidden")),
        }
        if random.random() < 0.2:
            item["precondition"] = self._condition()
        if random.random() < 0.3:
            item["evidence"] = {
                "required": True,
                "minimum": random.randint(1, 2),
                "or_explain": random.random() < 0.5,
            }
        if random.random() < 0.3:
            item["explain_below"] = most
        return item

    def _condition(self) -> object:
        return self.random.choice(
            (
                "co_1", "co_2", ["ty_le", ">=", 95], ["dem_xa_3", "<=", "dem_xa_4"],
                [20, "<", "dem_xa_5"], ["hieu", "!=", Decimal("0.5")], ["ty_le_gop", ">", 50],
            )
        )  # fmt: skip

    def _rating(self) -> Toml:
        random = self.random
        if random.random() < 0.2:
            return {}
        bands: list[Toml] = [
            {"name": "Xuất sắc", "from": 90, "no_zero": random.random() < 0.4},
            {"name": "Tốt", "from": Decimal("79.5"), "min_area": 60},
            {"name": "Khá", "from": 50},
            {"name": "Yếu", "from": 0},
        ]
        limits: list[Toml] = [
            {"when": self._condition(), "at_most": random.choice(("Tốt", "Khá"))}
            for _ in range(random.randint(0, 2))
        ]
        if random.random() < 0.15:
            limits.append({"when": "co_3"})
        return {"band": bands, **({"rating_limit": limits} if limits else {})}

    def _limits(self, outside: Mapping[str, list[Toml]]) -> Toml:
        limits = {
            name: sum((row["max"] for row in rows), Decimal(0)) * Decimal("0.5")
            for name, rows in outside.items()
            if rows and self.random.random() < 0.6
        }
        return {"limits": limits} if limits else {}


def sum_of_maximums(leaves: Iterable[Toml], area: int) -> Decimal:
    """The maximum of an area: that of the criteria directly below it."""
    direct = (row["max"] for row in leaves if row["code"].count(".") == 1)
    return sum(direct, Decimal(0))


def plan_toml(random: Random, number: int) -> Toml:
    """A plan with targets of all operators, some of later years, some of its own figures."""
    numeric = [("indicator", i["id"]) for i in indicator_tables()]
    numeric += [("item", ref) for ref in ("dem_xa_1", "phan_tram", "thap_phan", "hang")]
    targets: list[Toml] = [
        {"id": "tu_ngay", "item": "ngay", "op": "from", "value": date(2026, 3, 1)},
        {"id": "phai_co", "item": "co_2", "op": "yes"},
        {"id": "rieng", "indicator": f"rieng_{number}", "op": ">=", "value": 50},
    ]
    for at in range(random.randint(2, 7)):
        kind, ref = random.choice(numeric)
        op = random.choice((">=", ">=", "<=", "=", "rank<=", "reduce>=", "increase>="))
        value = random.choice((0, 1, 20, 50, 95, Decimal("62.5"), 100))
        targets.append({"id": f"t{at}", kind: ref, "op": op, "value": value})
    for target in targets:
        target |= {"level": "commune", "words": random.choice(HOSTILE[:6])}
        if random.random() < 0.15:
            target["years"] = [2028, 2030]
    own = {"id": f"rieng_{number}", "label": "Riêng", "ratio": [f"rieng_dem_{number}", "dem_xa_2"]}
    return {
        "plan": {"id": f"ke-hoach-{number}", "title": random.choice(("Kế hoạch", "=Kế hoạch")),
                 "province": "Tỉnh Thử", "decision": "1/QĐ-UBND", "years": [2025, 2030]},
        "item": [*item_tables(),
                 {"id": f"rieng_dem_{number}", "label": "Đếm riêng", "kind": "count"}],
        "indicator": [*indicator_tables(), own],
        "target": targets,
    }  # fmt: skip


@dataclass(slots=True)
class Filler:
    """Fills reports: often complete, sometimes empty, values near limits, all three states."""

    random: Random
    form: Form
    plans: tuple[Plan, ...]

    def report(self, period: Period) -> Report:
        """A report of a period."""
        random = self.random
        missing, none = random.choice(((0.0, 0.05), (0.05, 0.1), (0.2, 0.3), (1.0, 0.0)))
        items = dict(self.form.items)
        for plan in self.plans:
            items |= plan.items
        answers: dict[str, Answer] = {}
        for ref, item in items.items():
            if random.random() < missing or (ref == "khao_sat" and random.random() < 0.5):
                continue
            arisen = random.random() >= none
            answers[ref] = self._answer(item) if arisen else Answer(not_arisen=self._text())
        formed = date(period.year, random.randint(1, 9), 1) if random.random() < 0.3 else None
        unit = Unit("25001", "Xã Tân Hội", "xã", "80", "Tỉnh Tây Ninh", formed)
        return Report(
            unit,
            period,
            self.form.sha256,
            tuple(plan.sha256 for plan in self.plans),
            answers,
            self._manual(missing),
            {c.code: self._text() for c in self.form.leaves() if random.random() < 0.3},
            evidence=tuple(self._evidence()),
        )

    def _text(self) -> str:
        return self.random.choice(HOSTILE)

    def _answer(self, item: Item) -> Answer:
        random = self.random
        as_of = date(2026, 5, 4) if random.random() < 0.3 else None
        note = self._text() if random.random() < 0.2 else ""
        if item.kind is ItemKind.EXTERNAL:
            score = Decimal(random.choice((0, 62, 80, 100))) + random.choice((QUANTUM, Decimal(0)))
            return Answer(ExternalScore(score, "Cổng DVCQG", as_of), note=note)
        return Answer(self._value(item), as_of=as_of, note=note)

    def _value(self, item: Item) -> ItemValue:
        random = self.random
        options = list(item.options or {})
        if item.kind is ItemKind.COUNT:
            return Decimal(random.choice(range(1, 12)) if item.id == "hang" else self._count())
        if item.kind is ItemKind.YES_NO:
            return random.random() < 0.7
        if item.kind is ItemKind.DATE:
            return date(2026, 1, 1) + timedelta(days=random.choice((0, 14, 30, 31, 60, 200, 364)))
        if item.kind is ItemKind.CHOICE:
            return random.choice(options)
        if item.kind is ItemKind.CHECKLIST:
            return tuple(option for option in options if random.random() < 0.6)
        if item.kind is ItemKind.TEXT:
            return self._text()
        if item.kind is ItemKind.TABLE:
            return tuple(self._row() for _ in range(random.choice((0, 1, 3))))
        cents = Decimal(random.choice((0, 125, 5000, 6250, 9500, 10000, -250))).scaleb(-2)
        return abs(cents) if item.kind is not ItemKind.DECIMAL else cents

    def _row(self) -> dict[str, str | Decimal | date]:
        ten = self.random.choice(("=A1", "Sáng kiến", "-x"))
        return {"ten": ten, "ngay": date(2026, 2, 3), "so": Decimal(4), "tien": Decimal("1.5")}

    def _count(self) -> int:
        return self.random.choice(COUNTS)

    def _manual(self, missing: float) -> dict[str, Decimal]:
        random = self.random
        return {
            c.code: random.choice((Decimal(0), c.max, c.max / 2, c.max + 1, QUANTUM))
            for c in self.form.leaves()
            if is_scored_by_hand(c) and random.random() >= missing
        }

    def _evidence(self) -> Iterator[Evidence]:
        for criterion in self.form.leaves():
            for number in range(self.random.choice((0, 1, 1, 2))):
                document = CitedDocument("1/BC-UBND", date(2026, 1, 2), "UBND xã", self._text())
                name = f"{self._text()}.pdf"
                file = EvidenceFile(f"{number:064x}", name, 10, "application/pdf", document)
                yield Evidence(criterion.code, file, "tr. 1", self._text())
