"""The rules that are data, one TOML file for each methodology."""
