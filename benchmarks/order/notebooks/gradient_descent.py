# %%
import numpy as np
# %%
lr = 0.1
steps = 200
# %%
rng = np.random.default_rng(0)
X = rng.normal(size=(80, 3))
true_w = np.array([1.5, -2.0, 0.5])
y = X @ true_w + 0.01 * rng.normal(size=80)
# %%
def loss(w):
    return float(np.mean((X @ w - y) ** 2))

def gradient(w):
    return 2 * X.T @ (X @ w - y) / len(y)
# %%
w = np.zeros(3)
losses = [loss(w)]
# %%
for _ in range(steps):
    w = w - lr * gradient(w)
    losses.append(loss(w))
# %%
print(losses[-1] < losses[0], len(losses))
# %%
error = np.abs(w - true_w).max()
error < 0.1
# %%
from_solver = np.linalg.solve(X.T @ X, X.T @ y)
np.allclose(from_solver, w, atol=1e-2)
# %%
halved = next(n for n, value in enumerate(losses) if value < losses[0] / 2)
halved
