"""What is published for other vendors is true: schemas, codes, samples and the kit's own check."""

import csv
import json
import subprocess
import sys
from zipfile import ZipFile

import jsonschema  # type: ignore[import-untyped]
import pytest
from hypothesis import given, settings

from tests.factories.generated_reports import cases
from tests.factories.inconsistent_packages import content_of
from tests.factories.packages import record_of_case
from tests.package.publish import FORMAT, generated, samples
from xa_report.package.faults import PackageCode
from xa_report.package.package_files import MANIFEST_NAME
from xa_report.package.report_json import report_json_bytes

KIT = FORMAT / "kit"
ROWS = list(csv.DictReader((KIT / "index.csv").read_text("utf-8").splitlines()))


def validator(name):
    schema = json.loads((FORMAT / name).read_bytes())
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


SHAPES = [
    "report.schema.json",
    "receipt.schema.json",
    "datapackage.schema.json",
    "ranking.schema.json",
]


@pytest.mark.parametrize("name", [*SHAPES, "codes.md"])
def test_what_is_generated_is_up_to_date(name):
    message = "run `python -m tests.package.publish`"
    assert (FORMAT / name).read_bytes() == generated()[name], message


def test_the_kit_is_up_to_date():
    listed = {(row["file"], row["expected"]) for row in ROWS}
    assert listed == {(sample.file, sample.expected) for sample in samples()}
    assert len(listed) == len(ROWS) >= 100
    assert {f"{path.parent.name}/{path.name}" for path in KIT.glob("*/*.zip")} == {
        row["file"] for row in ROWS
    }


def check(*command):
    run = [sys.executable, KIT / "check.py", *command]
    return subprocess.run(run, capture_output=True, text=True, check=False)


def test_our_own_reader_passes_the_kit():
    run = check(sys.executable, "-m", "xa_report.package")
    assert (run.returncode, run.stdout) == (0, f"{len(ROWS)} of {len(ROWS)} samples as expected\n")


def test_the_check_bites():
    accepting = "import sys; [print('ok') for _ in sys.argv[1:]]"
    run = check(sys.executable, "-c", accepting)
    assert run.returncode == 1
    assert "archive/bomb.zip: expected P025, said ok" in run.stdout
    assert check(sys.executable, "-c", "").returncode == 1
    assert check().returncode == 2


def test_the_check_tells_how_it_is_called():
    help_text = check("--help")
    assert (help_text.returncode, help_text.stderr) == (0, "")
    assert "python check.py COMMAND" in help_text.stdout
    missing = check("no-such-command", "--help")
    assert (missing.returncode, missing.stderr) == (2, "")
    assert missing.stdout.startswith("no-such-command: ")


@pytest.mark.parametrize("row", [r for r in ROWS if r["expected"] == "ok"], ids=lambda r: r["file"])
def test_others_read_what_is_valid(row):
    with ZipFile(KIT / row["file"]) as archive:
        assert archive.testzip() is None
        if "minor" not in row["file"]:  # the schema is that of this version
            validator("report.schema.json").validate(json.loads(archive.read("report.json")))
        validator("datapackage.schema.json").validate(json.loads(archive.read(MANIFEST_NAME)))


@given(cases)
@settings(max_examples=10)
def test_the_schema_takes_every_record(case):
    validator("report.schema.json").validate(json.loads(report_json_bytes(record_of_case(case))))


@pytest.mark.parametrize(
    "change",
    [
        {"documentType": "urn:xa-report:receipt"},
        {"specVersion": "one"},
        {"later": 1},
        {"period": "2026-Q5"},
        {"sequence": 0},
        {"manual": {"1.1": "1e3"}},
        {"manual": {"1.1": 1}},
        {"answers": {"a": {"state": "half", "kind": "count"}}},
        {"replaces": "AB"},
        {"correction": {"receipt": "AB", "reopened": [], "unchanged": "12" * 32}},
    ],
)
def test_the_schema_refuses_what_the_reader_refuses(change):
    whole = json.loads(content_of("report.json")) | change
    assert not validator("report.schema.json").is_valid(whole)


def test_every_code_stands_once_and_says_what_to_do():
    numbers = [code.number for code in PackageCode]
    assert len(set(numbers)) == len(numbers)
    assert all(code.remedy.endswith(".") and code.sentence.endswith(".") for code in PackageCode)


def test_the_tables_show_nearly_every_code():
    """Those that need megabytes are shown by the tests alone."""
    shown = {row["expected"] for row in ROWS}
    missing = {code.number for code in PackageCode} - shown
    assert missing == {"P009", "P413", "P505"}
