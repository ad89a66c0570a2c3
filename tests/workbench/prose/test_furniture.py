"""What is furniture on a news page, and why."""

import pytest

from workbench.prose import furniture


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("***", "no words"),
        ("7 min", "reading time"),
        ("5 min read", "reading time"),
        ("July 13, 2009", "date line"),
        ("18 September 2013 Last updated at 13:59 GMT", "date line"),
        ("Posted: 04 / 9 / 2012 8:33 am Updated: 04 / 9 / 2012 8:33 am", "date line"),
        ("© 2031 The Dunmarrow Post", "copyright"),
        ("The general speaks in Washington on Nov. 16. (Ann Lee/AP)", "photo credit"),
        ("Firefighters on Tuesday. (Photo: Mina Orchard/The Lantern)", "photo credit"),
        ("By Wilf Arkwright and Jo Tennant, Staff Writers", "byline"),
        ("From wire reports", "byline"),
        ("Ann Lee in Washington contributed to this report.", "credit line"),
        ("With reporting by AP, Reuters, AFP, and The Post", "credit line"),
        ("For all of our coverage of the war, click here.", "call to the reader"),
        ("Sign up for our newsletter", "call to the reader"),
        ("Your browser doesn’t support HTML5", "call to the reader"),
        ("Transport | Analysis", "kicker"),
        ("Today's World • Analysis", "kicker"),
    ],
)
def test_furniture_is_known_by_its_words(line: str, reason: str) -> None:
    assert furniture.reason(line) == reason


@pytest.mark.parametrize(
    "line",
    [
        "By nightfall the road was open again.",
        "The strike on January 14 killed at least 40 people.",
        "On Monday, March 3, police closed the bridge.",
        "Reporting from the scene, she said nothing moved.",
        "He said (in a letter) that the ship would sail.",
        "May was quiet.",
    ],
)
def test_news_is_not_furniture(line: str) -> None:
    assert furniture.reason(line) == ""


def test_a_pointer_before_a_title_is_furniture_as_a_whole() -> None:
    line = "SEE ALSO: A short history of the crossing"
    assert furniture.prefix(line) == (len(line), "pointer to other pages")


def test_a_pointer_before_whole_sentences_is_cut_off() -> None:
    line = "WATCH: Hundreds came to bid farewell to a coach on January 17 in the city."
    cut, reason = furniture.prefix(line)
    assert (line[cut:].split()[0], reason) == ("Hundreds", "pointer to other pages")


def test_a_broken_date_before_the_news_is_cut_off() -> None:
    assert furniture.prefix("date 2023-01-17 The chairman met him.") == (16, "date line")


def test_a_line_that_lost_its_stop_is_not_taken_for_a_link() -> None:
    assert not furniture.is_link("The warship changed its route and challenged the pirates")
    assert furniture.is_link("Navy widens its patrols")
