"""`python -m wsss_bot` is the same program as `wsss-bot`."""

from wsss_bot.cli import main

if __name__ == "__main__":
    main()
