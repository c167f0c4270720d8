"""Authors, written as the entries of a data file write them."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence

from wsss_bot.awesome_list.data.meanings import listed_in
from wsss_bot.awesome_list.data.records import Value
from wsss_bot.text.latex import to_unicode

_MOSTLY = 0.7
_DIVIDERS = (" and ", "; ", ", ")


def authors_like(authors: Sequence[str], said: Sequence[Value]) -> Value:
    """Return the authors in the form of those that entries `said`; None where none are known."""
    if not authors:
        return None
    like = said[0] if said else ""
    if isinstance(like, list):
        inner = next((one for value in said if isinstance(value, list) for one in value), "")
        if isinstance(inner, Mapping):
            key = "name" if "name" in inner or not inner else next(iter(inner))
            return [{key: to_unicode(name)} for name in authors]
        if isinstance(inner, list):
            return [
                [to_unicode(name)[: -len(surname(name))].strip(), surname(name)] for name in authors
            ]
        backwards = _are_backwards([one for v in said if isinstance(v, list) for one in v])
        return [_turned(name, backwards=backwards) for name in authors]
    texts = [str(value) for value in said]
    if all(listed_in(text) is not None for text in texts):
        return json.dumps([to_unicode(name) for name in authors], ensure_ascii=False)
    alone = sum(_divider(text) not in text for text in texts)
    if alone > _MOSTLY * len(texts):
        return None  # one name of several: which, only people know
    divider = Counter(_divider(text) for text in texts).most_common(1)[0][0] if texts else ", "
    names = [name for text in texts for name in text.split(divider)]
    backwards = divider != ", " and _are_backwards(names)
    return divider.join(_turned(name, backwards=backwards) for name in authors)


def _divider(text: str) -> str:
    return next((one for one in _DIVIDERS if one in text), ", ")


def _are_backwards(names: Sequence[Value]) -> bool:
    """Say whether names are written with the surname first: 'Araz, Jack Y.'."""
    texts = [name for name in names if isinstance(name, str)]
    return 2 * sum(", " in name for name in texts) > len(texts)


def _turned(name: str, *, backwards: bool) -> str:
    shown = to_unicode(name)
    if not backwards or " " not in shown:
        return shown
    last = surname(shown)
    return f"{last}, {shown[: -len(last)].strip()}"


def surname(name: str) -> str:
    """Return the surname of an author, with the small words before it: 'van Gool'."""
    shown = to_unicode(name).replace("{", "").replace("}", "")
    if ", " in shown:
        return shown.partition(", ")[0].strip()
    words = shown.split()
    at = len(words) - 1
    while at > 1 and words[at - 1].islower():
        at -= 1
    return " ".join(words[at:])
