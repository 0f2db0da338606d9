# %%
import pandas as pd
import numpy as np
import matplotlib.pyplot as plt
%precision 3
# %%
dates = pd.date_range("2023-01-01", periods=180)
sales = pd.DataFrame({"date": dates, "store": np.tile(["A", "B", "C"], 60), "units": np.arange(180) % 23 + 5})
prices = pd.DataFrame({"store": ["A", "B", "C"], "price": [2.5, 3.0, 2.75]})
# %%
df = sales.merge(prices, on="store")
df["revenue"] = df["units"] * df["price"]
# %%
df["month"] = df["date"].dt.to_period("M").astype(str)
df["weekday"] = df["date"].dt.day_name()
# %%
monthly = df.groupby("month")["revenue"].sum()
monthly
# %%
fig, ax = plt.subplots()
monthly.plot(kind="bar", ax=ax)
ax.set_title("Revenue")
plt.close(fig)
# %%
pivot = df.pivot_table(index="month", columns="store", values="revenue", aggfunc="sum")
pivot
# %%
share = pivot.div(pivot.sum(axis=1), axis=0)
share.round(3)
# %%
best = share.mean().idxmax()
worst = share.mean().idxmin()
print(best, worst)
# %%
weekday_mean = df.groupby("weekday")["units"].mean().sort_values(ascending=False)
weekday_mean.head(3)
