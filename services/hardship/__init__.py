"""困难帮扶 hardship assistance (provision 8: 困难职工帮扶).

A worker, an officer on her behalf or a station writes an application in stages; every adult of
the household signs an authorisation for the economic check. The basic union visits the home and
recommends; the upper union checks the household's means; a public notice runs its working days
and takes objections; the district approves and the money is reserved; the fund keeper orders the
payment, and it counts as paid only when the bank's reply confirms its line.

Public surface: `workflow` (the verbs) and `queries` (work lists, cards, personal data, aggregates).
"""
