from dataclasses import replace

import numpy as np
import pytest

from tests.make import a_paper, an_entry
from wsss_bot.domain import ArxivId, Entry, Example, Paper
from wsss_bot.errors import TrainingError
from wsss_bot.score import DEFAULT, digest, train, training_set
from wsss_bot.score.recipe import Blend, Topic

LISTED = [
    ("2001.00001", "Weakly supervised semantic segmentation with image tags"),
    ("2001.00002", "Class activation maps as seeds for segmentation"),
    ("2001.00003", "Segmentation from scribbles and points"),
    ("2001.00004", "Learning pixel affinity with image-level supervision"),
    ("2001.00005", "Weakly supervised segmentation by erasing"),
]
OTHERS = [
    ("2002.00001", "Text to video diffusion"),
    ("2002.00002", "Robot grasping policies"),
    ("2002.00003", "Neural radiance fields in the dark"),
    ("2002.00004", "Face anti-spoofing with depth"),
    ("2002.00005", "Image compression with learnt priors"),
    ("2002.00006", "Optical flow without tears"),
]


def entries() -> list[Entry]:
    return [an_entry(title, line=n, arxiv_id=i) for n, (i, title) in enumerate(LISTED, start=1)]


def corpus() -> list[Paper]:
    return [a_paper(i, title=title, abstract=f"We study {title}.") for i, title in LISTED + OTHERS]


def examples() -> tuple[Example, ...]:
    return training_set(entries(), corpus())


def test_a_paper_like_the_list_outranks_one_that_is_not() -> None:
    close, far = train(examples()).score(
        [
            a_paper(title="Image tags for weakly supervised segmentation"),
            a_paper(title="Video diffusion for robot grasping"),
        ]
    )

    assert 0 <= far < close <= 1


def test_scores_come_in_the_order_of_the_papers_whatever_the_batch() -> None:
    classifier = train(examples())
    papers = corpus() * 250

    scores = classifier.score(iter(papers))

    assert len(scores) == len(papers)
    assert scores[:11] == pytest.approx(scores[-11:])
    assert scores[10] == pytest.approx(classifier.score([papers[10]])[0])


def test_no_papers_have_no_scores() -> None:
    assert len(train(examples()).score([])) == 0


def test_an_explained_score_is_the_score() -> None:
    classifier = train(examples())
    paper = a_paper(title="Scribbles for segmentation of video")

    score = classifier.explain(paper)

    assert score.value == pytest.approx(classifier.score([paper])[0])
    assert (score.recipe, score.trained_on) == (classifier.recipe.name, classifier.trained_on)


def test_an_explanation_names_terms_that_push_up_and_down_strongest_first() -> None:
    score = train(examples()).explain(a_paper(title="Semantic segmentation for robot grasping"))
    pushes = {term.text: term.push for term in score.terms}

    assert max(pushes.values()) > 0 > min(pushes.values())
    assert [abs(t.push) for t in score.terms] == sorted(
        (abs(t.push) for t in score.terms), reverse=True
    )


def test_an_explanation_names_no_term_inside_another() -> None:
    score = train(examples()).explain(a_paper(title="Weakly supervised segmentation"))
    terms = [set(term.text.split()) for term in score.terms]

    assert not any(a < b for a in terms for b in terms)


def test_an_explanation_joins_words_that_stand_side_by_side_in_the_title() -> None:
    score = train(examples()).explain(a_paper(title="Weakly supervised segmentation of robots"))
    terms = [term.text for term in score.terms]

    assert "weakly supervised" in terms
    assert not {"weakly", "supervised"} & set(terms)


def test_an_explanation_names_the_nearest_entries_nearest_first() -> None:
    score = train(examples()).explain(a_paper(title="Segmentation from scribbles and points"))
    nearest, next_nearest = score.nearest

    assert nearest.entry.title == "Segmentation from scribbles and points"
    assert nearest.similarity > next_nearest.similarity


def test_an_entry_finds_its_text_by_id_and_else_by_title() -> None:
    listed = [
        an_entry("The title on the list", arxiv_id="2001.00001"),
        an_entry("Segmentation  from Scribbles and Points!"),
        an_entry("A paper that nobody has"),
    ]

    found = training_set(listed, corpus())[:3]

    assert found[0].title == LISTED[0][1]
    assert found[1].abstract == "We study Segmentation from scribbles and points."
    assert (found[2].title, found[2].abstract) == ("A paper that nobody has", "")


def test_a_listed_paper_is_never_background() -> None:
    listed = [an_entry(LISTED[0][1]), an_entry("Another title", arxiv_id="2001.00002")]

    background = {e.key for e in training_set(listed, corpus()) if e.origin == "background"}

    assert background == {i for i, _ in (LISTED + OTHERS)[2:]}


