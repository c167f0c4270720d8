from wsss_bot.domain import Example
from wsss_bot.evaluate.drift import Said, new_terms, only_refused


def texts(*titles: str) -> list[Example]:
    return [Example(title=t, abstract="", relevant=True, origin="listed") for t in titles]


EARLIER = texts(*(f"Segmentation from tags, part {n}" for n in range(20)))
BACKGROUND = texts(*(f"Flow estimation {n}" for n in range(200)))


def never(_: str) -> bool:
    return False


def test_what_the_last_additions_say_and_the_classifier_ignores_is_new() -> None:
    latest = texts("SAM for tags", "Segment with SAM", "SAM again", "Tags only", "SAM", "Tags")

    found = new_terms(latest, EARLIER, BACKGROUND, pushes_up=never)

    assert found == (Said(term="sam", by=4, of=6),)


def test_what_the_classifier_looks_for_is_nothing_new() -> None:
    latest = texts("SAM one", "SAM two", "SAM three", "SAM four")

    assert new_terms(latest, EARLIER, BACKGROUND, pushes_up=lambda _: True) == ()


def test_what_earlier_entries_or_many_other_papers_say_is_nothing_new() -> None:
    latest = texts("Segmentation flow", "Segmentation flow", "Segmentation flow")

    found = new_terms(latest, EARLIER, BACKGROUND, pushes_up=never)

    assert [said.term for said in found] == ["segmentation flow"]


def test_older_additions_do_not_count() -> None:
    latest = texts(*["Tags"] * 6, *["SAM"] * 6)

    found = new_terms(latest, EARLIER, BACKGROUND, pushes_up=never)

    assert "sam" not in [said.term for said in found]


def test_terms_that_brought_only_refusals_are_named() -> None:
    refused = texts("Medical tags", "Medical scribbles", "Medical points", "Tags in video")
    accepted = texts("Tags", "Scribbles in video")

    found = only_refused(accepted, refused, pushes_up=lambda term: "medical" in term)

    assert found == (Said(term="medical", by=3, of=4),)
