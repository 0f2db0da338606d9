# %%
import numpy as np, pandas as pd
from sklearn.tree import DecisionTreeClassifier
from sklearn.metrics import f1_score, precision_score
# %%
DATA_SEED = 21
N_ROWS = 400
# %%
r = np.random.default_rng(DATA_SEED)
df = pd.DataFrame(r.normal(size=(N_ROWS, 4)), columns=["V1", "V2", "V3", "Amount"])
df["Class"] = (df["V1"] + df["V2"] > 2.2).astype(int)
# %%
print(df["Class"].sum())
# %%
df["Amount"] = df["Amount"].abs() * 100
df["LogAmount"] = np.log1p(df["Amount"])
df = df.drop(columns=["Amount"])
# %%
fraud = df[df["Class"] == 1]
normal = df[df["Class"] == 0].head(len(fraud) * 3)
# %%
balanced = pd.concat([fraud, normal]).sort_index()
balanced["Class"].mean()
# %%
X = balanced.drop(columns="Class")
y = balanced["Class"]
# %%
tree = DecisionTreeClassifier(max_depth=4, random_state=0).fit(X, y)
# %%
pred = tree.predict(df.drop(columns="Class"))
# %%
f1 = f1_score(df["Class"], pred)
precision = precision_score(df["Class"], pred)
print(f1 > 0.3, precision > 0.2)
# %%
depth = tree.get_depth()
pd.Series(tree.feature_importances_, index=X.columns).idxmax(), depth
