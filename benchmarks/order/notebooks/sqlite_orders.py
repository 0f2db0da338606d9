# %%
import sqlite3
import pandas as pd
# %%
con = sqlite3.connect(":memory:")
# %%
con.execute("CREATE TABLE IF NOT EXISTS customers (id INTEGER PRIMARY KEY, name TEXT, city TEXT)")
con.execute("DELETE FROM customers")
con.executemany("INSERT INTO customers VALUES (?, ?, ?)", [(1, "Ana", "Rome"), (2, "Bo", "Oslo"), (3, "Cy", "Rome")])
# %%
orders = pd.DataFrame({"customer": [1, 1, 2, 3, 3, 3], "amount": [10.0, 20.0, 5.0, 7.5, 2.5, 30.0]})
orders.to_sql("orders", con, index=False, if_exists="replace")
# %%
pd.read_sql("SELECT count(*) AS n FROM orders", con)
# %%
totals = pd.read_sql("SELECT c.name, c.city, sum(o.amount) AS total FROM orders o JOIN customers c ON c.id = o.customer GROUP BY c.name, c.city", con)
totals
# %%
by_city = totals.groupby("city")["total"].sum()
by_city
# %%
limit = by_city.mean()
big = totals[totals["total"] > limit / 2]
big
# %%
def customer_total(name):
    row = con.execute("SELECT sum(amount) FROM orders o JOIN customers c ON c.id = o.customer WHERE c.name = ?", (name,)).fetchone()
    return row[0]
# %%
{name: customer_total(name) for name in big["name"]}
