"""Whether an exported audit log is one chain: python3 verify_audit.py FILE [HASH]; it needs Python alone.

A line of the file is an entry. Its hash is the SHA-256 of the hash before it, a line feed, and the entry
without its hash as JSON: names in order, no spaces, characters as they are. HASH is one that a letter told;
it must be there.
"""

import hashlib
import json
import sys


def main() -> str:
    """What is wrong, or nothing."""
    name, *known = sys.argv[1:]
    before, hashes = "0" * 64, set()
    with open(name, encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            entry = json.loads(line)
            told = entry.pop("hash")
            text = json.dumps(entry, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
            before = hashlib.sha256(f"{before}\n{text}".encode()).hexdigest()
            if before != told:
                return f"line {number}: entry {entry['id']} does not follow the one before it"
            hashes.add(told)
    missing = [hash for hash in known if hash not in hashes]
    if missing:
        return f"no entry has the hash {missing[0]}"
    sys.stdout.write(f"{len(hashes)} entries, each follows the one before it; the newest is {before}\n")
    return ""


if __name__ == "__main__":
    sys.exit(main() or 0)
