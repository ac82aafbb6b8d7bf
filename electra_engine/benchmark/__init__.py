"""How fast this machine trains, against what a user would pick instead and against its own peak."""
