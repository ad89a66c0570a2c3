"""The YAML block that may stand before an article and name its source, title, date and URL."""

from __future__ import annotations

import re

import yaml

DETAILS = ("source", "title", "published", "url")

_FRONT_MATTER = re.compile(
    r"\A---[ \t]*\r?\n(.{0,20000}?)^---[ \t]*\r?$\n?", re.DOTALL | re.MULTILINE
)

_MOST_BRACKETS = 100
"""Deep nesting costs the parser the square of its depth, and no article's details need it."""


def front_matter(text: str) -> tuple[int, dict[str, str]]:
    """Return (where the article begins, the details in the YAML block before it).

    Raises ValueError when there is such a block but it is not plain YAML.
    """
    block = _FRONT_MATTER.match(text)
    if block is None:
        return 0, {}
    try:
        if max(map(block[1].count, "[{")) > _MOST_BRACKETS:
            raise ValueError("too many brackets")
        if any(isinstance(event, yaml.AliasEvent) for event in yaml.parse(block[1])):
            raise ValueError("front matter: YAML aliases are not allowed")
        values = yaml.safe_load(block[1])
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise ValueError(
            f"front matter is not plain YAML: {' '.join(str(error).split())}"
        ) from error
    if not isinstance(values, dict):
        return 0, {}
    return block.end(), {name: _plain(values[name]) for name in DETAILS if _plain(values.get(name))}


def _plain(value: object) -> str:
    return "" if value is None or isinstance(value, (dict, list)) else str(value).strip()
