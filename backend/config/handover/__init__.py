"""From mutual aid to hardship 转介: stands in the assembly, because neither knows the other.

Where what a worker bears herself after all aid exceeds a set share of her income, she is offered
a hardship application with what is known already. Nothing crosses without her click and consents.
"""
