"""Rosters 参加名单: from a workbook as a basic union sends it to checked rows. No ORM.

`sheets` has a file looked over (`backend.files`) and streams its rows; `columns` finds out which
column is which; `checks` judges every row and loses none; `report` writes the bad rows
back into a workbook, marked; `sample` makes a roster with typical mistakes.
"""
