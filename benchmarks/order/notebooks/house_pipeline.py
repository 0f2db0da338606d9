# %%
import numpy as np
import pandas as pd
from sklearn.compose import ColumnTransformer
from sklearn.linear_model import Ridge
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler
# %%
i = np.arange(150)
data = pd.DataFrame({
    "LotArea": 400 + i * 13 % 700,
    "Quality": i % 10 + 1,
    "Street": np.where(i % 3 == 0, "paved", "gravel"),
    "Zone": np.array(["RL", "RM", "C"])[i % 3],
})
data["SalePrice"] = data["LotArea"] * 90 + data["Quality"] * 4000 + np.where(data["Zone"] == "RL", 9000, 0)
# %%
data["LogPrice"] = np.log(data["SalePrice"])
data["AreaQuality"] = data["LotArea"] * data["Quality"]
# %%
numeric = ["LotArea", "Quality", "AreaQuality"]
categorical = ["Street", "Zone"]
# %%
prepare = ColumnTransformer([
    ("num", StandardScaler(), numeric),
    ("cat", OneHotEncoder(), categorical),
])
# %%
pipeline = Pipeline([("prepare", prepare), ("ridge", Ridge(alpha=1.0))])
# %%
train, valid = data[data.index % 5 != 0], data[data.index % 5 == 0]
# %%
pipeline.fit(train[numeric + categorical], train["LogPrice"])
# %%
predicted = pipeline.predict(valid[numeric + categorical])
rmse = np.sqrt(np.mean((predicted - valid["LogPrice"]) ** 2))
round(float(rmse), 3)
# %%
submission = pd.DataFrame({"Id": valid.index, "SalePrice": np.exp(predicted).round(0)})
submission.head()
# %%
submission.to_csv("submission.csv", index=False)
# %%
pd.read_csv("submission.csv").shape
