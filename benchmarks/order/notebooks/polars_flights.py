# %%
import pandas as pd
import numpy as np
# %%
k = np.arange(90)
flights = pd.DataFrame({
    "carrier": np.array(["AA", "BB", "CC"])[k % 3],
    "origin": np.array(["JFK", "LAX"])[k % 2],
    "dep_delay": (k * 37 % 61) - 10,
    "distance": 300 + (k * 53 % 1700),
})
# %%
flights = flights[flights["distance"] > 400].copy()
# %%
flights["late"] = flights["dep_delay"] > 15
flights["speed_class"] = pd.cut(flights["distance"], [0, 800, 1500, 5000], labels=["short", "mid", "long"])
# %%
late_share = flights.groupby("carrier")["late"].mean()
late_share
# %%
flights = flights.sort_values(["carrier", "dep_delay"])
# %%
worst = flights.groupby("carrier").tail(1)[["carrier", "dep_delay"]]
worst
# %%
cross = pd.crosstab(flights["origin"], flights["speed_class"])
cross
# %%
flights = flights.rename(columns={"dep_delay": "delay"})
# %%
flights["delay"].clip(lower=0).mean()
# %%
penalty = flights.loc[flights["late"], "delay"].sum() * 2
per_carrier = flights.loc[flights["late"]].groupby("carrier")["delay"].sum().to_dict()
print(penalty, per_carrier)
