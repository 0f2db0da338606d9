# %%
import random
from collections import defaultdict
# %%
random.seed(4)
text = "the cat sat on the mat and the dog sat on the rug and the cat saw the dog"
# %%
words = text.split()
# %%
chain = defaultdict(list)
for first, second in zip(words, words[1:]):
    chain[first].append(second)
# %%
dict(chain)["the"]
# %%
def generate(start, length):
    out = [start]
    while len(out) < length and chain.get(out[-1]):
        out.append(random.choice(chain[out[-1]]))
    return out
# %%
sentence = generate("the", 6)
len(sentence) <= 6
# %%
counts = {word: len(followers) for word, followers in chain.items()}
# %%
likely = {word: max(set(followers), key=followers.count) for word, followers in sorted(chain.items())}
sorted(likely)
# %%
entropy_order = sorted(counts, key=lambda word: (-counts[word], word))
print(entropy_order[0])
