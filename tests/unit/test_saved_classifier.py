import io
import logging
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from tests.make import a_paper, an_entry
from tests.unit.test_score import corpus, entries, examples
from wsss_bot.domain import Entry, Example
from wsss_bot.ranking.trained import kept, trained
from wsss_bot.score import from_bytes, names_known, names_of, to_bytes, train, training_set
from wsss_bot.state.classifier_file import ClassifierCache


def test_a_restored_classifier_scores_and_explains_the_same() -> None:
    classifier = train(examples())

    restored = from_bytes(to_bytes(classifier), names_of(examples()))
    changed = [replace(paper, abstract="Another text") for paper in corpus()]

    assert restored.score(corpus()).tolist() == classifier.score(corpus()).tolist()
    assert restored.score(changed).tolist() == classifier.score(changed).tolist()
    assert restored.explain(corpus()[0]) == classifier.explain(corpus()[0])
    assert restored.held_out.relevant.tolist() == classifier.held_out.relevant.tolist()


def test_a_classifier_of_other_examples_is_out_of_date() -> None:
    data = to_bytes(train(examples()))

    with pytest.raises(ValueError, match="trained on other examples"):
        from_bytes(data, names_of(examples()[1:]))


def many_entries(count: int = 60) -> list[Entry]:
    return [
        an_entry(f"Weakly supervised segmentation, part {n}", line=n + 1, arxiv_id=f"2001.{n:05}")
        for n in range(count)
    ]


def with_background(listed: Sequence[Entry], *, days: int = 100, later: int = 0) -> list[Example]:
    papers = [
        a_paper(f"2002.{n:05}", title=f"Robot grasping with sensor {n}")
        for n in range(later, days + later)
    ]
    texts = [a_paper(e.arxiv_id or "", title=e.title, abstract="Image tags.") for e in listed]
    return [*training_set(listed, [*texts, *papers])]


def test_a_classifier_is_kept_as_long_as_its_examples_hardly_change() -> None:
    data = to_bytes(train(with_background(many_entries())))

    one_more = from_bytes(data, names_of(with_background(many_entries(61))))
    three_weeks_later = from_bytes(data, names_of(with_background(many_entries(), later=20)))

    assert one_more.trained_on == three_weeks_later.trained_on
    with pytest.raises(ValueError, match="trained on other examples"):
        from_bytes(data, names_of(with_background(many_entries(62))))
    with pytest.raises(ValueError, match="trained on other examples"):
        from_bytes(data, names_of(with_background(many_entries(), later=30)))
    with pytest.raises(ValueError, match="trained on other examples"):
        from_bytes(data, names_of(with_background(many_entries(), days=70)))


def test_what_there_is_to_learn_from_is_named_without_its_texts() -> None:
    listed = [*many_entries(5), an_entry("An entry without an id", line=9)]
    examples = with_background(listed, days=7)
    known = names_known(
        listed, refused=(), background=[e.key for e in examples if not e.relevant] + ["2001.00001"]
    )

    assert known == names_of(examples)


def test_a_classifier_that_was_kept_names_the_entries_where_they_are_now() -> None:
    entries = many_entries()
    data = to_bytes(train(with_background(entries)))
    moved = [replace(entry, line=entry.line + 7) for entry in entries[1:]]

    restored = from_bytes(data, names_of(with_background(moved)))
    score = restored.explain(a_paper(title=entries[0].title))

    assert entries[0].title not in [near.entry.title for near in score.nearest]
    assert all(near.entry in moved for near in score.nearest)
    assert score.nearest


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"not a file of arrays", id="foreign"),
        pytest.param(to_bytes(train(examples()))[:-100], id="cut short"),
        pytest.param(to_bytes(train(examples()))[100:], id="without its head"),
    ],
)
def test_damaged_bytes_are_a_value_error(data: bytes) -> None:
    with pytest.raises(ValueError):
        from_bytes(data, names_of(examples()))


def test_wherever_a_bit_is_wrong_the_bytes_are_damaged_or_as_good_as_before() -> None:
    data, paper = to_bytes(train(examples())), a_paper(title="Segmentation of robots")
    expected = from_bytes(data, names_of(examples())).score([paper]).tolist()

    for at in range(0, len(data), 7):
        wrong = bytearray(data)
        wrong[at] ^= 1 << at % 8
        try:
            restored = from_bytes(bytes(wrong), names_of(examples()))
        except ValueError:
            continue
        assert restored.score([paper]).tolist() == expected


