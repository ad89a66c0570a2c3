"""What a sentence takes from the one before: who "they" are, who "he said" is, whose quotation."""

from tests.workbench.clauses.test_article import claims, said


def test_they_are_the_only_several_of_the_sentence_before_and_stay_so() -> None:
    text = (
        "The storm worried the residents of the two villages on the island. They slept in the"
        " school for a night. Speaking to the radio, they said they had not seen a doctor for two"
        " days."
    )
    who = "the residents of the two villages"
    assert said(text)[1:] == [
        ("", f"{who} slept in the school for a night"),
        (who, f"{who} had not seen a doctor for two days"),
    ]


def test_they_stay_where_two_are_possible() -> None:
    text = "The captains met the sailors. They slept in the school for a night."
    assert said(text)[-1] == ("", "They slept in the school for a night")


def test_it_is_what_the_sentence_before_says_what_it_is() -> None:
    text = "The old ferry is a boat of three decks. It was built in Oakum."
    assert said(text)[-1] == ("", "The old ferry was built in Oakum")
    text = "The old ferry hit a rock. It was built in Oakum."
    assert said(text)[-1] == ("", "It was built in Oakum")


def test_it_goes_on_about_the_subject_within_one_quotation() -> None:
    text = (
        "“The navy does not give up its plans to take the old town. It is shelling the villages,”"
        " the harbour board said."
    )
    who = "the harbour board"
    assert said(text)[-1] == (who, "The navy is shelling the villages")


def test_he_is_the_one_person_that_the_sentence_before_is_about() -> None:
    text = "The governor praised the pier. He left the town."
    _, found = claims(text)
    assert found[-1].text == "The governor left the town"
    assert [text[slice(*f.origin)] for f in found[-1].filled if f.origin] == ["The governor"]
    text = "The governor praised the captain. He left the town."
    assert said(text)[-1] == ("", "He left the town")


def test_he_said_is_the_person_whose_statement_it_is() -> None:
    text = "The governor issued a statement. “I saw the boat,” he said."
    assert said(text)[-1] == ("The governor", "I saw the boat")


def test_a_thing_introduced_in_the_sentence_before_is_named_in_full() -> None:
    text = (
        "A team of divers from Oakum reached the wreck on Friday. The head of the team praised the"
        " captain."
    )
    _, found = claims(text)
    assert found[-1].text == "The head of the team of divers from Oakum praised the captain"
    assert [text[slice(*f.origin)] for f in found[-1].filled if f.origin] == [
        "of divers from Oakum"
    ]


def test_he_added_at_the_end_of_a_long_quotation_is_who_spoke_before_it() -> None:
    text = (
        "“We checked the pier,” said Tom Ashby. “It is vital that the two old sailors talk about"
        " the very old pier. And they will talk about it,” he added."
    )
    assert [who for who, _ in said(text)] == ["Tom Ashby"] * 3


def test_he_said_is_the_one_who_was_asked() -> None:
    text = (
        "Mayor Mara Finch opened the bridge on Tuesday. Asked whether the port is open to other"
        " ships, including the old ferries and the long-range boats, Finch left the hall.\n“The"
        " engineer has been very clear that we go on with the work,” she said."
    )
    assert said(text)[-1][0] == "Mara Finch"


def test_a_quotation_that_runs_on_into_the_next_paragraph_keeps_its_speaker() -> None:
    text = (
        "“The work of the crew is to show what the port needs.\n“And the port needs a new pier,”"
        " Mara Finch said."
    )
    assert said(text) == [
        ("Mara Finch", "The work of the crew is to show what the port needs"),
        ("Mara Finch", "the port needs a new pier"),
    ]


def test_a_quotation_of_nobody_is_no_assertion() -> None:
    _, found = claims("The harbour is closed.\n“We are very glad.”")
    assert [(s.speaker, s.cue) for s in found[-1].said] == [("", "quoted")]
    assert found[0].said == ()
