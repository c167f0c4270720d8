"""The documents of arXiv, laid out as in 2026: pages of the query API, RSS, error feeds."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from functools import lru_cache
from xml.sax.saxutils import escape

from wsss_bot.domain import Paper


def feed(
    asked: Mapping[str, str], entries: list[str], *, total: int, start: int, most: int
) -> bytes:
    words, ids = asked.get("search_query", ""), asked.get("id_list", "")
    title = f"arXiv Query: search_query={words}&id_list={ids}&start={start}&max_results={most}"
    return (
        "<?xml version='1.0' encoding='UTF-8'?>\n"
        '<feed xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/"'
        ' xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns="http://www.w3.org/2005/Atom">\n'
        "  <id>https://arxiv.org/api/stand-in</id>\n"
        f"  <title>{escape(title)}</title>\n"
        "  <updated>2026-04-12T22:09:27Z</updated>\n"
        f"  <opensearch:itemsPerPage>{most}</opensearch:itemsPerPage>\n"
        f"  <opensearch:totalResults>{total}</opensearch:totalResults>\n"
        f"  <opensearch:startIndex>{start}</opensearch:startIndex>\n"
        f"{''.join(entries)}</feed>\n"
    ).encode()


def author_feed(ids: Iterable[str]) -> bytes:
    """Return the feed of a person's papers, as https://arxiv.org/a/ORCID.atom2 shows it."""
    entries = "".join(
        f"<entry><id>http://arxiv.org/abs/{one}v1</id><title>A paper</title>"
        "<summary>It is better than others (arXiv:2109.00012).</summary></entry>"
        for one in ids
    )
    head = '<feed xmlns="http://www.w3.org/2005/Atom"><title>Somebody on arXiv</title>'
    return f"<?xml version='1.0' encoding='utf-8'?>\n{head}{entries}</feed>\n".encode()


@lru_cache(maxsize=20_000)
def entry(paper: Paper) -> str:
    link = f"arxiv.org/abs/{paper.arxiv_id}v{paper.version}"
    optional = "".join(
        f"    <arxiv:{name}>{escape(value)}</arxiv:{name}>\n"
        for name in ("comment", "journal_ref", "doi")
        if (value := getattr(paper, name))
    )
    return (
        "  <entry>\n"
        f"    <id>http://{link}</id>\n"
        f"    <title>{escape(paper.title)}</title>\n"
        f"    <updated>{_zulu(paper.updated_at or paper.submitted_at)}</updated>\n"
        f'    <link href="https://{link}" rel="alternate" type="text/html"/>\n'
        f"    <summary>{escape(paper.abstract)}</summary>\n"
        + "".join(
            f'    <category term="{name}" scheme="http://arxiv.org/schemas/atom"/>\n'
            for name in paper.categories
        )
        + f"    <published>{_zulu(paper.submitted_at)}</published>\n"
        + optional
        + f'    <arxiv:primary_category term="{paper.primary_category}"/>\n'
        + "".join(f"    <author><name>{escape(a)}</name></author>\n" for a in paper.authors)
        + "  </entry>\n"
    )


def _zulu(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def error_feed(why: str) -> bytes:
    address = f"https://arxiv.org/api/errors#{why.replace(' ', '_')}"
    return (
        "<?xml version='1.0' encoding='UTF-8'?>\n"
        '<feed xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/"'
        ' xmlns="http://www.w3.org/2005/Atom">\n'
        "  <id>https://arxiv.org/</id>\n  <title>arXiv Search Results</title>\n"
        "  <opensearch:itemsPerPage>1</opensearch:itemsPerPage>\n"
        "  <opensearch:totalResults>1</opensearch:totalResults>\n"
        "  <opensearch:startIndex>0</opensearch:startIndex>\n"
        f"  <entry>\n    <id>{escape(address)}</id>\n    <title>Error</title>\n"
        "    <updated>2026-04-12T22:59:06Z</updated>\n"
        f"    <summary>{escape(why)}</summary>\n"
        "    <author><name>arXiv api core</name></author>\n  </entry>\n</feed>\n"
    ).encode()


def channel(category: str, items: list[str], *, built: datetime, midnight: datetime) -> bytes:
    return (
        "<?xml version='1.0' encoding='UTF-8'?>\n"
        '<rss xmlns:arxiv="http://arxiv.org/schemas/atom"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/"'
        ' xmlns:atom="http://www.w3.org/2005/Atom" version="2.0">\n  <channel>\n'
        f"    <title>{category} updates on arXiv.org</title>\n"
        f"    <link>http://rss.arxiv.org/rss/{category}</link>\n"
        f"    <description>{category} updates on the arXiv.org e-print archive.</description>\n"
        "    <language>en-us</language>\n"
        f"    <lastBuildDate>{built:%a, %d %b %Y %H:%M:%S %z}</lastBuildDate>\n"
        f"    <pubDate>{midnight:%a, %d %b %Y %H:%M:%S %z}</pubDate>\n"
        "    <skipDays>\n      <day>Sunday</day>\n      <day>Saturday</day>\n    </skipDays>\n"
        f"{''.join(items)}  </channel>\n</rss>\n"
    ).encode()


def item(kind: str, paper: Paper, midnight: datetime) -> str:
    full = f"{paper.arxiv_id}v{paper.version}"
    optional = ""
    if paper.doi:
        optional += f"      <arxiv:DOI>{escape(paper.doi)}</arxiv:DOI>\n"
    if paper.journal_ref:
        journal = escape(paper.journal_ref)
        optional += f"      <arxiv:journal_reference>{journal}</arxiv:journal_reference>\n"
    return (
        f"    <item>\n      <title>{escape(paper.title)}</title>\n"
        f"      <link>https://arxiv.org/abs/{paper.arxiv_id}</link>\n"
        f"      <description>arXiv:{full} Announce Type: {kind} \n"
        f"Abstract: {escape(paper.abstract)}</description>\n"
        f'      <guid isPermaLink="false">oai:arXiv.org:{full}</guid>\n'
        + "".join(f"      <category>{name}</category>\n" for name in paper.categories)
        + f"      <pubDate>{midnight:%a, %d %b %Y %H:%M:%S %z}</pubDate>\n"
        f"      <arxiv:announce_type>{kind}</arxiv:announce_type>\n{optional}"
        f"      <dc:creator>{escape(', '.join(paper.authors))}</dc:creator>\n    </item>\n"
    )


def rss_error(category: str) -> bytes:
    return (
        "<?xml version='1.0' encoding='UTF-8'?>\n<rss version=\"2.0\">\n  <channel>\n"
        "    <title>Feed error</title>\n    <link>http://rss.arxiv.org/</link>\n"
        f"    <description>Invalid archive '{escape(category)}'</description>\n"
        "  </channel>\n</rss>\n"
    ).encode()
