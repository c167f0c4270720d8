"""What each stretch of a cell or of a list item says."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from wsss_bot.awesome_list.roles import Meaning
from wsss_bot.awesome_list.understand.addresses import LinkKind, link_kind
from wsss_bot.awesome_list.understand.dates import ANY_DATE, read_date
from wsss_bot.awesome_list.understand.inline import Definitions, Link, find_links
from wsss_bot.awesome_list.understand.venue_text import read_venue, venue_first
from wsss_bot.domain import ArxivId, Role
from wsss_bot.text.arxiv_ids import find_arxiv_ids

_SMALL_PRINT = re.compile(
    r"<(?:sup|sub)\b[^<>]*>(?!\w{1,3}</)(?:(?!</su[bp]).)*</(?:sup|sub)>", re.DOTALL | re.IGNORECASE
)
_TAG = re.compile(r"<!--.*?-->|</?[a-zA-Z][^<>]*>", re.DOTALL)
_INLINE_TAG = re.compile(r"</?(?:su[bp]|i|b|em|strong|font|span|u|small)\b[^<>]*>", re.IGNORECASE)
_CODE_SPAN = re.compile(r"`[^`\n]+`")
_SHORTCODE = re.compile(r":[a-z][a-z0-9_+-]*:")
_HARD_BREAK = re.compile(
    r"\n[ \t]*\n|\\\r?\n|(?<! ) {2,}+\r?\n|\s\|\s|\s[-–—]{1,3}\s*\Z|\s\([*_]"
    r"|\r?\n[ \t]*(?i:pdf|papers?|arxiv|abs|link|code|url|project)\b"
)
_QUOTED = re.compile(r"[\"“”„]([^\"“”„\0]{8,}?)[\"“”]")
_IN_BRACKETS = re.compile(r"\s*\([^()]*(?:19|20)\d\d\)\s*\Z")
_BOLD = re.compile(r"\*\*(?![\s*])([^*\0\n]{12,300})(?<!\s)\*\*")
_LEADING_NAME = re.compile(
    r"\W*?(?P<mark>\*\*\*?|__|`|~)(?P<name>[^\0\n]{1,250}?)(?P=mark)", re.DOTALL
)
_PIECE = re.compile(r"[^\0\n,;|()\[\]{}*_`。，（）【】]+")
_YEAR_AFTER = re.compile(r"[*_ ]*+,?\s*+['’]?(?:(?:19|20)\d\d|\d\d)(?!\d)|\s?\((?:19|20)\d\d\)")
_LIKE_A_VENUE = re.compile(r"[A-Z]\w*[A-Z]|(?:19|20)\d\d|(?i:arxiv|preprint)")
_STARS = re.compile(r"shields\.io/.*?stars/([\w.-]+/[\w-]+(?:\.(?!svg|git\b)[\w-]+)*)")
_REPOSITORY = re.compile(r"github\.com/", re.IGNORECASE)
_ARXIV_NUMBER = re.compile(r"\d{4}\.\d{4,5}")
_EDGE = " \t\r\n\u00a0*_\"“”„'`~"
_FILLER = "\1"  # stands for markup inside a text that does not end it
_TITLE_EDGE = _EDGE + ".,:;|-–—\\<>[]("
_NONE = re.compile(
    r"[\W_]*|(?:none|n/?a|no|nil|null|tb[ad]|unknown|coming soon|soon|x|无|暂无)\W*"
    r"|(?:\s*:(?:heavy_minus_sign|heavy_multiplication_x|x|no_entry(?:_sign)?):\s*)+",
    re.IGNORECASE,
)
_NAME_BEFORE = re.compile(r"[^\[\]\0]{1,40}\][*_ ]+(?=\S)")
_LONGEST = 8_000  # what has more characters is no row that anybody would copy
_LONG = 4  # from so many words on a text is a title and no label
_LONG_IN_CHARACTERS = 8


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Span:
    """Characters `start` to `end` of a raw text mean something."""

    start: int
    end: int
    meaning: Meaning


@dataclass(frozen=True, slots=True, kw_only=True)
class Anatomy:
    """A raw text, its links, and the stretches of it that were understood."""

    raw: str
    links: tuple[tuple[Link, LinkKind], ...] = ()
    spans: tuple[Span, ...] = ()

    def all(self, meaning: Meaning) -> tuple[str, ...]:
        """Return the raw text of the stretches with that meaning, in order."""
        return tuple(self.raw[s.start : s.end] for s in self.spans if s.meaning == meaning)

    def urls(self, kind: LinkKind) -> tuple[str, ...]:
        """Return the addresses of that kind, each once."""
        if not self.links:
            return ()
        found = (link.url for link, its in self.links if its == kind and link.url)
        return tuple(dict.fromkeys(found))

    @property
    def arxiv_id(self) -> ArxivId | None:
        """The arXiv id that the text links to or names."""
        in_links = find_arxiv_ids(" ".join(self.urls("paper")))
        anywhere = in_links or find_arxiv_ids(self.raw)
        return anywhere[0] if anywhere else None


def says_nothing(text: str) -> bool:
    """Say whether a cell's text only means that there is nothing: '', '-', 'None', 'N/A'."""
    return not text or bool(_NONE.fullmatch(text.strip()))


