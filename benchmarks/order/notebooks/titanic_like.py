# %%
import pandas as pd
import numpy as np
from sklearn.model_selection import train_test_split
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score, confusion_matrix
# %%
np.random.seed(0)
N = 300
train = pd.DataFrame({
    'PassengerId': range(1, N + 1),
    'Pclass': np.random.choice([1, 2, 3], N, p=[.2, .3, .5]),
    'Sex': np.random.choice(['male', 'female'], N),
    'Age': np.random.normal(30, 12, N).clip(1, 80),
    'Fare': np.random.exponential(30, N),
    'Cabin': np.random.choice(['A1', 'B2', None], N),
})
train['Survived'] = ((train['Sex'] == 'female') & (train['Pclass'] < 3) | (np.random.rand(N) < .2)).astype(int)
# %%
train.head()
# %%
train = train.drop(columns=['Cabin', 'PassengerId'])
# %%
train['Sex'] = train['Sex'].map({'male': 0, 'female': 1})
# %%
train['AgeBand'] = pd.cut(train['Age'], 5, labels=False)
train['FareLog'] = np.log1p(train['Fare'])
# %%
train.groupby('Sex')['Survived'].mean()
# %%
features = ['Pclass', 'Sex', 'AgeBand', 'FareLog']
X = train[features]
y = train['Survived']
# %%
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.25, random_state=42)
# %%
model = LogisticRegression(max_iter=500)
model.fit(X_train, y_train)
# %%
pred = model.predict(X_test)
print('accuracy', round(accuracy_score(y_test, pred), 3))
# %%
confusion_matrix(y_test, pred)
# %%
weights = pd.Series(model.coef_[0], index=features).sort_values()
weights