def test_the_corpus_is_read_once_and_a_paper_that_comes_twice_counts_once() -> None:
    found = training_set(entries(), iter(corpus() + corpus()))

    assert len(found) == len(LISTED) + len(OTHERS)


def test_what_is_learnt_does_not_depend_on_the_order_of_the_examples() -> None:
    papers = [a_paper(title="Image tags for segmentation"), *corpus()]

    one, other = train(examples()), train(examples()[::-1])

    assert one.score(papers).tolist() == other.score(papers).tolist()
    assert one.explain(papers[0]) == other.explain(papers[0])


def test_the_digest_names_the_training_set_and_not_its_order() -> None:
    some = examples()
    other = (*some[:-1], replace(some[-1], title="A new title"))

    assert digest(some) == digest(some[::-1])
    assert digest(some) != digest(other)


def test_held_out_scores_are_those_of_the_entries_and_of_the_background() -> None:
    held_out = train(examples()).held_out

    assert held_out.relevant.shape == (len(LISTED),)
    assert held_out.background.shape == (len(OTHERS),)
    assert held_out.relevant.mean() > held_out.background.mean()


def test_a_list_of_three_entries_is_refused_with_a_sentence() -> None:
    with pytest.raises(TrainingError, match="3 of the list's entries are too few"):
        train(training_set(entries()[:3], corpus()))


def test_a_list_without_any_text_is_refused_with_a_sentence() -> None:
    with pytest.raises(TrainingError, match="no entry of the list has a text"):
        train(training_set(entries(), corpus()[len(LISTED) :]))


def test_an_empty_background_is_refused_with_a_sentence() -> None:
    with pytest.raises(TrainingError, match="no background"):
        train(training_set(entries(), corpus()[: len(LISTED)]))


def test_a_background_of_one_paper_is_refused_with_a_sentence() -> None:
    with pytest.raises(TrainingError, match="or one paper only"):
        train(training_set(entries(), corpus()[: len(LISTED) + 1]))


def test_texts_without_any_word_are_refused_with_a_sentence() -> None:
    nothing = [replace(e, title="?", abstract="!") for e in examples()]

    with pytest.raises(TrainingError, match="no words"):
        train(nothing)


def test_scores_that_are_all_the_same_are_refused_with_a_sentence() -> None:
    same = [replace(e, title="Same words", abstract="Same words") for e in examples()]

    with pytest.raises(TrainingError, match="cannot be told apart"):
        train(same)


def test_an_overlooked_paper_of_the_same_topic_is_not_taken_for_noise() -> None:
    others = [
        a_paper(
            f"2003.{n:05}",
            title=f"On {OTHERS[n % 6][1].lower()}, part {n}",
            abstract="A method of our own.",
        )
        for n in range(1200)
    ]
    overlooked = a_paper(
        "2004.00001",
        title="Weakly supervised semantic segmentation with image-level tags",
        abstract="We study weakly supervised semantic segmentation with image tags.",
    )

    held_out = train(training_set(entries(), [*corpus(), *others, overlooked])).held_out

    assert len(held_out.background) == len(OTHERS) + len(others)
    assert held_out.background.max() < 0.5 < np.median(held_out.relevant)


def test_a_removed_row_teaches_much_and_a_declined_pull_request_little() -> None:
    refused = a_paper("2005.00001", title="Segmentation of lungs with image tags and scribbles")
    example = Example(
        title=refused.title,
        abstract="",
        relevant=False,
        origin="removed",
        key=refused.arxiv_id,
    )

    unknown = train(examples()).score([refused])[0]
    declined = train([*examples(), replace(example, origin="declined")]).score([refused])[0]
    removed = train([*examples(), example]).score([refused])[0]

    assert removed < declined < unknown
    assert unknown - declined < (declined - removed)


def test_a_refused_paper_is_background_no_longer() -> None:
    refused = replace(examples()[-1], origin="removed")

    assert len(train([*examples(), refused]).held_out.background) == len(OTHERS) - 1


@pytest.mark.parametrize(
    "abstract",
    [
        "Wir zeigen das Netz und die Methode, das ist nicht neu und der Rest ist das Bild.",
        "我们提出了一种新的弱监督语义分割方法并在多个数据集上进行了实验验证",
    ],
)
def test_a_background_in_another_language_is_refused_with_a_sentence(abstract: str) -> None:
    foreign = [
        replace(e, title="Titel", abstract=abstract) if not e.relevant else e for e in examples()
    ]

    with pytest.raises(TrainingError, match="the background are not in English"):
        train(foreign)


def test_plurals_and_hyphens_make_no_difference() -> None:
    classifier = train(examples())

    one, other = classifier.score(
        [
            a_paper(title="Weakly-supervised segmentation with image-level tags"),
            a_paper(title="Weakly supervised segmentations with image level tag"),
        ]
    )

    assert one == pytest.approx(other)


