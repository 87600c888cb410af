"""How often the matcher names the right intent, and how well it tells off-topic, beside its peers.

    python benchmarks/accuracy.py PATH/clinc150.json [--only NAME …] [--sizes 5 10 full] [--draws N] [--quick]

The data is CLINC150 (Larson et al. 2019, ``data_full.json`` of github.com/clinc/oos-eval): 150
intents, 4,500 test questions in scope, 1,000 out of scope. Each matcher is given 5 or 10 examples
of each intent (the mean of three fixed draws, the same for all) or the full 100, and the name of
the intent as one more example. Nothing learns from out-of-scope examples. The columns:

- **right**: share of the test questions whose best intent is the right one; **top 3**: the right
  one is among the best three; **slips**: right, when each word of four letters or more has one
  random slip (a letter inserted, deleted, changed, or swapped) with a chance of one in five. All
  matchers get the same slips.
- **AUROC**: how well the matcher's own score tells the 4,500 questions from the 1,000.
- **kept**, **declined**: with a threshold on that score, the share of the 4,500 that are answered and
  right, and the share of the 1,000 that are declined. The threshold is the one that gets most
  right on the validation part (3,000 in scope, answered right, + 100 out of scope, declined); of
  several that do, the highest.

The product is a ``Bot`` made with ``Bot.from_text``: its ranking is ``Bot.rank``, its score the
``coverage`` of the explanation of ``Bot.ask``. The peers, each set up as its users do, where there was a
choice the one that is best on the validation part, and their scores:

- rapidfuzz ``WRatio``, ``token_set_ratio`` (``default_process``; the best example counts, as with
  ``process.extractOne``): that ratio. With all 15,000 examples on every third question only.
- TF-IDF nearest example: cosine. BM25 nearest example (bm25s, Snowball stems): its score.
- scikit-learn logistic regression and linear SVM on TF-IDF of words and pairs of words and of
  character 2- to 5-grams inside words: highest probability, and highest margin.

About 25 minutes on two cores; ``--quick`` (one draw, every fifth question, no full size) one.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import mean
from typing import Any

import bm25s
import numpy as np
import Stemmer
from corpus import Examples, Labelled, command, draw, generator, intents_yaml, read_clinc, title, with_slips
from rapidfuzz import fuzz, process, utils
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.pipeline import make_pipeline, make_union
from sklearn.svm import LinearSVC

from chatbot import Bot

SLIP_SEED = 150
FULL = "full"
THIN = 3  # rapidfuzz over 15,000 examples takes 35 ms a question: every third is asked
COLUMNS = ("right", "top 3", "slips", "AUROC", "kept", "declined")
# What the paper reports for its full set (table 2): in-scope accuracy and out-of-scope recall
# with a threshold chosen on the validation part.
PUBLISHED = {
    "FastText (published)": (88.6, 28.3),
    "Dialogflow (published)": (90.8, 26.7),
    "Rasa (published)": (90.9, 31.2),
    "CNN (published)": (90.9, 30.9),
    "MLP on sentence embeddings (published)": (93.4, 49.1),
    "BERT (published)": (96.2, 52.3),
}


@dataclass(frozen=True, slots=True)
class Guess:
    """What a matcher makes of one question: intents, best first, and how sure it is of the first."""

    intents: tuple[str, ...]
    score: float


Matcher = Callable[[Sequence[str]], list[Guess]]  # questions -> a guess for each


# -- the product ---------------------------------------------------------------------------


def product(examples: Examples) -> Matcher:
    bot = Bot.from_text(intents_yaml(examples))

    def guess(text: str) -> Guess:
        reply = bot.ask(text)
        ranked = tuple(name for name, _ in bot.rank(text))
        return Guess(ranked, reply.explanation.coverage)

    return lambda questions: [guess(text) for text in questions]


# -- peers ---------------------------------------------------------------------------------


def _flat(examples: Examples) -> tuple[list[str], np.ndarray[Any, Any], list[str]]:
    """All examples, titles included, intent by intent; where each intent starts; the intents."""
    texts: list[str] = []
    starts = []
    for intent, own in examples.items():
        starts.append(len(texts))
        texts += [*own, title(intent)]
    return texts, np.array(starts), list(examples)


def _guesses(scores: np.ndarray[Any, Any], intents: Sequence[str]) -> list[Guess]:
    """One row of scores a question, one column an intent; of equal scores the first counts."""
    order = np.argsort(-scores, axis=1, kind="stable")[:, :3]
    return [
        Guess(tuple(intents[place] for place in best), float(row[best[0]]))
        for row, best in zip(scores, order, strict=True)
    ]


def _nearest(
    score: Callable[[Sequence[str]], np.ndarray[Any, Any]], starts: np.ndarray[Any, Any], intents: list[str]
) -> Matcher:
    """The best example of each intent counts; ``score`` gives one column an example."""

    def match(questions: Sequence[str]) -> list[Guess]:
        found: list[Guess] = []
        for start in range(0, len(questions), 250):  # keeps the table of scores small
            table = np.asarray(score(questions[start : start + 250]))
            found += _guesses(np.maximum.reduceat(table, starts, axis=1), intents)
        return found

    return match


def _rapidfuzz(scorer: Callable[..., float]) -> Callable[[Examples], Matcher]:
    def build(examples: Examples) -> Matcher:
        texts, starts, intents = _flat(examples)
        choices = [utils.default_process(text) for text in texts]

        def score(questions: Sequence[str]) -> np.ndarray[Any, Any]:
            return process.cdist(
                questions, choices, scorer=scorer, processor=utils.default_process, workers=-1
            )

        return _nearest(score, starts, intents)

    return build


def tf_idf(examples: Examples) -> Matcher:
    texts, starts, intents = _flat(examples)
    vectorizer = TfidfVectorizer()
    known = vectorizer.fit_transform(texts).T.tocsr()
    return _nearest(lambda questions: (vectorizer.transform(questions) @ known).toarray(), starts, intents)


def bm25(examples: Examples) -> Matcher:
    texts, starts, intents = _flat(examples)
    stemmer = Stemmer.Stemmer("english")

    def tokenise(lines: Sequence[str]) -> list[list[str]]:
        words = bm25s.tokenize(
            list(lines), stopwords=None, stemmer=stemmer, return_ids=False, show_progress=False
        )
        return list(words)

    retriever = bm25s.BM25()
    retriever.index(tokenise(texts), show_progress=False)

    def score(questions: Sequence[str]) -> np.ndarray[Any, Any]:
        empty = np.zeros(len(texts))
        return np.stack([retriever.get_scores(words) if words else empty for words in tokenise(questions)])

    return _nearest(score, starts, intents)


def _features() -> Any:
    return make_union(
        TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True),
        TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True),
    )


def _fitted(model: Any, examples: Examples) -> Any:
    pairs = [(text, intent) for intent, own in examples.items() for text in (*own, title(intent))]
    texts, labels = zip(*pairs, strict=True)
    return make_pipeline(_features(), model).fit(texts, labels)


def logistic_regression(examples: Examples) -> Matcher:
    fitted = _fitted(LogisticRegression(C=100.0, max_iter=1000), examples)
    return lambda questions: _guesses(fitted.predict_proba(questions), list(fitted.classes_))


def linear_svm(examples: Examples) -> Matcher:
    fitted = _fitted(LinearSVC(C=3.0), examples)
    return lambda questions: _guesses(fitted.decision_function(questions), list(fitted.classes_))


PRODUCT = "chatbot"
MATCHERS: dict[str, Callable[[Examples], Matcher]] = {
    PRODUCT: product,
    "rapidfuzz WRatio": _rapidfuzz(fuzz.WRatio),
    "rapidfuzz token_set_ratio": _rapidfuzz(fuzz.token_set_ratio),
    "TF-IDF nearest example": tf_idf,
    "BM25 nearest example": bm25,
    "logistic regression": logistic_regression,
    "linear SVM": linear_svm,
}


# -- measuring -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Parts:
    """What is asked."""

    test: Labelled
    slipped: Labelled
    oos: Labelled
    val: Labelled
    oos_val: Labelled

    def every(self, step: int) -> Parts:
        """Each ``step``-th question of every part."""
        return Parts(
            self.test[::step], self.slipped[::step], self.oos[::step], self.val[::step], self.oos_val[::step]
        )


def _parts(clinc: dict[str, Labelled]) -> Parts:
    rng = generator(SLIP_SEED)
    slipped = [(with_slips(text, rng), intent) for text, intent in clinc["test"]]
    return Parts(clinc["test"], slipped, clinc["oos_test"], clinc["val"], clinc["oos_val"])


def threshold(val: Sequence[Guess], right: Sequence[bool], oos: Sequence[Guess]) -> float:
    """The score from which to answer, so that most are answered right or rightly declined."""
    scored = sorted(
        [(guess.score, 1 if good else 0) for guess, good in zip(val, right, strict=True)]
        + [(guess.score, -1) for guess in oos]
    )
    gained = best = 0  # answering everything is where counting starts
    limit = scored[0][0]
    for place, (score, gain) in enumerate(scored):
        gained -= gain  # from here on this one is declined
        following = scored[place + 1][0] if place + 1 < len(scored) else score + 1.0
        if following > score and gained >= best:
            best, limit = gained, (score + following) / 2
    return limit


def measure(matcher: Matcher, parts: Parts) -> tuple[float, ...]:
    """The figures of one row, in the order of COLUMNS, in percent."""

    def asked(rows: Labelled) -> tuple[list[Guess], list[bool]]:
        guesses = matcher([text for text, _ in rows])
        return guesses, [guess.intents[:1] == (row[1],) for guess, row in zip(guesses, rows, strict=True)]

    test, right = asked(parts.test)
    top = [row[1] in guess.intents[:3] for guess, row in zip(test, parts.test, strict=True)]
    _, right_slipped = asked(parts.slipped)
    oos, _ = asked(parts.oos)
    val, right_val = asked(parts.val)
    oos_val, _ = asked(parts.oos_val)
    limit = threshold(val, right_val, oos_val)
    area = roc_auc_score([1] * len(test) + [0] * len(oos), [guess.score for guess in (*test, *oos)])
    kept = [good and guess.score >= limit for guess, good in zip(test, right, strict=True)]
    declined = [guess.score < limit for guess in oos]
    return tuple(
        100.0 * share
        for share in (mean(right), mean(top), mean(right_slipped), area, mean(kept), mean(declined))
    )


def run(name: str, clinc: dict[str, Labelled], size: str, draws: int, parts: Parts) -> tuple[float, ...]:
    """The mean row of ``name`` over the draws."""
    count = None if size == FULL else int(size)
    rows = []
    for seed in range(1 if count is None else draws):
        started = time.perf_counter()
        matcher = MATCHERS[name](draw(clinc["train"], count, seed))
        built = time.perf_counter()
        rows.append(measure(matcher, parts))
        asked = time.perf_counter() - built
        figures = "  ".join(f"{figure:.2f}" for figure in rows[-1])
        note = f"(built in {built - started:.1f} s, asked in {asked:.1f} s)"
        print(f"{size} examples, draw {seed}, {name}: {figures}  {note}", file=sys.stderr, flush=True)
    return tuple(map(mean, zip(*rows, strict=True)))


def table(size: str, rows: dict[str, tuple[float, ...]], note: str) -> str:
    lines = [f"### {size} examples an intent{note}", "", "| | " + " | ".join(COLUMNS) + " |"]
    lines.append("|---|" + "---:|" * len(COLUMNS))
    for name, row in rows.items():
        lines.append(f"| {name} | " + " | ".join(f"{figure:.1f}" for figure in row) + " |")
    if size == FULL:
        for name, (kept, declined) in PUBLISHED.items():
            lines.append(f"| {name} | | | | | {kept} | {declined} |")
    return "\n".join([*lines, "", *_verdict(rows), ""])


def _verdict(rows: dict[str, tuple[float, ...]]) -> list[str]:
    """In which columns the product leads, and in which it does not."""
    if PRODUCT not in rows or len(rows) < 2:
        return []
    behind = []
    for place, column in enumerate(COLUMNS):
        figure, peer = max((row[place], name) for name, row in rows.items() if name != PRODUCT)
        if rows[PRODUCT][place] <= figure:
            behind.append(f"{column} ({peer} {figure:.1f}, {PRODUCT} {rows[PRODUCT][place]:.1f})")
    return ["Not ahead in: " + "; ".join(behind) + "." if behind else "Ahead of every peer in every column."]


def main() -> None:
    parser = command(__doc__)
    parser.add_argument("path", type=Path, help="clinc150.json")
    parser.add_argument("--only", nargs="+", choices=MATCHERS, default=list(MATCHERS), metavar="NAME")
    parser.add_argument("--sizes", nargs="+", default=["5", "10", FULL], choices=["5", "10", FULL])
    parser.add_argument("--draws", type=int, default=3, help="fixed draws of 5 and 10 examples")
    parser.add_argument("--quick", action="store_true", help="one draw, every fifth question, no full size")
    options = parser.parse_args()
    clinc = read_clinc(options.path)
    parts = _parts(clinc)
    sizes, draws = options.sizes, options.draws
    if options.quick:
        parts, draws = parts.every(5), 1
        sizes = [size for size in sizes if size != FULL] or sizes
    for size in sizes:
        rows = {}
        for name in options.only:
            thin = size == FULL and name.startswith("rapidfuzz")
            label = name + f" (every {THIN}rd question)" if thin else name
            rows[label] = run(name, clinc, size, draws, parts.every(THIN) if thin else parts)
        note = "" if size == FULL else f", mean of {draws} draw{'s' * (draws > 1)}"
        print(table(size, rows, note), flush=True)


if __name__ == "__main__":
    main()
