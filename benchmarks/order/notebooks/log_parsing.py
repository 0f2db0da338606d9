# %%
import re
import pandas as pd
from datetime import datetime
# %%
log = """2024-05-01 10:00:01 INFO api 200 12ms
2024-05-01 10:00:02 WARN api 429 3ms
2024-05-01 10:00:05 INFO web 200 40ms
2024-05-01 10:01:00 ERROR db 500 900ms
2024-05-01 10:01:10 INFO api 200 15ms"""
# %%
PATTERN = re.compile(r"(\S+ \S+) (\w+) (\w+) (\d+) (\d+)ms")
# %%
def parse(line):
    when, level, service, status, took = PATTERN.match(line).groups()
    return {
        "when": datetime.strptime(when, "%Y-%m-%d %H:%M:%S"),
        "level": level,
        "service": service,
        "status": int(status),
        "ms": int(took),
    }
# %%
entries = [parse(line) for line in log.splitlines()]
# %%
events = pd.DataFrame(entries)
events.shape
# %%
events["slow"] = events["ms"] > 30
events["minute"] = events["when"].dt.floor("min")
# %%
per_minute = events.groupby("minute")["ms"].agg(["count", "max"])
per_minute
# %%
levels = events["level"].value_counts().to_dict()
levels
# %%
bad = events[(events["status"] >= 400) | events["slow"]]
bad["service"].tolist()
# %%
alert = f"{len(bad)} of {len(events)}: {', '.join(sorted(set(bad['service'])))}"
print(alert)