def by_authors(*names: str) -> tuple[Example, ...]:
    """Let all entries of the list be by the same authors, and the background by others."""
    return tuple(replace(e, authors=names if e.relevant else ("R. Oe",)) for e in examples())


def test_a_paper_by_the_authors_of_the_list_outranks_the_same_by_others() -> None:
    classifier = train(by_authors("Jane Doe", "Wei Li"))
    title = "Segmentation of robots"

    known, half_known, unknown = classifier.score(
        [
            a_paper(title=title, authors=["JANE  DOE"]),
            a_paper(title=title, authors=["Jane Doe", "R. Oe", "A. N. Other"]),
            a_paper(title=title),
        ]
    )

    assert known > half_known > unknown


def test_an_explanation_names_the_authors_that_the_list_knows_and_no_others() -> None:
    paper = a_paper(title="Segmentation of robots", authors=["Jane\x1b[31m Doe", "R. Oe"])

    score = train(by_authors("Jane [31m Doe")).explain(paper)

    assert {t.text for t in score.terms if t.text.startswith("by ")} == {"by jane [31m doe"}


@pytest.mark.parametrize("names", [(), ("",), ("\x07", " ")])
def test_a_list_without_known_authors_is_learnt_from_by_its_texts(names: tuple[str, ...]) -> None:
    anonymous = [replace(e, authors=names if e.relevant else ("R. Oe",)) for e in examples()]

    kinds = {view.space.kind for view in train(anonymous).views}

    assert kinds == {"words", "phrases", "titles"}


def test_a_background_paper_gets_the_score_it_had_when_it_was_held_out() -> None:
    classifier = train(examples())
    known = corpus()[len(LISTED)]
    new = replace(known, arxiv_id=ArxivId("2101.00001"))

    scores = classifier.score([new, known, new])

    assert scores[1] == classifier.held_out.by_id[known.arxiv_id]
    assert scores[1] == classifier.explain(known).value
    assert scores[0] == scores[2] != scores[1]


def test_a_background_paper_whose_text_has_changed_is_scored_as_it_is_now() -> None:
    classifier = train(examples())
    known = corpus()[len(LISTED)]
    changed = replace(known, abstract="Weakly supervised segmentation with image tags.")
    new = replace(changed, arxiv_id=ArxivId("2101.00001"))

    scores = classifier.score([known, changed, new])

    assert scores[0] < scores[1] == scores[2]
    assert classifier.explain(changed).value == pytest.approx(scores[1])


@pytest.mark.parametrize(
    ("share", "part"), [(0.0001, 1), (0.001, 1), (0.002, 0.5), (0.004, 0), (0.9, 0)]
)
def test_the_fewer_papers_look_like_a_list_the_more_of_a_topic_it_is(
    share: float, part: float
) -> None:
    topic = Topic(like_the_list=0.1, sure_below=0.001, none_above=0.004, blend=Blend(views=()))

    assert topic.part(share) == pytest.approx(part)


def test_a_classifier_says_which_terms_raise_a_score() -> None:
    classifier = train(examples())

    assert classifier.pushes_up("segmentation")
    assert classifier.pushes_up("weakly supervised")
    assert not classifier.pushes_up("robot")
    assert not classifier.pushes_up("never seen before")
    assert not classifier.pushes_up("unseen")


def test_an_author_alone_never_carries_a_paper_onto_the_list() -> None:
    listed = [
        an_entry(f"Weakly supervised segmentation with cue {n}", line=n, arxiv_id=f"2001.{n:05}")
        for n in range(20)
    ]
    texts = [
        a_paper(e.arxiv_id or "", title=e.title, authors=["Xian Wu" if n < 3 else f"A. Nn {n}"])
        for n, e in enumerate(listed)
    ]
    others = [
        a_paper(f"2003.{n:05}", title=f"Optical flow of clouds, part {n}", authors=[f"R. Oe {n}"])
        for n in range(1_000)
    ]
    others += [
        a_paper(f"2004.{n:05}", title=f"Weakly supervised segmentation with cue {n} of organs")
        for n in range(30)
    ]
    by_taste = replace(DEFAULT, topic=None)
    classifier = train(training_set(listed, [*texts, *others]), recipe=by_taste)
    namesake = a_paper(title="Protein folding in yeast", authors=["Xian Wu"])
    stranger = replace(namesake, authors=("R. Oe 1",))

    score, without = classifier.score([namesake, stranger])

    assert without < score < 0.5
    [term] = classifier.explain(namesake).terms
    assert term.text == "by xian wu"
    assert term.push == pytest.approx(log_odds(score) - log_odds(without))


def log_odds(score: float) -> float:
    return float(np.log(score / (1 - score)))
