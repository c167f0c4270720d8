"""Lists that are data: entries are added in the shape of the others, and nothing else changes."""

import csv
import json
from collections.abc import Callable
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import ruamel.yaml
from bibtexparser.entrypoint import parse_string
from hypothesis import given, settings
from hypothesis import strategies as st

from wsss_bot.awesome_list import AwesomeList, read_any
from wsss_bot.domain import ArxivId, CodeLink, Facts, Venue
from wsss_bot.errors import ListError

WILD = Path(__file__).parents[4] / "shared" / "data" / "wild"
FULL = Facts(
    arxiv_id=ArxivId("2609.01234"),
    title=r'TrackLoop: Rivers and their "Loops", 100% new & $\alpha$',
    submitted_on=date(2026, 9, 3),
    method="TrackLoop",
    venue=Venue(name="NeurIPS", year=2026),
    code=(CodeLink(url="https://github.com/some/trackloop"),),
    authors=("Ann van Ash", "Bo Bírch"),
)
BARE = Facts(
    arxiv_id=ArxivId("2610.00230"),
    title="yes",
    submitted_on=date(2026, 10, 1),
    authors=("José Müller", "Cy Cedar"),
)
YAML = """\
# Papers. Keep the newest first.

- id: birch2024seeds
  title: 'Seeds: labels from plants'
  authors:
    - Bo Birch
    - Cy Cedar
  year: 2024
  date: 2024-05-03
  venue: arXiv
  paper: https://arxiv.org/abs/2405.00001v2
  code: null
  tags: [plants]
  seen: true

- id: ash2023rivers
  title: Rivers in the dark
  authors:
    - Ann Ash
    - Bo Birch
  year: 2023
  date: 2023-03-01
  venue: CVPR 2023
  paper: https://arxiv.org/abs/2303.00001
  code: https://github.com/ash/rivers
  tags: [rivers, night]
  seen: true

- id: cedar2022clouds
  title: Clouds as points
  authors:
    - Cy Cedar
    - Di Dogwood
  year: 2022
  date: 2022-01-31
  venue: ICCV 2023
  paper: https://arxiv.org/abs/2201.00001
  code: null
  tags: [clouds]
  seen: false
"""
JSON = """\
{
  "updated": "2024",
  "papers": [
    {
      "title": "Clouds as points",
      "authors": ["Cy Cedar", "Di Dogwood"],
      "arxiv": "2201.00001",
      "url": "https://arxiv.org/pdf/2201.00001.pdf",
      "year": 2022
    },
    {
      "title": "Rivers in the dark",
      "authors": ["Ann Ash", "Bo Birch"],
      "arxiv": "2303.00001",
      "url": "https://arxiv.org/pdf/2303.00001.pdf",
      "year": 2023
    },
    {
      "title": "Seeds: labels from plants",
      "authors": ["Bo Birch", "Cy Cedar"],
      "arxiv": "2405.00001",
      "url": "https://arxiv.org/pdf/2405.00001.pdf",
      "year": 2024
    }
  ]
}
"""
CSV = """\
Title,Authors,Year,Link,Measured value
"Clouds, as points","Cy Cedar, Di Dogwood",2022,https://arxiv.org/abs/2201.00001,3.4
Rivers in the dark,"Ann Ash, Bo Birch",2023,https://arxiv.org/abs/2303.00001,0.2
"Seeds: labels
from plants","Bo Birch, Cy Cedar",2024,https://arxiv.org/abs/2405.00001,12
"""
BIBTEX = """\
% The bibliography of this list

@article{birch2024,
  title = {{Seeds}: Labels from Plants},
  author = {Birch, Bo and Cedar, Cy},
  year = {2024},
  journal = {arXiv},
  url = {https://arxiv.org/abs/2405.00001},
  keywords = {plants}
}

@inproceedings{ash2023,
  title = {Rivers in the Dark},
  booktitle = {Conference on Rivers},
  author = {Ash, Ann and Birch, Bo},
  year = {2023},
  pages = {1--8},
  url = {https://arxiv.org/abs/2303.00001}
}

@article{cedar2022,
  title = {Clouds as Points},
  author = {Cedar, Cy and Dogwood, Di},
  year = {2022},
  journal = {arXiv},
  url = {https://arxiv.org/abs/2201.00001},
  keywords = {clouds}
}
"""


