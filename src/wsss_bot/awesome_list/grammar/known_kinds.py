"""Which kinds of fact are known of a paper."""

from wsss_bot.awesome_list.understand.addresses import link_kind, repository_of
from wsss_bot.domain import Facts


def living_kinds(facts: Facts) -> frozenset[str]:
    """Return the kinds of fact that are known of a paper."""
    found = {"title", "rest", "id", "page", "date", "year", "papers label", "marker", "blank"}
    if facts.method:
        found.add("method")
    if facts.authors:
        found.add("authors")
    found.add("venue" if facts.venue else "preprint")
    if any(link_kind(code.url, "") == "code" for code in facts.code):
        found |= {"code", "label", "repository name"}
        if repository_of(facts.code[0].url):
            found.add("repo")
    if facts.project or (facts.code and "code" not in found):
        found |= {"project", "project label"}
    return frozenset(found)
