# %%
from dataclasses import dataclass, field
from datetime import date
# %%
@dataclass
class Account:
    owner: str
    balance: float = 0.0
    history: list = field(default_factory=list)

    def pay(self, amount, when=None):
        self.balance += amount
        self.history.append((when or TODAY, amount))
# %%
TODAY = date(2024, 5, 1)
RATE = 0.03
# %%
accounts = {name: Account(name) for name in ("ana", "bo", "cy")}
# %%
def transfer(source, target, amount):
    if accounts[source].balance < amount:
        raise ValueError(f"{source} has too little")
    accounts[source].pay(-amount)
    accounts[target].pay(amount)
# %%
accounts["ana"].pay(100)
accounts["bo"].pay(50, date(2024, 1, 1))
# %%
transfer("ana", "cy", 30)
transfer("bo", "cy", 20)
# %%
total = sum(account.balance for account in accounts.values())
total
# %%
def interest(account):
    return round(account.balance * RATE, 2)
# %%
paid = {name: interest(account) for name, account in accounts.items()}
paid
# %%
statement = [f"{account.owner}: {account.balance:.2f} ({len(account.history)})" for account in accounts.values()]
print("\n".join(statement))
