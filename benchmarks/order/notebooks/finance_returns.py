# %%
import numpy as np
import pandas as pd
# %%
days = pd.bdate_range("2024-01-01", periods=120)
g = np.random.default_rng(9)
moves = g.normal(0.0005, 0.01, (120, 3))
# %%
px = pd.DataFrame(100 * np.exp(np.cumsum(moves, axis=0)), index=days, columns=["AAA", "BBB", "CCC"])
# %%
rets = px.pct_change().dropna()
# %%
weights = pd.Series({"AAA": 0.5, "BBB": 0.3, "CCC": 0.2})
# %%
portfolio = rets @ weights
vol = portfolio.std() * np.sqrt(252)
# %%
cum = (1 + portfolio).cumprod()
drawdown = cum / cum.cummax() - 1
# %%
monthly = portfolio.resample("ME").sum()
monthly.shape
# %%
cov = rets.cov() * 252
risk = weights * (cov @ weights) / (weights @ cov @ weights)
# %%
summary = pd.DataFrame({"weight": weights, "risk": risk})
summary["excess"] = summary["risk"] - summary["weight"]
summary.index.tolist()
# %%
print(round(float(drawdown.min()), 2) <= 0, vol > 0, summary["excess"].abs().max() < 1)
