"""Lists of several files, read and written as one."""
