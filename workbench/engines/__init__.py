"""Where the work on articles and claims is done: here, in processes, or on other machines."""
