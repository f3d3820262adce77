"""Ledger 经费账: funds, double entry, and the payments that leave through the bank.

Money in a fund is in one of three places: available 可用, reserved 已预留, spent 已发放; what
came in from outside stands against the account external 外部. Every movement is a `Transfer` with
exactly two `Posting` rows that sum to zero; neither is ever changed or deleted. A correction is a
new transfer.

Public surface, called downward by a capability's verb inside that verb's transaction:
`book` (open_fund, receive, reserve, post, void, reverse), `parts` (post_part, void_part,
reverse_part: one reservation for many people), `payments` (open_batch, order, order_many,
build_file, read_reply, settle, settle_many, cancel, returned_orders) and `verify.verify()`, which
trusts nothing and recounts everything.
"""
