"""Hostile text, judged by a Markdown parser of others with GitHub's extensions on top."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from html.parser import HTMLParser

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from tests.hostile import HOSTILE, of_every_hostile_string
from tests.make import a_candidate, a_poll, an_entry
from wsss_bot.domain import ArxivId, Cell
from wsss_bot.jobs.dashboard_text import Below, Trouble, Vitals, dashboard_text, dashboard_title
from wsss_bot.pull_request.memory import PAPERS, Memory
from wsss_bot.pull_request.proposed import Proposed
from wsss_bot.pull_request.reading import read_items
from wsss_bot.pull_request.text import pull_request_text, title_of
from wsss_bot.text import escape

PARSER = MarkdownIt("commonmark", {"breaks": True}).enable(["table", "strikethrough"])

# What GitHub makes of plain text: https://github.github.com/gfm/#autolinks-extension- and
# https://docs.github.com/get-started/writing-on-github/working-with-advanced-formatting
ADDRESS = re.compile(
    r"(?:https?|ftp)://[^\s<]+|(?<![\w.])www\.[^\s<.]+\.[^\s<]+"
    r"|(?:mailto:|xmpp:)?[\w.+-]+@[\w-]+(?:\.[\w-]+)+",
    re.IGNORECASE,
)
MENTION = re.compile(r"(?<![\w`])@[a-z0-9]", re.IGNORECASE)
REFERENCE = re.compile(r"#\d|\bGH-\d|\b(?:CVE|GHSA)-\w|\b\w+@[0-9a-f]{7}", re.IGNORECASE)
COMMIT = re.compile(r"\b[0-9a-f]{7,40}\b", re.IGNORECASE)
EMOJI = re.compile(r":[\w+-]+:")
MATHS = re.compile(r"(?<!\\)\$[^$]*(?<!\\)\$")


def leaves(markdown: str) -> Iterator[Token]:
    for token in PARSER.parse(markdown):
        yield from token.children or [token]


def shown(markdown: str) -> str:
    """What a reader sees of it, without code, in which GitHub looks for nothing."""
    kinds = {"text", "text_special"}
    return "".join(
        " " if token.type in {"softbreak", "hardbreak"} else token.content
        for token in leaves(markdown)
        if token.type in kinds or token.type.endswith("break")
    )


def whatever_speaks(text: str) -> list[str]:
    """Everything in plain text that GitHub turns into a link, a notification or a picture."""
    patterns = (ADDRESS, MENTION, REFERENCE, COMMIT, EMOJI)
    return [found[0] for pattern in patterns for found in pattern.finditer(text)]


class Elements(HTMLParser):
    """The elements of a piece of HTML, and its text without code."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.outside_code = ""
        self._in_code = 0
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert not attrs
        self.tags.append(tag)
        self._in_code += tag == "code"

    def handle_endtag(self, tag: str) -> None:
        self._in_code -= tag == "code"

    def handle_data(self, data: str) -> None:
        if not self._in_code:
            self.outside_code += data

    def handle_comment(self, data: str) -> None:
        self.tags.append(f"<!--{data}-->")


def plain(text: str) -> str:
    return text.replace("\u2060", "")


def test_there_are_two_hundred_hostile_strings() -> None:
    assert len(set(HOSTILE)) >= 200


@of_every_hostile_string
def test_escaped_text_is_shown_as_it_is_and_nothing_else(text: str) -> None:
    for escaped in (escape.in_list, escape.in_conversation):
        markdown = f"{escaped(text)} end"

        assert {token.type for token in leaves(markdown)} <= {
            "paragraph_open",
            "paragraph_close",
            "text",
            "text_special",
        }
        assert plain(shown(markdown)) == f"{escape.one_line(text)} end".lstrip()


@of_every_hostile_string
def test_in_a_conversation_it_speaks_to_nobody(text: str) -> None:
    assert whatever_speaks(shown(escape.in_conversation(text))) == []
    assert MATHS.findall(escape.in_conversation(text)) == []


@of_every_hostile_string
def test_in_a_list_it_links_to_nothing(text: str) -> None:
    assert ADDRESS.findall(shown(escape.in_list(text))) == []


@of_every_hostile_string
def test_in_a_title_or_a_commit_message_it_speaks_to_nobody(text: str) -> None:
    title = escape.in_plain_text(text)

    assert whatever_speaks(title) == []
    assert not set(title) & set("`\n\r\u2028\u202e")


@of_every_hostile_string
def test_a_table_keeps_its_cells(text: str) -> None:
    table = f"| a | b | c |\n|---|---|---|\n| x | {escape.in_list(text)} | z |\n"

    assert sum(token.type == "td_open" for token in PARSER.parse(table)) == 3
    assert all(
        token.type not in {"html_inline", "html_block", "link_open", "image"}
        for token in leaves(table)
    )


