"""The history of the state file, oldest step first.

`PRAGMA user_version` counts the steps that a file has had. Never edit a released step; add one.
Times are ISO 8601 texts in UTC, as `database.as_text` writes them, and sort as they are.

A step has two parts: what is `shared` by all lists that one installation serves, as it would be
the same for each, and what is a list's `own`. The file of a single list has both.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager
from sqlite3 import Connection
from typing import NamedTuple

SHARED = (
    *("papers", "in_category", "awaited", "categories", "polls", "gate"),
    *("repositories", "titles", "listings", "answers", "failing_services"),
)
"""The tables of what is known of the world."""

OWN = (
    *("runs", "heartbeat", "outcomes", "forgotten"),
    *("near_misses", "thresholds", "first_look", "discovered", "searched"),
)
"""The tables of what one list did and decided."""


TAKE_IN = (
    "DELETE FROM main.in_category WHERE arxiv_id IN "
    "(SELECT theirs.arxiv_id FROM published.papers AS theirs JOIN main.papers AS ours "
    "USING (arxiv_id) WHERE theirs.changed_at > ours.changed_at)",
    "DELETE FROM main.papers WHERE EXISTS (SELECT 1 FROM published.papers AS theirs "
    "WHERE theirs.arxiv_id = main.papers.arxiv_id AND theirs.changed_at > main.papers.changed_at)",
    "INSERT OR IGNORE INTO main.papers SELECT * FROM published.papers",
    "INSERT OR IGNORE INTO main.in_category SELECT * FROM published.in_category",
    "DELETE FROM main.polls",
    "INSERT INTO main.polls SELECT * FROM published.polls",
    "INSERT OR REPLACE INTO main.categories SELECT * FROM published.categories",
)
"""What a worker does with the `published` copy of the file that polls are written to: of each paper
the newer record stays, and what is known of the polls is replaced."""


class Step(NamedTuple):
    """Statements that bring a file from one version to the next."""

    shared: tuple[str, ...] = ()
    own: tuple[str, ...] = ()


STEPS: tuple[Step, ...] = (
    Step(
        shared=(
            # What is known of each paper, in its newest version.
            """
        CREATE TABLE papers (
            arxiv_id TEXT PRIMARY KEY,
            version INTEGER NOT NULL,
            title TEXT NOT NULL,
            abstract TEXT NOT NULL,
            authors TEXT NOT NULL,           -- a JSON array
            primary_category TEXT NOT NULL,
            categories TEXT NOT NULL,        -- a JSON array
            submitted_at TEXT NOT NULL,
            updated_at TEXT,
            comment TEXT,
            journal_ref TEXT,
            doi TEXT,
            seen_at TEXT NOT NULL,           -- when the bot first knew it
            changed_at TEXT NOT NULL         -- when any of the above last changed
        )
        """,
            "CREATE INDEX papers_by_submission ON papers (submitted_at)",
            "CREATE INDEX papers_by_sight ON papers (seen_at)",
            "CREATE INDEX papers_by_change ON papers (changed_at)",
            # Papers that arXiv has named, but that could not be read yet.
            "CREATE TABLE awaited (arxiv_id TEXT PRIMARY KEY, since_at TEXT NOT NULL)",
            # How far each category has been read, and what its sources showed lately.
            """
        CREATE TABLE categories (
            category TEXT PRIMARY KEY,
            covered_since TEXT,              -- every paper submitted from here
            covered_until TEXT,              -- to here is known for good
            rss_read_at TEXT,                -- when the feed was last up to date
            rss_ids TEXT NOT NULL,           -- a JSON array
            news_by_day TEXT NOT NULL        -- JSON: {day: [by the query API, by RSS]}
        )
        """,
            """
        CREATE TABLE polls (
            id INTEGER PRIMARY KEY,
            started_at TEXT NOT NULL,
            finished_at TEXT,                -- NULL: under way, or killed
            categories TEXT NOT NULL,        -- a JSON array
            first_on TEXT NOT NULL,
            last_on TEXT NOT NULL,
            papers INTEGER NOT NULL DEFAULT 0,
            news INTEGER NOT NULL DEFAULT 0,
            complete INTEGER NOT NULL DEFAULT 0,
            missing TEXT NOT NULL DEFAULT ''
        )
        """,
            # One row: when the next request to arXiv may start; NULL while one is under way.
            "CREATE TABLE gate (id INTEGER PRIMARY KEY CHECK (id = 1), not_before TEXT)",
        ),
        own=(
            """
        CREATE TABLE runs (
            id INTEGER PRIMARY KEY,
            job TEXT NOT NULL,
            started_at TEXT NOT NULL,
            finished_at TEXT,                -- NULL: under way, or killed
            report TEXT                      -- a JSON object
        )
        """,
            "CREATE INDEX runs_by_job ON runs (job, finished_at)",
            # What became of each proposed paper.
            """
        CREATE TABLE outcomes (
            arxiv_id TEXT PRIMARY KEY,
            outcome TEXT NOT NULL,
            row TEXT NOT NULL,               -- the row that was proposed
            pull_request INTEGER,
            decided_at TEXT NOT NULL
        )
        """,
        ),
    ),
    # Papers that may be proposed again, whatever older pull requests say of them.
    Step(own=("CREATE TABLE forgotten (arxiv_id TEXT PRIMARY KEY, forgotten_at TEXT NOT NULL)",)),
    # What GitHub said about the repositories that code links point to; `answer` is JSON.
    Step(
        shared=(
            "CREATE TABLE repositories "
            "(url TEXT PRIMARY KEY, answer TEXT NOT NULL, asked_at TEXT NOT NULL)",
        )
    ),
    # How runs ended, each under the name of its job: a whole run polls and proposes.
    Step(
        own=(
            "ALTER TABLE runs ADD COLUMN exit_code INTEGER",  # NULL: under way, or killed
            "ALTER TABLE runs ADD COLUMN failure TEXT NOT NULL DEFAULT ''",
            "UPDATE runs SET exit_code = 0 WHERE finished_at IS NOT NULL",
            "INSERT INTO runs (job, started_at, finished_at, report, exit_code) "
            "SELECT 'poll', started_at, finished_at, '{}', exit_code FROM runs WHERE job = 'run'",
            "UPDATE runs SET job = 'propose' WHERE job = 'run'",
        )
    ),
    # One row while `serve` is up: since when, and when it last said so.
    Step(
        own=(
            "CREATE TABLE heartbeat "
            "(id INTEGER PRIMARY KEY CHECK (id = 1), since_at TEXT NOT NULL, at TEXT NOT NULL)",
        )
    ),
    # Titles of listed papers without an id that arXiv was asked for, and since when a repository
    # was gone each time somebody asked.
    Step(
        shared=(
            "CREATE TABLE titles (title TEXT PRIMARY KEY, asked_at TEXT NOT NULL, arxiv_id TEXT)",
            "ALTER TABLE repositories ADD COLUMN gone_since TEXT",
        )
    ),
    # Several papers may have one title, so each title is asked for once more.
    Step(
        shared=(
            "DROP TABLE titles",
            "CREATE TABLE titles (title TEXT PRIMARY KEY, asked_at TEXT NOT NULL, "
            # With blanks between them; empty: arXiv knows no such paper.
            "arxiv_ids TEXT NOT NULL)",
        )
    ),
    # The score of each paper when it was proposed, the near misses that were left alone,
    # and each threshold that a run had.
    Step(
        own=(
            "ALTER TABLE outcomes ADD COLUMN score REAL",  # NULL: not known
            "CREATE TABLE near_misses (arxiv_id TEXT PRIMARY KEY, score REAL NOT NULL, "
            "text INTEGER NOT NULL)",  # its checksum
            "CREATE TABLE thresholds (set_at TEXT PRIMARY KEY, threshold REAL NOT NULL, "
            "budget TEXT NOT NULL)",  # what it was set for
            # One row: from which submission on papers are proposed.
            "CREATE TABLE first_look "
            "(id INTEGER PRIMARY KEY CHECK (id = 1), since_at TEXT NOT NULL)",
        )
    ),
    # What conferences list of their papers, by who lists it, and how each was last asked.
    Step(
        shared=(
            """
        CREATE TABLE listings (
            conference TEXT NOT NULL,
            year INTEGER NOT NULL,
            source TEXT NOT NULL,
            asked_at TEXT NOT NULL,
            read_at TEXT,                    -- NULL: never
            failure TEXT NOT NULL,           -- of the last time; empty: none
            failing_since TEXT,
            is_absent INTEGER NOT NULL,      -- whether it had nothing yet
            papers BLOB,                     -- JSON, deflated; NULL: never read
            PRIMARY KEY (conference, year, source)
        )
        """,
            # What services said of single papers, and since when a service has not answered.
            """
        CREATE TABLE answers (
            service TEXT NOT NULL,
            key TEXT NOT NULL,               -- a DOI, or an arXiv id
            asked_at TEXT NOT NULL,
            body TEXT NOT NULL,              -- JSON; empty: it does not know the paper
            PRIMARY KEY (service, key)
        )
        """,
            "CREATE TABLE failing_services (service TEXT PRIMARY KEY, since_at TEXT NOT NULL)",
        )
    ),
    # When a listing first had papers that it did not have before.
    Step(shared=("ALTER TABLE listings ADD COLUMN news_at TEXT",)),
    # The papers of each category, in the order in which they were submitted.
    Step(
        shared=(
            """
            CREATE TABLE in_category (
                category TEXT NOT NULL,
                submitted_at TEXT NOT NULL,
                arxiv_id TEXT NOT NULL,
                PRIMARY KEY (category, submitted_at, arxiv_id)
            ) WITHOUT ROWID
            """,
            "CREATE INDEX in_category_by_paper ON in_category (arxiv_id)",
            "INSERT OR IGNORE INTO in_category SELECT value, submitted_at, arxiv_id "
            "FROM papers, json_each(papers.categories)",
        )
    ),
    # The abstracts of a listing that gives them, and which papers of listings were found.
    Step(
        shared=("ALTER TABLE listings ADD COLUMN abstracts BLOB",),  # JSON, deflated
        own=(
            # Under which id arXiv has it now: NULL: it has not.
            "CREATE TABLE discovered "
            "(page TEXT PRIMARY KEY, found_at TEXT NOT NULL, arxiv_id TEXT)",
            # When the listing that was searched last had its last news.
            "CREATE TABLE searched (conference TEXT NOT NULL, year INTEGER NOT NULL, "
            "news_at TEXT NOT NULL, PRIMARY KEY (conference, year))",
        ),
    ),
)


def migrate(
    db: Connection, transaction: Callable[[], AbstractContextManager[object]], *, own_only: bool
) -> None:
    """Apply every step that the file has not had, each in a transaction.

    With `own_only` it is the file of a list whose installation keeps elsewhere what is shared.
    """
    [(done,)] = db.execute("PRAGMA main.user_version")
    for number, step in enumerate(STEPS[done:], start=done + 1):
        with transaction():
            for statement in step.own if own_only else (*step.shared, *step.own):
                db.execute(statement)
            db.execute(f"PRAGMA main.user_version = {number}")
