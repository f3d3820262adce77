"""Who is who 身份与手机号: proving it at the first sign-in, and putting it right at the counter.

The rules are in `backend.accounts`; they are joined here with the inbox, which is above it.
"""
