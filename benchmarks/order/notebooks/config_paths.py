# %%
import json
import os
from pathlib import Path
# %%
BASE = Path("work")
BASE.mkdir(exist_ok=True)
# %%
config = {"name": "demo", "steps": 3, "scale": 0.5}
# %%
(BASE / "config.json").write_text(json.dumps(config))
# %%
loaded = json.loads((BASE / "config.json").read_text())
loaded["steps"] += 1
# %%
def step(number):
    return {"number": number, "value": number ** 2 * loaded["scale"]}
# %%
results = [step(n) for n in range(loaded["steps"])]
results
# %%
with open(BASE / "results.txt", "w") as file:
    for result in results:
        file.write(f"{result['number']},{result['value']}\n")
# %%
lines = (BASE / "results.txt").read_text().splitlines()
values = [float(line.split(",")[1]) for line in lines]
# %%
total = sum(values)
print(total, sorted(os.listdir(BASE)))
