"""What activities write: one function an effect of `rounds.effects`. Run twice, each leaves one result."""
