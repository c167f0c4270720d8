"""What to ask arXiv for, which papers of an answer are new, and whether the answer is whole.

arXiv gives an id, and shows a paper, when it is announced; the submission date is older, by a day
or by weeks if a moderator held the paper. So every poll reads an overlapping window of submission
dates, and a stretch of them counts as covered only when it was read whole `overlap` later.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from wsss_bot.domain import ArxivId, Paper
from wsss_bot.sources.source import Window

SLICE = timedelta(days=15)
"""The longest window that is asked for at once: about 1,700 papers of cs.CV."""

LOOKAHEAD = timedelta(days=1)
"""Windows end in the future: the clocks of arXiv and ours differ."""

DEEP = timedelta(days=45)
"""How long papers may be held and are still found by the query API after a day without RSS.

RSS shows a paper when it is announced, however long it was held; but only on that day.
"""

NEVER_EMPTY = timedelta(days=7)
"""No category that is worth a bot has a week without a paper; an empty answer is a fault."""

GIVE_UP = timedelta(days=45)
"""How long to ask for a paper that arXiv has named but does not show."""

DISAGREE_DAYS = 3
"""How many days of announcements the sources may differ before the operator hears of it."""

NewsByDay = Mapping[date, tuple[int, int]]
"""How many papers the query API, and RSS, showed for the first time on a working day."""

SATURDAY = 5

_NEW_YORK = ZoneInfo("America/New_York")


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What to read in one poll, slice by slice, in this order."""

    news: tuple[Window, ...]
    """From where nothing is certain yet until now, oldest first."""
    old: tuple[Window, ...] = ()
    """What a backfill still lacks, newest first, so that it is covered without a gap."""


# --- what to ask for ------------------------------------------------------------------------


def days(since: date, until: date) -> Window:
    """Return the window of these days, both included."""
    return Window(since=_midnight(since), until=_midnight(until + timedelta(days=1)))


def plan(
    covered: Window | None,
    *,
    first: datetime,
    now: datetime,
    overlap: timedelta,
    missed_rss: bool = False,
) -> Plan:
    """Return what to read so that nothing submitted since `first` is missing.

    `covered` is what earlier polls made sure of. News begin where it ends, however long ago that
    is; after a missed RSS feed they begin earlier.
    """
    known = _settled(covered, now=now, overlap=overlap)
    news_since = known.until
    if missed_rss:
        news_since = max(known.since, known.until - max(DEEP - overlap, timedelta()))
    news = Window(since=min(news_since, now - NEVER_EMPTY), until=now + LOOKAHEAD)
    if first >= known.since:
        return Plan(news=slices(news))
    old = Window(since=min(first, known.since - NEVER_EMPTY), until=known.since)
    return Plan(news=slices(news), old=slices(old)[::-1])


def cover(
    covered: Window | None, part: Window, *, now: datetime, overlap: timedelta
) -> Window | None:
    """Return what is covered once `part` was read whole at `now`; unchanged if there is a gap."""
    known = _settled(covered, now=now, overlap=overlap)
    if part.until < known.since or part.since > known.until:
        return covered
    return Window(
        since=min(known.since, part.since),
        until=max(known.until, min(part.until, now - overlap)),
    )


def _settled(covered: Window | None, *, now: datetime, overlap: timedelta) -> Window:
    recent = now - overlap
    if covered is None:
        return Window(since=recent, until=recent)
    # Later than `recent` it can only be if the clock was set back, or the overlap made longer.
    return Window(since=min(covered.since, recent), until=min(covered.until, recent))


