"""Which addresses of a row lead where, and which texts are only labels of links."""

import re
from collections.abc import Sequence

from wsss_bot.awesome_list.grammar.marks import Marks, letters_of
from wsss_bot.awesome_list.grammar.slots import Slot
from wsss_bot.awesome_list.understand.addresses import link_kind, repository_of
from wsss_bot.awesome_list.understand.anatomy import is_long

_URL = re.compile(r"https?://[^\s<>|\[\]\"'`*()]*(?:\([^\s<>|()\[\]]*\)[^\s<>|()\[\]\"'`*]*)*")
_LINK = re.compile(
    r"(?<!!)\[(?P<text>(?:[^\[\]\n]|\[[^\[\]\n]*\]){1,120}+)\]\(\s*(?P<url>[^\s()<>]*)"
    r"|<a\b[^<>]{0,60}?href\s*=\s*[\"'](?P<href>[^\"'<>]*)[\"'][^<>]*>(?P<shown>[^<>\n]{1,80})</a"
    r"|\[(?P<before>[^\[\]\n]{1,40}):?\](?=\s*<?https?://)",
    re.IGNORECASE,
)
_LABEL = re.compile(r"[\W_]*?(?P<label>:?[^\W\d_][^\d()|`*\n\[\]]{0,30}?)[\W_]*\Z")
_STARS = re.compile(
    r"(?:stars|forks|last-commit|watchers)/([\w.-]+/[\w-]+(?:\.(?!svg|git\b)[\w-]+)*)"
)
_PROJECT = re.compile(r"project|page|web|home|site|主页", re.IGNORECASE)
_NUMBERED = re.compile(r"(?:arxiv preprint )?arxiv\s?[: ]\s?\Z", re.IGNORECASE)
_CATEGORY = re.compile(r"\s?\[[a-z]{2,8}(?:[.-][a-zA-Z-]{2,8})?\]")
YEAR_BEHIND = re.compile(
    r"(?P<sep>[*_`\"]{0,3}[,.]?\s{0,2}['’]?)(?P<year>(?:19|20)\d\d)\b(?![./-]\d)"
    r"|(?P<before>\s?\()(?P<inside>(?:19|20)\d\d)\)"
)


class Links(Marks):
    """Finds ids, addresses and labels."""

    def find_ids(self) -> None:
        """Find the arXiv id, in addresses and in words."""
        if self.known.arxiv_id:
            pattern = rf"(?<![\d.]){re.escape(self.known.arxiv_id)}(?:v\d{{1,2}})?(?!\d)"
            for found in re.finditer(pattern, self.raw):
                if not self._as_numbered_preprint(found.start(), found.end()):
                    self.take(found.start(), found.end(), Slot("id"))

    def _as_numbered_preprint(self, start: int, end: int) -> bool:
        """Take 'arXiv:2401.00001 [cs.CV], 2024' as what stands for the venue."""
        lead = _NUMBERED.search(self.raw, max(0, start - 30), start)
        if not lead:
            return False
        category = _CATEGORY.match(self.raw, end)
        end = category.end() if category else end
        form = lead[0] + "{id}"
        behind = YEAR_BEHIND.match(self.raw, end)
        if behind and behind["year"] and not re.search(r"[*_`\"]", behind["sep"]):
            form += behind["sep"] + "{Y}"
            end = behind.end()
        return self.take(lead.start(), end, Slot("preprint", form))

    def find_addresses(self) -> None:
        """Find the addresses of code, project and publication, and repositories in badges."""
        repositories = self.repositories
        texts = self._texts_of_links()
        ids = [(start, end) for start, end, _ in self.found]
        has_id = False
        spans = [
            (m.start(), m.start() + len(m[0].rstrip(".,;:!?"))) for m in _URL.finditer(self.raw)
        ]
        for start, end in spans:
            url = self.raw[start:end]
            if any(start <= a and b <= end for a, b in ids):
                has_id = has_id or "img.shields" not in url
            else:
                self._classify(start, end, url, texts.get(start, ""), repositories)
        for start, end in spans:
            for name in repositories:
                at = self.raw.find(name, start, end)
                if at >= 0 and not any(a <= at < b for a, b, _ in self.found):
                    self.take(at, at + len(name), Slot("repo"))
        if has_id:
            self.result.labels = []
        for start, end in spans:
            self.close(start, end)

    def _texts_of_links(self) -> dict[int, str]:
        texts = {}
        for found in _LINK.finditer(self.raw):
            name = "url" if found["url"] is not None else "href"
            if found[name]:
                texts[found.start(name)] = found["text"] or found["shown"] or ""
        return texts

    def _classify(self, start: int, end: int, url: str, text: str, repositories: set[str]) -> None:
        badge = _STARS.search(url) if "shields.io" in url or "badge" in url else None
        if badge:
            repositories.add(badge[1])
            return
        if "shields.io" in url:
            return
        kind = link_kind(url, text)
        repository = repository_of(url)
        if repository and f"stars/{repository}" in text:
            kind = "code"
        if kind == "code":
            if repository:
                repositories.add(repository)
            self.take(start, end, Slot("code"))
        elif kind == "paper":
            self.take(start, end, Slot("page"))
        elif _PROJECT.search(text) or url.split("/")[2].endswith("github.io"):
            self.take(start, end, Slot("project"))

    def find_labels(self) -> None:
        """Give the text of a link to code or to the paper its sign, where it is only a label."""
        open_text = self.text
        starts = {start: slot for start, _, slot in self.found}
        ids = [start for start, _, slot in self.found if slot.kind == "id"]
        for link in _LINK.finditer(self.raw):
            group = "text" if link["text"] else "shown" if link["shown"] else "before"
            if link[group] is None:
                continue
            a, b = link.span(group)
            shown = open_text[a:b]
            found = _LABEL.fullmatch(shown)
            if not found or "\0" in shown or "<" in shown or is_long(found["label"]):
                continue
            name = "url" if link["url"] is not None else "href"
            at, stop = link.span(name) if link[name] is not None else (b, b + 120)
            kind = self._kind_of(at, stop, starts, ids)
            if kind:
                at, stop = a + found.start("label"), a + found.end("label")
                text = self.raw[at:stop]
                self.result.labels.append((kind, text))
                if self.habits.labels is None or (kind, text) in self.habits.labels:
                    self.take(at, stop, Slot(kind))
                elif kind == "papers label" and self.habits.name_links:
                    self.take(at, stop, Slot("method"))
                elif kind == "label" and self._is_repository(text):
                    self.take(at, stop, Slot("repository name"))

    def _is_repository(self, text: str) -> bool:
        key = letters_of(text)
        return any(letters_of(name.partition("/")[2]) == key for name in self.repositories)

    def _kind_of(self, at: int, stop: int, starts: dict[int, Slot], ids: Sequence[int]) -> str:
        if any(at <= one < stop for one in ids):
            return "papers label"
        slot = next((slot for start, slot in starts.items() if at <= start < stop), None)
        if slot is None:
            return ""
        return {"code": "label", "page": "papers label", "project": "project label"}.get(
            slot.kind, ""
        )
