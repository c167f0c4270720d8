"""Every key of config.toml: what it may be, the comment that stands above it, and its default.

A number has a range, with both ends: `parsing` says it where another one was found.
"""

from typing import Annotated, Literal

from msgspec import Meta, Struct
from msgspec.structs import FieldInfo, fields

from wsss_bot.config.kinds import (
    Addresses,
    Authors,
    BranchName,
    Categories,
    Contact,
    Crontab,
    FilePath,
    HttpUrl,
    RepositoryName,
    Texts,
    TimeZone,
)
from wsss_bot.domain import Role
from wsss_bot.sources.pace import PAUSE_SECONDS, least_pause


class Section(Struct, frozen=True, forbid_unknown_fields=True):
    """Keys that belong together; the first line of its docstring stands above them."""


class ListSection(Section, frozen=True, kw_only=True):
    """Which list, and where it is."""

    repository: Annotated[
        RepositoryName, "The list's repository on GitHub, as owner/name; empty: a local file"
    ] = ""
    path: Annotated[
        FilePath,
        "The list's file: inside the repository, or on this machine",
    ] = "README.md"
    branch: Annotated[str, "The branch that pull requests go to; empty: the default branch"] = ""
    columns: Annotated[
        dict[str, Role], 'What columns are for, where `check` shows it wrong: { "Where" = "venue" }'
    ] = {}
    section: Annotated[
        str, "New rows go below the heading that is or contains this; empty: find the place"
    ] = ""
    order: Annotated[
        Literal["", "newest first", "oldest first", "none"],
        "The order of the rows, where `check` shows it wrong",
    ] = ""
    counts: Annotated[
        bool, "Set right a number that counts the papers, where it is right before new rows"
    ] = True
    paths: Annotated[
        Texts, 'More files of the same list, or patterns of such: ["papers/*.md"]'
    ] = ()
    new_files: Annotated[
        bool, "Make a file for a year that none of the files is for, like that of the newest"
    ] = False
    by_hand: Annotated[
        bool, "People edit this file itself, although `check` says that it is made from data"
    ] = False


class ArxivSection(Section, frozen=True, kw_only=True):
    """What to ask arXiv for, and how politely."""

    categories: Annotated[
        Categories,
        "The arXiv categories to read, cross-lists included",
    ] = ("cs.CV",)
    overlap_days: Annotated[
        int,
        Meta(ge=1, le=90),
        "Days that each poll reads again: papers held by moderation come late with an old date",
    ] = 10
    backfill_months: Annotated[
        int, Meta(ge=0, le=120), "How many months the first run looks back; 0 counts as 1"
    ] = 12
    api_url: Annotated[
        HttpUrl,
        "Where the query API answers",
    ] = "https://export.arxiv.org/api/query"
    rss_url: Annotated[HttpUrl, "Where the RSS feeds are"] = "https://rss.arxiv.org/rss"
    pause_seconds: Annotated[
        float, Meta(ge=0, le=600), "Seconds between two requests; arXiv asks for 3 at least"
    ] = PAUSE_SECONDS
    contact: Annotated[
        Contact, "An e-mail or web address for arXiv's operators, sent with each request"
    ] = ""

    def __post_init__(self) -> None:
        """Refuse a pause that arXiv would find rude."""
        least = max(least_pause(self.api_url), least_pause(self.rss_url))
        if self.pause_seconds < least:
            raise ValueError(
                f"pause_seconds is {self.pause_seconds}; arXiv asks for at least {least} seconds "
                "between two requests"
            )


class VenuesSection(Section, frozen=True, kw_only=True):
    """Venues that the bot does not know, and more names of those that it does."""

    conferences: Annotated[
        dict[str, tuple[str, ...]],
        'Short form and other names: { "FooConf" = ["Conference on Foo"] }',
    ] = {}
    journals: Annotated[
        dict[str, tuple[str, ...]], 'Short form and other names: { "JFoo" = ["Journal of Foo"] }'
    ] = {}


class SourcesSection(Section, frozen=True, kw_only=True):
    """What beside arXiv is asked for venues that arXiv never names."""

    proceedings: Annotated[
        bool, "The official listings of conferences, each once a week at most; no key is needed"
    ] = True
    conferences: Annotated[
        Texts, "Whose listings; empty: those that the list names three times or more"
    ] = ()
    discover: Annotated[
        bool,
        "Propose papers of new listings that are not on arXiv, where the list has such papers",
    ] = True
    crossref: Annotated[bool, "Crossref, for papers whose record on arXiv has a DOI"] = True
    semantic_scholar: Annotated[
        bool, "Semantic Scholar; needs a key in the environment: WSSS_BOT_S2_KEY"
    ] = False
    huggingface: Annotated[
        bool, "Hugging Face, for links to code: shown in the pull request, never written"
    ] = False


