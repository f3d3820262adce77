"""A simulated year 模拟的一年: enrolment, claims and payments of six plans, through the API.

Every request passes the product's own ASGI application in this process; the business clock moves
day by day. Deterministic in its public figures for a given number of members.
"""
