"""The topic of a paper: its words, its time, what people did before, and what is no place."""

# ruff: noqa: E501 - rows of a list are long

from datetime import date

import pytest

from tests.make import some_facts
from wsss_bot.awesome_list import AwesomeList, read_list

WORDS = {
    "Tracking": "Object Flow across Video Frames",
    "Segmentation": "Pixel Masks from Weak Labels",
    "Poses": "Human Joints and Skeletons in Motion",
}


def item(title: str, number: str) -> str:
    return f"- [{title}](https://arxiv.org/abs/{number})\n"


def a_list(**further: str) -> AwesomeList:
    sections = {
        topic: "".join(
            item(f"{words} {n} of Kind {topic}", f"22{at}{n}.0000{n}") for n in range(1, 7)
        )
        for at, (topic, words) in enumerate(WORDS.items())
    } | further
    return read_list(
        "# Papers\n\n" + "".join(f"## {name}\n\n{rows}\n" for name, rows in sections.items())
    )


def section_of(title: str, listed: AwesomeList, *, on: date = date(2023, 5, 1)) -> str:
    return listed.place_of(some_facts("2305.00001", title=title, on=on)).section


@pytest.mark.parametrize(("topic", "words"), WORDS.items())
def test_a_paper_goes_to_the_topic_of_its_words(topic: str, words: str) -> None:
    assert section_of(f"New Ideas on {words}", a_list()) == f"Papers / {topic}"


def test_the_abstract_tells_the_topic_where_the_title_does_not() -> None:
    facts = some_facts("2305.00001", title="Something Else Entirely", on=date(2023, 5, 1))
    said = some_facts(
        "2305.00001",
        title="Something Else Entirely",
        on=date(2023, 5, 1),
        abstract="We estimate human joints and skeletons in motion from video.",
    )

    assert a_list().place_of(said).section == "Papers / Poses"
    assert not a_list().place_of(facts).is_sure


def test_the_heading_alone_can_tell_the_topic() -> None:
    listed = a_list(Depth=item("A First Work of Another Kind", "2301.00009"))

    assert section_of("Depth without Cameras", listed) == "Papers / Depth"


def test_where_two_topics_fit_alike_the_other_is_named() -> None:
    placed = a_list().place_of(
        some_facts("2305.00001", title="Pixel Masks and Human Joints", on=date(2023, 5, 1))
    )

    assert {placed.section, placed.other_section} == {"Papers / Segmentation", "Papers / Poses"}
    assert placed.could_move


def test_rows_go_to_no_section_that_ended_years_ago() -> None:
    words = "Learning Representations of Images Number"
    old = "".join(item(f"{words} {n}", f"1{n}01.0000{n}") for n in range(5, 9))
    new = "".join(item(f"{words} {n}", f"2{n}01.0000{n}") for n in range(2, 6))
    listed = read_list(f"# Papers\n\n## First Steps\n\n{old}\n## Next Steps\n\n{new}\n")

    assert section_of(f"{words} 9", listed, on=date(2026, 5, 1)) == "Papers / Next Steps"
    assert section_of(f"{words} 9", listed, on=date(2016, 5, 1)) == "Papers / First Steps"


@pytest.mark.parametrize(
    "heading",
    [
        "Blogs", "Blog Posts", "News", "Laboratories", "Courses and Tutorials", "Datasets",
        "Benchmarks & Datasets", "Tools", "Open-source Libraries", "📰 Latest Updates", "Datasets of Masks",
        "Related Lists", "Surveys",
    ],
)  # fmt: skip
def test_nothing_lands_under_a_heading_for_what_are_no_papers(heading: str) -> None:
    rows = "".join(
        item(f"Pixel Masks from Weak Labels in Survey {n}", f"2304.0001{n}") for n in range(8)
    )
    listed = a_list(**{heading: rows})
    alone = read_list(f"# Papers\n\n## {heading}\n\n{rows}")

    assert section_of("Pixel Masks from Weak Labels", listed) == "Papers / Segmentation"
    assert section_of("Pixel Masks from Weak Labels", alone) == ""


@pytest.mark.parametrize("heading", ["Tool Use", "Dataset Distillation", "Benchmark Design"])
def test_a_topic_that_only_begins_like_one_takes_papers(heading: str) -> None:
    rows = "".join(item(f"Shrinking Sets of Numbers {n}", f"2304.0001{n}") for n in range(4))

    assert section_of("Shrinking Sets", a_list(**{heading: rows})) == f"Papers / {heading}"


def test_a_survey_goes_among_surveys_and_a_data_set_among_data_sets() -> None:
    surveys = "".join(item(f"A Survey of Kind {n}", f"2304.0001{n}") for n in range(3))
    sets = "".join(item(f"A Dataset of Kind {n}", f"2304.0002{n}") for n in range(3))
    listed = a_list(Surveys=surveys, Datasets=sets)

    assert section_of("Pixel Masks: A Survey", listed) == "Papers / Surveys"
    assert section_of("A Large Dataset with Pixels", listed) == "Papers / Datasets"


def test_a_row_that_a_person_moved_is_learnt_from() -> None:
    titles = [f"Quarks and Gluons, Chapter {n}" for n in range(1, 4)]
    rows = "".join(item(title, f"2304.0001{n}") for n, title in enumerate(titles))
    before = a_list(Others=item("Some Further Work on Things", "2303.00001"))
    in_poses = before.text.replace("## Poses\n\n", f"## Poses\n\n{rows}")
    in_others = before.text.replace("## Others\n\n", f"## Others\n\n{rows}")

    assert section_of("Quarks and Gluons Anew", read_list(in_poses)) == "Papers / Poses"
    assert section_of("Quarks and Gluons Anew", read_list(in_others)) == "Papers / Others"


def test_a_row_is_moved_as_it_stands() -> None:
    listed = a_list()
    line = next(e.line for e in listed.entries if e.section.endswith("Poses"))
    row = listed.text.splitlines()[line - 1]

    text = listed.moved(line, "Papers / Tracking")

    assert text is not None
    assert sorted(text.splitlines()) == sorted(listed.text.splitlines())
    assert row in text[: text.index("## Segmentation")]
    assert listed.moved(line, "Papers / Nowhere") is None


def test_what_follows_a_fold_does_not_stand_in_it() -> None:
    fold = "<details>\n<summary>Benchmarks</summary>\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n</details>\n\n"
    rows = "".join(item(f"Quarks and Gluons, Chapter {n}", f"2304.0001{n}") for n in range(3))

    assert section_of("Quarks and Gluons Anew", a_list(Physics=fold + rows)) == "Papers / Physics"
