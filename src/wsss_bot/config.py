"""Read config.toml once, check it whole, and hand it down as frozen values.

Secrets never stand in it: the token comes from the environment, and only `wiring` reads that.
"""

import difflib
import json
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal, get_args
from zoneinfo import ZoneInfo

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    ValidationError,
    model_validator,
)
from pydantic_core import ErrorDetails

from wsss_bot.domain import Role
from wsss_bot.errors import ConfigError
from wsss_bot.pace import PAUSE_SECONDS, least_pause


def _crontab(line: str) -> str:
    """Refuse what looks like a cron line and would mean something else."""
    fields = line.split()
    if len(fields) != 5:  # the five fields of cron
        raise ValueError(
            "it must have five fields: minute, hour, day of month, month, day of week "
            "('30 5 * * mon-fri')"
        )
    if re.search(r"\d", fields[4].partition("#")[0]):
        # Cron counts days from Sunday, the scheduler from Monday: a digit would be a day off.
        raise ValueError("name the days of the week (mon, tue, …); numbers mean different days")
    return line


def _time_zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise ValueError("no such time zone; expected a name like 'Europe/Vienna'") from error
    return name


def _http_url(url: str) -> str:
    if not re.match(r"https?://[^\s/]+", url):
        raise ValueError("expected an address that begins with https://")
    return url


def _category(name: str) -> str:
    if not re.fullmatch(r"[a-z-]+(\.[A-Za-z-]+)?", name):
        raise ValueError("no arXiv category looks like that; expected a name like 'cs.CV'")
    return name


def _at_least_one(names: tuple[str, ...]) -> tuple[str, ...]:
    # Not by min_length: that would complain a second time where a name of the list is wrong.
    if not names:
        raise ValueError("expected at least one")
    return names


def _repository(name: str) -> str:
    if name and not re.fullmatch(r"[\w.-]+/[\w.-]+", name):
        raise ValueError("expected owner/name, as in the repository's address on GitHub")
    return name


def _branch(name: str) -> str:
    if not re.fullmatch(r"[\w./-]+", name):
        raise ValueError("expected letters, digits and ./-_ as in 'wsss-bot/candidates'")
    return name


def _contact(address: str) -> str:
    if not re.fullmatch(r"[ -~]*", address):
        raise ValueError("expected an e-mail or web address in plain ASCII, on one line")
    return address


Crontab = Annotated[str, AfterValidator(_crontab)]
TimeZone = Annotated[str, AfterValidator(_time_zone)]
HttpUrl = Annotated[str, AfterValidator(_http_url)]
Category = Annotated[str, AfterValidator(_category)]
Categories = Annotated[tuple[Category, ...], Field(strict=False), AfterValidator(_at_least_one)]
RepositoryName = Annotated[str, AfterValidator(_repository)]
BranchName = Annotated[str, AfterValidator(_branch)]
Contact = Annotated[str, AfterValidator(_contact)]


class _Section(BaseModel):
    model_config = ConfigDict(
        frozen=True, extra="forbid", strict=True, use_attribute_docstrings=True
    )


class ListSection(_Section):
    """Which list, and where it is."""

    repository: RepositoryName = ""
    """The list's repository on GitHub, as owner/name; empty: a local file"""
    path: Annotated[str, Field(min_length=1)] = "README.md"
    """The list's file: inside the repository, or on this machine"""
    branch: str = ""
    """The branch that pull requests go to; empty: the default branch"""
    columns: dict[str, Role] = {}  # the model is frozen
    """What columns are for, where `check` shows it wrong: { "Where" = "venue" }"""
    section: str = ""
    """New rows go below the heading that is or contains this; empty: find the place"""
    order: Literal["", "newest first", "oldest first", "none"] = ""
    """The order of the rows, where `check` shows it wrong"""


class ArxivSection(_Section):
    """What to ask arXiv for, and how politely."""

    categories: Categories = ("cs.CV",)
    """The arXiv categories to read, cross-lists included"""
    overlap_days: Annotated[int, Field(ge=1, le=90)] = 10
    """Days that each poll reads again: papers held by moderation come late with an old date"""
    backfill_months: Annotated[int, Field(ge=0, le=120)] = 12
    """How many months the first run looks back; 0 counts as 1"""
    api_url: HttpUrl = "https://export.arxiv.org/api/query"
    """Where the query API answers"""
    rss_url: HttpUrl = "https://rss.arxiv.org/rss"
    """Where the RSS feeds are"""
    pause_seconds: Annotated[float, Field(ge=0, le=600)] = PAUSE_SECONDS
    """Seconds between two requests; arXiv asks for 3 at least"""
    contact: Contact = ""
    """An e-mail or web address for arXiv's operators, sent with each request"""

    @model_validator(mode="after")
    def _polite(self) -> "ArxivSection":
        least = max(least_pause(self.api_url), least_pause(self.rss_url))
        if self.pause_seconds < least:
            raise ValueError(
                f"pause_seconds is {self.pause_seconds}; arXiv asks for at least {least} seconds "
                "between two requests"
            )
        return self


