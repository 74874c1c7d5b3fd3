"""Who may see and do what: accounts, sessions, roles, and what a browser is allowed."""
