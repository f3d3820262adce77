"""Mutual medical aid 在职职工医疗互助 (provision 8).

A plan is data: a rule pack says who may join, what it costs, when cover starts and what is paid.
A basic union sends its roster once a year; every row is checked, good rows wait, bad rows go back
with a reason and a remedy. When enough workers take part the union confirms the batch, the fee is
matched to the fen, the upper union confirms, and each worker is covered by the plan's own rule.
The automatic plan covers every member who meets its conditions without anybody applying.
What an event pays is computed by `rules`, exact to the fen, with one rounding and a reason for
every cut. An unverified plan can be tried out but never pays.

Called from outside: `workflow` (verbs) and `queries` (reads) only.
"""