def slices(whole: Window) -> tuple[Window, ...]:
    """Cut a window into equal parts of at most `SLICE`, oldest first, without a gap.

    Equal, so that none is too short to tell a quiet time from an empty answer.
    """
    number = -((whole.since - whole.until) // SLICE)
    cuts = [whole.since + (whole.until - whole.since) / number * n for n in range(number)]
    return tuple(
        Window(since=since, until=until) for since, until in pairwise([*cuts, whole.until])
    )


def query(category: str, part: Window) -> str:
    """Return the question for the query API: all papers of `category` submitted in `part`.

    `submittedDate` in GMT, to the minute and with both ends included, is the only date filter that
    the API documents (https://info.arxiv.org/help/api/user-manual.html).
    """
    return f"cat:{category} AND submittedDate:[{part.since:%Y%m%d%H%M} TO {part.until:%Y%m%d%H%M}]"


def missed_announcement(last_read_at: datetime | None, *, now: datetime) -> bool:
    """Whether a day of announcements (Monday to Friday) lies between the last RSS and today."""
    return last_read_at is None or _announcements(last_read_at, now - timedelta(days=1)) > 0


# --- what the answers amount to -------------------------------------------------------------


def sift(
    fetched: Iterable[Paper], known: Mapping[ArxivId, Paper]
) -> tuple[list[Paper], list[Paper]]:
    """Return the papers never seen before, and the known ones of which something changed.

    A new version is no news: maintainers list papers, not versions. An older version than the
    known one is neither; arXiv's caches show them now and then.
    """
    newest: dict[ArxivId, Paper] = {}
    for paper in fetched:
        other = newest.get(paper.arxiv_id)
        if other is None or other.version <= paper.version:
            newest[paper.arxiv_id] = paper
    news = [paper for paper in newest.values() if paper.arxiv_id not in known]
    changed = [
        paper
        for arxiv_id, paper in newest.items()
        if arxiv_id in known
        and paper != known[arxiv_id]
        and paper.version >= known[arxiv_id].version
    ]
    return news, changed


def fault_in(
    part: Window, *, found: Collection[ArxivId], known: Collection[ArxivId], now: datetime
) -> str:
    """Say why arXiv's answer for `part` cannot be right; '' if it can.

    `known` are the papers of the category and window that earlier polls found. A few may leave it
    (moderators move papers between categories), many do not.
    """
    if not found and known:
        return f"arXiv shows none of {len(known)} papers that it showed before"
    if not found and min(part.until, now) - part.since >= NEVER_EMPTY:
        return "arXiv shows no paper at all (if it never does, is the category spelled right?)"
    gone = len(set(known) - set(found))
    if gone > max(3, len(known) // 20):
        return f"arXiv no longer shows {gone} of {len(known)} papers that it showed before"
    return ""


def count_news(
    by_day: NewsByDay, *, query: int, rss: int, now: datetime
) -> dict[date, tuple[int, int]]:
    """Return `by_day` with what the query API and RSS have just shown; the last few days only."""
    today = now.astimezone(_NEW_YORK).date()
    if today.weekday() >= SATURDAY:
        return dict(by_day)
    before = by_day.get(today, (0, 0))
    counted = {**by_day, today: (before[0] + query, before[1] + rss)}
    return {day: counted[day] for day in sorted(counted)[-DISAGREE_DAYS:]}


def disagreement(by_day: NewsByDay, *, awaited: Mapping[ArxivId, datetime], now: datetime) -> str:
    """Say in what the query API and RSS have differed for three days; '' if they agree."""
    said = []
    if len(by_day) >= DISAGREE_DAYS:
        span = f"from {min(by_day)} to {max(by_day)}"
        if all(query and not rss for query, rss in by_day.values()):
            said.append(f"RSS has shown nothing new {span}, but the query API has")
        if all(rss and not query for query, rss in by_day.values()):
            said.append(f"the query API has shown nothing new {span}, but RSS has")
    overdue = [i for i, since in awaited.items() if _announcements(since, now) >= DISAGREE_DAYS]
    if overdue:
        said.append(
            f"the query API still does not show {', '.join(overdue)}, which arXiv has named"
        )
    return "; ".join(said)


def name(ids: Sequence[ArxivId]) -> str:
    """Name the first few of these papers, and how many there are beside them."""
    few = ", ".join(ids[:3])
    return few if len(ids) <= 3 else f"{few} and {len(ids) - 3} more"


def first_and_last_day(parts: Sequence[Window], *, now: datetime) -> tuple[date, date]:
    """Return the days that `parts` span, without those that are still to come."""
    last = max(part.until for part in parts) - timedelta(seconds=1)
    return min(part.since for part in parts).date(), min(last, now).date()


def stretches(parts: Iterable[Window]) -> list[list[Window]]:
    """Return `parts` in order of time, those together that follow one another without a gap."""
    found: list[list[Window]] = []
    for part in sorted(parts, key=lambda part: part.since):
        if found and part.since <= found[-1][-1].until:
            found[-1].append(part)
        else:
            found.append([part])
    return found


def in_words(category: str, parts: Sequence[Window], *, now: datetime) -> str:
    """Name the days of a category that `parts` span, for a message."""
    first_on, last_on = first_and_last_day(parts, now=now)
    return f"{category} from {first_on} to {last_on}"


def _announcements(after: datetime, until: datetime) -> int:
    """Count the Mondays to Fridays after the day of `after`, up to the day of `until`.

    arXiv's days begin at midnight in New York, when the RSS of the day is made.
    """
    first, last = (moment.astimezone(_NEW_YORK).date() for moment in (after, until))
    return sum(
        (first + timedelta(days=n)).weekday() < SATURDAY for n in range(1, (last - first).days + 1)
    )


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=UTC)
