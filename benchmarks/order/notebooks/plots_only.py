# %%
import matplotlib
matplotlib.use("Agg")
import matplotlib.pyplot as plt
import numpy as np
# %%
x = np.linspace(0, 10, 200)
amplitudes = [0.5, 1.0, 2.0]
# %%
def wave(a, phase=0.0):
    return a * np.sin(x + phase)
# %%
curves = {a: wave(a) for a in amplitudes}
# %%
fig, axes = plt.subplots(1, 2, figsize=(6, 3))
# %%
for a, values in curves.items():
    axes[0].plot(x, values, label=f"a={a}")
axes[0].legend()
# %%
total = sum(curves.values())
axes[1].plot(x, total)
# %%
peak = x[total.argmax()]
axes[1].axvline(peak)
# %%
titles = [ax.set_title(t).get_text() for ax, t in zip(axes, ["parts", "sum"])]
titles
# %%
fig.savefig("waves.png")
plt.close(fig)
# %%
print(round(float(peak), 2), len(axes[1].lines) >= 2)
