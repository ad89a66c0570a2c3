"""What is stored, in words and as JSON data."""
