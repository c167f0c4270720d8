"""The image, and the files that run it."""

import re
import tomllib
from typing import Any

import pytest

from tests.image.dockerfile import context
from tests.unit.deploy.files import IMAGE, ROOT, STAGES, documents
from wsss_bot import cli, errors

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
[COMPOSE] = documents("deploy/compose.yaml")
SERVICE = COMPOSE["services"]["wsss-bot"]
CRON_JOB, CLAIM = documents("deploy/kubernetes.yaml")
JOB = CRON_JOB["spec"]["jobTemplate"]["spec"]
POD = JOB["template"]["spec"]
[CONTAINER] = POD["containers"]


def test_what_comes_from_elsewhere_is_one_image_pinned_by_its_digest() -> None:
    named = {stage.name for stage in STAGES}
    elsewhere = [stage.base for stage in STAGES if stage.base not in named]

    assert len(elsewhere) == 1
    assert re.fullmatch(r"python:3\.\d+\.\d+-slim-\w+@sha256:[0-9a-f]{64}", elsewhere[0])


@pytest.mark.parametrize("word", ["ENTRYPOINT", "CMD", "HEALTHCHECK"])
def test_no_shell_stands_between_the_engine_and_the_program(word: str) -> None:
    assert all(isinstance(part, str) for part in IMAGE.last(word).exec_form)


def test_the_container_starts_commands_that_there_are() -> None:
    assert IMAGE.last("ENTRYPOINT").exec_form == list(PROJECT["scripts"])
    assert IMAGE.last("CMD").exec_form[0] in cli.cli.commands
    assert IMAGE.last("HEALTHCHECK").exec_form[1] in cli.cli.commands
    assert CONTAINER["args"][0] in cli.cli.commands


def test_the_user_is_a_number_other_than_roots_and_the_same_everywhere() -> None:
    user, group = map(int, IMAGE.last("USER").rest.split(":"))
    allowed = POD["securityContext"]

    assert user >= 10_000
    assert (allowed["runAsUser"], allowed["runAsGroup"], allowed["fsGroup"]) == (user, group, group)
    assert allowed["runAsNonRoot"] is True


def test_the_labels_say_what_the_project_says() -> None:
    label = IMAGE.last("LABEL").pairs
    named = "org.opencontainers.image"

    assert label[f"{named}.title"] == PROJECT["name"]
    assert label[f"{named}.description"] == PROJECT["description"]
    assert label[f"{named}.licenses"] == PROJECT["license"]


@pytest.mark.parametrize("name", ["config.toml", "requirements/dev.txt", "tests", "deploy"])
def test_what_is_copied_is_let_in_and_no_config_is(name: str) -> None:
    copied = [one for stage in STAGES for one in stage.instructions if one.word == "COPY"]
    names = [w for one in copied if "--from=" not in one.rest for w in one.words[:-1]]

    assert all(context(ROOT, copy) for copy in names)
    assert name not in names
    if not name.startswith("requirements"):
        with pytest.raises(FileNotFoundError):
            context(ROOT, name)


def test_both_engines_get_one_place_to_write_to_and_no_rights() -> None:
    [data] = IMAGE.last("VOLUME").exec_form

    assert [volume.split(":")[1:] for volume in SERVICE["volumes"]] == [
        [data],
        [f"{data}/config.toml", "ro"],
    ]
    assert SERVICE["read_only"] is True
    assert SERVICE["cap_drop"] == ["ALL"]
    assert SERVICE["security_opt"] == ["no-new-privileges:true"]
    assert {"privileged", "environment", "ports", "user"}.isdisjoint(SERVICE)
    assert CONTAINER["volumeMounts"][0] == {"name": "state", "mountPath": data}
    assert CONTAINER["securityContext"] == {
        "allowPrivilegeEscalation": False,
        "readOnlyRootFilesystem": True,
        "capabilities": {"drop": ["ALL"]},
    }
    assert POD["automountServiceAccountToken"] is False


def test_no_secret_stands_in_a_file() -> None:
    assert SERVICE["env_file"] == "wsss-bot.env"
    assert CONTAINER["envFrom"] == [{"secretRef": {"name": "wsss-bot"}}]
    assert "env" not in CONTAINER


def test_one_run_at_a_time_at_an_hour_of_a_named_time_zone() -> None:
    assert CRON_JOB["spec"]["concurrencyPolicy"] == "Forbid"
    assert CRON_JOB["spec"]["timeZone"] == "Etc/UTC"
    assert POD["volumes"][0]["persistentVolumeClaim"]["claimName"] == CLAIM["metadata"]["name"]


def test_only_what_another_machine_failed_at_is_tried_again() -> None:
    [rule] = JOB["podFailurePolicy"]["rules"]
    final = {errors.ConfigError.exit_code, 2, errors.BUG}

    assert (rule["action"], POD["restartPolicy"]) == ("FailJob", "Never")
    assert set(rule["onExitCodes"]["values"]) == final
    assert errors.TEMPORARY not in final


# --- many lists -----------------------------------------------------------------------------

POLL, LISTS, *CLAIMS = documents("deploy/kubernetes-fleet.yaml")
FLEET = [document["spec"]["jobTemplate"]["spec"] for document in (POLL, LISTS)]


def test_each_share_has_one_worker() -> None:
    job = FLEET[1]
    [container] = job["template"]["spec"]["containers"]
    [share] = [word for word in container["args"] if word.startswith("--shard=")]

    assert job["completionMode"] == "Indexed"
    assert share == f"--shard=$(JOB_COMPLETION_INDEX)/{job['completions']}"
    assert job["parallelism"] == job["completions"]
    assert [document["spec"]["concurrencyPolicy"] for document in (POLL, LISTS)] == ["Forbid"] * 2


def test_workers_share_nothing_but_a_file_that_they_read() -> None:
    [container] = FLEET[1]["template"]["spec"]["containers"]
    mounts = {mount["name"]: mount for mount in container["volumeMounts"]}

    assert mounts["papers"]["readOnly"] is True
    assert mounts["lists"]["readOnly"] is True
    assert mounts["states"]["subPathExpr"] == "worker-$(JOB_COMPLETION_INDEX)"


@pytest.mark.parametrize("job", FLEET, ids=["poll", "lists"])
def test_the_jobs_of_many_lists_call_what_there_is_and_have_no_rights(job: Any) -> None:
    pod = job["template"]["spec"]
    [container] = pod["containers"]
    command = cli.cli.commands[container["args"][0]]
    options = {name for parameter in command.params for name in parameter.opts}
    words = [word.partition("=")[0] for word in container["args"] if word.startswith("--")]
    claimed = {v["persistentVolumeClaim"]["claimName"] for v in pod["volumes"][:2]}

    assert set(words) <= options
    assert container["securityContext"] == CONTAINER["securityContext"]
    assert pod["securityContext"] == POD["securityContext"]
    assert pod["automountServiceAccountToken"] is False
    assert claimed == {claim["metadata"]["name"] for claim in CLAIMS}
