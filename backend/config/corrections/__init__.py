"""Putting personal data right 资料更正 (PIPL 46): stands in the assembly because it tells people.

The table is in `backend.access`; asking and answering post to the inbox, which is above it.
"""
