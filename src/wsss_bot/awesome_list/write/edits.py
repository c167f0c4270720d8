"""The small edits of a listed row: fill a blank cell, name a venue for a preprint, add code."""

from collections.abc import Sequence

from wsss_bot.awesome_list.layouts.listing import Listing
from wsss_bot.awesome_list.understand.addresses import repository_of
from wsss_bot.awesome_list.understand.anatomy import Anatomy, says_nothing
from wsss_bot.awesome_list.understand.cells import RawRow
from wsss_bot.awesome_list.understand.entries import ItemRow, ListedRow, TableRow
from wsss_bot.awesome_list.understand.inline import find_links, plain
from wsss_bot.awesome_list.understand.venue_text import only_preprint, read_venue
from wsss_bot.awesome_list.write.table_rows import cell_text, code_divider
from wsss_bot.awesome_list.write.template import Part, Template, cut
from wsss_bot.awesome_list.write.venue_links import linked_venue
from wsss_bot.awesome_list.write.writing import Writer, link_target
from wsss_bot.domain import Role
from wsss_bot.errors import ListError
from wsss_bot.text.arxiv_ids import find_arxiv_ids


def filled_item(
    row: ItemRow, raw: str, role: Role, near: Sequence[ListedRow], writer: Writer
) -> str:
    """Return `raw`, the text of an item as it now reads, with a code link or a venue more."""
    if role == "code":
        return _with_code_link(row, raw, near, writer)
    if role == "venue" and (at := _preprint_at(row.anatomies[0])):
        _check_year(row, writer)
        text = raw[len(row.marker) :]
        return row.marker + _with_venue(text, at, writer)
    raise ListError(
        f"line {row.at.start + 1} is an item; only code and the venue of a preprint can be put in"
    )


def _check_year(row: ListedRow, writer: Writer) -> None:
    """Refuse a venue without its year in a list that gives years: nobody would complete it."""
    venue = writer.facts.venue
    dialect = writer.dialect
    if venue is None or venue.year or dialect.venues.leaves_undated(venue):
        return
    if dialect.dates_venues:
        raise ListError(
            f"line {row.at.start + 1} is left without {venue.name}: the list gives venues with"
            " their year, which is not known"
        )


def filled_cell(
    row: TableRow,
    cut: RawRow,
    role: Role,
    listing: Listing,
    near: Sequence[ListedRow],
    writer: Writer,
) -> str:
    """Return the row of a table, `cut` as it now reads, with one more fact in it."""
    if role == "venue":
        _check_year(row, writer)
    number = listing.column(role)
    if role == "authors" and number is not None and not _is_usual(number, near):
        raise ListError(f"line {row.at.start + 1}: no row near it shows how to write the {role}")
    cells = _with_last_cell(cut, listing)
    if number is None or not number < len(cells.cells) <= len(listing.columns):
        raise ListError(f"line {row.at.start + 1} has no cell for the {role}")
    before = cells.cells[number]
    if says_nothing(before):
        text = _checked(row, role, cell_text(number, role, listing, near, writer), writer)
        if role == "venue" and listing.column("paper") is not None:
            text = linked_venue(text, number, near, writer.facts)
        after = _in_padding(text, before, roomy=any(c.startswith(" ") for c in cells.cells))
    elif role == "code":
        text = _checked(row, role, cell_text(number, role, listing, near, writer), writer)
        divider = code_divider([r.anatomies[number] for r in near if len(r.anatomies) > number])
        after = f"{before.rstrip()}{divider}{text}{before[len(before.rstrip()) :]}"
    elif role == "venue" and (at := _preprint_at(row.anatomies[number])):
        after = _with_venue(before, at, writer)
        if listing.column("paper") is not None:
            after = linked_venue(after, number, near, writer.facts)
    else:
        raise ListError(f"line {row.at.start + 1} says something about the {role} already")
    if len(cells.cells) > len(cut.cells):
        after = after.rstrip()
    changed = (*cells.cells[:number], after, *cells.cells[number + 1 :])
    return cells.prefix + "|".join(changed) + cells.suffix


