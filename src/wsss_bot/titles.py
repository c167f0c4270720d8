"""Are these two titles the same paper?"""

import re
import unicodedata

from wsss_bot.latex import to_unicode

_KEPT = re.compile(r"[^\w+]|_")


def title_key(title: str) -> str:
    """Return `title` without case, accents, LaTeX, dashes, spaces and punctuation.

    A plus sign stays, because 'MCTformer' and 'MCTformer+' are two papers. Equal keys mean the
    same paper; an empty key means nothing.
    """
    spelt = to_unicode(title).casefold().replace("&", "and")
    if spelt.isascii():
        return _KEPT.sub("", spelt)
    spelt = unicodedata.normalize("NFKD", spelt)
    return _KEPT.sub("", "".join(c for c in spelt if not unicodedata.combining(c)))


def same_title(a: str, b: str) -> bool:
    """Say whether two titles are the same paper."""
    return title_key(a) == title_key(b) != ""
