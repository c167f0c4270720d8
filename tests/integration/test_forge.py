"""What the bot makes of a GitHub that refuses, forks, links and keeps modes."""

import logging
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.make import a_paper
from tests.standins.github import BOT, Fault, GitHubStandIn
from tests.standins.github.bot import LIST, NEAR, ONE, TWO, SimpleBot
from wsss_bot.domain import Outcome
from wsss_bot.errors import ConfigError, GitHubError, WsssBotError
from wsss_bot.github import connect
from wsss_bot.github.client import Client, web_host
from wsss_bot.github.code import describe
from wsss_bot.github.refusals import PERMISSIONS, Refused
from wsss_bot.pull_request.new_rows import NewRows

THREE = a_paper("2405.00003", title="Gamma: a third way to segment", abstract="We propose Gamma.")
BRANCH = "wsss-bot/candidates"
REFS = r"/git/refs/heads/"


@pytest.fixture
def github(tmp_path: Path) -> Iterator[GitHubStandIn]:
    with GitHubStandIn(tmp_path).serving() as standin:
        standin.write(LIST)
        yield standin


@pytest.fixture
def bot(github: GitHubStandIn) -> SimpleBot:
    return SimpleBot(
        api_url=github.url,
        repository=github.repository.full_name,
        papers=[ONE, TWO],
        near=[NEAR],
    )


def in_list(text: str) -> set[str]:
    """The names of the papers that a text of the list holds."""
    return {name for name in ("Alpha", "Beta", "Gamma", "Nearly") if f"**{name}**" in text}


def announced(github: GitHubStandIn, number: int = 1) -> set[str]:
    """The names of the papers that a pull request says it adds."""
    items = NewRows().read_items(github.pull(number).body)
    papers = (ONE, TWO, THREE, NEAR)
    keys = {item.key for item in items if item.ticked and not item.near_miss}
    return {paper.title.partition(":")[0] for paper in papers if paper.arxiv_id in keys}


# --- in a fork ------------------------------------------------------------------------------


def test_in_a_fork_people_are_heard_also_without_a_new_candidate(
    bot: SimpleBot, github: GitHubStandIn
) -> None:
    github.may_push = False
    bot.run()
    github.tick(1, TWO.arxiv_id, on=False)
    github.tick(1, NEAR.arxiv_id, on=True)
    bot.papers = []

    done = bot.run()

    [pull] = github.pulls
    assert pull.home.full_name == f"{BOT}/a-list"
    assert done.known.outcomes[TWO.arxiv_id] is Outcome.REMOVED
    assert in_list(
        github.forks[0]
        .git.read(github.forks[0].git.blob_at(pull.head_sha, "README.md") or "")
        .decode()
    ) == {"Alpha", "Nearly"}


@pytest.mark.parametrize("status", [403, 404])
def test_in_a_fork_labels_that_are_refused_end_no_run(
    bot: SimpleBot, github: GitHubStandIn, status: int, caplog: pytest.LogCaptureFixture
) -> None:
    github.may_push = False
    github.refuse("POST", r"/labels$", status, "Not for you")

    bot.run()
    bot.run()

    assert len(github.pulls) == 1
    assert caplog.text.count("label pull request 1") == 1


def test_a_quiet_run_in_a_fork_only_reads(bot: SimpleBot, github: GitHubStandIn) -> None:
    github.may_push = False
    bot.run()
    github.begin()

    bot.run()

    assert {exchange.verb for exchange in github.exchanges} == {"GET"}


def test_a_fork_that_github_is_still_making_is_waited_for(
    bot: SimpleBot, github: GitHubStandIn
) -> None:
    github.may_push = False
    github.fork_is_ready_after = 4

    bot.run()

    assert len(github.pulls) == 1
    assert 0 < sum(bot.slept) <= 120


def test_a_fork_that_does_not_get_ready_is_left_to_the_next_run(
    bot: SimpleBot, github: GitHubStandIn
) -> None:
    github.may_push = False
    github.fork_is_ready_after = 99

    with pytest.raises(GitHubError, match=r"the fork .* is not ready \(4\d\d: Not ready\)"):
        bot.run()

    assert sum(bot.slept) == 120