def read_cell(raw: str, role: Role, definitions: Definitions) -> Anatomy:
    """Understand one cell of a column whose role is known."""
    if len(raw) > _LONGEST:
        return Anatomy(raw=raw)
    if role == "other" and "](" not in raw and "<" not in raw and "//" not in raw:
        return Anatomy(raw=raw)
    links = _kinds(raw, definitions)
    open_text = _masked(raw, [(link.start, link.end) for link, _ in links])
    spans = list(_link_spans(raw, links))
    if role == "title" and "title" not in {span.meaning for span in spans}:
        spans += _open_title(open_text) or _linked_text(raw, links, "title")
    elif role == "method":
        spans += _open_words(open_text) or _linked_text(raw, links, "method")
    elif role == "date":
        spans += _trimmed(open_text, 0, len(raw), "date", _EDGE)
    elif role == "authors":
        spans += _trimmed(open_text, 0, len(raw), "authors", _EDGE)
    elif role == "venue":
        spans += _venue_cell(raw, open_text, links, spans)
    return Anatomy(raw=raw, links=links, spans=tuple(sorted(set(spans))))


def read_line(raw: str, definitions: Definitions) -> Anatomy:
    """Understand a list item (without its marker), or a paragraph that is an entry."""
    if len(raw) > _LONGEST:
        return Anatomy(raw=raw)
    links = _kinds(raw, definitions)
    spans = list(_link_spans(raw, links))
    open_text = _masked(raw, [(link.start, link.end) for link, _ in links])
    open_text = _hidden(_INLINE_TAG.sub(_as_filler, open_text), _TAG).replace("&nbsp;", " " * 6)
    if not any(span.meaning == "title" for span in spans):
        spans += _quoted_title(open_text) or _bold_title(open_text)
    open_text = _masked(open_text, [(s.start, s.end) for s in spans])
    spans += _leading_name(open_text, spans)
    open_text = _masked(open_text, [(s.start, s.end) for s in spans])
    found = {span.meaning for span in spans}
    spans += _venue_or_date(open_text, found)
    if "title" not in found:
        spans += _open_title(_masked(open_text, [(s.start, s.end) for s in spans]))
    return Anatomy(raw=raw, links=links, spans=tuple(sorted(set(spans))))


def _kinds(raw: str, definitions: Definitions) -> tuple[tuple[Link, LinkKind], ...]:
    return tuple(
        (link, "other" if link.image else link_kind(link.url, link.text))
        for link in find_links(raw, definitions)
    )


def _masked(text: str, spans: Iterable[tuple[int, int]]) -> str:
    for start, end in spans:
        text = text[:start] + "\0" * (end - start) + text[end:]
    return text


def _hidden(text: str, *patterns: re.Pattern[str]) -> str:
    """Return `text` with every match of the patterns masked, one pattern after the other."""
    for pattern in patterns:
        text = pattern.sub(lambda found: "\0" * len(found[0]), text)
    return text


def _as_filler(found: re.Match[str]) -> str:
    return _FILLER * len(found[0])


