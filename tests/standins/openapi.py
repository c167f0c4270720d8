"""A referee: are requests and answers as GitHub's own API description says?"""

import json
import re
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any

import jsonschema_rs

from tests.standins.github import Exchange

Json = Any

BARE_LISTS = {("POST", "/repos/{owner}/{repo}/issues/{issue_number}/labels")}
"""Operations whose body GitHub also takes as a bare list, which its description leaves out."""
UNDESCRIBED_STATUSES = {301, 307, 401, 403, 404, 422, 500, 502, 503}
"""Refusals that any operation may answer with; the description names them here and there."""


class Referee:
    """Checks exchanges against an OpenAPI description."""

    def __init__(self, description: Path) -> None:
        self._root = json.loads(description.read_text())
        self._paths = [
            (_pattern(path), path, operations) for path, operations in self._root["paths"].items()
        ]
        self._validators: dict[str, jsonschema_rs.Validator] = {}

    def complaints(self, exchanges: Iterable[Exchange]) -> list[str]:
        """Return what is wrong with the exchanges; those it has no description of are skipped."""
        return [complaint for exchange in exchanges for complaint in self._check(exchange)]

    def knows(self, exchange: Exchange) -> bool:
        """Whether the description has this operation."""
        return self._operation(exchange) is not None

    def _operation(self, exchange: Exchange) -> tuple[str, Json] | None:
        for pattern, path, operations in self._paths:
            if pattern.fullmatch(exchange.path) and exchange.verb.lower() in operations:
                return path, operations[exchange.verb.lower()]
        return None

    def _check(self, exchange: Exchange) -> Iterable[str]:
        found = self._operation(exchange)
        if found is None:
            return
        path, operation = found
        where = f"{exchange.verb} {path}"
        request = self._resolved(operation.get("requestBody", {}))
        schema = request.get("content", {}).get("application/json", {}).get("schema")
        if schema is not None and exchange.sent is not None:
            yield from self._errors(f"{where} request", schema, exchange.sent)
        response = operation["responses"].get(str(exchange.status))
        if response is None:
            if exchange.status not in UNDESCRIBED_STATUSES:
                yield f"{where} answers {exchange.status}, which is not described"
            return
        content = self._resolved(response).get("content", {})
        schema = content.get("application/json", {}).get("schema")
        if schema is not None and exchange.status < 300:
            yield from self._errors(f"{where} answer", schema, exchange.answered)

    def _errors(self, where: str, schema: Json, document: Json) -> Iterable[str]:
        if where not in self._validators:
            components = _as_json_schema(self._root["components"])
            whole = {**_as_json_schema(schema), "components": components}
            self._validators[where] = jsonschema_rs.Draft202012Validator(whole)
        for error in self._validators[where].iter_errors(document):
            yield f"{where}: {list(error.instance_path)}: {error.message[:200]}"

    def _resolved(self, node: Json) -> Json:
        while "$ref" in node:
            target = self._root
            for part in node["$ref"].removeprefix("#/").split("/"):
                target = target[part]
            node = target
        return node


@lru_cache
def _pattern(path: str) -> re.Pattern[str]:
    """A path may hold several segments where GitHub says so: `{path}` and `{ref}`."""
    words = re.split(r"(\{\w+\})", path)
    return re.compile(
        "".join(
            (".+" if word in {"{path}", "{ref}"} else "[^/]+")
            if word.startswith("{")
            else re.escape(word)
            for word in words
        )
    )


def _as_json_schema(node: Json) -> Json:
    """Turn OpenAPI 3.0's `nullable` into what JSON Schema calls it."""
    if isinstance(node, list):
        return [_as_json_schema(item) for item in node]
    if not isinstance(node, dict):
        return node
    plain = {key: _as_json_schema(value) for key, value in node.items() if key != "nullable"}
    if node.get("nullable") is True:
        return {"anyOf": [plain, {"type": "null"}]}
    return plain
