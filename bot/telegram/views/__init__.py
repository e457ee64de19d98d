"""Data in, messages out: layout, pages and buttons. Pure: nothing here sends, stores or waits."""
