"""Pure rules of mutual medical aid: packs, arithmetic, enrolment, roster rows. No ORM, no clock.

The normative text is `docs/packs/FORMAT.md`; section numbers in these modules refer to it.
"""
