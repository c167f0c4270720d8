"""Logistic regression with a quadratic penalty, on sparse rows of 32-bit weights.

What scikit-learn's LogisticRegression minimises, by the same method (L-BFGS); without the rest of
that library, which takes longer to import than a training takes.
"""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import expit

Floats = NDArray[np.float64]

_STEPS = 2_000
_GRADIENT = 1e-4
"""It ends where no part of the gradient of the mean loss is larger, or where nothing is gained."""
_GAIN = 64 * float(np.finfo(float).eps)
_REMEMBERED = 10
"""So many of the last steps tell the next: each costs memory twice as large as the weights."""
_LINE_SEARCH = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Regression:
    """Weights that tell the wanted rows from the others."""

    weights: Floats = field(repr=False)
    intercept: float

    def log_odds(self, rows: Any) -> Floats:
        """Return for each row how much it is like the wanted ones."""
        return np.asarray(rows @ self.weights + self.intercept, dtype=np.float64)


def fitted(rows: Any, wanted: NDArray[np.bool_], counts: Floats, *, C: float) -> Regression:  # noqa: N803  # its name everywhere
    """Return the regression that tells the `wanted` rows from the others.

    A row counts as often as `counts` says; `C` is the inverse strength of the penalty.
    """
    target, share = wanted.astype(np.float64), counts / counts.sum()
    strength = 1 / (C * counts.sum())
    columns = rows.T

    def loss(solution: Floats) -> tuple[float, Floats]:
        weights, intercept = solution[:-1], solution[-1]
        raw = np.asarray(rows @ weights.astype(np.float32), dtype=np.float64) + intercept
        wrong = share * (expit(raw) - target)
        gradient = np.empty_like(solution)
        gradient[:-1] = columns @ wrong.astype(np.float32)
        gradient[:-1] += strength * weights
        gradient[-1] = wrong.sum()
        mean = float(share @ (np.logaddexp(0.0, raw) - target * raw))
        return mean + strength / 2 * float(weights @ weights), gradient

    solution = minimize(
        loss,
        np.zeros(rows.shape[1] + 1),
        method="L-BFGS-B",
        jac=True,
        options={
            "maxiter": _STEPS,
            "maxls": _LINE_SEARCH,
            "maxcor": _REMEMBERED,
            "gtol": _GRADIENT,
            "ftol": _GAIN,
        },
    ).x
    return Regression(weights=solution[:-1].copy(), intercept=float(solution[-1]))