def _is_usual(number: int, near: Sequence[ListedRow]) -> bool:
    """Say whether most rows near by say something in a column."""
    said = [not says_nothing(row.cell(number)) for row in near]
    return 2 * sum(said) > len(said)


def _with_last_cell(cut: RawRow, listing: Listing) -> RawRow:
    """Return the row with its last cell, where that is blank and no pipe follows it.

    In '| a | ' below two columns the last pipe opens a cell rather than closing the row.
    """
    if len(cut.cells) + 1 != len(listing.columns) or not cut.closed:
        return cut
    return RawRow(
        prefix=cut.prefix, cells=(*cut.cells, cut.suffix.removeprefix("|") or " "), suffix=""
    )


def _checked(row: TableRow, role: Role, text: str, writer: Writer) -> str:
    """Return `text`, or the plain way to say it; raise ListError if neither says just the fact.

    A cell imitates its neighbours, and a neighbour may be a broken row.
    """
    for said in (text, writer.alone(role) or ""):
        if _says_just_that(said, role, writer):
            return said
    raise ListError(f"line {row.at.start + 1}: no row near it shows how to write the {role}")


def _says_just_that(text: str, role: Role, writer: Writer) -> bool:
    """Whether `text` says the fact of that role, and links to nothing but this paper's."""
    facts, shown = writer.facts, plain(text)
    own = {link_target(code.url) for code in facts.code} | {writer.dialect.address(facts)}
    links = [link.url for link in find_links(text) if not link.image]
    own |= {
        f"https://github.com/{name}" for code in facts.code if (name := repository_of(code.url))
    }
    if not own.issuperset(links):
        return False
    if role == "venue" and facts.venue:
        read = read_venue(shown)
        name = plain(writer.dialect.venues.name(facts.venue))
        return name in shown and (read is None or read.year in {None, facts.venue.year})
    if role == "paper":
        return set(find_arxiv_ids(text)) == {facts.arxiv_id}
    if role == "code":
        return any(link_target(code.url) in links for code in facts.code)
    if role == "authors":
        return writer.dialect.authors.write(facts.authors) in text
    return not says_nothing(shown)


def _with_venue(text: str, at: tuple[int, int], writer: Writer) -> str:
    """Return `text` with the venue in the place of what calls the paper a preprint."""
    return text[: at[0]] + (writer.dialect.venue(writer.facts, "") or "") + text[at[1] :]


def _in_padding(text: str, before: str, *, roomy: bool) -> str:
    """Return the text in the place of a blank mark, with the blanks that were around it."""
    mark = before.strip()
    if not mark:
        blanks = " " * roomy
        return f"{blanks}{text}".ljust(len(before) - roomy) + blanks
    lead, trail = before.split(mark, 1)
    spare = max(0, len(trail) - 1 - (len(text) - len(mark))) if len(trail) > 1 else 0
    return lead + text + (" " * (spare + 1) if len(trail) > 1 else trail)


def _preprint_at(anatomy: Anatomy) -> tuple[int, int] | None:
    for span in anatomy.spans:
        if span.meaning == "venue" and only_preprint(anatomy.raw[span.start : span.end]):
            return span.start, span.end
    return None


def _with_code_link(row: ListedRow, raw: str, near: Sequence[ListedRow], writer: Writer) -> str:
    """Return the item with a code link behind its last link, as a neighbour has it."""
    for other in near:
        template = cut(other.anatomies[0])
        for number, part in enumerate(template.parts):
            if part.has("code url") and number:
                alone = Template(glue=("", ""), parts=(part,))
                link = template.glue[number] + writer.like(alone)
                return _behind_last_link(raw, cut(row.anatomies[0]).parts, link)
    return _behind_last_link(raw, cut(row.anatomies[0]).parts, f" {writer.alone('code')}")


def _behind_last_link(raw: str, parts: Sequence[Part], link: str) -> str:
    linked = [part.raw for part in parts if part.has("paper url") or part.has("code url")]
    at = raw.rindex(linked[-1]) + len(linked[-1]) if linked else len(raw.rstrip())
    return raw[:at] + link + raw[at:]
