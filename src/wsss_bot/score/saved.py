"""A classifier as bytes: arrays and JSON, so that reading a file never runs what is in it."""

import io
import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from wsss_bot import __version__
from wsss_bot.score.classifier import Classifier, HeldOut, Linear, Neighbourhood
from wsss_bot.score.learnt import Learnt, Names
from wsss_bot.score.recipe import DEFAULT, Kind, Recipe
from wsss_bot.score.space import Space
from wsss_bot.score.vocabulary import Vocabulary

_FORMAT = f"classifier of wsss-bot {__version__}"
"""Another version may cut texts into other terms: it learns anew."""


def to_bytes(classifier: Classifier) -> bytes:
    """Return all of a classifier but the entries of the list, as a compressed `.npz` file."""
    spaces = {view.space.kind: view.space for view in classifier.views}
    spaces["words"] = classifier.words
    arrays = {
        "header": _of_text(json.dumps(_header(classifier, list(spaces)))),
        "words": _of_text("\n".join(classifier.words.vocabulary.words)),
        "stops": _of_text("\n".join(sorted(classifier.words.vocabulary.stops))),
        **_arrays(classifier),
    }
    for kind, space in spaces.items():
        arrays |= {f"first_{kind}": space.first, f"second_{kind}": space.second}
        arrays[f"idf_{kind}"] = space.idf
    if authors := spaces.get("authors"):
        arrays["authors"] = _of_text("\n".join(authors.vocabulary.words))
    written = io.BytesIO()
    np.savez_compressed(written, **arrays)  # type: ignore[arg-type]  # names are not options
    return written.getvalue()


def _header(classifier: Classifier, spaces: Sequence[Kind]) -> dict[str, Any]:
    near, held_out = classifier.neighbourhood, classifier.held_out
    return {
        "format": _FORMAT,
        "recipe": classifier.recipe.name,
        "trained_on": classifier.trained_on,
        "spaces": spaces,
        "views": [(view.space.kind, view.most) for view in classifier.views],
        "neighbours": near.count,
        "neighbours_weight": near.weight,
        "offset": classifier.offset,
        "shape": near.texts.shape,
        "since": held_out.since and held_out.since.isoformat(),
        "noise_ids": held_out.ids,
        "others": dict(held_out.others),
        "relevant": classifier.learnt.relevant,
        "refused": classifier.learnt.refused,
        "entries": len(classifier.entries),
    }


def _arrays(classifier: Classifier) -> dict[str, NDArray[Any]]:
    near, held_out = classifier.neighbourhood, classifier.held_out
    return {
        "relevant": held_out.relevant,
        "background": held_out.background,
        "ids": _of_text("\n".join(held_out.by_id)),
        "scores": np.array(list(held_out.by_id.values())),
        "checksums": np.array(list(held_out.texts.values())),
        "texts_data": near.texts.data,
        "texts_indices": near.texts.indices,
        "texts_indptr": near.texts.indptr,
        **{f"weights_{at}": view.weights for at, view in enumerate(classifier.views)},
    }


def from_bytes(data: bytes, names: Names, *, recipe: Recipe = DEFAULT) -> Classifier:
    """Return the classifier that `to_bytes` wrote, if what it was trained on hardly differed.

    `names` are those of what would be learnt from now. Raises ValueError, with the reason, for
    bytes that are damaged, foreign or out of date.
    """
    try:
        with np.load(io.BytesIO(data), allow_pickle=False) as arrays:
            header = json.loads(_to_text(arrays["header"]))
            if header["format"] != _FORMAT:
                raise ValueError(f"expected a {_FORMAT}, found a {header['format']}")
            classifier = _restored(header, arrays, names, recipe)
    except ValueError:
        raise
    # Where a bit is wrong decides which of the readers of zip, arrays and JSON trips, and how.
    except Exception as error:
        raise ValueError(f"it is damaged: {error}") from error
    alike = classifier.learnt.still_holds(names, classifier.held_out.by_id)
    if header["recipe"] != recipe.name or not alike:
        raise ValueError("it was trained on other examples, or by another recipe")
    return classifier


def _restored(header: dict[str, Any], arrays: Any, names: Names, recipe: Recipe) -> Classifier:
    spaces = _spaces(header["spaces"], arrays)
    texts = tuple(arrays[f"texts_{part}"] for part in ("data", "indices", "indptr"))
    relevant = header["relevant"]
    return Classifier(
        recipe=recipe,
        trained_on=header["trained_on"],
        held_out=_held_out(header, arrays),
        views=[
            Linear(space=spaces[kind], weights=arrays[f"weights_{at}"], most=most)
            for at, (kind, most) in enumerate(header["views"])
        ],
        words=spaces["words"],
        neighbourhood=Neighbourhood(
            texts=csr_matrix(texts, shape=tuple(header["shape"])),
            count=header["neighbours"],
            weight=header["neighbours_weight"],
        ),
        offset=header["offset"],
        entries=[names.entries.get(name) for name in relevant[: header["entries"]]],
        learnt=Learnt(relevant=tuple(relevant), refused=tuple(header["refused"])),
    )


def _spaces(kinds: Sequence[Kind], arrays: Any) -> dict[Kind, Space]:
    words, stops = (_to_text(arrays[name]).split("\n") for name in ("words", "stops"))
    vocabulary = Vocabulary(words, stops)
    parts = ("first", "second", "idf")
    return {
        kind: Space(
            kind,
            vocabulary if kind != "authors" else Vocabulary(_to_text(arrays[kind]).split("\n")),
            *(arrays[f"{part}_{kind}"] for part in parts),
        )
        for kind in kinds
    }


def _held_out(header: dict[str, Any], arrays: Any) -> HeldOut:
    ids = _to_text(arrays["ids"]).split("\n")
    return HeldOut(
        relevant=arrays["relevant"],
        background=arrays["background"],
        ids=tuple(header["noise_ids"]),
        others=header["others"],
        since=datetime.fromisoformat(header["since"]) if header["since"] else None,
        by_id=dict(zip(ids, arrays["scores"].tolist(), strict=True)),
        texts=dict(zip(ids, arrays["checksums"].tolist(), strict=True)),
    )


def _of_text(text: str) -> NDArray[np.uint8]:
    return np.frombuffer(text.encode(), dtype=np.uint8)


def _to_text(array: NDArray[np.uint8]) -> str:
    return array.tobytes().decode()
