"""What activities write: one function an effect of `rounds.state.effects`; run twice, each leaves one."""
