# %%
import statistics
# %%
raw = """ana 14 17 12
bo 9 11 8
cy 18 19 17
di 10 15 13"""
# %%
grades = {}
for line in raw.splitlines():
    name, *marks = line.split()
    grades[name] = [int(mark) for mark in marks]
# %%
PASS = 12
weights = (1, 2, 1)
# %%
def weighted(marks):
    return sum(m * w for m, w in zip(marks, weights)) / sum(weights)
# %%
def passed(name):
    return weighted(grades[name]) >= PASS
# %%
means = {name: weighted(marks) for name, marks in grades.items()}
means
# %%
ok = [name for name in grades if passed(name)]
ok
# %%
best = max(means, key=means.get)
spread = statistics.pstdev(means.values())
# %%
for name in grades:
    grades[name].append(round(means[name]))
# %%
ranking = sorted(grades, key=lambda n: grades[n][-1], reverse=True)
print(ranking, best, round(spread, 2))
