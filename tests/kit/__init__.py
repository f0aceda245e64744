"""Helpers that tests of several folders share; no test lives here."""
