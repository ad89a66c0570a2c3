"""Offices, and who holds them."""

from __future__ import annotations

from workbench.facets.offices import offices


def test_an_office_stands_before_a_name() -> None:
    text = "Sergeant Lena Moss met the mayor and Mayor Hale."
    first, second = offices(text)
    assert (first.office, first.name, text[slice(*first.span)]) == (
        "sergeant",
        "Lena Moss",
        "Sergeant",
    )
    assert (second.office, second.name) == ("mayor", "Hale")
    assert first.group != second.group


def test_offices_of_one_group_exclude_each_other() -> None:
    (first,), (second,) = offices("CEO Lena Moss"), offices("COO Lena Moss")
    assert (first.group, first.name) == (second.group, second.name)
