"""Other people's methods, run beside ours on the same articles in the same run."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from bench.clusters import Clustering
from bench.data import Collection
from briefing.steps.linkage import components
from briefing.text.tokens import words
from briefing.types import Article

CUT = 0.25  # of the cosine: the one fixed cut for all collections


def tfidf_rows(collection: Collection) -> Any:
    from sklearn.feature_extraction.text import TfidfVectorizer

    texts = [f"{article.title}\n{article.text}" for article in collection.articles]
    return TfidfVectorizer(sublinear_tf=True, stop_words="english").fit_transform(texts)


def linked(linkage: str, cut: float) -> Clustering:
    """scikit-learn's agglomerative clustering over TF-IDF rows, stopped at one cosine."""

    def clustering(collection: Collection) -> list[int]:
        from sklearn.cluster import AgglomerativeClustering

        distances = 1 - (rows := tfidf_rows(collection)) @ rows.T.toarray()
        method = AgglomerativeClustering(
            n_clusters=None, metric="precomputed", linkage=linkage, distance_threshold=1 - cut
        )
        return [int(label) for label in method.fit_predict(distances.clip(0, 2))]

    return clustering


def dbscan(collection: Collection) -> list[int]:
    """Density clustering on cosine distance; what it calls noise is a cluster of its own."""
    from sklearn.cluster import DBSCAN

    labels = DBSCAN(eps=1 - 2 * CUT, min_samples=2, metric="cosine").fit_predict(tfidf_rows(collection))
    return [int(label) if label >= 0 else -2 - i for i, label in enumerate(labels)]


CLUSTERINGS: dict[str, Clustering] = {
    "tfidf average link": linked("average", CUT),
    "tfidf complete link": linked("complete", CUT),
    "tfidf single link": linked("single", 2 * CUT),
    "tfidf dbscan": dbscan,
    "all apart": lambda collection: list(range(len(collection.articles))),
    "all one": lambda collection: [0] * len(collection.articles),
}


# --- origins -------------------------------------------------------------------------------------------------

Origins = Callable[[Sequence[Article]], Sequence[int]]
LOW, HIGH = 0.15, 0.5  # candidate thresholds of resemblance: rewrites need the low one
PERMUTATIONS, BANDS = 128, 64


def rensa(threshold: float) -> Origins:
    """MinHash candidates of rensa, verified by its estimate of resemblance."""

    def clustering(articles: Sequence[Article]) -> list[int]:
        from rensa import RMinHash, RMinHashLSH

        index = RMinHashLSH(threshold=threshold, num_perm=PERMUTATIONS, num_bands=BANDS)
        prints = []
        for i, article in enumerate(articles):
            minhash = RMinHash(num_perm=PERMUTATIONS, seed=42)
            minhash.update(_shingles(article))
            prints.append(minhash)
            index.insert(i, minhash)
        near = ((i, j) for i, one in enumerate(prints) for j in index.query(one) if i < j)
        return _numbered(len(prints), [(i, j) for i, j in near if prints[i].jaccard(prints[j]) >= threshold])

    return clustering


def datasketch(threshold: float) -> Origins:
    """MinHash and LSH of datasketch, verified by its estimate of resemblance."""

    def clustering(articles: Sequence[Article]) -> list[int]:
        from datasketch import MinHash, MinHashLSH

        index, prints = MinHashLSH(threshold=threshold, num_perm=PERMUTATIONS), []
        for i, article in enumerate(articles):
            minhash = MinHash(num_perm=PERMUTATIONS)
            minhash.update_batch([shingle.encode() for shingle in _shingles(article)])
            prints.append(minhash)
            index.insert(i, minhash)
        near = ((i, j) for i, one in enumerate(prints) for j in index.query(one) if i < j)
        return _numbered(len(prints), [(i, j) for i, j in near if prints[i].jaccard(prints[j]) >= threshold])

    return clustering


def _shingles(article: Article, size: int = 5) -> list[str]:
    found = words(article.text)
    return [" ".join(found[i : i + size]) for i in range(max(1, len(found) - size + 1))]


def _numbered(size: int, pairs: Sequence[tuple[int, int]]) -> list[int]:
    number = {i: n for n, members in enumerate(components(size, pairs)) for i in members}
    return [number[i] for i in range(size)]


ORIGINS: dict[str, Origins] = {
    f"rensa {HIGH}": rensa(HIGH),
    f"rensa {LOW}": rensa(LOW),
    f"datasketch {HIGH}": datasketch(HIGH),
    f"datasketch {LOW}": datasketch(LOW),
}
