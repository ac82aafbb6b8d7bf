"""How text is written: in which bytes, in which language. Nothing here imports the rest of the engine."""
