"""Other people's methods, run beside ours on the same articles in the same run."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from bench.clusters import Clustering
from bench.data import Collection
from briefing.steps.linkage import components
from briefing.text.tokens import stems, words
from briefing.types import Article

CUTS = (0.1, 0.2, 0.3)  # of the cosine; each is one fixed cut for all collections


def tfidf_rows(collection: Collection) -> Any:
    """scikit-learn's TF-IDF over our stems, the title's twice."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    docs = [2 * stems(article.title) + stems(article.text) for article in collection.articles]
    return TfidfVectorizer(analyzer=tuple, sublinear_tf=True).fit_transform(docs)


def linked(linkage: str, cut: float) -> Clustering:
    """scikit-learn's agglomerative clustering over TF-IDF rows, stopped at one cosine."""

    def clustering(collection: Collection) -> list[int]:
        from sklearn.cluster import AgglomerativeClustering

        rows = tfidf_rows(collection)
        distances = (1 - (rows @ rows.T).toarray()).clip(0, 2)
        method = AgglomerativeClustering(
            n_clusters=None, metric="precomputed", linkage=linkage, distance_threshold=1 - cut
        )
        return [int(label) for label in method.fit_predict(distances)]

    return clustering


def dbscan(cut: float) -> Clustering:
    """Density clustering on cosine distance; what it calls noise is a cluster of its own."""

    def clustering(collection: Collection) -> list[int]:
        from sklearn.cluster import DBSCAN

        labels = DBSCAN(eps=1 - cut, min_samples=2, metric="cosine").fit_predict(tfidf_rows(collection))
        return [int(label) if label >= 0 else -2 - i for i, label in enumerate(labels)]

    return clustering


CLUSTERINGS: dict[str, Clustering] = {
    **{f"tfidf average link {cut}": linked("average", cut) for cut in CUTS},
    "tfidf complete link 0.1": linked("complete", 0.1),
    "tfidf single link 0.4": linked("single", 0.4),
    "tfidf dbscan 0.4": dbscan(0.4),
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


def datasketch(threshold: float, batched: bool = True) -> Origins:
    """MinHash and LSH of datasketch, verified by its estimate of resemblance; its guide updates shingle by shingle."""

    def clustering(articles: Sequence[Article]) -> list[int]:
        from datasketch import MinHash, MinHashLSH

        index, prints = MinHashLSH(threshold=threshold, num_perm=PERMUTATIONS), []
        for i, article in enumerate(articles):
            minhash = MinHash(num_perm=PERMUTATIONS)
            encoded = [shingle.encode() for shingle in _shingles(article)]
            minhash.update_batch(encoded) if batched else [minhash.update(shingle) for shingle in encoded]
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
