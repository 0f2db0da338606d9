# %%
import numpy as np
import pandas as pd
from sklearn.impute import SimpleImputer
from sklearn.preprocessing import LabelEncoder
# %%
rows = 100
census = pd.DataFrame({
    "age": np.where(np.arange(rows) % 9 == 0, np.nan, 20 + np.arange(rows) % 50),
    "hours": np.where(np.arange(rows) % 11 == 0, np.nan, 30 + np.arange(rows) % 20),
    "job": np.array(["clerk", "farmer", "nurse", "?"])[np.arange(rows) % 4],
    "income": np.where(np.arange(rows) % 3 == 0, ">50K", "<=50K"),
})
# %%
census = census.replace("?", np.nan)
census.isna().mean().round(2)
# %%
census["job"] = census["job"].fillna("unknown")
# %%
imputer = SimpleImputer(strategy="median")
census[["age", "hours"]] = imputer.fit_transform(census[["age", "hours"]])
# %%
encoder = LabelEncoder()
census["job_code"] = encoder.fit_transform(census["job"])
# %%
census["rich"] = (census["income"] == ">50K").astype(int)
census = census.drop(columns="income")
# %%
census["age_group"] = pd.cut(census["age"], [0, 30, 45, 99], labels=["young", "middle", "old"])
# %%
table = census.pivot_table(index="age_group", columns="rich", values="hours", aggfunc="mean", observed=False)
table.round(1)
# %%
dict(zip(encoder.classes_, range(len(encoder.classes_))))
# %%
matrix = census[["age", "hours", "job_code"]].to_numpy()
target = census["rich"].to_numpy()
print(matrix.shape, target.mean().round(2))
