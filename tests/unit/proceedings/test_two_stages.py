"""Papers ranked by title first, and by the abstracts of the best again."""

from collections.abc import Sequence

from wsss_bot.sources.proceedings.two_stages import in_two_stages


def length(texts: Sequence[str]) -> list[float]:
    return [float(len(text)) for text in texts]


def test_only_the_abstracts_of_the_best_titles_are_fetched() -> None:
    asked: list[str] = []

    def fetch(title: str) -> str:
        asked.append(title)
        return title + ("!" if len(title) > 98 else "?" * 50)

    titles = ["x" * n for n in range(100)]
    ranked = in_two_stages(titles, length, fetch)

    assert sorted(map(len, asked)) == [94, 95, 96, 97, 98, 99]
    assert [len(text) for text, _ in ranked] == [148, 147, 146, 145, 144, 100]


def test_a_paper_whose_abstract_cannot_be_had_is_left_out() -> None:
    assert in_two_stages(["a", "bb"], length, lambda _: None, share=1.0) == []
    assert in_two_stages([], length, lambda text: text) == []
