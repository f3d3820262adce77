"""Insurance data files 医保数据文件: read block by block into frames of checked rows.

The format is described in `docs/settlement-file.md`. Nothing here touches the database.
"""
