from __future__ import annotations

from finder.tagging.measuring import Label, Measure, Sample, Score, Share, measure
from finder.tagging.report import page

SAMPLES = [
    Sample(id="1", title="Knitting circle", description="Free. All levels are welcome.", host="Elm Hall"),
    Sample(id="2", title="Council meeting", description="Budget of the year.", price="$12"),
    Sample(id="3", title="Evening of <b>clay</b>", description="Pottery | on the *wheel*, 60 minutes.", ages="18+"),
    Sample(id="4", title="Without a label"),
]
LABELS = [
    Label(
        id="1",
        creative=True,
        participation="join",
        pathways=("crafts",),
        activities=("fiber-arts", "diy"),
        format=("group",),
        introvert_friendly="likely",
        limited_mobility="likely",
        low_budget="stated",
        beginners=True,
        price_status="free",
        price_min=0,
    ),
    Label(id="2", creative=True, participation="watch", price_status="paid", price_min=15),
    Label(id="3", creative=False, cancelled=True, mode="online"),
]


def measured() -> Measure:
    return measure(SAMPLES, {label.id: label for label in LABELS})


def test_each_tag_is_counted_as_right_wrong_or_missed() -> None:
    found = measured()
    assert (found.listings, found.tags["creative"], found.tags["beginners"]) == (
        3,
        Score(right=1, wrong=1, missed=1),
        Score(right=1),
    )
    assert (found.tags["activities/fiber-arts"], found.tags["activities/diy"]) == (Score(right=1), Score(missed=1))


def test_what_it_is_for_counts_only_where_the_label_says_that_it_is_creative() -> None:
    assert "activities/pottery-ceramics" not in measured().tags


def test_answers_are_counted_in_every_listing() -> None:
    answers = measured().answers
    assert (answers["mode"], answers["cancelled"]) == (Share(2, 3), Share(2, 3))
    assert (answers["price status"], answers["price min"]) == (Share(3, 3), Share(1, 2))


def test_scores_are_precision_recall_and_their_harmonic_mean() -> None:
    score = Score(right=6, wrong=2, missed=4)
    assert (score.precision, score.recall, round(score.f1, 4), score.support) == (0.75, 0.6, 0.6667, 10)
    assert (Score().precision, Score().recall, Score().f1) == (1.0, 1.0, 1.0)
    assert Score(wrong=1, missed=1).f1 == 0.0


def test_tags_are_added_up_and_those_that_were_labelled_often_averaged() -> None:
    found = Measure()
    found.tags |= {"pathways/a": Score(8, 2, 0), "pathways/b": Score(1, 0, 1), "format/c": Score(1, 1, 1)}
    assert found.together("pathways") == Score(9, 2, 1)
    assert found.average("pathways") == Score(8, 2, 0).f1
    assert found.average("ages") == 0.0


def test_the_page_holds_scores_and_misses_and_says_whose_the_texts_are() -> None:
    text = page(measured(), "listings.jsonl", "labels.jsonl")
    assert "belong to their publishers" in text
    assert "| creative | 0.500 | 0.500 | 0.500 |  | 0.952 | -0.452 |" in text
    assert "- **activities/diy**: not given; label: is so" in text
    assert "> Budget of the year." in text


def test_texts_of_others_cannot_change_the_page() -> None:
    text = page(measured(), "listings.jsonl", "labels.jsonl")
    assert "### Evening of &lt;b&gt;clay&lt;/b&gt; (3)" in text
    assert "> Pottery \\| on the \\*wheel\\*, 60 minutes." in text
