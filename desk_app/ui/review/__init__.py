"""The page of what people must decide."""
