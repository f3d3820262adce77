"""A worker's own bank account 收款账户: stands in the assembly because a change tells people.

The table and its moves are in `backend.accounts`; entering and verifying post to the inbox,
which is above it.
"""
