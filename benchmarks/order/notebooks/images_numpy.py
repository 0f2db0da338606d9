# %%
import numpy as np
# %%
size = 32
yy, xx = np.mgrid[0:size, 0:size]
# %%
disk = ((xx - 16) ** 2 + (yy - 16) ** 2 < 100).astype(float)
stripes = (xx // 4 % 2).astype(float)
# %%
image = 0.7 * disk + 0.3 * stripes
# %%
kernel = np.ones((3, 3)) / 9
# %%
def convolve(picture, mask):
    out = np.zeros_like(picture)
    pad = np.pad(picture, 1)
    for i in range(3):
        for j in range(3):
            out += mask[i, j] * pad[i:i + picture.shape[0], j:j + picture.shape[1]]
    return out
# %%
blurred = convolve(image, kernel)
# %%
edges = np.abs(image - blurred)
edges /= edges.max()
# %%
mask = edges > 0.5
print(mask.sum())
# %%
histogram, bins = np.histogram(blurred, bins=5)
histogram
# %%
labels = np.digitize(blurred, bins[1:-1])
np.bincount(labels.ravel())
