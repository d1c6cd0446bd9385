"""What Ronda is made of that others wrote: a bill of materials, and under which licences it may be used."""
