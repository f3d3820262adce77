"""The trail 留痕: who did what to which thing, append-only and hash-chained (safety.md D14).

No personal value ever stands here, for the trail can never be erased: field names, keys and
digests only. `trail.record` writes an entry in the transaction of the act; `chain.link_pending`,
called by one writer, adds the links; `chain.verify` walks them.
"""