def test_a_classifier_of_another_version_is_out_of_date(monkeypatch: pytest.MonkeyPatch) -> None:
    data = to_bytes(train(examples()))
    monkeypatch.setattr("wsss_bot.score.saved._FORMAT", "classifier of wsss-bot 99")

    with pytest.raises(ValueError, match="expected a classifier of wsss-bot 99, found a class"):
        from_bytes(data, names_of(examples()))


def test_arrays_of_something_else_are_a_value_error() -> None:
    other = io.BytesIO()
    np.savez_compressed(other, header=np.zeros(3))

    with pytest.raises(ValueError):
        from_bytes(other.getvalue(), names_of(examples()))


def test_objects_that_would_run_code_are_never_loaded() -> None:
    other = io.BytesIO()
    np.savez_compressed(other, header=np.array([entries()], dtype=object))

    with pytest.raises(ValueError, match="pickle"):
        from_bytes(other.getvalue(), names_of(examples()))


def test_a_classifier_is_trained_once_and_then_taken_from_the_cache(tmp_path: Path) -> None:
    cache = ClassifierCache(tmp_path / "var" / "classifier.npz")

    assert kept(names_of(examples()), cache=cache) is None
    first = trained(examples(), cache=cache)
    second = kept(names_of(examples()), cache=cache)

    assert cache.read() == to_bytes(first)
    assert second is not None
    assert second.score(corpus()).tolist() == first.score(corpus()).tolist()


def test_a_damaged_cache_is_ignored_with_a_line_in_the_log(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    cache = ClassifierCache(tmp_path / "classifier.npz")
    cache.write(b"damaged")

    with caplog.at_level(logging.INFO):
        assert kept(names_of(examples()), cache=cache) is None

    assert "the classifier that was kept is not used" in caplog.text


def test_a_cache_that_cannot_be_read_or_written_is_a_line_in_the_log(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    folder = tmp_path / "classifier.npz"
    folder.mkdir()

    cache = ClassifierCache(folder)
    kept(names_of(examples()), cache=cache)
    trained(examples(), cache=cache)

    assert "cannot be read" in caplog.text
    assert "cannot be kept" in caplog.text
    assert list(tmp_path.iterdir()) == [folder]


def test_a_cache_that_cannot_be_there_is_a_line_in_the_log(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "var").write_bytes(b"a file where a folder should be")

    trained(examples(), cache=ClassifierCache(tmp_path / "var" / "classifier.npz"))

    assert "cannot be kept" in caplog.text


def test_a_restored_classifier_knows_the_authors_and_the_overlooked_papers() -> None:
    other = [
        a_paper(f"2003.{n:05}", title=f"On optical flow, part {n}", authors=["R. Oe"])
        for n in range(900)
    ]
    papers = [replace(paper, authors=("Jane Doe", "R. Oe")) for paper in corpus()]
    learnt_from = training_set(entries(), [*papers, *other])
    classifier = train(learnt_from)

    new = [a_paper(title="Segmentation of robots", authors=["Jane Doe"]), *other[:5]]

    restored = from_bytes(to_bytes(classifier), names_of(learnt_from))

    assert {view.space.kind for view in restored.views} == {"words", "phrases", "titles", "authors"}
    assert restored.neighbourhood.count == classifier.neighbourhood.count > 0
    assert restored.score(new).tolist() == classifier.score(new).tolist()
    assert restored.explain(new[0]) == classifier.explain(new[0])


def test_a_classifier_that_was_kept_scores_and_explains_without_the_library_that_trains(
    tmp_path: Path,
) -> None:
    kept_at = tmp_path / "classifier.npz"
    kept_at.write_bytes(to_bytes(train(examples())))
    program = (
        "import sys\n"
        "from pathlib import Path\n"
        "from tests.unit.test_score import corpus, examples\n"
        "from wsss_bot.score import from_bytes, names_of\n"
        f"classifier = from_bytes(Path({str(kept_at)!r}).read_bytes(), names_of(examples()))\n"
        "classifier.score(corpus())\n"
        "classifier.explain(corpus()[0])\n"
        "sys.exit('sklearn' in sys.modules)"
    )

    ended = subprocess.run([sys.executable, "-c", program], check=False)  # noqa: S603  # our own

    assert ended.returncode == 0
