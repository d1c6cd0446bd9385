"""What is counted over rounds: times, answers, load; and how alike beneficiaries were treated (Z1)."""
