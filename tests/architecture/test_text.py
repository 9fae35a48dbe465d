"""What no text of the product may name: package hosts, machine paths, the workplace."""

from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FOLDERS = (".ci", "benchmarks", "docs", "forms", "resources", "src", "tests")
SUFFIXES = {".csv", ".json", ".md", ".py", ".qss", ".spec", ".svg", ".toml", ".txt", ".xml", ""}

# Written in two halves so that this file does not name them either.
FORBIDDEN = (
    "pypi" + ".org",
    "files.python" + "hosted",
    "npmjs" + ".org",
    "proxy.go" + "lang",
    "/work" + "/",
    "/opt" + "/",
    "/root" + "/",
    "../sha" + "red",
    ".libr" + "ary",
)


def texts() -> list[Path]:
    """Return every text file of the product; pictures and fonts apart."""
    # In a worktree `.git` is a file that names a folder of the machine.
    top = [path for path in ROOT.iterdir() if path.is_file() and path.name != ".git"]
    below = [path for folder in FOLDERS for path in (ROOT / folder).rglob("*")]
    return sorted(
        path
        for path in [*top, *below]
        if path.is_file() and path.suffix in SUFFIXES and "__pycache__" not in path.parts
    )


def named(text: str) -> list[str]:
    return [word for word in FORBIDDEN if word in text]


@pytest.mark.parametrize("path", texts(), ids=lambda path: str(path.relative_to(ROOT)))
def test_a_text_names_no_host_and_no_machine(path):
    assert named(path.read_text("utf-8")) == []


def test_the_search_bites():
    assert named("see https://pypi" + ".org/simple and /work" + "/main") == [
        "pypi" + ".org",
        "/work" + "/",
    ]
