"""One file per arrow: records in, records out. A stage imports no other stage and no database."""