def yaml_of(text: str) -> list[Any]:
    found = ruamel.yaml.YAML(typ="safe").load(text)
    return (
        found if isinstance(found, list) else next(v for v in found.values() if isinstance(v, list))
    )


def json_of(text: str) -> list[Any]:
    found = json.loads(text.removeprefix("\ufeff"))
    return found if isinstance(found, list) else list(found["papers"])


def csv_of(text: str) -> list[Any]:
    return list(csv.DictReader(StringIO(text)))


def bibtex_of(text: str) -> list[Any]:
    library = parse_string(text)
    assert library.failed_blocks == []
    return [
        {"ENTRYTYPE": e.entry_type, "ID": e.key} | {f.key: f.value for f in e.fields}
        for e in library.entries
    ]


PARSERS: dict[str, Callable[[str], list[Any]]] = {
    "yaml": yaml_of,
    "yml": yaml_of,
    "json": json_of,
    "csv": csv_of,
    "bib": bibtex_of,
}
EXAMPLES = [("yaml", YAML), ("json", JSON), ("csv", CSV), ("bib", BIBTEX)]


def read(kind: str, text: str) -> AwesomeList:
    return read_any(text, path=f"data/papers.{kind}")


def added(kind: str, text: str, *papers: Facts) -> list[Any]:
    """The new entries, as another parser reads them; all others must be as they were."""
    result = read(kind, text).add(papers)
    assert [placed.line is not None for placed in result.placed] == [True] * len(papers)
    before, now = PARSERS[kind](text), PARSERS[kind](result.text)
    new = [one for one in now if one not in before]
    assert [one for one in now if one in before] == before
    assert len(new) == len(papers)
    only_lines_added(text, result.text)
    for placed in result.placed:
        assert placed.line is not None
        first = placed.row.markdown.split("\n")[0]
        assert result.text.splitlines()[placed.line - 1] == first
    return new


def only_lines_added(before: str, after: str) -> None:
    """Every sign of the file as it was is there, in its order, around what was put in."""
    left = iter(after)
    assert all(sign in left for sign in before)


@pytest.mark.parametrize(("kind", "text"), EXAMPLES)
def test_entries_are_read_as_those_of_any_list(kind: str, text: str) -> None:
    listed = read(kind, text)

    assert len(listed.entries) == 3
    assert {entry.arxiv_id for entry in listed.entries} == {
        "2201.00001",
        "2303.00001",
        "2405.00001",
    }
    (table,) = listed.tables
    assert (table.kind, table.rows, table.papers) == ("records", 3, True)
    assert table.order != "none"
    river = listed.find(arxiv_id=None, title="Rivers in the Dark")
    assert river is not None
    assert river.paper_url
    assert river.authors
    assert text.splitlines()[river.line - 1] in river.raw


@pytest.mark.parametrize(("kind", "text"), EXAMPLES)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_new_entries_parse_and_nothing_else_changes(kind: str, text: str, end: str) -> None:
    first, second = added(kind, text.replace("\n", end) if kind != "bib" else text, FULL, BARE)

    assert str(first) != str(second)


def test_an_entry_in_yaml_has_the_keys_of_its_neighbours() -> None:
    preprint, paper = added("yaml", YAML, FULL, BARE)

    assert paper == {
        "id": "vanash2026trackloop",
        "title": 'TrackLoop: Rivers and their "Loops", 100% new & α',
        "authors": ["Ann van Ash", "Bo Bírch"],
        "year": 2026,
        "date": date(2026, 9, 3),
        "venue": "NeurIPS 2026",
        "paper": "https://arxiv.org/abs/2609.01234",
        "code": "https://github.com/some/trackloop",
        "tags": [],
        "seen": None,
    }
    assert (preprint["title"], preprint["venue"], preprint["code"]) == ("yes", "arXiv", None)
    assert list(preprint) == list(paper)


def test_the_newest_stands_where_the_order_of_the_file_says() -> None:
    assert [yaml_of(read("yaml", YAML).add([FULL]).text)[0]["year"]] == [2026]
    assert json_of(read("json", JSON).add([FULL]).text)[-1]["year"] == 2026


def test_what_is_no_fact_stays_blank_and_is_named() -> None:
    (placed,) = read("yaml", YAML).add([FULL]).placed
    (in_table,) = read("csv", CSV).add([FULL]).placed

    assert placed.row.left_out == ("tags", "seen")
    assert in_table.row.left_out == ("Measured value",)
    assert placed.row.cells["venue"].text == "NeurIPS 2026"
    assert placed.row.cells["paper"].text == "https://arxiv.org/abs/2609.01234"