class ScoreSection(Section, frozen=True, kw_only=True):
    """Which papers are worth a row."""

    noise_per_week: Annotated[
        float,
        Meta(gt=0, le=1000),
        "Rows a week you are ready to read and refuse; sets the threshold",
    ] = 1.0
    rows_per_week: Annotated[
        float,
        Meta(ge=0, le=1000),
        "Above 0: rows a week you are ready to read, good or not; instead of noise_per_week",
    ] = 0.0
    threshold: Annotated[
        float,
        Meta(ge=0, le=1),
        "Above 0: propose from this relevance score on, whatever these two say",
    ] = 0.0
    near_misses: Annotated[
        int, Meta(ge=0, le=50), "How many papers just below the threshold to show, unticked"
    ] = 5
    question: Annotated[
        bool,
        "Once a month also ask about one paper near the threshold: what the answer teaches most",
    ] = False
    exclude: Annotated[
        Texts,
        "Words or phrases that keep a paper out, wherever they stand in title or abstract",
    ] = ()
    include: Annotated[
        Texts,
        "Words or phrases of papers that are shown at least as near misses, whatever their score",
    ] = ()
    authors: Annotated[
        Authors, "Names or ORCIDs of people whose papers are shown at least as near misses"
    ] = ()


class PullRequestSection(Section, frozen=True, kw_only=True):
    """The pull request that the bot keeps open."""

    branch: Annotated[
        BranchName,
        "The branch that the bot writes to; nobody else should",
    ] = "wsss-bot/candidates"
    max_rows: Annotated[
        int,
        Meta(ge=1, le=100),
        "How many rows one pull request holds at most; the rest waits its turn",
    ] = 10
    labels: Annotated[Texts, "Labels for the pull request"] = ("wsss-bot",)
    reviewers: Annotated[Texts, "GitHub names to ask for a review"] = ()
    draft: Annotated[bool, "Open it as a draft"] = False
    requests: Annotated[
        bool,
        "Answer issues and comments that ask for a paper; who may write gets its row with the next "
        "run",
    ] = False


class RefreshSection(Section, frozen=True, kw_only=True):
    """The second pull request: what old rows have been waiting for."""

    branch: Annotated[
        BranchName,
        "The branch that the bot writes it to; labels, reviewers and max_rows are as above",
    ] = "wsss-bot/completions"


class ScheduleSection(Section, frozen=True, kw_only=True):
    """When each job is due: minute, hour, day of month, month, day of week, as for cron."""

    poll: Annotated[Crontab, "When to read arXiv"] = "30 5 * * mon-fri"
    propose: Annotated[Crontab, "When to open or update the pull request"] = "0 7 * * mon"
    refresh: Annotated[Crontab, "When to look for completions of old rows"] = "0 7 1 * *"
    timezone: Annotated[TimeZone, "The time zone of these times"] = "UTC"
    jitter_seconds: Annotated[
        int,
        Meta(ge=0, le=3600),
        "How much later than that `serve` may begin, so that not all bots ask at the same second",
    ] = 120


class LogSection(Section, frozen=True, kw_only=True):
    """What is written to standard error."""

    format: Annotated[Literal["text", "json"], "One line a fact, for people or as JSON"] = "text"
    level: Annotated[
        Literal["debug", "info", "warning", "error"],
        "The least that `serve` and `--verbose` log; other commands begin with warnings",
    ] = "info"


class ReportSection(Section, frozen=True, kw_only=True):
    """How people who never look at the machine see that the bot is alive."""

    dashboard: Annotated[
        bool, "Keep one issue in the repository that says how the bot is; closing it ends that"
    ] = False
    notify: Annotated[
        Addresses,
        "Addresses of the library apprise, or $NAMES of variables that hold one: a message when a "
        "pull request opens, or a job fails twice",
    ] = ()

    def __repr__(self) -> str:
        """Return it without the addresses, which hold secrets."""
        return f"ReportSection(dashboard={self.dashboard}, notify=({len(self.notify)} hidden))"


class StateSection(Section, frozen=True, kw_only=True):
    """What the bot remembers."""

    path: Annotated[
        FilePath, "Its state file; it may be lost: the bot rebuilds it from its own pull requests"
    ] = "var/wsss-bot.sqlite"


class GitHubSection(Section, frozen=True, kw_only=True):
    """Where GitHub is. The token comes from the environment: GITHUB_TOKEN."""

    api_url: Annotated[
        HttpUrl,
        "The address of GitHub's API; other for GitHub Enterprise",
    ] = "https://api.github.com"


class Config(Section, frozen=True, kw_only=True):
    """Everything in config.toml. Every key is optional."""

    list: ListSection = ListSection()
    arxiv: ArxivSection = ArxivSection()
    venues: VenuesSection = VenuesSection()
    sources: SourcesSection = SourcesSection()
    score: ScoreSection = ScoreSection()
    pull_request: PullRequestSection = PullRequestSection()
    refresh: RefreshSection = RefreshSection()
    schedule: ScheduleSection = ScheduleSection()
    report: ReportSection = ReportSection()
    state: StateSection = StateSection()
    github: GitHubSection = GitHubSection()
    log: LogSection = LogSection()


SECTIONS: dict[str, type[Section]] = {field.name: field.type for field in fields(Config)}
"""What may stand in a config, by name."""


def comment_on(field: FieldInfo) -> str:
    """Return the comment that stands above a key."""
    return next(text for text in field.type.__metadata__ if isinstance(text, str))