def test_an_archived_repository_is_not_forked(bot: SimpleBot, github: GitHubStandIn) -> None:
    github.is_archived, github.may_push = True, False

    with pytest.raises(ConfigError, match="someone/a-list, which is archived; unarchive it"):
        bot.run()

    assert github.forks == []


# --- refusals -------------------------------------------------------------------------------


def opening(bot: SimpleBot, github: GitHubStandIn) -> None:
    del github
    bot.reviewers = ("ada",)


def updating(bot: SimpleBot, github: GitHubStandIn) -> None:
    bot.run()
    github.tick(1, TWO.arxiv_id, on=False)
    github.write(LIST.replace("# A list", "# The list"))
    bot.papers = [ONE, TWO, THREE]


def after_people_committed(bot: SimpleBot, github: GitHubStandIn) -> None:
    bot.run()
    github.write("mine\n", branch=BRANCH, path="notes.txt")
    github.write(LIST.replace("# A list", "# The list"))


def after_a_merge(bot: SimpleBot, github: GitHubStandIn) -> None:
    bot.run()
    github.merge(1)
    bot.papers = [THREE]


def after_damage(bot: SimpleBot, github: GitHubStandIn) -> None:
    bot.run()
    github.pull(1).body = ""


def in_a_fork(bot: SimpleBot, github: GitHubStandIn) -> None:
    del bot
    github.may_push = False


SCENES = [opening, updating, after_people_committed, after_a_merge, after_damage, in_a_fork]


@pytest.mark.long
@pytest.mark.parametrize("status", [403, 404, 409, 410, 422, 451])
@pytest.mark.parametrize("scene", SCENES)
def test_whatever_github_refuses_is_a_sentence_and_the_next_run_goes_on(
    bot: SimpleBot, github: GitHubStandIn, scene: Callable[..., None], status: int
) -> None:
    scene(bot, github)
    errors: list[WsssBotError] = []
    number, goes_on = 1, True
    while goes_on:
        github.begin()
        github.faults = {number: Fault(status=status, message="GitHub's own words")}
        try:
            bot.run()
        except WsssBotError as error:
            errors.append(error)
        number, goes_on = number + 1, not github.faults

    github.begin()
    bot.run()

    [pull] = [pull for pull in github.pulls if pull.state == "open"]
    text = pull.home.git.read(pull.home.git.blob_at(pull.head_sha, "README.md") or "").decode()
    assert {error.exit_code for error in errors} <= {1, 75}
    assert all("GitHub's own words" in str(e) for e in errors if isinstance(e, ConfigError))
    assert announced(github, pull.number) == in_list(text) - in_list(github.text())


@pytest.mark.parametrize(
    ("verb", "path", "message"),
    [
        ("POST", r"/comments$", "Unable to create comment because issue is locked."),
        ("POST", r"/requested_reviewers$", "Review cannot be requested from pull request author."),
        ("POST", r"/labels$", "Must have triage access"),
    ],
)
@pytest.mark.parametrize("status", [403, 422])
def test_a_step_beside_the_point_is_warned_of_once_and_stops_nothing(
    bot: SimpleBot,
    github: GitHubStandIn,
    caplog: pytest.LogCaptureFixture,
    verb: str,
    path: str,
    message: str,
    status: int,
) -> None:
    caplog.set_level(logging.WARNING)
    bot.reviewers = ("ada",)
    github.refuse(verb, path, status, message)
    bot.run()
    github.merge(1)
    bot.papers = [THREE]

    for _ in range(3):
        done = bot.run()

    assert github.pull(2).title == "1 paper for the list: Gamma"
    assert done.written.pull_request is not None
    assert 1 <= caplog.text.count(message) <= 4


@pytest.mark.parametrize(
    "message",
    [
        "Repository rule violations found",
        "Commits must have verified signatures",
        "refusing to allow a token to create or update workflow `.github/workflows/x.yml`",
    ],
)
def test_a_branch_that_may_not_be_moved_is_told_in_githubs_words_and_body_and_branch_agree(
    bot: SimpleBot, github: GitHubStandIn, message: str
) -> None:
    bot.run()
    github.tick(1, ONE.arxiv_id, on=False)
    bot.papers = [ONE, TWO, THREE]
    github.refuse("PATCH", REFS, 422, message)
    before = github.pull(1).body

    for _ in range(2):
        with pytest.raises(ConfigError, match="move the branch") as refused:
            bot.run()

        assert message in str(refused.value)
        assert github.pull(1).body == before

    github.refusals = []
    bot.run()

    assert announced(github) == in_list(github.text(BRANCH)) == {"Beta", "Gamma"}


