"""Plan, write and deliver posts: rules and values only, no network, no database, no clock."""
