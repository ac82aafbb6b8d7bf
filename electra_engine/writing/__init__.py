"""How text is written: in which bytes, in which language, for which program.

Nothing here imports the rest of the engine.
"""