@pytest.mark.long
@pytest.mark.parametrize("arrives", [True, False], ids=["after", "before"])
@pytest.mark.parametrize("number", range(5, 11))
def test_a_near_miss_that_people_ticked_survives_a_run_that_is_killed(
    bot: SimpleBot, github: GitHubStandIn, number: int, arrives: bool
) -> None:
    bot.run()
    github.tick(1, NEAR.arxiv_id, on=True)
    github.begin()
    github.faults, github.dead_from = {number: Fault(arrives=arrives)}, number + 1
    with pytest.raises(GitHubError):
        bot.run()
    github.begin()

    bot.run()
    done = bot.run()

    assert announced(github) == in_list(github.text(BRANCH)) == {"Alpha", "Beta", "Nearly"}
    assert done.known.outcomes[NEAR.arxiv_id] is Outcome.WAITING


def test_what_a_killed_run_left_unsaid_counts_when_people_merge_it(
    bot: SimpleBot, github: GitHubStandIn
) -> None:
    bot.run()
    github.tick(1, ONE.arxiv_id, on=False)
    bot.papers = [ONE, TWO, THREE]
    github.refuse("PATCH", r"/pulls/1$", 500)
    with pytest.raises(GitHubError):
        bot.run()
    github.refusals = []
    github.merge(1)

    done = bot.run()

    assert in_list(github.text()) == {"Beta", "Gamma"}
    assert done.known.outcomes == {
        ONE.arxiv_id: Outcome.REMOVED,
        TWO.arxiv_id: Outcome.ACCEPTED,
        THREE.arxiv_id: Outcome.ACCEPTED,
    }


@pytest.mark.parametrize(
    ("reason", "advice"),
    [
        ("Repository was archived so is read-only.", "unarchive the repository"),
        (
            "Resource protected by organization SAML enforcement. You must grant your Personal "
            "Access token access to this organization.",
            "authorise the token for the organisation",
        ),
        (
            "Although you appear to have the correct authorization credentials, the `acme` "
            "organization has an IP allow list enabled, and 203.0.113.7 is not permitted.",
            "an address that is on that list",
        ),
        (
            "The 'acme' organization forbids access via a fine-grained personal access tokens if "
            "the token's lifetime is greater than 366 days. Please adjust your token's lifetime "
            "at the following URL: https://github.com/settings/personal-access-tokens/12345",
            "make a token that ends earlier",
        ),
        (
            "`acme` forbids access via a personal access token (classic). Please use a GitHub App",
            "use a fine-grained token or a GitHub App",
        ),
        ("Pull request creation is limited to collaborators.", "a collaborator"),
        ("The repository has disabled forking.", "let the bot push"),
        ("This installation has been suspended", "unsuspend the installation"),
        (
            "'Issued at' claim ('iat') must be an Integer representing the time that the "
            "assertion was issued",
            "set this machine's clock by NTP",
        ),
        (
            "GitHub Actions is not permitted to create or approve pull requests.",
            "under Settings, Actions, General",
        ),
        ("Resource not accessible by personal access token", f"the token needs {PERMISSIONS}"),
    ],
)
def test_a_refusal_gives_githubs_reason_whole_and_the_advice_that_fits(
    reason: str, advice: str
) -> None:
    said = Refused(403, reason, "/repos/someone/a-list/pulls").sentence("open a pull request")

    assert reason in said
    assert advice in said
    assert ("Contents" in said) is ("Contents" in advice)


# --- modes and links ------------------------------------------------------------------------


@pytest.mark.parametrize("then", ["opened", "followed"])
def test_a_list_keeps_its_mode(bot: SimpleBot, github: GitHubStandIn, then: str) -> None:
    github.write(LIST, mode="100755")

    bot.run()
    if then == "followed":
        github.write(LIST.replace("# A list", "# The list"), mode="100755")
        bot.papers = [ONE, TWO, THREE]
        bot.run()

    git = github.repository.git
    assert git.mode_at(git.branch(BRANCH) or "", "README.md") == "100755"


