"""A classifier as bytes: arrays and JSON, so that reading a file never runs what is in it."""

import io
import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import numpy as np
import sklearn
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from wsss_bot import __version__
from wsss_bot.domain import Example
from wsss_bot.score.classifier import Classifier, HeldOut, Linear, Neighbourhood
from wsss_bot.score.examples import checked, digest
from wsss_bot.score.recipe import DEFAULT, Recipe
from wsss_bot.score.space import Space
from wsss_bot.score.vocabulary import Vocabulary

_FORMAT = f"classifier of wsss-bot {__version__} and scikit-learn {sklearn.__version__}"
"""Another version may cut texts into other terms: it learns anew."""


def to_bytes(classifier: Classifier) -> bytes:
    """Return all of a classifier but the entries of the list, as a compressed `.npz` file."""
    near = classifier.neighbourhood
    spaces = {view.space.kind: view.space for view in classifier.views}
    spaces["words"] = classifier.words
    authors = spaces.get("authors")
    header = {
        "format": _FORMAT,
        "recipe": classifier.recipe.name,
        "trained_on": classifier.trained_on,
        "spaces": list(spaces),
        "views": [view.space.kind for view in classifier.views],
        "neighbours": near.count,
        "neighbours_weight": near.weight,
        "offset": classifier.offset,
        "since": classifier.held_out.since and classifier.held_out.since.isoformat(),
        "noise_ids": classifier.held_out.ids,
        "others": dict(classifier.held_out.others),
        "shape": near.texts.shape,
    }
    arrays: dict[str, NDArray[Any]] = {
        "header": _of_text(json.dumps(header)),
        "relevant": classifier.held_out.relevant,
        "background": classifier.held_out.background,
        "words": _of_text("\n".join(classifier.words.vocabulary.words)),
        "authors": _of_text("\n".join(authors.vocabulary.words if authors else ())),
        "ids": _of_text("\n".join(classifier.held_out.by_id)),
        "scores": np.array(list(classifier.held_out.by_id.values())),
        "checksums": np.array(list(classifier.held_out.texts.values())),
        "texts_data": near.texts.data,
        "texts_indices": near.texts.indices,
        "texts_indptr": near.texts.indptr,
    }
    for kind, space in spaces.items():
        arrays |= {f"first_{kind}": space.first, f"second_{kind}": space.second}
        arrays[f"idf_{kind}"] = space.idf
    for at, view in enumerate(classifier.views):
        arrays[f"weights_{at}"] = view.weights
    written = io.BytesIO()
    np.savez_compressed(written, **arrays)  # type: ignore[arg-type]  # names are not options
    return written.getvalue()


def from_bytes(data: bytes, examples: Sequence[Example], *, recipe: Recipe = DEFAULT) -> Classifier:
    """Return the classifier that `to_bytes` wrote, if it was trained on these examples.

    Raises ValueError, with the reason, for bytes that are damaged, foreign or out of date.
    """
    try:
        with np.load(io.BytesIO(data), allow_pickle=False) as arrays:
            header = json.loads(_to_text(arrays["header"]))
            if header["format"] != _FORMAT:
                raise ValueError(f"expected a {_FORMAT}, found a {header['format']}")
            if header["trained_on"] != digest(examples, recipe):
                raise ValueError("it was trained on other examples, or by another recipe")
            return _restored(header, arrays, examples, recipe)
    except ValueError:
        raise
    # Where a bit is wrong decides which of the readers of zip, arrays and JSON trips, and how.
    except Exception as error:
        raise ValueError(f"it is damaged: {error}") from error


def _restored(
    header: dict[str, Any], arrays: Any, examples: Sequence[Example], recipe: Recipe
) -> Classifier:
    words, authors = (
        Vocabulary(_to_text(arrays[name]).split("\n")) for name in ("words", "authors")
    )
    spaces = {
        kind: Space(
            kind,
            authors if kind == "authors" else words,
            *(arrays[f"{part}_{kind}"] for part in ("first", "second", "idf")),
        )
        for kind in header["spaces"]
    }
    texts = tuple(arrays[f"texts_{part}"] for part in ("data", "indices", "indptr"))
    ids = _to_text(arrays["ids"]).split("\n")
    relevant, _ = checked(examples)
    return Classifier(
        recipe=recipe,
        trained_on=header["trained_on"],
        held_out=HeldOut(
            relevant=arrays["relevant"],
            background=arrays["background"],
            ids=tuple(header["noise_ids"]),
            others=header["others"],
            since=datetime.fromisoformat(header["since"]) if header["since"] else None,
            by_id=dict(zip(ids, arrays["scores"].tolist(), strict=True)),
            texts=dict(zip(ids, arrays["checksums"].tolist(), strict=True)),
        ),
        views=[
            Linear(space=spaces[kind], weights=arrays[f"weights_{at}"])
            for at, kind in enumerate(header["views"])
        ],
        words=spaces["words"],
        neighbourhood=Neighbourhood(
            texts=csr_matrix(texts, shape=tuple(header["shape"])),
            count=header["neighbours"],
            weight=header["neighbours_weight"],
        ),
        offset=header["offset"],
        entries=[e.entry for e in relevant if e.entry is not None],
    )


def _of_text(text: str) -> NDArray[np.uint8]:
    return np.frombuffer(text.encode(), dtype=np.uint8)


def _to_text(array: NDArray[np.uint8]) -> str:
    return array.tobytes().decode()
