"""Papers of nonsense words, added to every real list: no word of their rows is another paper's."""

from tests.realdata.where import needs_data, printed_by

pytestmark = needs_data


def test_each_word_of_a_row_is_a_fact_of_its_paper_or_the_lists() -> None:
    printed = printed_by("-m", "bench.rows", "--most", "0", "--show")

    faults = [block for block in printed.split("\n\n") if ": repair " in block[:200]]
    assert faults == []
    assert printed.count("| made-up papers |") == 2
