# %%
import io
import pandas as pd
# %%
csv = """station;day;temp;rain
S1;2024-03-01;7,5;0
S1;2024-03-02;8,1;2
S2;2024-03-01;;1
S2;2024-03-02;6,9;4
S3;2024-03-01;9,9;0
S3;2024-03-02;10,4;-
"""
# %%
weather = pd.read_csv(io.StringIO(csv), sep=";")
weather.dtypes
# %%
weather.columns = [c.upper() for c in weather.columns]
# %%
weather["TEMP"] = weather["TEMP"].str.replace(",", ".").astype(float)
# %%
weather["RAIN"] = pd.to_numeric(weather["RAIN"], errors="coerce")
# %%
weather["DAY"] = pd.to_datetime(weather["DAY"])
# %%
weather = weather.dropna()
weather.shape
# %%
daily = weather.groupby("DAY")[["TEMP", "RAIN"]].mean()
daily
# %%
warm = weather[weather["TEMP"] > daily["TEMP"].mean()]
warm["STATION"].tolist()
# %%
weather = weather.rename(columns={"STATION": "SITE"})
weather = weather.set_index("SITE")
# %%
weather.loc["S3", "TEMP"]
