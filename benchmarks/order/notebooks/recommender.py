# %%
import numpy as np
# %%
users = ["u1", "u2", "u3", "u4"]
items = ["book", "film", "song", "game", "show"]
# %%
ratings = np.array([
    [5, 3, 0, 1, 4],
    [4, 0, 0, 1, 5],
    [1, 1, 0, 5, 2],
    [0, 1, 5, 4, 0],
], dtype=float)
# %%
mask = ratings > 0
means = ratings.sum(axis=1) / mask.sum(axis=1)
# %%
centred = np.where(mask, ratings - means[:, None], 0)
# %%
norms = np.linalg.norm(centred, axis=1)
similarity = centred @ centred.T / np.outer(norms, norms)
np.fill_diagonal(similarity, 0)
# %%
def predict(user, item):
    u, i = users.index(user), items.index(item)
    weights = similarity[u] * mask[:, i]
    if not np.abs(weights).sum():
        return means[u]
    return means[u] + weights @ centred[:, i] / np.abs(weights).sum()
# %%
guess = predict("u2", "film")
round(guess, 2)
# %%
def recommend(user, n=2):
    u = users.index(user)
    unseen = [item for item in items if not mask[u, items.index(item)]]
    return sorted(unseen, key=lambda item: predict(user, item), reverse=True)[:n]
# %%
plan = {user: recommend(user) for user in users}
plan
