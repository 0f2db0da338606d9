# %%
import pandas as pd
import numpy as np
# %%
n = 120
tx = pd.DataFrame({
    "user": np.arange(n) % 10,
    "amount": (np.arange(n) * 17 % 97) + 0.5,
    "day": np.arange(n) // 4,
    "kind": np.where(np.arange(n) % 5 == 0, "refund", "buy"),
})
# %%
tx["signed"] = np.where(tx["kind"] == "refund", -tx["amount"], tx["amount"])
# %%
features = pd.DataFrame(index=sorted(tx["user"].unique()))
features.index.name = "user"
# %%
features["total"] = tx.groupby("user")["signed"].sum()
# %%
features["count"] = tx.groupby("user").size()
features["mean"] = features["total"] / features["count"]
# %%
last = tx.groupby("user")["day"].max()
features["recency"] = tx["day"].max() - last
# %%
features["refunds"] = tx[tx["kind"] == "refund"].groupby("user")["amount"].count()
features["refunds"] = features["refunds"].fillna(0).astype(int)
# %%
features["segment"] = np.select(
    [features["total"] > features["total"].quantile(0.7), features["refunds"] > 2], ["gold", "watch"], "plain"
)
# %%
features.groupby("segment")["total"].agg(["mean", "count"])
# %%
z = (features[["total", "mean"]] - features[["total", "mean"]].mean()) / features[["total", "mean"]].std()
z.abs().max().round(2)
# %%
gold = features.query("segment == 'gold'").index.tolist()
print(gold)
