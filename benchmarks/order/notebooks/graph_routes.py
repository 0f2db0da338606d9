# %%
import heapq
from collections import defaultdict
# %%
roads = [("a", "b", 4), ("a", "c", 1), ("c", "b", 2), ("b", "d", 5), ("c", "d", 8), ("d", "e", 3)]
# %%
graph = defaultdict(dict)
for start, end, length in roads:
    graph[start][end] = length
    graph[end][start] = length
# %%
def shortest(source):
    seen, queue = {}, [(0, source)]
    while queue:
        cost, node = heapq.heappop(queue)
        if node in seen:
            continue
        seen[node] = cost
        for other, length in graph[node].items():
            heapq.heappush(queue, (cost + length, other))
    return seen
# %%
from_a = shortest("a")
from_a
# %%
table = {node: shortest(node) for node in graph}
# %%
far = max(table["a"].items(), key=lambda item: item[1])
far
# %%
centre = min(table, key=lambda node: sum(table[node].values()))
print(centre)
# %%
graph["a"]["e"] = 2
graph["e"]["a"] = 2
# %%
shorter = shortest("a")
gained = {node: from_a[node] - shorter[node] for node in from_a if from_a[node] != shorter[node]}
gained
