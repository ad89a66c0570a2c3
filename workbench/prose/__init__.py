"""What can be known of running news text without a model: furniture, boundaries, markup."""
