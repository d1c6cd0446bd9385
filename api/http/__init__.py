"""What is the same for every answer: headers, limits, problems, the API's description."""
