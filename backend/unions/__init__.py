"""Organisations 工会组织: the tree from municipal federation to basic union, and local standards.

One record serves a sub-district union and its station (会站合一), a basic union and its home
(会家合一). Public surface: `models.Union`, `models.PlacedInTree`, `models.within`,
`tree.found`, `tree.move`, `standards.value`.
"""
