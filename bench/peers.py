"""Other people's methods, run beside ours on the same articles in the same run."""

from __future__ import annotations

from typing import Any

from bench.clusters import Clustering
from bench.data import Collection

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