class VenuesSection(_Section):
    """Venues that the bot does not know, and more names of those that it does."""

    conferences: dict[str, Annotated[tuple[str, ...], Field(strict=False)]] = {}
    """Short form and other names: { "FooConf" = ["Conference on Foo"] }"""
    journals: dict[str, Annotated[tuple[str, ...], Field(strict=False)]] = {}
    """Short form and other names: { "JFoo" = ["Journal of Foo"] }"""


class ScoreSection(_Section):
    """Which papers are worth a row."""

    noise_per_week: Annotated[float, Field(gt=0, le=1000)] = 1.0
    """Rows a week you are ready to read and refuse; sets the threshold"""
    threshold: Annotated[float, Field(ge=0, le=1)] = 0.0
    """Above 0: propose from this relevance score on, whatever noise_per_week says"""
    near_misses: Annotated[int, Field(ge=0, le=50)] = 5
    """How many papers just below the threshold to show, unticked"""
    exclude: Annotated[tuple[str, ...], Field(strict=False)] = ()
    """Words or phrases that keep a paper out, wherever they stand in title or abstract"""


class PullRequestSection(_Section):
    """The pull request that the bot keeps open."""

    branch: BranchName = "wsss-bot/candidates"
    """The branch that the bot writes to; nobody else should"""
    max_rows: Annotated[int, Field(ge=1, le=100)] = 10
    """How many rows one pull request holds at most; the rest waits its turn"""
    labels: Annotated[tuple[str, ...], Field(strict=False)] = ("wsss-bot",)
    """Labels for the pull request"""
    reviewers: Annotated[tuple[str, ...], Field(strict=False)] = ()
    """GitHub names to ask for a review"""
    draft: bool = False
    """Open it as a draft"""


class RefreshSection(_Section):
    """The second pull request: what old rows have been waiting for."""

    branch: BranchName = "wsss-bot/completions"
    """The branch that the bot writes it to; labels, reviewers and max_rows are as above"""


class ScheduleSection(_Section):
    """When each job is due: minute, hour, day of month, month, day of week by name."""

    poll: Crontab = "30 5 * * mon-fri"
    """When to read arXiv"""
    propose: Crontab = "0 7 * * mon"
    """When to open or update the pull request"""
    refresh: Crontab = "0 7 1 * *"
    """When to look for completions of old rows"""
    timezone: TimeZone = "UTC"
    """The time zone of these times"""
    jitter_seconds: Annotated[int, Field(ge=0, le=3600)] = 120
    """How much later than that `serve` may begin, so that not all bots ask at the same second"""


class LogSection(_Section):
    """What is written to standard error."""

    format: Literal["text", "json"] = "text"
    """One line a fact, for people or as JSON"""
    level: Literal["debug", "info", "warning", "error"] = "info"
    """The least that `serve` and `--verbose` log; other commands begin with warnings"""


class ReportSection(_Section):
    """How people who never look at the machine see that the bot is alive."""

    dashboard: bool = False
    """Keep one issue in the repository that says how the bot is; closing it ends that"""


class StateSection(_Section):
    """What the bot remembers."""

    path: Annotated[str, Field(min_length=1)] = "var/wsss-bot.sqlite"
    """Its state file; it may be lost: the bot rebuilds it from its own pull requests"""


class GitHubSection(_Section):
    """Where GitHub is. The token comes from the environment: GITHUB_TOKEN."""

    api_url: HttpUrl = "https://api.github.com"
    """The address of GitHub's API; other for GitHub Enterprise"""


class Config(_Section):
    """Everything in config.toml. Every key is optional."""

    list: ListSection = ListSection()
    arxiv: ArxivSection = ArxivSection()
    venues: VenuesSection = VenuesSection()
    score: ScoreSection = ScoreSection()
    pull_request: PullRequestSection = PullRequestSection()
    refresh: RefreshSection = RefreshSection()
    schedule: ScheduleSection = ScheduleSection()
    report: ReportSection = ReportSection()
    state: StateSection = StateSection()
    github: GitHubSection = GitHubSection()
    log: LogSection = LogSection()


