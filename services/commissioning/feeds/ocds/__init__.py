"""OCDS 1.1.5: releases, records, packages and CSV of commissioned projects (interfaces.md 2).

Plain values in, plain documents out. Every release is a whole picture of its project, so the
merged record always equals the newest state; what changed is said by tags and amendments.
"""
