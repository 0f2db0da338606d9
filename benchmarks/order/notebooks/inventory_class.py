# %%
from collections import OrderedDict
# %%
CURRENCY = "EUR"
# %%
class Item:
    def __init__(self, name, price, count=1):
        self.name, self.price, self.count = name, price, count

    @property
    def value(self):
        return self.price * self.count

    def __repr__(self):
        return f"{self.name}: {self.value} {CURRENCY}"
# %%
class Stock:
    def __init__(self):
        self.items = OrderedDict()

    def add(self, item):
        self.items[item.name] = item
        return self

    def take(self, name, count):
        item = self.items[name]
        if item.count < count:
            raise ValueError("not enough")
        item.count -= count
        return Item(name, item.price, count)
# %%
stock = Stock()
stock.add(Item("bolt", 0.5, 100)).add(Item("nut", 0.25, 80))
# %%
stock.add(Item("gear", 12.0, 4))
# %%
order = [stock.take("bolt", 10), stock.take("gear", 3)]
order
# %%
bill = sum(item.value for item in order)
# %%
def discount(amount, limit=20):
    return amount * 0.9 if amount > limit else amount
# %%
print(discount(bill), CURRENCY)
# %%
left = {name: item.count for name, item in stock.items.items()}
left
