"""`python -m tests.assets.write_licences`: write assets/LICENSES.md anew after a file was added or changed."""

from tests.assets.licences import TABLE, table

if __name__ == "__main__":
    TABLE.write_text(table(), encoding="utf-8")