def read_config(path: Path) -> Config:
    """Return the config in the file at `path`.

    Raises ConfigError with the line, what is wrong with it, and the nearest valid key.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise ConfigError(f"cannot read the config {path}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise ConfigError(f"the config {path} is not UTF-8 text: {error.reason}") from error
    return parse_config(text, name=str(path))


def parse_config(text: str, *, name: str) -> Config:
    """Return the config in `text`; `name` is for the error messages (see `read_config`)."""
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{name} is not TOML: {error}") from error
    try:
        config = Config.model_validate(tables)
    except ValidationError as error:
        problems = dict.fromkeys(_sentence(detail, text) for detail in error.errors())
        raise ConfigError("\n".join(f"{name}, {problem}" for problem in problems)) from error
    if config.refresh.branch == config.pull_request.branch:
        raise ConfigError(
            f"{name}: [refresh] branch and [pull_request] branch are both "
            f"{config.refresh.branch!r}; each pull request needs a branch of its own"
        )
    return config


_REASONS = {
    "tuple_type": 'expected a list in brackets, like ["…"]',
    "model_type": "expected a section with keys of its own",
}
"""What to say instead where pydantic speaks of Python's types."""


def _sentence(detail: ErrorDetails, text: str) -> str:
    """Say in which line which key is wrong, why, and what was perhaps meant."""
    names = [str(part) for part in detail["loc"]]
    section, key = names[0], names[1] if len(names) > 1 else ""
    where = f"line {_line_of(section, key, text)}: [{section}]{' ' + key if key else ''}"
    if detail["type"] == "extra_forbidden":
        kind = "key" if key or not isinstance(detail["input"], dict) else "section"
        return f"{where} is not a {kind} of this program; {_nearest(section, key)}"
    reason = _REASONS.get(detail["type"], detail["msg"]).removeprefix("Value error, ")
    if detail["type"] == "value_error" and not key:
        return f"{where}: {reason}"
    return f"{where} is {detail['input']!r}: {reason[:1].lower()}{reason[1:]}"


def _nearest(section: str, key: str) -> str:
    """Say which known name is closest to an unknown one."""
    known = list(Config.model_fields)
    wrong = section
    if key:
        wrong = key
        known = list(_section_class(section).model_fields)
    close = difflib.get_close_matches(wrong, known, n=1, cutoff=0.6)
    if close:
        return f"did you mean {close[0]!r}?"
    elsewhere = [name for name in Config.model_fields if wrong in _section_class(name).model_fields]
    if elsewhere:
        return f"it belongs under [{elsewhere[0]}]"
    return f"known are {', '.join(known)}"


def _section_class(section: str) -> type[BaseModel]:
    annotation = Config.model_fields[section].annotation
    found = annotation if isinstance(annotation, type) else get_args(annotation)[0]
    assert issubclass(found, BaseModel)  # noqa: S101  # every field of Config is a section
    return found


def _line_of(section: str, key: str, text: str) -> int:
    """Return the line, counted from 1, where a key of a section stands (its header if inline)."""
    here, header = "", 1
    for number, line in enumerate(text.splitlines(), start=1):
        if table := re.match(r"\s*\[\[?\s*([^\]]+?)\s*\]", line):
            here = table[1]
            if here == section:
                header = number
        elif assigned := re.match(r"\s*[\"']?([\w.-]+)[\"']?\s*=", line):
            if (here, assigned[1]) == (section, key) or (not here and assigned[1] == section):
                return number
            if not here and assigned[1] == f"{section}.{key}":
                return number
    return header


def to_toml(config: Config, notes: Mapping[str, str] | None = None) -> str:
    """Return `config` as the text of a config.toml: every key, each with its comment.

    `notes` are further comments, by "section.key".
    """
    sections = []
    for name in Config.model_fields:
        section: BaseModel = getattr(config, name)
        lines = [f"# {(type(section).__doc__ or '').splitlines()[0]}", f"[{name}]"]
        for key, field in type(section).model_fields.items():
            note = (notes or {}).get(f"{name}.{key}", "")
            lines += [f"# {field.description}", *(f"# {line}" for line in note.splitlines())]
            lines.append(f"{key} = {_toml(getattr(section, key))}")
        sections.append("\n".join(lines) + "\n")
    return "\n".join(sections)


def _toml(value: object) -> str:
    """Return a bool, number, string, or tuple or table of them, as TOML writes it."""
    if isinstance(value, dict):
        pairs = ", ".join(f"{_toml(key)} = {_toml(item)}" for key, item in value.items())
        return f"{{ {pairs} }}" if pairs else "{}"
    if isinstance(value, tuple):
        return f"[{', '.join(_toml(item) for item in value)}]"
    # TOML's basic strings, numbers and booleans are written as JSON writes them.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
