"""Write what is known of a paper as a list writes it."""

from collections.abc import Sequence
from urllib.parse import quote

from wsss_bot.awesome_list.roles import Meaning
from wsss_bot.awesome_list.understand.addresses import repository_of
from wsss_bot.awesome_list.understand.anatomy import Anatomy, says_nothing
from wsss_bot.awesome_list.understand.dates import write_date
from wsss_bot.awesome_list.understand.inline import plain
from wsss_bot.awesome_list.understand.venue_text import read_venue
from wsss_bot.awesome_list.write.dialect import Dialect
from wsss_bot.awesome_list.write.template import Part, Template
from wsss_bot.domain import CELL_ROLES, Cell, CodeLink, Facts, Role
from wsss_bot.text.arxiv_ids import find_arxiv_ids
from wsss_bot.text.escape import in_code, in_list


def link_target(url: str) -> str:
    """Return `url` so that no character of it can end a link or a cell."""
    return quote(url.strip(), safe="%/:=&?~#+!$,;'@*[]_-.").replace("[", "%5B").replace("]", "%5D")


def in_code_span(text: str) -> str:
    """Return `text` for between backticks, where only a pipe may be escaped, for the table."""
    return in_code(text).replace("|", r"\|")


def _paper_part(template: Template) -> Part | None:
    """Return the one part that links to the paper: the one to arXiv, else the first."""
    parts = [part for part in template.parts if part.has("paper url")]
    on_arxiv = (part for part in parts if find_arxiv_ids(part.text("paper url")))
    return next(on_arxiv, parts[0] if parts else None)


class Writer:
    """Puts one paper in the place of a neighbour's."""

    def __init__(self, facts: Facts, dialect: Dialect) -> None:
        self.facts = facts
        self.dialect = dialect

    def like(self, template: Template) -> str:
        """Return the template's text with this paper in it."""
        codes: list[CodeLink | None] = [*self.facts.code, None]
        chosen = _paper_part(template)
        written = 0

        def write(part: Part) -> str | None:
            nonlocal written
            if part.has("paper url") and part is not chosen:
                return None
            code = codes[min(written, len(codes) - 1)]
            if part.has("code url"):
                written += 1
            elif part.has("badge") and code is None:
                # A badge behind the link is about the code that was just linked.
                code = codes[0]
            return self._part(part, code)

        return template.filled(write)

    def _part(self, part: Part, code: CodeLink | None) -> str | None:
        pieces, at = [], 0
        for span in part.spans:
            like = part.raw[span.start : span.end]
            in_code = part.raw[: span.start].endswith("`")
            new = self._text(span.meaning, like, code, in_code=in_code)
            if new is None and span.meaning == "venue" and part.has("paper url"):
                new = "arXiv"
            if new is None:
                return None
            pieces += [part.raw[at : span.start], new]
            at = span.end
        return "".join([*pieces, part.raw[at:]]) if part.spans else None

    def _text(
        self, meaning: Meaning, like: str, code: CodeLink | None, *, in_code: bool
    ) -> str | None:
        shown = in_code_span if in_code else in_list
        facts = self.facts
        match meaning:
            case "date":
                return write_date(facts.submitted_on, like=self.dialect.date_like)
            case "method":
                return shown(facts.method) if facts.method else None
            case "title":
                return shown(facts.title)
            case "authors":
                return self.dialect.authors.write(facts.authors) or None
            case "venue":
                return self.dialect.venue(facts, like)
            case "paper url":
                return self.dialect.address(facts)
            case "paper id":
                return facts.arxiv_id
            case "code url":
                return link_target(code.url) if code else None
            case "code label":
                return in_list(self.dialect.code_label(code.label, like)) if code else None
            case "badge":
                return repository_of(code.url) if code else None

    def leaves_venue_blank(self, cells: Sequence[Anatomy], *, links: bool) -> bool:
        """Say whether the neighbours leave the venue of an unpublished paper blank.

        `links`: the column also holds the only link to the paper.
        """
        if self.facts.venue is not None or (links and any(c.all("paper url") for c in cells)):
            return False
        empty = sum(says_nothing(cell.raw) for cell in cells)
        venues = [read_venue(text) for cell in cells for text in cell.all("venue")]
        preprints = sum(venue is not None and venue.preprint for venue in venues)
        return preprints <= empty

    def alone(self, role: Role) -> str | None:
        """Return what to write where no neighbour shows how; None: better nothing."""
        facts = self.facts
        if role == "title":
            return in_list(facts.title)
        if role == "paper" and facts.arxiv_id:
            return f"[{facts.arxiv_id}]({self.dialect.address(facts)})"
        if role == "code" and facts.code:
            label = self.dialect.code_label(facts.code[0].label, self.dialect.generic_label)
            return f"[{in_list(label)}]({link_target(facts.code[0].url)})"
        if role == "venue":
            return self.dialect.venue(facts, "")
        if role == "authors":
            return self.dialect.authors.write(facts.authors) or None
        return in_list(facts.method) if role == "method" and facts.method else None

    def cells(self) -> dict[Role, Cell]:
        """Return what the row says, as plain text, and where each fact comes from."""
        facts = self.facts
        texts: dict[Role, str | None] = {
            "date": write_date(facts.submitted_on, like=self.dialect.date_like),
            "method": facts.method,
            "title": facts.title,
            "authors": None,
            "venue": plain(self.dialect.venue(facts, "") or "") if facts.venue else None,
            "paper": self.dialect.address(facts),
            "code": " ".join(code.url for code in facts.code) or None,
        }
        return {
            role: Cell(text=texts[role], source=facts.sources.get(role)) if texts[role] else Cell()
            for role in CELL_ROLES
        }
