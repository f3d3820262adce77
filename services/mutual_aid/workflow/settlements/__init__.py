"""Settlement without application 免申请结算: a data file comes in, is computed, approved, issued.

Each long step is a row of chunks; a chunk is one verb that moves the place where the next one
begins in the same transaction as its rows. Whoever is cut off loses at most one chunk, and two
workers at the same thing keep each chunk once.
"""
