# %%
import numpy as np
import pandas as pd
from sklearn.cluster import KMeans
from sklearn.decomposition import PCA
# %%
np.random.seed(1)
centres = np.array([[0, 0, 0], [5, 5, 0], [0, 5, 5]])
points = np.vstack([c + np.random.normal(0, 0.5, (40, 3)) for c in centres])
# %%
df = pd.DataFrame(points, columns=["x", "y", "z"])
# %%
scaled = (df - df.mean()) / df.std()
# %%
inertias = {}
for k in range(1, 5):
    inertias[k] = KMeans(k, n_init=2, random_state=0).fit(scaled).inertia_
# %%
km = KMeans(3, n_init=3, random_state=0)
km.fit(scaled)
# %%
df["cluster"] = km.labels_
df["cluster"].value_counts().tolist()
# %%
pca = PCA(2)
flat = pca.fit_transform(scaled)
# %%
df["px"], df["py"] = flat[:, 0], flat[:, 1]
# %%
sizes = df.groupby("cluster")[["x", "y"]].mean().round(1)
sizes.shape
# %%
drop = inertias[2] - inertias[3]
explained = pca.explained_variance_ratio_.sum()
print(drop > 0, explained > 0.5)
