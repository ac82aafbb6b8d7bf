"""The page in Simplified Chinese."""
