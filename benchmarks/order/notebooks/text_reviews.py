# %%
import re
from collections import Counter
# %%
reviews = [
    "Great phone, battery lasts for days!!",
    "Terrible battery. Broke after two weeks...",
    "Good value, good camera, good screen",
    "The screen is great but the camera is terrible",
    "battery battery battery: why so weak?",
]
stars = [5, 1, 4, 3, 2]
# %%
STOP = {"the", "is", "for", "so", "but", "after", "two", "why"}
# %%
def tokens(text):
    words = re.findall(r"[a-z]+", text.lower())
    return [w for w in words if w not in STOP]
# %%
docs = [tokens(review) for review in reviews]
docs[0]
# %%
counts = Counter(word for doc in docs for word in doc)
counts.most_common(5)
# %%
vocabulary = sorted(counts)
index = {word: place for place, word in enumerate(vocabulary)}
# %%
def vector(doc):
    row = [0] * len(vocabulary)
    for word in doc:
        row[index[word]] += 1
    return row
# %%
matrix = [vector(doc) for doc in docs]
# %%
score = {}
for word in vocabulary:
    rated = [star for star, row in zip(stars, matrix) if row[index[word]]]
    score[word] = sum(rated) / len(rated)
# %%
sorted(score, key=score.get)[:3]
# %%
def predict(text):
    known = [score[w] for w in tokens(text) if w in score]
    return round(sum(known) / len(known), 2)

predict("great screen, weak battery")
