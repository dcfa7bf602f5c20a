from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finder.listing import Group
from finder.web.quotes import Quote, quote


@pytest.mark.parametrize(
    ("text", "evidence", "expected"),
    [
        ("We start at six. Make art with us! Bye.", "art", Quote(before="Make ", words="art", after=" with us!")),
        ("One\nTwo free nights\nThree", "free", Quote(before="Two ", words="free", after=" nights")),
        ("It is free", "Free", Quote(words="Free")),
        ("Startling", "art", Quote(before="St", words="art", after="ling")),
        ("At 6. We knit. Then tea", "6. We knit", Quote(before="At ", words="6. We knit", after=".")),
        ("", "art", Quote(words="art")),
    ],
)
def test_the_sentence_around_the_evidence_is_quoted(text: str, evidence: str, expected: Quote) -> None:
    assert quote(Group(title="x", description=text), "description", evidence) == expected


def test_a_long_sentence_is_cut_at_the_ends_of_words_on_both_sides() -> None:
    text = f"{'before ' * 40}step-free {'after ' * 40}".strip()
    found = quote(Group(title="x", description=text), "description", "step-free", 60)
    assert found == Quote(before="…before before before ", words="step-free", after=" after after after after…")


@given(
    text=st.text(alphabet="ab c.!?\n…", max_size=400),
    place=st.integers(0, 400),
    length=st.integers(1, 60),
    longest=st.integers(0, 80),
)
def test_quotes_are_letter_for_letter_and_hold_the_evidence(text: str, place: int, length: int, longest: int) -> None:
    evidence = text[place : place + length]
    if not evidence:
        return
    found = quote(Group(title="x", description=text), "description", evidence, longest)
    assert found.words == evidence
    shown = found.before.removeprefix("…") + found.words + found.after
    assert shown in text or shown.removesuffix("…") in text
    assert len(shown) <= max(longest, len(evidence)) + 1