@of_every_hostile_string
def test_nothing_of_a_hostile_paper_reaches_the_pull_request(text: str) -> None:
    candidate = a_candidate(
        title=text,
        abstract=f"Pseudo labels. {text} pseudo labels. {text}",
        comment=text,
        row=text,
        section=text,
        terms=[text, "pseudo label"],
        nearest=[an_entry(text, method=text, venue=text)],
        cells={
            "method": Cell(text=text, source=text),
            "venue": Cell(text=text, source="the authors' comment"),
            "code": Cell(),
        },
    )

    title, body = pull_request_text([candidate], [candidate], polled=a_poll(missing=text))

    assert whatever_speaks(title) == []
    assert whatever_speaks(shown(body)) == []
    links = [t.attrs["href"] for t in leaves(body) if t.type == "link_open"]
    assert links == ["https://arxiv.org/abs/2405.01234"] * 2
    html = [t.content.strip() for t in leaves(body) if t.type.startswith("html")]
    fold = Elements(html[0])
    assert set(fold.tags) <= {"details", "summary", "i", "code", "blockquote", "br"}
    assert whatever_speaks(fold.outside_code) == []
    assert [line.split("\n")[0][:24] for line in html] == [
        "<details><summary>row"[:24] + html[0][21:24],
        "<details><summary>1 near",
        "</details>",
        "<sub>",
        "</sub>",
        html[-1][:24],
    ]
    assert html[-1].startswith("<!-- wsss-bot:1 ")
    assert not any(t.type == "image" for t in leaves(body))


@of_every_hostile_string
def test_nothing_hostile_reaches_the_dashboard(text: str) -> None:
    at = datetime(2022, 5, 13, tzinfo=UTC)
    body = dashboard_text(
        Vitals(
            ran_at=at,
            next_at=at,
            due={"poll": at},
            read=a_poll(missing=text),
            below=Below(arxiv_id=ArxivId("2405.01234"), title=text, score=0.4),
            failed={"poll": text},
            trouble=Trouble(at=at, sentence=text),
        ),
        path=text,
    )

    assert whatever_speaks(shown(body)) == []
    links = [t.attrs["href"] for t in leaves(body) if t.type == "link_open"]
    assert links == ["https://arxiv.org/abs/2405.01234"]
    html = [t.content.strip() for t in leaves(body) if t.type.startswith("html")]
    assert [line.split(" ")[0] for line in html] == ["<sub>", "</sub>", "<!--"]
    assert html[-1].count("-->") == 1
    assert whatever_speaks(dashboard_title(text)) == []


@of_every_hostile_string
def test_what_was_proposed_can_be_read_back(text: str) -> None:
    candidate = a_candidate(title=text, row=text)
    _, body = pull_request_text([candidate], [a_candidate("2405.09999")], polled=a_poll())

    memory = PAPERS.read(body)

    assert memory is not None
    assert memory.proposed()[ArxivId("2405.01234")].row == text
    assert [(item.key, item.ticked) for item in read_items(body)] == [
        ("2405.01234", True),
        ("2405.09999", False),
    ]


@given(st.text())
def test_any_text_is_shown_as_it_is(text: str) -> None:
    assert (
        plain(shown(f"x {escape.in_conversation(text)}")) == f"x {escape.one_line(text)}".rstrip()
    )


@example("1@-.1")
@example("1@_.1")
@example(":_:")
@given(st.text(alphabet="@#:/.wht psGH-1a_*[]()<>!|`\\$&;~b"))
def test_no_text_made_of_dangerous_characters_speaks_to_anybody(text: str) -> None:
    assert whatever_speaks(shown(escape.in_conversation(text))) == []
    assert whatever_speaks(escape.in_plain_text(text)) == []


@pytest.mark.parametrize(
    ("text", "longest", "cut"),
    [
        ("short", 10, "short"),
        ("one two three", 9, "one two…"),
        ("one two three", 8, "one two…"),
        ("one two three", 7, "one…"),
        ("x" * 20, 5, "xxxx…"),
    ],
)
def test_long_text_is_cut_at_a_word(text: str, longest: int, cut: str) -> None:
    assert escape.cut(text, longest) == cut
    assert len(escape.cut(text, longest)) <= longest


def test_ordinary_titles_are_left_alone() -> None:
    title = (
        "L2G: A Simple (Yet Strong) Local-to-Global Approach, Now in 3D & with snake_case 50% of x"
    )

    assert escape.in_conversation(title) == title


def test_a_title_of_many_long_names_is_short() -> None:
    papers = [
        Proposed(arxiv_id=ArxivId("1"), title="x", name=escape.cut("word " * 50, 60))
        for _ in range(9)
    ]

    assert len(title_of(papers)) < 256


def test_memory_is_empty_when_there_was_none() -> None:
    assert PAPERS.read("Please add my paper!") is None
    assert Memory() == Memory(holds=())


def test_half_a_character_is_dropped() -> None:
    assert escape.in_list("a\ud800b").encode() == b"ab"
