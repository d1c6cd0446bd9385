"""The rules that are data: one file a methodology, and the dated list of the member states."""
