# %%
import pandas as pd
import numpy as np
# %%
countries = {"Atlantis": 1_000_000, "Erewhon": 500_000}
start = pd.Timestamp("2021-03-01")
# %%
rows = []
for country, people in countries.items():
    for day in range(40):
        rows.append({"country": country, "date": start + pd.Timedelta(days=day), "cases": int(people / 1e5 * (1 + np.sin(day / 5)))})
# %%
cases = pd.DataFrame(rows)
# %%
cases = cases.sort_values(["country", "date"])
cases["cum"] = cases.groupby("country")["cases"].cumsum()
# %%
cases["per_100k"] = cases["cases"] / cases["country"].map(countries) * 1e5
# %%
cases["avg7"] = cases.groupby("country")["per_100k"].transform(lambda s: s.rolling(7).mean())
# %%
peak = cases.loc[cases.groupby("country")["avg7"].idxmax(), ["country", "date", "avg7"]]
peak
# %%
wide = cases.pivot(index="date", columns="country", values="avg7").dropna()
# %%
ratio = (wide["Atlantis"] / wide["Erewhon"]).mean()
round(ratio, 2)
# %%
last = cases.groupby("country")["cum"].last()
print((last / pd.Series(countries)).round(4).to_dict())
