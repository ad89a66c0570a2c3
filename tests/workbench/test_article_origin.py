"""Where an article comes from: options, front matter and manifests; broken ones are a reason."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from db.records import Document
from tests.strategies import FUZZ
from tests.workbench.articles import PROSE, article, one, reason, write
from workbench.stages.document import Skipped, find, read

if TYPE_CHECKING:
    from pathlib import Path


def test_options_go_before_front_matter_before_manifest_before_the_name(tmp_path: Path) -> None:
    write(tmp_path, "manifest.csv", "file,source,title,published,url\na.md,M,M,M,M\n")
    front = f"---\nsource: F\ntitle: F\npublished: 2031-01-02\n---\n{PROSE}"
    made = article(tmp_path, front, "a.md", source="O")
    assert (made.source, made.title, made.published, made.url) == ("O", "F", "2031-01-02", "M")
    assert not made.source_is_a_guess
    assert made.text == front
    assert one(tmp_path / "a.md", source=" ").source == "F"


@pytest.mark.parametrize(
    "block",
    [
        "source: [a, b]\n",
        "source: {a: b}\n",
        "source:\n",
        "source: ''\n",
        "other: x\n",
    ],
)
def test_front_matter_without_a_plain_source_leaves_the_name(tmp_path: Path, block: str) -> None:
    made = article(tmp_path, f"---\n{block}---\n{PROSE}")
    assert (made.source, made.source_is_a_guess) == ("a", True)


BROKEN = {
    "an alias": "a: &a [x]\nb: *a\n",
    "a billion laughs": "a0: &a0 [lol, lol]\n"
    + "".join(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]\n" for n in range(1, 40)),
    "an open list": "source: [unclosed\n",
    "an open quotation": "source: 'unclosed\n",
    "two colons": "a: b: c\n",
    "a Python object": "!!python/object/apply:os.system ['true']\n",
    "no day of any month": "published: 2031-99-99\n",
    "a deep well": "[" * 500 + "\n",
    "a tab": "\tsource: x\n",
}


@pytest.mark.parametrize("block", BROKEN)
def test_broken_or_malicious_front_matter_is_a_reason(tmp_path: Path, block: str) -> None:
    assert "front matter" in reason(tmp_path, f"---\n{BROKEN[block]}---\n{PROSE}")


def test_front_matter_that_hides_half_a_character_can_still_be_stored(tmp_path: Path) -> None:
    made = article(tmp_path, f'---\ntitle: "\\uD800"\nsource: "\\0x"\n---\n{PROSE}')
    made.title.encode()
    assert made.source


def test_an_article_that_is_all_front_matter_is_empty(tmp_path: Path) -> None:
    assert reason(tmp_path, "---\nsource: x\n---\n \n") == "empty below its front matter"


def test_a_rule_at_the_top_is_no_front_matter(tmp_path: Path) -> None:
    assert article(tmp_path, f"---\n{PROSE}").source == "a"
    assert article(tmp_path, f"---\nJust a line\n---\n{PROSE}").source == "a"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "latin-1"])
def test_a_manifest_is_read_in_any_encoding(tmp_path: Path, encoding: str) -> None:
    table = 'file,source,title\r\na.txt,"Süd, West","Brücke ""zu"""\r\n'
    write(tmp_path, "manifest.csv", table.encode(encoding))
    made = article(tmp_path, PROSE)
    assert (made.source, made.title) == ("Süd, West", 'Brücke "zu"')


def test_a_manifest_may_lack_columns_and_have_others(tmp_path: Path) -> None:
    write(tmp_path, "manifest.csv", "mood,file,source\nsad,a.txt,Alpha,more,cells\nb.txt\n\n")
    assert article(tmp_path, PROSE).source == "Alpha"


def test_a_manifest_reaches_no_file_outside_its_folder(tmp_path: Path) -> None:
    outside = write(tmp_path, "secret.txt", "A secret that nobody may read.")
    names = ("../secret.txt", str(outside), "sub/../../secret.txt", "a.txt/../../secret.txt")
    rows = "".join(f"{name},Evil\n" for name in names)
    write(tmp_path, "in/manifest.csv", f"file,source\n{rows}a.txt,Alpha\n")
    inside = write(tmp_path, "in/a.txt", PROSE)
    items = list(read(find([tmp_path / "in"]).files))
    assert [i.path for i in items if isinstance(i, Document)] == [os.path.realpath(inside)]
    assert [i.source for i in items if isinstance(i, Document)] == ["Alpha"]
    assert len([i for i in items if isinstance(i, Skipped)]) == len(names)


@pytest.mark.parametrize(
    ("manifest", "why"),
    [
        ("name;source\na.txt;Alpha\n", 'no column "file"'),
        ("", "empty"),
        (b"\x89PNG\r\n\0\0", "binary"),
        ("file,source\n" + "x" * 200_000 + ",y\n", "field larger"),
        (b"file,source\na.txt,K\xc3", "half-written"),
    ],
)
def test_a_manifest_that_cannot_be_used_is_named_and_the_articles_are_read(
    tmp_path: Path, manifest: bytes | str, why: str
) -> None:
    write(tmp_path, "manifest.csv", manifest)
    refused, made = read([write(tmp_path, "a.txt", PROSE)])
    assert isinstance(refused, Skipped)
    assert why in refused.reason
    assert isinstance(made, Document)
    assert made.source == "a"


def test_a_manifest_that_names_a_missing_file_says_so_once(tmp_path: Path) -> None:
    write(tmp_path, "manifest.csv", "file,source\nA.txt,Alpha\n")
    files = [write(tmp_path, name, PROSE) for name in ("b.txt", "c.txt")]
    refused = [item for item in read(files) if isinstance(item, Skipped)]
    manifest = str(tmp_path / "manifest.csv")
    assert refused == [Skipped(manifest, "names 'A.txt', not in this folder")]


FRONT = st.text(st.sampled_from("---\nsource: 'x\"[]{}&*!|>%@`#\t-\r"), max_size=60)


@settings(max_examples=100 * FUZZ, deadline=None)
@given(front=FRONT)
def test_whatever_stands_on_top_a_file_is_an_article_or_a_reason(
    front: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.getbasetemp()
    text = f"---\n{front}\n---\n{PROSE}"
    item = one(write(folder, "front.txt", text))
    if isinstance(item, Document):
        assert item.text == text
        assert item.source
    else:
        assert item.reason
        assert "\n" not in item.reason