def _trimmed(text: str, start: int, end: int, meaning: Meaning, edge: str) -> list[Span]:
    while start < end and text[start] in edge + "\0" + _FILLER:
        start += 1
    while end > start and text[end - 1] in edge + "\0" + _FILLER:
        end -= 1
    return [Span(start=start, end=end, meaning=meaning)] if end > start else []


def _words(text: str) -> int:
    return len([word for word in text.split() if any(c.isalpha() for c in word)])


def is_long(text: str) -> bool:
    """Say whether `text` is long enough for a title."""
    return _words(text) >= _LONG or is_long_without_spaces(text)


def is_long_without_spaces(text: str) -> bool:
    """Say whether `text` is Chinese or Japanese and long enough for a title."""
    return sum("\u3040" <= c <= "\u9fff" for c in text) >= _LONG_IN_CHARACTERS


def _link_spans(raw: str, links: Iterable[tuple[Link, LinkKind]]) -> Iterator[Span]:
    titled = False
    for link, kind in links:
        badges = _badges(link)
        yield from badges
        if link.image:
            continue
        if kind != "other" and link.url_at >= 0 and not badges:
            meaning: Meaning = "paper url" if kind == "paper" else "code url"
            end = link.url_at + len(link.url)
            yield Span(start=link.url_at, end=end, meaning=meaning)
        if badges or link.text_at < 0 or link.url.startswith("#"):
            continue
        start, end = link.text_at, link.text_at + len(link.text)
        if is_long(link.text) and not titled and not ANY_DATE.search(link.text):
            titled = True
            yield from _trimmed(raw, start, end, "title", _EDGE)
        elif kind == "paper":
            yield from _paper_label(raw, start, end)
        elif kind == "code":
            yield from _trimmed(raw, start, end, "code label", _EDGE + "[]:")


def _badges(link: Link) -> list[Span]:
    """Return where a badge that counts stars names a repository, and where it leads there."""
    pictures = [link] if link.image else [inner for inner in find_links(link.text) if inner.image]
    spans = []
    for picture in pictures:
        found = _STARS.search(picture.url)
        if found and picture.url_at >= 0:
            at = picture.url_at + (0 if link.image else link.text_at)
            spans.append(Span(start=at + found.start(1), end=at + found.end(1), meaning="badge"))
    repository = _REPOSITORY.search(link.url)
    if spans and not link.image and repository and link.url_at >= 0:
        end = link.url_at + len(link.url)
        spans.append(Span(start=link.url_at + repository.end(), end=end, meaning="badge"))
    return spans


def _paper_label(raw: str, start: int, end: int) -> Iterator[Span]:
    text = raw[start:end]
    if number := _ARXIV_NUMBER.search(text):
        yield Span(start=start + number.start(), end=start + number.end(), meaning="paper id")
    elif day := ANY_DATE.search(text):
        yield Span(start=start + day.start(), end=start + day.end(), meaning="date")
    else:
        yield from _venue_span(raw, start, end, surely=False)


def _venue_span(raw: str, start: int, end: int, *, surely: bool) -> Iterator[Span]:
    """Yield the venue that the stretch names; `surely`: the column says that it is one."""
    trimmed = _trimmed(raw, start, end, "venue", _EDGE + "[]().,:")
    for span in trimmed:
        venue = read_venue(raw[span.start : span.end])
        if venue is not None and (surely or venue.known):
            yield span


def _open_title(open_text: str) -> list[Span]:
    """Return the first stretch of open text that is long enough, else the longest."""
    text = _INLINE_TAG.sub(_as_filler, _hidden(open_text, _SMALL_PRINT))
    text = _hidden(text, _TAG)
    spare = _hidden(text, _CODE_SPAN)
    text = spare if any(c.isalpha() for c in spare) else text
    text = _hidden(text, _SHORTCODE, _HARD_BREAK)
    runs = [
        span
        for run in re.finditer(r"[^\0]+", text)
        for span in _trimmed(text, run.start(), run.end(), "title", _TITLE_EDGE)
    ]
    for span in runs:
        if is_long(text[span.start : span.end]):
            named = _NAME_BEFORE.match(text, span.start, span.end)
            start = named.end() if named and "[" in text[: span.start][-3:] else span.start
            return [Span(start=start, end=span.end, meaning="title")]
    return sorted(runs, key=lambda span: span.start - span.end)[:1]


