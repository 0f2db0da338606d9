# %%
import numpy as np
import pandas as pd
from scipy import stats
# %%
alpha = 0.05
np.random.seed(5)
# %%
visits = pd.DataFrame({
    "group": np.repeat(["control", "variant"], 500),
    "minutes": np.concatenate([np.random.gamma(2, 2, 500), np.random.gamma(2, 2.4, 500)]),
})
visits["bought"] = (np.random.rand(1000) < np.where(visits["group"] == "variant", 0.14, 0.1)).astype(int)
# %%
rates = visits.groupby("group")["bought"].mean()
rates
# %%
control = visits[visits["group"] == "control"]
variant = visits[visits["group"] == "variant"]
# %%
t, p_minutes = stats.ttest_ind(control["minutes"], variant["minutes"], equal_var=False)
# %%
table = pd.crosstab(visits["group"], visits["bought"])
chi2, p_bought, dof, expected = stats.chi2_contingency(table)
dof
# %%
uplift = rates["variant"] / rates["control"] - 1
# %%
result = pd.DataFrame({"p": [p_minutes, p_bought]}, index=["minutes", "bought"])
result["significant"] = result["p"] < alpha
result
# %%
print("ship it" if result["significant"].all() else "keep testing", uplift > -1)
