# %%
import numpy as np
import math
# %%
SEED = 11
SAMPLES = 4000
# %%
rng = np.random.default_rng(SEED)
# %%
def draw(n):
    return rng.random((n, 2))
# %%
points = draw(SAMPLES)
inside = (points ** 2).sum(axis=1) <= 1
# %%
estimate = 4 * inside.mean()
error = abs(estimate - math.pi)
error < 0.2
# %%
batches = inside.reshape(40, -1).mean(axis=1) * 4
spread = batches.std(ddof=1) / math.sqrt(len(batches))
# %%
low, high = estimate - 1.96 * spread, estimate + 1.96 * spread
print(low < high)
# %%
running = np.cumsum(inside) / np.arange(1, SAMPLES + 1) * 4
checkpoints = running[[9, 99, 999]]
checkpoints.shape
# %%
report = {"estimate": estimate, "interval": (low, high), "checks": len(checkpoints)}
sorted(report)