def _open_words(open_text: str) -> list[Span]:
    text = _hidden(open_text, _TAG, _SHORTCODE)
    return _trimmed(text, 0, len(text), "method", _EDGE + "[]:<>")


def _linked_text(raw: str, links: Iterable[tuple[Link, LinkKind]], meaning: Meaning) -> list[Span]:
    for link, _ in links:
        if not link.image and link.text_at >= 0:
            return _trimmed(raw, link.text_at, link.text_at + len(link.text), meaning, _EDGE)
    return []


def _venue_cell(
    raw: str, open_text: str, links: Iterable[tuple[Link, LinkKind]], spans: list[Span]
) -> Iterator[Span]:
    if any(span.meaning == "venue" for span in spans):
        return
    shown = _hidden(open_text, _SHORTCODE).replace("\0", " ")
    found = list(_venue_span(shown, 0, len(raw), surely=True))
    if not found:
        for link, kind in links:
            if link.text_at >= 0 and not link.image and kind != "code":
                end = link.text_at + len(link.text)
                found += _venue_span(raw, link.text_at, end, surely=True)
    yield from found[:1]


def _quoted_title(open_text: str) -> list[Span]:
    for found in _QUOTED.finditer(open_text):
        if _words(found[1]) >= _LONG - 1:
            return _trimmed(open_text, found.start(1), found.end(1), "title", _EDGE + ".,")
    return []


def _bold_title(open_text: str) -> list[Span]:
    """Return a title that stands in bold behind something else, a venue in brackets for example."""
    for found in _BOLD.finditer(open_text):
        if _words(found[1]) > _LONG:
            behind = _IN_BRACKETS.search(found[1])
            end = found.start(1) + behind.start() if behind else found.end(1)
            return _trimmed(open_text, found.start(1), end, "title", _EDGE + ".,")
    return []


def _leading_name(open_text: str, spans: list[Span]) -> list[Span]:
    """Return the name in bold or code at the beginning; a whole title in bold is the title."""
    found = _LEADING_NAME.match(open_text)
    venue = read_venue(found["name"]) if found else None
    if not found or (venue and venue.known and venue.year):
        return []
    title = next((span for span in spans if span.meaning == "title"), None)
    if _words(found["name"]) >= _LONG:
        span = _trimmed(open_text, found.start("name"), found.end("name"), "title", _EDGE + ".")
        return [] if title else span
    edge = _EDGE + "[]<>:," + "." * (not found["name"].rstrip("]:*").endswith("al."))
    return _trimmed(open_text, found.start("name"), found.end("name"), "method", edge)


def _venue_or_date(open_text: str, found: set[Meaning]) -> Iterator[Span]:
    """Yield the first date and the first venue among the pieces of open text."""
    wanted: set[Meaning] = {"venue", "date"}
    wanted -= found
    if not {"title", "venue"} & found and (first := venue_first(open_text)):
        wanted.discard("venue")
        yield Span(start=first[0], end=first[1], meaning="venue")
    for piece in _PIECE.finditer(open_text):
        start, end = piece.span()
        text = piece[0].strip(" .:-–'’")
        if not text:
            continue
        day = read_date(text)
        if "date" in wanted and day is not None and day.month:
            wanted.discard("date")
            yield from _trimmed(open_text, start, end, "date", _EDGE + ".,:")
        elif "venue" in wanted:
            spans = list(_piece_venue(open_text, start, end))
            wanted -= {span.meaning for span in spans}
            yield from spans


def _piece_venue(open_text: str, start: int, end: int) -> Iterator[Span]:
    edge = _EDGE + ".,:;-–"
    for span in _trimmed(open_text, start, end, "venue", edge):
        year = _YEAR_AFTER.match(open_text, span.end)
        whole = _trimmed(open_text, span.start, year.end() if year else span.end, "venue", edge)
        text = open_text[whole[0].start : whole[0].end]
        emphasised = open_text[start - 1 : start] in {"*", "_", "["}
        if _words(text) > _LONG + 2 or not (emphasised or _LIKE_A_VENUE.search(text)):
            continue
        venue = read_venue(text)
        if venue is not None and venue.known:
            yield whole[0]
