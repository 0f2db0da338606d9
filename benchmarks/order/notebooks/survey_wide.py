# %%
import pandas as pd
# %%
wide = pd.DataFrame({
    "person": ["p1", "p2", "p3", "p4"],
    "q1": [3, 4, 5, 2],
    "q2": [1, 5, 4, 2],
    "q3": [2, 4, None, 3],
    "team": ["x", "y", "x", "y"],
})
# %%
questions = [c for c in wide.columns if c.startswith("q")]
# %%
long = wide.melt(id_vars=["person", "team"], value_vars=questions, var_name="question", value_name="answer")
# %%
long = long.dropna(subset=["answer"])
long["answer"] = long["answer"].astype(int)
# %%
long["high"] = long["answer"] >= 4
# %%
per_question = long.groupby("question")["answer"].mean()
per_question
# %%
per_team = long.groupby(["team", "question"])["high"].mean().unstack()
per_team
# %%
wide["score"] = wide[questions].mean(axis=1)
# %%
ranked = wide.sort_values("score", ascending=False).reset_index(drop=True)
ranked["rank"] = ranked.index + 1
# %%
winner = ranked.loc[0, "person"]
print(winner, ranked.set_index("person")["rank"].to_dict())
