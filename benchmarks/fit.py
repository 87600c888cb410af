"""Fits the four small models of the package anew: ``python benchmarks/fit.py PATH/clinc150.json``.

Each is a logistic function of a few figures that the package works out itself, so what is fitted is
what will be used: how sure a ranking is (``confidence``), whether a message falls in two
(``seams``), whether it reports a red flag (``watch``), and, a choice among options, what a line asks
after what was spoken of (``context``). Prints the constants to put there, and how
well each does on what it was fitted on and on the rest, of which nothing else is shown.

Run it after the content or the engine has changed. ``context`` leans on ``confidence``, and ``seams`` on
both: put their constants in place first, in this order, and run it again for each. Needs scikit-learn.
About three minutes.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from corpus import command, draw, intents_yaml, read_clinc
from dialogues import typed
from questions import group
from scipy.optimize import minimize
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import log_loss, roc_auc_score

from chatbot import START, Bot, Conversation, Reply, confidence, context, seams, watch
from chatbot.decision import Turn
from chatbot.language import tokenise
from chatbot.logistic import Choice, Logistic
from chatbot.memory import aged
from chatbot.parts import find_parts, halves
from chatbot.questions import without_denials, without_lead
from chatbot.ranking import Ranking, rank
from chatbot.reading import read

DATA = Path(__file__).resolve().parent.parent / "tests" / "data"

Item = dict[str, Any]  # a labelled question
Row = tuple[Mapping[str, float], bool, float]  # evidence, what is true, weight
# The evidence of each option, the right ones, weight
Pick = tuple[Mapping[str, Mapping[str, float]], frozenset[str], float]
Line = tuple[str, frozenset[str], Conversation]  # what is said, what is right, and what was before

# Of the former all is there to fit on, of the latter nothing; of the others, the first half.
WHOLLY = frozenset(
    "questions_a questions_c alarms_a alarms_c alarms_d conversations_a conversations_b".split()
)
NOT_AT_ALL = frozenset("questions_b questions_d alarms_b alarms_e held_out_conversations".split())
QUESTIONS = "questions_a questions_c questions_e questions_f questions_g".split()
DOUBLES = "doubles doubles_c doubles_e doubles_g doubles_h doubles_i doubles_j doubles_k".split()
SINGLES = (
    "singles_with_and singles_with_and_c singles_e singles_g singles_h singles_i singles_j singles_k".split()
)
SEVERAL = [*DOUBLES, *SINGLES]
DENIALS = "negation negation_c negation_e".split()
DIALOGUES = "conversations_a conversations_b dialogues_e dialogues_i".split()
ALARMS = "alarms_a alarms_c alarms_d alarms_f alarms_g alarms_h complaints".split()
# Content and patterns were built on the former since, so that they say less of what is new.
BUILT_ON, FRESH = 0.5, 2.0
STRENGTH = 3.0  # C of the regression: weak, for few figures and many rows
STRAY = 0.4  # what a question weighs that has nothing to do with what was said before
STRIDE = 7
RIDGE = 3.0  # what the squares of the weights cost in a choice: more, for few dialogues


def items(names: Iterable[str], *, to_fit: bool) -> Iterator[Item]:
    """The labelled messages of these files that are there to fit on, with a weight, or the others."""
    for name in names:
        found = [json.loads(line) for line in (DATA / f"{name}.jsonl").open(encoding="utf-8")]
        for item in share(name, found, to_fit=to_fit):
            yield {**item, "weight": BUILT_ON if name in WHOLLY else FRESH}


def share(name: str, found: Sequence[Item], *, to_fit: bool) -> Sequence[Item]:
    """Those of what the file ``name`` holds that are there to fit on, or the others."""
    middle = len(found) if name in WHOLLY else 0 if name in NOT_AT_ALL else len(found) // 2
    return found[:middle] if to_fit else found[middle:]


def dialogues(names: Iterable[str], *, to_fit: bool) -> Iterator[list[Item]]:
    """The turns of each labelled dialogue that is there to fit on, or of the others."""
    for name in names:
        path = DATA / f"{name}.jsonl"
        if path.exists():
            found = [json.loads(line) for line in path.open(encoding="utf-8")]
        else:
            found = yaml.safe_load(path.with_suffix(".yaml").read_text(encoding="utf-8"))["conversations"]
        for dialogue in share(name, found, to_fit=to_fit):
            yield dialogue["turns"]


class Patient:
    """A bot, opened: what its stages make of a first message."""

    def __init__(self, bot: Bot) -> None:
        self.bot, self.index = bot, bot._index  # noqa: SLF001
        self.turn = Turn(bot.content, self.index, aged(START))

    def ranking(self, text: str) -> Ranking:
        """The ranking of a first message."""
        return rank(read(tokenise(text), self.index.vocabulary), self.index)

    def lines(self, turns: Iterable[Item]) -> Iterator[Line]:
        """The turns of one dialogue that are read as questions."""
        reply: Reply | None = None
        for turn in turns:
            text, before = typed(turn, reply), reply.conversation if reply else START
            if text is not None:
                reply = self.bot.ask(text, before)
                kind = {"decline": "out_of_scope"}.get(turn.get("kind", ""), turn.get("kind", "anything"))
                if reply.explanation.stage in ("matching", "context"):
                    yield text, frozenset(turn.get("accept") or turn.get("any_of") or [kind]), before

    def covers(self, name: str) -> bool:
        """True for an intent."""
        return name in self.turn.covered

    def is_talk(self, name: str) -> bool:
        """True for an intent of small talk."""
        return self.covers(name) and self.bot.content.intents[name].small_talk


# -- evidence ------------------------------------------------------------------------------


def confidence_rows(patient: Patient, asked: Iterable[Item]) -> Iterator[Row]:
    for item in asked:
        if not item.get("also") and "clarify" not in item["accept"] and not item["kind"].startswith("urgent"):
            ranking = patient.ranking(item["q"])
            best = ranking.candidates[0].name
            right = (best if patient.covers(best) else "out_of_scope") in item["accept"]
            yield confidence.evidence(ranking, patient.turn.covered), right, item["weight"]


def clinc_rows(path: Path, weight: float) -> Iterator[Row]:
    """Two contents of another kind, each of this weight."""
    parts = read_clinc(path)
    foreign = [(text, "out_of_scope") for text, _ in (*parts["oos_val"], *parts["oos_train"])]
    rows = [*parts["val"], *foreign]
    each = weight / len(rows)
    asked = [{"q": text, "accept": [intent], "kind": "", "weight": each} for text, intent in rows]
    for size in (10, None):
        patient = Patient(Bot.from_text(intents_yaml(draw(parts["train"], size, 0))))
        yield from confidence_rows(patient, asked)


def clinc_picks(path: Path, weight: float) -> Iterator[Pick]:
    """The same of a small content that says nothing of what it does not cover."""
    parts = read_clinc(path)
    patient = Patient(Bot.from_text(intents_yaml(draw(parts["train"], 10, 0))))
    asked = [{"q": text, "accept": [intent], "kind": ""} for text, intent in parts["val"][::10]]
    asked += [
        {"q": text, "accept": ["out_of_scope"], "kind": ""}
        for text, _ in (*parts["oos_val"], *parts["oos_train"])
    ]
    yield from stray_picks(patient, asked, weight)


def seam_rows(patient: Patient, asked: Iterable[Item]) -> Iterator[Row]:
    turn = patient.turn
    for item in asked:
        if group(item) == "urgent":
            continue
        whole = without_denials(patient.ranking(item["q"]), turn)
        for two in halves(whole, turn):
            first, second = two.best
            if any(map(patient.is_talk, two.best)) or turn.covered.isdisjoint(two.best):
                continue  # small talk has a rule of its own
            found = seams.evidence(two, whole, patient.index.numbers, turn.covered)
            both = first in item["accept"] and second in item["also"]
            rest = {name for name in two.best if name not in item["accept"]}
            missing = "out_of_scope" in item["also"] and len(rest) == 1 and not patient.covers(*rest)
            yield found, both or missing, item["weight"]


def alarm_rows(patient: Patient, asked: Iterable[tuple[str, bool, float]]) -> Iterator[Row]:
    gate = patient.bot._gate  # noqa: SLF001
    for text, urgent, weight in asked:
        flag = watch.watch(tokenise(text), patient.ranking(text), patient.index, gate).flag
        if flag is not None and flag.evidence:
            yield flag.evidence, urgent, weight


def pick(
    patient: Patient, text: str, before: Conversation, right: frozenset[str], weight: float
) -> Iterator[Pick]:
    """What a line may be after what was said before; nothing where that plays no part."""
    turn = Turn(patient.bot.content, patient.index, aged(before))
    parts = find_parts(without_denials(patient.ranking(text), turn), turn)
    alone = without_lead(parts[0], turn)
    if not turn.memory.topic or turn.signs or len(parts) > 1 or context.names_strangers(alone):
        return
    found = context.evidence(alone, turn)
    right = right & found.keys() | ({""} if right & {"out_of_scope", "clarify"} else set())
    if right:
        yield found, right, weight


def context_picks(patient: Patient, told: Iterable[Iterable[Item]]) -> Iterator[Pick]:
    for turns in told:
        for text, right, before in patient.lines(turns):
            yield from pick(patient, text, before, right, FRESH)


def stray_picks(patient: Patient, asked: Sequence[Item], weight: float) -> Iterator[Pick]:
    """Questions that stand alone, each after a subject that has nothing to do with it."""
    titles = [one.title for one in patient.bot.content.intents.values() if not one.small_talk]
    memories = [patient.bot.ask(title).conversation for title in titles]
    memories = [memory for memory in memories if memory.topic and not memory.sign]
    for number, item in enumerate(asked):
        before = memories[number * STRIDE % len(memories)]
        right = frozenset(item["accept"])
        if before.topic not in right and not item.get("also") and group(item) in ("in scope", "out of scope"):
            yield from pick(patient, item["q"], before, right, weight)


def reports(*, to_fit: bool) -> Iterator[tuple[str, bool, float]]:
    names = ALARMS if to_fit else [*ALARMS, "alarms_b", "alarms_e"]
    for item in items(names, to_fit=to_fit):
        yield item["q"], item["urgent"], item["weight"]
    for item in items([*QUESTIONS, *SEVERAL], to_fit=to_fit):
        if item["kind"] == "urgent" or "urgent_care" not in (*item["accept"], *item["also"]):
            yield item["q"], item["kind"] == "urgent", item["weight"]


# -- fitting -------------------------------------------------------------------------------


def fit(name: str, model: Logistic, rows: Sequence[Row], others: Sequence[Row]) -> None:
    """Print the constants for the room ``name``, and how well the old and the new ones do."""
    figures = list(model.weights)

    def table(part: Sequence[Row]) -> tuple[Any, Any, Any]:
        return (
            np.array([[found[figure] for figure in figures] for found, _, _ in part]),
            np.array([right for _, right, _ in part]),
            np.array([weight for _, _, weight in part]),
        )

    x, y, weights = table(rows)
    fitted = LogisticRegression(C=STRENGTH, max_iter=5_000).fit(x, y, weights)
    print(f"\n{name}: {len(rows)} rows to fit on, {len(others)} others\nMODEL = Logistic(")
    print(f"    {fitted.intercept_[0]:.2f},\n    {{")
    for figure, weight in zip(figures, fitted.coef_[0], strict=True):
        print(f'        "{figure}": {weight:.2f},')
    print("    },\n)")
    for kind, part in (("fitted on", rows), ("others", others)):
        x, y, weights = table(part)
        new = fitted.predict_proba(x)[:, 1]
        old = [model.probability(found) for found, _, _ in part]
        for when, sure in (("as it stands", old), ("with these", new)):
            loss = log_loss(y, sure, sample_weight=weights)
            area = roc_auc_score(y, sure, sample_weight=weights)
            print(f"{kind:10} {when:13} log loss {loss:.3f}  AUROC {100 * area:.1f}")


def fit_choice(name: str, model: Choice, picks: Sequence[Pick], others: Sequence[Pick]) -> None:
    """The same for a choice among options: a conditional logit, which has one optimum."""
    figures = list(model.weights)
    tables = [
        (
            np.array([[found[option].get(figure, 0.0) for figure in figures] for option in found]),
            np.array([option in right for option in found]),
            weight,
        )
        for found, right, weight in picks
    ]

    def cost(weights: Any) -> tuple[float, Any]:
        total, slope = RIDGE * weights @ weights / 2, RIDGE * weights
        for x, right, share in tables:
            powers = np.exp(x @ weights - (x @ weights).max())
            sure = powers / powers.sum()
            total -= share * np.log(sure[right].sum())
            slope = slope + share * (sure @ x - (sure * right / sure[right].sum()) @ x)
        return total, slope

    fitted = minimize(cost, np.zeros(len(figures)), jac=True, method="L-BFGS-B").x
    print(f"\n{name}: {len(picks)} lines to fit on, {len(others)} others\nMODEL = Choice(\n    {{")
    for figure, weight in zip(figures, fitted, strict=True):
        print(f'        "{figure}": {weight:.2f},')
    print("    }\n)")
    new = Choice(dict(zip(figures, fitted, strict=True)))
    for kind, part in (("fitted on", picks), ("others", others)):
        for when, one in (("as it stands", model), ("with these", new)):
            hits = sum(
                max(found, key=lambda option: one.utility(found[option])) in right for found, right, _ in part
            )
            loss = sum(_loss(one, found, right) for found, right, _ in part)
            print(
                f"{kind:10} {when:13} log loss {loss / len(part):.3f}  {100 * hits / len(part):.1f} % right"
            )


def _loss(model: Choice, found: Mapping[str, Mapping[str, float]], right: frozenset[str]) -> float:
    sure = model.probabilities([model.utility(figures) for figures in found.values()])
    return -math.log(sum(one for one, option in zip(sure, found, strict=True) if option in right))


def main() -> None:
    parser = command(__doc__)
    parser.add_argument("path", type=Path, help="clinc150.json")
    options = parser.parse_args()
    patient = Patient(Bot.load())
    own = list(confidence_rows(patient, items(QUESTIONS, to_fit=True)))
    others = items([*QUESTIONS, "questions_b", "questions_d"], to_fit=False)
    rows = [*own, *clinc_rows(options.path, sum(weight for _, _, weight in own))]
    fit("confidence", confidence.MODEL, rows, list(confidence_rows(patient, others)))
    fit(
        "seams",
        seams.MODEL,
        list(seam_rows(patient, items([*QUESTIONS, *SEVERAL, *DENIALS], to_fit=True))),
        list(seam_rows(patient, items([*QUESTIONS, *SEVERAL, *DENIALS], to_fit=False))),
    )
    fit(
        "watch",
        watch.MODEL,
        list(alarm_rows(patient, reports(to_fit=True))),
        list(alarm_rows(patient, reports(to_fit=False))),
    )
    fit_choice(
        "context",
        context.MODEL,
        [
            *context_picks(patient, dialogues(DIALOGUES, to_fit=True)),
            *stray_picks(patient, list(items(QUESTIONS, to_fit=True)), STRAY),
            *clinc_picks(options.path, STRAY),
        ],
        list(context_picks(patient, dialogues([*DIALOGUES, "held_out_conversations"], to_fit=False))),
    )


if __name__ == "__main__":
    main()
