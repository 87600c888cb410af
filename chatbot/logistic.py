"""Figures that speak for something, or against it -> how likely it is; it knows not what.

Three rooms weigh evidence so: ``confidence``, ``seams`` and ``watch``. Their weights are fitted by
``benchmarks/fit.py``.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

__all__ = ["Logistic"]

_FARTHEST = 30.0  # beyond, a probability is 0 or 1 but for twelve zeros, and exp soon overflows


@dataclass(frozen=True, slots=True)
class Logistic:
    """A logistic function of named figures."""

    intercept: float
    weights: Mapping[str, float]

    def probability(self, evidence: Mapping[str, float]) -> float:
        """From 0 to 1; ``evidence`` has a figure for each weight."""
        total = self.intercept + sum([weight * evidence[name] for name, weight in self.weights.items()])
        return 1.0 / (1.0 + math.exp(-max(-_FARTHEST, min(_FARTHEST, total))))
