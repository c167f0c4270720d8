"""The commands, a file each: what it does, from top to bottom, and what it prints.

inputs     the files that a command was given to work on
named      the papers that it was given or that were named
learning   what it learns from, where no state tells that
"""