def test_an_entry_in_json_follows_a_comma() -> None:
    (paper,) = added("json", JSON, FULL)
    text = read("json", JSON).add([FULL]).text

    assert list(paper) == ["title", "authors", "arxiv", "url", "year"]
    assert paper["url"] == "https://arxiv.org/pdf/2609.01234.pdf"
    assert '      "authors": ["Ann van Ash", "Bo Bírch"],\n' in text
    assert '      "year": 2024\n    },\n    {\n      "title": "TrackLoop' in text


def test_an_entry_in_bibtex_has_the_kind_and_the_fields_of_such_papers() -> None:
    preprint, paper = added("bib", BIBTEX, FULL, BARE)

    assert list(paper) == ["ENTRYTYPE", "ID", "title", "booktitle", "author", "year", "url"]
    assert (paper["ENTRYTYPE"], paper["ID"]) == ("inproceedings", "vanash2026")
    assert paper["author"] == r"van Ash, Ann and B{\'i}rch, Bo"
    assert paper["title"] == r'TrackLoop: Rivers and their "Loops", 100\% new \& $\alpha$'
    assert (preprint["ENTRYTYPE"], preprint["journal"]) == ("article", "arXiv")
    assert read("bib", BIBTEX).add([BARE]).placed[0].row.left_out == ("keywords",)


def test_keys_and_numbers_are_new_also_beside_each_other() -> None:
    numbered = "".join(
        f"- id: {n}\n  title: A title, number {n}\n  link: https://arxiv.org/abs/2201.0000{n}\n"
        for n in range(1, 6)
    )
    other = Facts(arxiv_id=ArxivId("2611.00001"), title="Other", submitted_on=date(2026, 11, 1))

    assert [one["id"] for one in added("yaml", numbered, BARE, other)] == [6, 7]


def test_entries_below_topics_go_to_the_topic_that_fits() -> None:
    text = "".join(
        f"- title: {title}\n  url: https://arxiv.org/abs/22{n:02}.00001\n  category: {topic}\n"
        for n, (title, topic) in enumerate(
            [
                ("Rivers at night", "water"),
                ("Rivers and lakes from above", "water"),
                ("Seeds of plants", "plants"),
                ("Leaves of plants in fields", "plants"),
            ],
            start=1,
        )
    )
    paper = Facts(
        arxiv_id=ArxivId("2611.00001"),
        title="Plants and their leaves",
        submitted_on=date(2026, 11, 1),
    )

    (new,) = added("yaml", text, paper)

    assert new["category"] == "plants"


ODD = st.sampled_from(
    [
        *("yes", "1e5", "2024-01-01", "- a", "a: b", "a #b", "'a", '"', "{a}", "[a", "---", "null"),
        *("~", "@a", "`", "a,b", " a ", "&x", "*y", "|", "é", "a}b", "{", "\x80", "\u2028", "? a"),
        "12:30:45",
    ]
)


@pytest.mark.parametrize(("kind", "text"), EXAMPLES)
@settings(max_examples=25, deadline=None)
@given(title=ODD, author=ODD, venue=st.one_of(st.none(), ODD))
def test_whatever_a_paper_is_called_the_file_parses_or_stays(
    kind: str, text: str, title: str, author: str, venue: str | None
) -> None:
    paper = Facts(
        arxiv_id=ArxivId("2611.00001"),
        title=title,
        submitted_on=date(2026, 11, 1),
        venue=Venue(name=venue, year=2026) if venue else None,
        authors=(author, "Ann Ash"),
    )

    result = read(kind, text).add([paper])

    before, now = PARSERS[kind](text), PARSERS[kind](result.text)
    assert [one for one in now if one in before] == before
    assert len(now) - len(before) == (result.placed[0].line is not None)
    only_lines_added(text, result.text)


def test_an_entry_taken_out_again_leaves_the_file_as_it_was() -> None:
    for kind, text in EXAMPLES:
        with_it = read(kind, text).add([FULL]).text
        listed = read(kind, with_it)
        entry = listed.find(arxiv_id=FULL.arxiv_id, title=FULL.title)
        assert entry is not None
        assert listed.without(entry) == text


