"""What can be asked of a model on the "Try it" tab, one file a kind of question."""
