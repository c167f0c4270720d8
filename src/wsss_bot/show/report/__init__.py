"""Report: figures as a page that opens without a network."""

from wsss_bot.show.report.page import backtest_page, evaluation_page, lists_page, write_page

__all__ = ["backtest_page", "evaluation_page", "lists_page", "write_page"]
