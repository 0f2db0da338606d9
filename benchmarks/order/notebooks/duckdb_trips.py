# %%
import duckdb
import numpy as np
import pandas as pd
# %%
con = duckdb.connect()
# %%
trips = pd.DataFrame({
    "id": np.arange(60),
    "zone": np.array(["east", "west", "north"])[np.arange(60) % 3],
    "km": (np.arange(60) * 7 % 23) + 1.0,
    "minutes": (np.arange(60) * 5 % 31) + 4.0,
})
# %%
con.execute("CREATE OR REPLACE TABLE trips AS SELECT * FROM trips")
# %%
zones = con.execute("SELECT zone, count(*) AS n, avg(km) AS km FROM trips GROUP BY zone ORDER BY zone").df()
zones
# %%
con.execute("CREATE OR REPLACE VIEW speed AS SELECT id, zone, km / (minutes / 60) AS kmh FROM trips")
# %%
fast = con.execute("SELECT zone, max(kmh) AS top FROM speed GROUP BY zone ORDER BY zone").df()
fast
# %%
joined = zones.merge(fast, on="zone")
joined["ratio"] = joined["top"] / joined["km"]
joined
# %%
threshold = joined["ratio"].median()
chosen = joined.loc[joined["ratio"] >= threshold, "zone"].tolist()
print(chosen)
# %%
con.execute("SELECT count(*) FROM trips WHERE zone = ?", [chosen[0]]).fetchone()
