"""Read feeds of every kind into `core/feeds/item.py`; nothing in a hostile one is expanded."""
