"""What columns of a list are for: the one table of roles.

A new role is a line here and in `domain.Role`, a way to read it in `understand/anatomy.py`, and a
way to write it in `write/writing.py`.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from wsss_bot.domain import Entry, Role

Meaning = Literal[
    "date",
    "method",
    "title",
    "authors",
    "venue",
    "paper url",
    "paper id",
    "code url",
    "code label",
    "badge",
]
"""What a stretch of text can say of a paper."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleRule:
    """How one role is recognised, shown and learnt from."""

    headers: re.Pattern[str]
    """What a header of such a column holds, in lower case."""
    meaning: Meaning
    """What carries its fact in a cell."""
    said: Callable[[Entry], str | None]
    """What an entry says in it."""
    shown: str
    """What it is called in a pull request."""
    editable: bool = True
    """Whether another text in a merged row means that people corrected it."""
    checked: bool = False
    """Whether a blank in a new row is worth a look; the rest comes straight from arXiv."""
    completed: bool = False
    """Whether it is filled in old rows where it is blank."""


ROLES: Mapping[Role, RoleRule] = {
    "date": RoleRule(
        headers=re.compile(
            r"date|when|time|year|month|day|submitted|日期|时间|年份|年|月|发布|fecha|datum|jahr|año|ano"
            r"|дата|год|날짜|연도"
        ),
        meaning="date",
        said=lambda entry: entry.date,
        shown="date",
    ),
    "method": RoleRule(
        headers=re.compile(
            r"method|model|what|name|abbrev|abbr|acronym|algorithm|approach|alias|nickname|short"
            r"|方法|模型|简称|名称|缩写|算法|手法|méthode|modelo|método|метод|방법|모델"
        ),
        meaning="method",
        said=lambda entry: entry.method,
        shown="name",
        checked=True,
    ),
    "title": RoleRule(
        headers=re.compile(
            r"title|paper|article|work|标题|题目|论文|題名|タイトル|título|titel|titre"
            r"|название|статья|제목|논문"
        ),
        meaning="title",
        said=lambda entry: entry.title,
        shown="title",
    ),
    "authors": RoleRule(
        headers=re.compile(r"(?:\A|by |all |first )authors?\Z|作者|autore[ns]|auteurs|авторы|저자"),
        meaning="authors",
        said=lambda entry: entry.authors,
        shown="authors",
        completed=True,
    ),
    "venue": RoleRule(
        headers=re.compile(
            r"where|venue|publi|pub|conf|journal|source|proceedings|accepted|reference|会议|期刊|发表"
            r"|出处|来源|会議|revista|конференция|학회"
        ),
        meaning="venue",
        said=lambda entry: entry.venue,
        shown="venue",
        checked=True,
        completed=True,
    ),
    "paper": RoleRule(
        headers=re.compile(
            r"arxiv|pdf|link|url|paper|preprint|materials|resource|doi|链接|地址|原文|リンク|enlace"
            r"|ссылка"
        ),
        meaning="paper url",
        said=lambda entry: entry.arxiv_id,
        shown="arXiv",
        editable=False,
        completed=True,
    ),
    "code": RoleRule(
        headers=re.compile(
            r"code|github|repo|implementation|source code|代码|源码|开源|コード|código|код|코드"
        ),
        meaning="code url",
        said=lambda entry: " ".join(entry.code),
        shown="code",
        checked=True,
        completed=True,
    ),
}
"""Every role but 'other', of which the bot has nothing to say."""

OTHER_HEADER = re.compile(
    r"affiliation|institut\w*|organi[sz]ation|team|data ?-?sets?|keywords?|notes?"
    r"|comments?|remarks?|descriptions?|summary|tl;? ?dr|stars?|demo|website|homepage"
    r"|project( page)?|tasks?|types?|modalit\w+|labels?|annotations?|presentation|images?"
    r"|figure|backbone|topic|tags?|ids?|no\.?|#|单位|机构|数据集|备注|关键词|说明|任务|简介"
)
"""Headers of columns that the bot has nothing to say about."""
