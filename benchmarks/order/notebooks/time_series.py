# %%
import numpy as np
import pandas as pd
# %%
WINDOW = 7
HORIZON = 14
# %%
t = np.arange(200)
signal = 10 + 0.05 * t + 2 * np.sin(2 * np.pi * t / 30)
ts = pd.Series(signal, index=pd.date_range("2024-01-01", periods=200), name="load")
# %%
smooth = ts.rolling(WINDOW).mean().dropna()
smooth.head()
# %%
frame = ts.to_frame()
for lag in (1, 7, 30):
    frame[f"lag_{lag}"] = frame["load"].shift(lag)
# %%
frame = frame.dropna()
frame.shape
# %%
cut = len(frame) - HORIZON
past, future = frame.iloc[:cut], frame.iloc[cut:]
# %%
inputs = ["lag_1", "lag_7", "lag_30"]
A = np.column_stack([past[inputs].to_numpy(), np.ones(len(past))])
coef, *_ = np.linalg.lstsq(A, past["load"].to_numpy(), rcond=None)
# %%
forecast = np.column_stack([future[inputs].to_numpy(), np.ones(len(future))]) @ coef
errors = future["load"].to_numpy() - forecast
# %%
mae = np.abs(errors).mean()
naive = np.abs(future["load"] - future["lag_7"]).mean()
print(mae < naive)
# %%
summary = pd.DataFrame({"truth": future["load"], "forecast": forecast})
summary["error"] = summary["truth"] - summary["forecast"]
summary.tail(3)
