"""Thirteen weeks of a list with the bot, answered by a simulated maintainer.

Each week the product's own training learns from the list, the stream so far and the answers so
far; what it would propose is answered at once. The maintainer accepts what people listed (or
graded 2), a share `p` of the unlisted papers whose title matches an expression of the topic, and
refuses the rest: row by row, or by closing a request of which less than half is good.

`python -m bench weeks` replays the lists of `more-lists` and the graded one. Others:
`python -m bench.weeks [--lists FOLDER] [--stream FILE] [--only NAMES] [--half H] [--cases KEYS]`,
and with `--write` each table goes between the marks of its case and half in docs/weeks.md.
A folder is as `more-lists`: INDEX.tsv with `name`, `topic`, `test_from`, and NAME.ids.tsv; a
column `expression` in INDEX.tsv says which titles are on topic.
"""

import argparse
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zlib import crc32

import numpy as np

from bench.measuring import page
from bench.measuring.where import DATA, HAS_DATA, NO_DATA
from bench.ranking import table
from wsss_bot.awesome_list import read_list
from wsss_bot.domain import Entry, Example, Outcome, Paper
from wsss_bot.evaluate import (
    Answers,
    Budget,
    Earlier,
    average_precision,
    papers_per_week,
    parse_grades,
    within_reach,
)
from wsss_bot.list_file import read_list_file
from wsss_bot.papers_file.records import read_papers
from wsss_bot.ranking.first_run import first_look
from wsss_bot.ranking.near_misses import BETTER, Shown, is_new_to_people
from wsss_bot.ranking.ranking import Ranking, ranking_with
from wsss_bot.score import NEWEST, Classifier, ReadWords, train, training_set
from wsss_bot.text.checksum import checksum
from wsss_bot.text.titles import title_key

WEEKS = 13
WINDOW = timedelta(days=120)
NOT_YET_BACKGROUND = timedelta(days=14)
MAX_ROWS = 10
NEAR_MISSES = 5
CLOSED = 10
READ = ReadWords()
"""The words of the stream, which all lists learn from."""
COMPLETE_FROM = datetime(2025, 4, 1, tzinfo=UTC)

EXPRESSIONS = {
    "3d-scene-graphs": r"scene[- ]graphs?",
    "deepfake-detection": r"deep-?fakes?|forger|"
    r"(fake|synthetic|generated)\w*[- ](\w+[- ])?(image|video|face|content)?s?[- ]?(detect|locali)",
    "embodied-vla-vln": r"vision[- ]language[- ](action|navigation)|\bvla\b|\bvln\b|embodied",
    "industrial-anomaly-detection": r"anomal(y|ies)|defect",
    "multimodal-adaptation": r"test[- ]time (adapt|training|prompt)|domain (adapt|generali)",
    "multimodal-tracking": r"\brgb-?(t|d|e|x|event)?\b.*track|object tracking|\btrackers?\b"
    r"|(multi-?modal|event|thermal)\b.*track",
    "rl-reasoning-mllm": r"reinforc|\brl\b|grpo|-?r1\b|reward|\breason\w*.*(visi|visual|multi-?mod"
    r"|mllm|vlm)|(vision|visual|multi-?modal|mllm|vlm).*\breason",
    "video-diffusion-showlab": r"video\b.*(diffusion|generat)|(diffusion|generat)\w*\b.*video",
    "feed-forward-3d": r"feed-?forward|\bvggt\b|dust3r|(sparse|few|un-?posed|pose-free)[- ]"
    r".*(reconstruct|splat|3d)",
    "ocr-foundation": r"\bocr\b|document (pars|understand|layout|image)|text (spot|recogn)"
    r"|table (recogn|struct)",
    "video-reward-models": r"reward|preference|(video|generat).*(evaluat|quality assess|alignment)"
    r"|\b(dpo|grpo)\b.*(video|generat)",
    "vla-survey": r"vision[- ]language[- ]action|\bvlas?\b|robot\w* (manipulat|polic|learn)",
    "seed": r"(weak|image|scribble|point|box)\w*[- ](level |label )?(supervis|annotat|label)"
    r".*segment|segment.*(weak|image|scribble|point|box)\w*[- ](level )?(supervis|annotat|label)"
    r"|\bwsss\b|class activation map",
}


