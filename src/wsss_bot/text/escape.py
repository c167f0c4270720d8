"""Outside text made harmless: titles, comments and names come from strangers.

`in_list` is for a cell or line of the list file; `in_conversation` for the Markdown of pull
requests and comments, where GitHub also turns `@name`, `#12` and addresses into links and
notifications; `in_code` for the inside of a code span, `in_html` for that of an HTML element, and
`in_html_code` for that of a code element; `in_plain_text` for titles and commit messages, which
GitHub searches for mentions and references but does not read as Markdown.
"""

import html
import re
import unicodedata

_JOINER = "\u2060"
"""Invisible and without width; GitHub sees no mention, reference or address across it."""

_UNSEEN = frozenset({"Cc", "Cf", "Cs"})
_MARKDOWN = re.compile(
    r"""
      [`*\[\]|~]                       # code, emphasis, links, cells, strikethrough
    | \\(?=[!-/:-@\[-`{-~]|$)          # a backslash that would escape what follows
    | (?<![^\W_])_ | _(?![^\W_])       # emphasis; an underscore inside a word is none
    | <(?=[A-Za-z/!?])                 # tags and <addresses>
    | &(?=\#?\w+;)                     # entities
    | \$                              # mathematics needs two: the last one stays
    | ^[>\#+=-]                        # what begins a quote, a heading, an item or a rule
    """,
    re.VERBOSE,
)
_NUMBERED = re.compile(r"^(\d{1,9})(?=[.)])")
_ADDRESS = re.compile(r"(?<=:)(?=//)|(?<=www)(?=\.)|(?<=[\w.+-]@)(?=\\?[\w-])", re.I)
_COLON = re.compile(rf":(?!{_JOINER})")
_REFERENCE = re.compile(
    r"""
      (?<=[@\#])(?=\w)                 # @name, #12, owner/repository#12, owner@commit
    | (?<=\bgh-)(?=\d) | (?<=\bcve-)(?=\d) | (?<=\bghsa-)(?=\w)
    | (?<=:)(?=(?:\\?[\w+-])+:)               # :emoji:
    """,
    re.VERBOSE | re.IGNORECASE,
)
_MAYBE_A_COMMIT = re.compile(r"\b[0-9a-f]{7,}\b", re.IGNORECASE)


def in_list(text: str) -> str:
    """Return `text` so that a Markdown table cell or list item shows it as it is."""
    plain = one_line(text)
    last = plain.rfind("$")
    marked = _MARKDOWN.sub(lambda m: m[0] if m.start() == last else f"\\{m[0]}", plain)
    return _without_addresses(_NUMBERED.sub(r"\1\\", marked))


def in_conversation(text: str) -> str:
    """Return `text` so that GitHub shows it as it is and neither links nor notifies."""
    return _mute(in_list(text))


def in_code(text: str) -> str:
    """Return `text` for the inside of a `code span`, where only a backtick has a meaning."""
    return one_line(text).replace("`", "'")


def in_html(text: str) -> str:
    """Return `text` for the inside of an HTML tag, on one line, as GitHub is to show it.

    There Markdown has no meaning, but GitHub still sees mentions and references.
    """
    return _mute(_without_addresses(html.escape(one_line(text), quote=False)))


def in_html_code(text: str) -> str:
    """Return text of several lines for the inside of an HTML code element, exactly as it stands.

    It is written on one line, so that no blank one ends the element; GitHub links nothing there.
    """
    lines = text.replace("\r\n", "\n").split("\n")
    return "<br>".join(html.escape(printable_line(line), quote=False) for line in lines)


def printable_line(line: str) -> str:
    """Return a line without control and direction-changing characters; blanks stay as they are."""
    return "".join(c for c in line if c == "\t" or unicodedata.category(c) not in _UNSEEN)


def in_plain_text(text: str) -> str:
    """Return `text` for a title or a commit message: without Markdown, links or mentions."""
    return _mute(_without_addresses(in_code(text)))


def cut(text: str, longest: int) -> str:
    """Return `text` in at most `longest` characters, cut at a word where there is one."""
    whole = one_line(text)
    if len(whole) <= longest:
        return whole
    begun = whole[: longest - 1]
    at_word = begun.rpartition(" ")[0] if whole[longest - 1] != " " else begun
    return f"{(at_word or begun).rstrip()}…"


def one_line(text: str) -> str:
    """Return `text` on one line without control and direction-changing characters.

    Halves of characters (lone surrogates), which no file can hold, go too.
    """
    kept = "".join(c for c in text if c.isspace() or unicodedata.category(c) not in _UNSEEN)
    return " ".join(kept.split())


def _without_addresses(text: str) -> str:
    """Break every address in two."""
    broken = _ADDRESS.sub(_JOINER, text)
    if ":" not in text or "@" not in text:
        return broken
    return re.sub(r"\S+", lambda found: _without_user(found[0]), broken)


def _without_user(word: str) -> str:
    """Return a word with each colon before an @ cut off, as in `mailto:someone@example.org`."""
    last = max(0, word.rfind("@") - 1)
    return _COLON.sub(f":{_JOINER}", word[:last]) + word[last:]


def _mute(text: str) -> str:
    """Break every mention, reference and commit in two."""
    return _MAYBE_A_COMMIT.sub(
        lambda found: _JOINER.join(re.findall(".{1,6}", found[0])), _REFERENCE.sub(_JOINER, text)
    )
