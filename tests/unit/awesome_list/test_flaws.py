from wsss_bot.awesome_list import read_list

HEAD = "| Date | Title | Venue | PDF | Code |\n|---|---|---|---|---|\n"


def flaws_of(*rows: str) -> list[tuple[int, str, str]]:
    listed = read_list(HEAD + "".join(f"{row}\n" for row in rows))
    return [(flaw.line, flaw.kind, flaw.message) for flaw in listed.flaws]


def row(
    number: int, *, title: str = "", venue: str = "CVPR 2022", code: str = "-", date: str = ""
) -> str:
    link = f"[x](https://arxiv.org/abs/2201.{number:05})"
    words = title or f"Some Words of Title {number}"
    return f"| {date or f'2022/{12 - number:02}'} | {words} | {venue} | {link} | {code} |"


def test_a_clean_list_has_no_flaws() -> None:
    assert flaws_of(row(1), row(2), row(3)) == []


def test_a_paper_listed_twice() -> None:
    assert flaws_of(row(1), row(2), row(3, title="Some words of title 1")) == [
        (5, "duplicate", "'Some words of title 1' is listed in line 3 already")
    ]


def test_a_row_with_the_wrong_number_of_cells() -> None:
    broken = row(2).removesuffix("| - |") + "｜- |"

    assert flaws_of(row(1), broken, row(3)) == [
        (
            4,
            "broken row",
            "the row has 4 cells, its table has 5 columns; it has a full-width bar",
        )
    ]


def test_a_link_that_leads_nowhere() -> None:
    assert flaws_of(row(1), row(2, code="[CODE]()")) == [
        (4, "empty link", "the link '[CODE]()' leads nowhere")
    ]


def test_two_spellings_of_one_venue() -> None:
    rows = [row(1, venue="NIPS 2020"), row(2, venue="NeurIPS 2021"), row(3, venue="NIPS 2019")]

    assert flaws_of(*rows) == [
        (4, "two spellings", "'NeurIPS' (1 times) is spelt 'NIPS' elsewhere (2 times)")
    ]


def test_a_row_out_of_order() -> None:
    rows = [row(number) for number in range(1, 11)]
    rows[4] = row(5, date="2023/01")

    assert flaws_of(*rows) == [
        (7, "out of order", "the date breaks the order of the rows, newest first")
    ]


def test_an_unsorted_list_has_no_rows_out_of_order() -> None:
    assert flaws_of(row(3), row(1), row(4), row(2), row(5)) == []
