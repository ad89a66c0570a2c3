"""Markdown's own characters inside a sentence."""

from hypothesis import given
from hypothesis import strategies as st

from workbench.prose.markup import without_links


def words(text: str) -> str:
    return "".join(text[a:b] for a, b in without_links(text, (0, len(text))))


def test_links_keep_their_words() -> None:
    text = 'The [harbour office](https://example.org/a "t") said **14** were `hurt`.'
    assert words(text) == "The harbour office said 14 were hurt."


def test_brackets_that_are_no_link_stay() -> None:
    assert words("support [to Ukraine] and [sic]") == "support [to Ukraine] and [sic]"


@given(st.text(alphabet="a[]()*`_ ", min_size=1, max_size=60))
def test_something_is_always_left(text: str) -> None:
    spans = without_links(text, (0, len(text)))
    assert spans
    assert all(0 <= a < b <= len(text) for a, b in spans)
