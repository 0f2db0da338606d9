# %%
stations = "Central;North Gate;Harbour;Old Mill;Airport".split(";")
lines = {"red": [0, 1, 2], "blue": [0, 3, 4], "green": [2, 3]}
# %%
names = {color: [stations[i] for i in stops] for color, stops in lines.items()}
names
# %%
def slug(text):
    return text.lower().replace(" ", "-")
# %%
links = set()
for stops in names.values():
    for a, b in zip(stops, stops[1:]):
        links.add((slug(a), slug(b)))
# %%
neighbours = {}
for a, b in sorted(links):
    neighbours.setdefault(a, []).append(b)
    neighbours.setdefault(b, []).append(a)
# %%
def reach(start, hops):
    found = {start}
    for _ in range(hops):
        found |= {n for s in found for n in neighbours[s]}
    return found
# %%
near = reach("central", 1)
sorted(near)
# %%
everything = reach("central", 4)
assert len(everything) == len(stations)
# %%
changes = [s for s in stations if sum(s in stops for stops in names.values()) > 1]
print(changes)