@pytest.mark.parametrize(
    ("path", "links"),
    [
        ("README.md", {"README.md": "docs/LIST.md"}),
        ("README.md", {"README.md": "en.md", "en.md": "docs/LIST.md"}),
        ("en/README.md", {"en": "docs/english", "docs/english/README.md": "../LIST.md"}),
    ],
    ids=["a link", "a link to a link", "a folder that is one"],
)
def test_a_row_goes_into_the_file_that_a_link_leads_to(
    bot: SimpleBot, github: GitHubStandIn, path: str, links: dict[str, str]
) -> None:
    git = github.repository.git
    tree = git.tree(None, {"docs/LIST.md": git.blob(LIST.encode())})
    for name, target in links.items():
        tree = git.tree(tree, {name: git.blob(target.encode())}, mode="120000")
    git.set_branch("main", git.commit(tree, [], "Link", "someone"))
    bot.path = path

    bot.run()
    bot.papers = [ONE, TWO, THREE]
    github.write("mine\n", branch=BRANCH, path="notes.txt")
    bot.run()

    assert in_list(github.text(BRANCH, "docs/LIST.md")) == {"Alpha", "Beta", "Gamma"}
    assert all(git.mode_at("main", name) == "120000" for name in links)
    assert {name for name, *_ in git.changed("main", BRANCH)} == {"docs/LIST.md", "notes.txt"}


@pytest.mark.parametrize(
    ("target", "said"),
    [
        ("../elsewhere.md", "outside of the repository"),
        ("/etc/passwd", "outside of the repository"),
        ("README.md", "leads in a circle"),
        ("missing.md", "there is no 'missing.md'"),
    ],
)
def test_a_link_that_leads_to_no_list_is_said_in_a_sentence(
    bot: SimpleBot, github: GitHubStandIn, target: str, said: str
) -> None:
    github.write(target, mode="120000")

    with pytest.raises(WsssBotError, match=said):
        bot.run()

    assert github.pulls == []


# --- size -----------------------------------------------------------------------------------


def test_the_body_for_new_rows_never_grows_beyond_what_github_takes(
    bot: SimpleBot, github: GitHubStandIn
) -> None:
    bot.max_rows = 100
    long = "a way to segment images with weak labels and nothing else at all " * 4
    bot.papers = [
        a_paper(f"2405.{n:05}", title=f"Name{n}: {long}", abstract="We.") for n in range(1, 101)
    ]

    done = bot.run()
    bot.run()

    [pull] = github.pulls
    added = len(done.written.added)
    assert 10 < added < 100
    assert 40_000 < len(pull.body) <= 65_536
    assert f"{100 - added} more wait" in done.written.body


# --- another GitHub -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("api_url", "host"),
    [
        ("https://api.github.com", "github.com"),
        ("https://github.example.org/api/v3", "github.example.org"),
        ("https://api.acme.ghe.com", "acme.ghe.com"),
    ],
)
def test_a_client_knows_which_pages_it_can_tell_about(api_url: str, host: str) -> None:
    assert web_host(api_url) == host


def test_on_github_enterprise_code_on_github_com_is_no_question(github: GitHubStandIn) -> None:
    client = Client(None, github.url)
    client.web_host = "github.example.org"

    assert describe(client, "https://github.com/someone/a-list") is None
    assert github.exchanges == []
    assert describe(client, "https://github.example.org/someone/gone") is not None


# --- names ----------------------------------------------------------------------------------


def test_a_repository_of_another_owner_is_refused_until_the_config_names_it(
    bot: SimpleBot, github: GitHubStandIn
) -> None:
    github.rename("somebody/a-list")

    with pytest.raises(ConfigError, match=r"somebody else now, as somebody/a-list"):
        bot.run()

    assert {exchange.verb for exchange in github.exchanges} == {"GET"}


def test_reading_a_list_of_another_owner_is_refused_too(github: GitHubStandIn) -> None:
    github.rename("somebody/a-list")

    with pytest.raises(ConfigError, match=r"somebody else now, as somebody/a-list"):
        connect("someone/a-list", api_url=github.url).read_list("README.md")
