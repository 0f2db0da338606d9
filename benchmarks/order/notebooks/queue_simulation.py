# %%
import random
import statistics
from dataclasses import dataclass
# %%
ARRIVAL, SERVICE = 1.0, 0.8
random.seed(2)
# %%
@dataclass
class Customer:
    arrived: float
    started: float = 0.0
    left: float = 0.0
# %%
def simulate(count):
    clock, free, out = 0.0, 0.0, []
    for _ in range(count):
        clock += random.expovariate(ARRIVAL)
        customer = Customer(clock)
        customer.started = max(clock, free)
        free = customer.left = customer.started + random.expovariate(1 / SERVICE)
        out.append(customer)
    return out
# %%
customers = simulate(300)
# %%
waits = [c.started - c.arrived for c in customers]
stays = [c.left - c.arrived for c in customers]
# %%
mean_wait = statistics.mean(waits)
mean_wait >= 0
# %%
busy = sum(c.left - c.started for c in customers) / customers[-1].left
0 < busy <= 1
# %%
buckets = [0] * 5
for wait in waits:
    buckets[min(4, int(wait))] += 1
# %%
print(sum(buckets) == len(customers), len(stays))