@dataclass(frozen=True, kw_only=True)
class Topic:
    """A list at the beginning, and what belongs on it."""

    name: str
    entries: tuple[Entry, ...]
    texts: tuple[Paper, ...]
    """Of the entries."""
    wanted: frozenset[str]
    """What people listed later."""
    neither: frozenset[str]
    """Borderline papers: they are in no figure, and never come."""
    expression: re.Pattern[str]
    start: datetime


@dataclass(frozen=True, kw_only=True)
class Case:
    """How the bot is set, and how the maintainer answers."""

    key: str
    name: str
    share: float = 0.5
    noise_per_week: float = 1.0
    rows_per_week: float = 0.0
    closes: bool = False


CASES = (
    Case(key="half", name="p = 0.5"),
    Case(key="none", name="p = 0", share=0.0),
    Case(key="closing", name="closing, p = 0.5", closes=True),
    Case(key="noise-2", name="noise 2, p = 0.5", noise_per_week=2.0),
    Case(key="rows-4", name="4 rows a week, p = 0.5", rows_per_week=4.0),
)


@dataclass(frozen=True, kw_only=True)
class Week:
    """What one run did, and how it was answered."""

    threshold: float
    reaching: int
    accepted: int
    refused: int
    found: int
    """How many of those that reach the threshold people listed."""
    promoted: int
    """Rows that had been shown as near misses, with a score no better than then."""

    @property
    def rows(self) -> int:
        return self.accepted + self.refused


