# %%
import numpy as np
import pandas as pd
# %%
rng = np.random.default_rng(7)
n = 240
houses = pd.DataFrame(
    {
        "area": rng.normal(120, 35, n).round(1),
        "rooms": rng.integers(1, 7, n),
        "year": rng.integers(1950, 2023, n),
        "district": rng.choice(["north", "south", "harbour", "old town"], n),
        "price": rng.normal(300_000, 80_000, n).round(-2),
    }
)
houses.loc[houses.index % 17 == 0, "area"] = np.nan
# %%
houses.describe()
# %%
missing = houses.isna().sum()
missing[missing > 0]
# %%
houses["area"] = houses["area"].fillna(houses["area"].median())
# %%
houses["price_m2"] = houses["price"] / houses["area"]
# %%
houses["age"] = 2024 - houses["year"]
houses["decade"] = houses["year"] // 10 * 10
# %%
by_district = houses.groupby("district")["price_m2"].agg(["mean", "median", "count"])
by_district.sort_values("median", ascending=False)
# %%
recent = houses[houses["age"] < 20]
recent.groupby("district")["price"].mean().round(0)
# %%
corr = houses[["area", "rooms", "age", "price"]].corr()
corr["price"].sort_values()
# %%
top = by_district["median"].idxmax()
print(f"Most expensive per square metre: {top}, {houses['decade'].nunique()} decades")
