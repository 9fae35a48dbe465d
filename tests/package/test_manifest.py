"""The manifest lists every file but the PDF, and an outside library agrees that it is one."""

import json

import pytest
from frictionless import Package

from xa_report.domain.canonical_json import dump_bytes
from xa_report.errors import PackageFaultError
from xa_report.package.manifest import build_manifest, manifest_bytes, read_manifest
from xa_report.package.package_files import PackageFile

FILES = (
    PackageFile("report.json", b"{}", "application/json"),
    PackageFile(f"evidence/{'0' * 64}.pdf", b"%PDF", "application/pdf"),
)
MADE = build_manifest("cchc-25001-2026-l1", FILES)


def changed(**parts):
    return dump_bytes(json.loads(manifest_bytes(MADE)) | parts)


def resources(*parts):
    listed = json.loads(manifest_bytes(MADE))["resources"]
    return [listed[0] | part for part in parts]


def judged(descriptor):
    """Frictionless takes whatever is called `report.json` for one of its own reports."""
    whole = json.loads(descriptor.read_bytes())
    for resource in whole["resources"]:
        resource["type"] = "file"
    return Package.from_descriptor(whole, basepath=str(descriptor.parent)).validate()


def test_a_manifest_reads_back_equal():
    assert read_manifest(manifest_bytes(MADE)) == MADE
    assert [resource.path for resource in MADE.resources] == sorted(f.path for f in FILES)


def test_frictionless_takes_the_manifest_and_checks_the_hashes(tmp_path):
    for file in FILES:
        path = tmp_path / file.path
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(file.content)
    descriptor = tmp_path / "datapackage.json"
    descriptor.write_bytes(manifest_bytes(MADE))
    assert Package.validate_descriptor(str(descriptor)).valid
    assert judged(descriptor).valid
    (tmp_path / "report.json").write_bytes(b"[]")
    assert not judged(descriptor).valid


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (changed(documentType="x"), "P511"),
        (changed(specVersion="2.0"), "P512"),
        (changed(extra=1), "P509"),
        (changed(resources=[]), "P508"),
        (changed(name="../x"), "P508"),
        (changed(resources=resources({"path": "../../etc"}, {})), "P510"),
        (changed(resources=resources({"path": "C:x"})), "P508"),
        (changed(resources=resources({"bytes": -1})), "P508"),
        (changed(resources=resources({"bytes": 2**40})), "P508"),
        (changed(resources=resources({"hash": "d" * 32})), "P508"),
        (changed(resources=resources({"path": "bao-cao.pdf"})), "P307"),
        (changed(resources=resources({"path": "datapackage.json"})), "P307"),
        (changed(resources=resources({}, {})), "P306"),
        (changed(version="2"), "P510"),
        (manifest_bytes(MADE) + b" ", "P510"),
    ],
)
def test_a_wrong_manifest_is_refused(content, code):
    with pytest.raises(PackageFaultError) as caught:
        read_manifest(content)
    assert caught.value.code == code