@dataclass(kw_only=True)
class Played:
    """The weeks of one list under one case."""

    topic: Topic
    weeks: list[Week] = field(default_factory=list)
    found: int = 0

    @property
    def late(self) -> list[Week]:
        """The second half of the weeks."""
        return self.weeks[WEEKS // 2 :]

    @property
    def rows(self) -> float:
        return float(np.mean([week.rows for week in self.late]))

    @property
    def refused(self) -> float:
        return float(np.mean([week.refused for week in self.late]))

    @property
    def accepted(self) -> float:
        """The share of the rows; nan where there are none."""
        rows = sum(week.rows for week in self.late)
        return sum(week.accepted for week in self.late) / rows if rows else float("nan")

    @property
    def recall(self) -> float:
        return self.found / len(self.topic.wanted)

    @property
    def promoted(self) -> int:
        return sum(week.promoted for week in self.weeks)

    @property
    def change(self) -> float:
        """The largest weekly change of the threshold, in the second half."""
        thresholds = [week.threshold for week in self.weeks[WEEKS // 2 - 1 :]]
        return float(np.abs(np.diff(thresholds)).max())


# --- the bot --------------------------------------------------------------------------------


class Bot:
    """The list as it grows, and what was decided so far."""

    def __init__(self, topic: Topic, stream: Sequence[Paper], case: Case) -> None:
        self.topic, self.stream, self.case = topic, stream, case
        self.added: list[Paper] = []
        self.decided: dict[str, Outcome] = {}
        self.scores: dict[str, float] = {}
        """Of what was proposed, as it was then."""
        self.shown: dict[str, Shown] = {}
        self.earlier: Earlier | None = None
        self.since = first_look(
            max((paper.submitted_at for paper in topic.texts), default=None),
            oldest=topic.start - WINDOW,
        )
        self.window = WINDOW
        self.by_id: dict[str, Paper] = {paper.arxiv_id: paper for paper in stream}

    def run(self, now: datetime) -> Week:
        """Do what a weekly run does, and answer it."""
        stream = self.between(now - self.window, now)
        ranking = self.ranked(now, stream)
        open_ones = [
            paper
            for paper in stream
            if paper.arxiv_id not in self.decided and paper.submitted_at >= self.since
        ]
        scores = ranking.classifier.score(open_ones)
        best = [(open_ones[at], float(scores[at])) for at in np.argsort(-scores, kind="stable")]
        best = [
            (paper, score)
            for paper, score in best
            if is_new_to_people(paper, score, self.shown.get(paper.arxiv_id))
        ]
        threshold = ranking.point.threshold
        reaching = [(paper, score) for paper, score in best if score >= threshold]
        rows, misses = reaching[:MAX_ROWS], best[len(reaching) :][:NEAR_MISSES]
        promoted = sum(
            score < self.shown[paper.arxiv_id].score + BETTER
            for paper, score in rows
            if paper.arxiv_id in self.shown
        )
        for paper, score in misses:
            self.shown[paper.arxiv_id] = Shown(score=score, text=checksum(paper))
        self.scores |= {paper.arxiv_id: score for paper, score in rows}
        good = self.answer([paper for paper, _ in rows])
        return Week(
            threshold=threshold,
            reaching=len(reaching),
            found=sum(paper.arxiv_id in self.topic.wanted for paper, _ in reaching),
            accepted=good,
            refused=len(rows) - good,
            promoted=promoted,
        )

    def ranked(self, now: datetime, stream: Sequence[Paper]) -> Ranking:
        classifier = self.learn(now)
        since = classifier.held_out.since or now - self.window
        refused: dict[str, float] = {
            paper.arxiv_id: self.scores[paper.arxiv_id]
            for paper in stream
            if self.decided.get(paper.arxiv_id, Outcome.ACCEPTED) is not Outcome.ACCEPTED
            and paper.submitted_at >= since
        }
        budget = Budget(
            noise_per_week=self.case.noise_per_week, rows_per_week=self.case.rows_per_week
        )
        ranked = ranking_with(
            classifier,
            papers_per_week=papers_per_week(stream),
            budget=budget,
            answers=Answers(refused=refused, accepted=[p.arxiv_id for p in self.added]),
            near=within_reach(self.earlier, budget=budget, now=now),
        )
        self.earlier = Earlier(threshold=ranked.point.threshold, at=now, budget=budget)
        return ranked

    def learn(self, now: datetime) -> Classifier:
        old = self.between(now - self.window, now - NOT_YET_BACKGROUND)[-NEWEST:]
        texts = [*self.topic.texts, *self.added, *old]
        entries = [*self.topic.entries, *entries_of(self.added)]
        return train([*training_set(entries, texts), *self.examples()], read=READ)

    def examples(self) -> list[Example]:
        return [
            refused(self.by_id[i], outcome)
            for i, outcome in self.decided.items()
            if outcome is not Outcome.ACCEPTED
        ]

    def between(self, since: datetime, until: datetime) -> list[Paper]:
        listed = {entry.arxiv_id for entry in self.topic.entries}
        return [
            paper
            for paper in self.stream
            if since <= paper.submitted_at < until
            and paper.arxiv_id not in listed
            and paper.arxiv_id not in self.topic.neither
        ]

    def answer(self, rows: Sequence[Paper]) -> int:
        """Decide on each row; return how many were accepted."""
        good = [paper for paper in rows if self.is_good(paper)]
        if self.case.closes and 2 * len(good) < len(rows):
            self.decided |= {paper.arxiv_id: Outcome.DECLINED for paper in rows}
            return 0
        for paper in rows:
            accepted = self.is_good(paper)
            self.decided[paper.arxiv_id] = Outcome.ACCEPTED if accepted else Outcome.REMOVED
        self.added += good
        return len(good)

    def is_good(self, paper: Paper) -> bool:
        if paper.arxiv_id in self.topic.wanted:
            return True
        lucky = crc32(paper.arxiv_id.encode()) % 1_000 < 1_000 * self.case.share
        return lucky and bool(self.topic.expression.search(paper.title))


def entries_of(papers: Sequence[Paper]) -> list[Entry]:
    return [Entry(line=n, title=p.title, arxiv_id=p.arxiv_id) for n, p in enumerate(papers, 1)]


def refused(paper: Paper, outcome: Outcome) -> Example:
    return Example(
        title=paper.title,
        abstract=paper.abstract,
        authors=paper.authors,
        relevant=False,
        origin="declined" if outcome is Outcome.DECLINED else "removed",
        key=paper.arxiv_id,
        submitted_at=paper.submitted_at,
    )


def play(topic: Topic, stream: Sequence[Paper], case: Case) -> Played:
    """Replay the weeks of one list."""
    bot, played = Bot(topic, stream, case), Played(topic=topic)
    for week in range(WEEKS):
        played.weeks.append(bot.run(topic.start + timedelta(weeks=week)))
    played.found = sum(paper.arxiv_id in topic.wanted for paper in bot.added)
    return played


def lost_by_closing(topic: Topic, stream: Sequence[Paper]) -> float:
    """Return what closing a request of ten good papers does to the AP of the other good ones.

    Nan for a list that has no others.
    """
    end = topic.start + timedelta(weeks=WEEKS)
    bot = Bot(topic, stream, CASES[0])
    rest = bot.between(topic.start, end)
    closed = [p for p in rest if p.arxiv_id in topic.wanted][:CLOSED]
    ids = {paper.arxiv_id for paper in closed}
    rest = [paper for paper in rest if paper.arxiv_id not in ids]
    relevant = [paper.arxiv_id in topic.wanted for paper in rest]
    if len(ids) < CLOSED or not any(relevant):
        return float("nan")
    before = average_precision(relevant, bot.learn(topic.start).score(rest))
    bot.decided = dict.fromkeys(ids, Outcome.DECLINED)
    return average_precision(relevant, bot.learn(topic.start).score(rest)) - before


# --- the lists ------------------------------------------------------------------------------


def topics(folder: Path, stream: Sequence[Paper]) -> Iterator[Topic]:
    """Yield the lists of a folder."""
    for row in table(folder / "INDEX.tsv"):
        parts = {r["arxiv_id"]: r["part"] for r in table(folder / f"{row['name']}.ids.tsv")}
        known = [p for p in stream if parts.get(p.arxiv_id) == "train"]
        expression = row.get("expression") or EXPRESSIONS.get(row["name"]) or of_topic(row["topic"])
        yield Topic(
            name=row["name"],
            entries=tuple(entries_of(known)),
            texts=tuple(known),
            wanted=frozenset(p.arxiv_id for p in stream if parts.get(p.arxiv_id) == "test"),
            neither=frozenset(),
            expression=re.compile(expression, re.IGNORECASE),
            start=first_day(row["test_from"]),
        )


def graded_topic(start: datetime) -> Topic:
    """Return the list that the bot serves, with the papers that were graded for it."""
    listed = read_list(read_list_file(str(DATA / "seed-list.md")))
    ids = {entry.arxiv_id for entry in listed.entries}
    keys = {title_key(entry.title) for entry in listed.entries}
    grades = parse_grades((DATA / "arxiv-2025.grades.tsv").read_text(encoding="utf-8"))
    return Topic(
        name="seed",
        entries=tuple(listed.entries),
        texts=tuple(
            paper
            for paper in read_papers(str(DATA / "corpus.jsonl.gz"))
            if paper.arxiv_id in ids or title_key(paper.title) in keys
        ),
        wanted=frozenset(i for i, g in grades.items() if g == 2 and i[:4] >= f"{start:%y%m}"),
        neither=frozenset(i for i, g in grades.items() if g == 1),
        expression=re.compile(EXPRESSIONS["seed"], re.IGNORECASE),
        start=start,
    )


def first_day(month: str) -> datetime:
    return datetime(2000 + int(month[:2]), int(month[2:]), 1, tzinfo=UTC)


def of_topic(topic: str) -> str:
    """Return an expression for a topic such as "embodied AI / VLA": any of its names."""
    names = [name.split() for name in re.split(r"[/,;()]", topic) if name.strip()]
    return "|".join(r"\b" + r"[\s-]+".join(map(re.escape, words)) for words in names)


# --- the figures ----------------------------------------------------------------------------


def mean(values: Sequence[float]) -> float:
    return float(np.nanmean(values))


def case_lines(case: Case, played: Sequence[Played]) -> Iterator[str]:
    yield f"**{case.name}**\n"
    yield (
        "| list | rows a week | refused | share accepted | recall | promoted | first run "
        "| threshold: change | last |"
    )
    yield "| --- |" + " ---: |" * 8
    for one in played:
        yield (
            f"| {one.topic.name} | {one.rows:.1f} | {one.refused:.1f} | {one.accepted:.2f} "
            f"| {one.recall:.2f} | {one.promoted} | {one.weeks[0].reaching} | {one.change:.3f} "
            f"| {one.weeks[-1].threshold:.2f} |"
        )
    yield (
        f"| mean | {mean([o.rows for o in played]):.2f} | {mean([o.refused for o in played]):.2f} "
        f"| {mean([o.accepted for o in played]):.3f} | {mean([o.recall for o in played]):.3f} "
        f"| {mean([o.promoted for o in played]):.1f} "
        f"| {mean([o.weeks[0].reaching for o in played]):.1f} "
        f"| {mean([o.change for o in played]):.3f} | |"
    )
    yield (
        f"| most | {max(o.rows for o in played):.1f} | {max(o.refused for o in played):.1f} | | "
        f"| {max(o.promoted for o in played)} | {max(o.weeks[0].reaching for o in played)} "
        f"| {max(o.change for o in played):.3f} | |"
    )


def closing_lines(losses: Mapping[str, float]) -> Iterator[str]:
    known = {name: loss for name, loss in losses.items() if not np.isnan(loss)}
    if known:
        worst = min(known, key=lambda name: known[name])
        yield (
            f"AP of the rest after ten good papers were closed: {mean(list(known.values())):+.3f}"
            f" in the mean of {len(known)} lists, {known[worst]:+.3f} at worst ({worst})."
        )


def first_run_line(stream: Sequence[Paper]) -> str:
    """Say what a first run finds for the graded list at the end of the stream.

    The list rests, so all of the stream is looked at, from where it is complete by day.
    """
    topic = graded_topic(COMPLETE_FROM)
    papers = [paper for paper in stream if paper.submitted_at >= COMPLETE_FROM]
    bot = Bot(replace(topic, start=papers[-1].submitted_at), papers, CASES[0])
    bot.window = papers[-1].submitted_at - COMPLETE_FROM + timedelta(days=1)
    bot.since = COMPLETE_FROM
    now = papers[-1].submitted_at + timedelta(days=1)
    week = bot.run(now)
    return (
        f"A first run for the graded list over all of the stream: {week.reaching} papers reach "
        f"the threshold, {week.found} of the {len(topic.wanted)} that belong on it."
    )


def main(words: Sequence[str] = ()) -> None:
    if not HAS_DATA:
        print(NO_DATA)
        return
    parser = argparse.ArgumentParser(prog="python -m bench.weeks")
    parser.add_argument("--lists", type=Path, default=DATA / "more-lists")
    parser.add_argument("--stream", default=str(DATA / "arxiv-2025.jsonl.gz"))
    parser.add_argument("--only", default="", help="names of lists")
    parser.add_argument("--half", choices=("chosen", "kept"), help="every second list")
    parser.add_argument(
        "--cases", default="", help="half, none, closing, noise-2, rows-4, closed, first"
    )
    parser.add_argument("--write", action="store_true", help="put the tables into docs/weeks.md")
    show(parser.parse_args(words))


def show(chosen: argparse.Namespace) -> None:
    """Show the tables of the cases that were chosen, each as it is ready."""
    stream = sorted(read_papers(chosen.stream), key=lambda paper: paper.submitted_at)
    every, is_ours = list(topics(chosen.lists, stream)), chosen.lists == DATA / "more-lists"
    if is_ours:
        every.append(graded_topic(every[0].start))
    if chosen.half:
        every = every[chosen.half == "kept" :: 2]
    names, cases = set(filter(None, chosen.only.split(","))), set(chosen.cases.split(","))
    every = [topic for topic in every if not names or topic.name in names]
    for case in CASES:
        if {case.key, ""} & cases:
            played = [play(topic, stream, case) for topic in every]
            page.show(block(case.key, chosen.half), case_lines(case, played))
    if {"closed", ""} & cases:
        losses = {topic.name: lost_by_closing(topic, stream) for topic in every}
        page.show("weeks closed", closing_lines(losses))
    if is_ours and {"first", ""} & cases:
        page.show("weeks first", [first_run_line(stream)])


def block(case: str, half: str | None) -> str:
    """Return the name of the marks of a case and a half of the lists."""
    return f"weeks {case}, {half or 'all'}"


if __name__ == "__main__":
    main(sys.argv[1:])
