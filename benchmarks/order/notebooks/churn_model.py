# %%
import numpy as np
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler
# %%
rng = np.random.RandomState(3)
customers = pd.DataFrame({
    "tenure": rng.randint(1, 72, 200),
    "monthly": rng.normal(60, 20, 200),
    "contract": rng.choice(["monthly", "yearly"], 200),
    "support_calls": rng.poisson(1.5, 200),
})
customers["churn"] = ((customers["contract"] == "monthly") & (customers["tenure"] < 30)).astype(int)
# %%
customers["churn"].value_counts(normalize=True)
# %%
customers = pd.get_dummies(customers, columns=["contract"], dtype=int)
# %%
customers["total"] = customers["tenure"] * customers["monthly"]
customers["calls_rate"] = customers["support_calls"] / customers["tenure"]
# %%
target = "churn"
columns = [c for c in customers.columns if c != target]
# %%
train, test = train_test_split(customers, test_size=0.3, random_state=1)
# %%
scaler = StandardScaler()
scaler.fit(train[columns])
# %%
X_train, X_test = scaler.transform(train[columns]), scaler.transform(test[columns])
# %%
forest = RandomForestClassifier(n_estimators=10, random_state=0)
forest.fit(X_train, train[target])
# %%
probabilities = forest.predict_proba(X_test)[:, 1]
auc = roc_auc_score(test[target], probabilities)
print(round(auc, 3))
# %%
importance = pd.Series(forest.feature_importances_, index=columns).sort_values(ascending=False)
importance.head(3)