@pytest.mark.parametrize(
    ("path", "text", "sentence"),
    [
        ("papers.toml", 'title = "x"\n', "papers.toml is toml, and entries are added to Markdown"),
        ("list.tex", "\\cite{a}\n", "list.tex is tex, and entries are added to"),
        ("papers.yaml", "- title: [\n", "papers.yaml cannot be read: line 2 is no YAML"),
        ("papers.json", '[{"title": 1,}]', "papers.json cannot be read: line 1 is no JSON"),
        (
            "papers.csv",
            "a,title\n1,2,3\n",
            "line 2 has 3 values and the headers are 2",
        ),
        (
            "papers.bib",
            "@misc{a,\n title={x\n",
            "the entry in line 1 never ends",
        ),
        ("config.yaml", "a: 1\nb: [1, 2]\n", "config.yaml holds no entries of one shape"),
        ("papers.json", '[{"title": "x"}, {"title": "y"}]', "each on lines of its own"),
        ("papers.yaml", "", "papers.yaml holds no entries"),
    ],
)
def test_other_data_is_refused_with_a_sentence(path: str, text: str, sentence: str) -> None:
    with pytest.raises(ListError) as error:
        read_any(text, path=path)

    assert sentence in str(error.value)


def test_entries_without_a_key_for_an_address_get_no_new_one() -> None:
    text = "- title: One title of a paper\n  pages: 3\n- title: Another one\n  pages: 4\n"

    (placed,) = read("yaml", text).add([FULL]).placed

    assert placed.line is None
    assert "no key for the address" in placed.reason


@pytest.mark.skipif(not WILD.exists(), reason="the wild lists are not here")
@pytest.mark.parametrize("path", [path.name for path in sorted(WILD.glob("*.y*ml"))])
def test_a_real_data_file_takes_an_entry_and_parses(path: str) -> None:
    text = (WILD / path).read_bytes().decode()
    if len(text) > 100_000:  # the first entries and the last show the same, and sooner
        cut = text.index("\n- ", 60_000) + 1
        text = text[:cut]

    assert len(added("yaml", text, FULL)) == 1


def test_a_paper_that_is_not_on_arxiv_links_to_its_proceedings() -> None:
    page = "https://openaccess.thecvf.com/content/CVPR2026/html/Ash_Lakes_CVPR_2026_paper.html"
    paper = Facts(
        arxiv_id=None,
        title="Lakes at noon",
        submitted_on=date(2026, 6, 9),
        venue=Venue(name="CVPR", year=2026),
        authors=("Ann Ash", "Bo Birch"),
        proceedings=page,
    )

    (new,) = added("yaml", YAML, paper)

    assert (new["paper"], new["venue"], new["year"]) == (page, "CVPR 2026", 2026)
    assert new["date"] is None


_TWO = """\
- title: Rivers in the dark
  url: https://arxiv.org/abs/2401.00001
- title: Seeds of plants
  url: https://arxiv.org/abs/2401.00002
"""
_TENFOLD = "a0: &a0 [1]\n" + "".join(
    f"a{n}: &a{n}\n" + "".join(f"  k{k}: *a{n - 1}\n" for k in range(10)) for n in range(1, 12)
)


@pytest.mark.parametrize(
    ("path", "text", "sentence"),
    [
        ("a.yaml", _TWO.replace("- title: R", "- &a\n  more: *a\n  title: R"), "holds itself"),
        ("a.yaml", f"{_TENFOLD}papers:\n{_TWO}", "repeat each other too often"),
        ("a.json", '[{"title": "A", "n": ' + "9" * 5_000 + "}]", "a number that is too long"),
        ("a.csv", 'title,url\n"A,b\n' + "C,d\n" * 50_000, "line 2 is no CSV"),
    ],
)
def test_data_that_no_program_should_be_made_to_read_is_refused_with_a_sentence(
    path: str, text: str, sentence: str
) -> None:
    with pytest.raises(ListError, match=sentence):
        read_any(text, path=path)


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_the_dash_of_an_entry_in_yaml_may_stand_alone(end: str) -> None:
    text = _TWO.replace("- ", "-\n  ").replace("\n", end)
    listed = read_any(text, path="papers.yaml")

    addition = listed.add([FULL])

    assert addition.placed[0].line
    assert addition.placed[0].row.markdown.startswith("-\n  title: ")
    added = read_any(addition.text, path="papers.yaml").find(arxiv_id=FULL.arxiv_id, title="")
    assert added is not None
    assert read_any(addition.text, path="papers.yaml").without(added) == text
