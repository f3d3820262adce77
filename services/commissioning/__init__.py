"""Commissioned services 委托服务 (provision 9).

Workers say what they need; the needs that most share become a project with a budget. A call says
by which criteria applications will be judged, and each application stays sealed until the
deadline has passed on the server's clock. A panel is drawn by a seed that was committed before
anyone applied; who is related to an applicant steps back before anything is opened; scores are
sealed until the last panelist has signed and are then laid open together. After the notice and
its objections the buyer awards, a contract fixes quantity, quality, milestones and staged
payments, and money leaves only through the ledger when a stage's condition is met. Workers
confirm what they received and rate it, the delivery is accepted by somebody who did not award,
and quantity, quality and use of funds are told to all workers, in time, by the system itself.

Called from outside: `workflow` (verbs) and `queries` (reads) only.
"""
