"""What keeps a trial from leaving a mark: Landlock for files, seccomp for everything else, limits for time and memory.

Neither is enough alone: Landlock does not see UDP, unix sockets and chmod; seccomp does not see which file is opened.
"""
