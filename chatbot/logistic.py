"""Figures that speak for something, or against it -> how likely it is; it knows not what.

Four rooms weigh evidence so: ``confidence``, ``context``, ``seams`` and ``watch``. Their weights are
fitted by ``benchmarks/fit.py``.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

__all__ = ["Choice", "Logistic"]

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


@dataclass(frozen=True, slots=True)
class Choice:
    """A logistic function of named figures that chooses among options (McFadden's conditional logit)."""

    weights: Mapping[str, float]

    def utility(self, evidence: Mapping[str, float]) -> float:
        """What speaks for one option; a figure that ``evidence`` lacks is 0."""
        return sum([self.weights[name] * figure for name, figure in evidence.items()])

    def probabilities(self, utilities: Sequence[float]) -> list[float]:
        """How likely each option is: 0 to 1, together 1."""
        highest = max(utilities)
        powers = [math.exp(utility - highest) for utility in utilities]
        total = sum(powers)
        return [power / total for power in powers]
