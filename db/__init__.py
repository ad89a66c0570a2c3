"""Facts at rest: the project file, its records and its tables. Imports nothing of ours."""
