# %%
from itertools import combinations, product
from functools import lru_cache
# %%
weights = {"tent": 7, "stove": 3, "rope": 2, "food": 6, "water": 5}
values = {"tent": 9, "stove": 4, "rope": 2, "food": 10, "water": 8}
capacity = 15
# %%
things = tuple(sorted(weights))
# %%
@lru_cache(maxsize=None)
def best(place, room):
    if place == len(things):
        return 0
    skip = best(place + 1, room)
    name = things[place]
    if weights[name] > room:
        return skip
    return max(skip, values[name] + best(place + 1, room - weights[name]))
# %%
optimum = best(0, capacity)
optimum
# %%
packs = [pack for size in range(1, len(things) + 1) for pack in combinations(things, size)]
fitting = [pack for pack in packs if sum(weights[t] for t in pack) <= capacity]
# %%
winners = [pack for pack in fitting if sum(values[t] for t in pack) == optimum]
winners
# %%
grid = {(a, b): weights[a] + weights[b] for a, b in product(things, repeat=2) if a < b}
heaviest = max(grid, key=grid.get)
# %%
print(heaviest, len(fitting), winners[0])
