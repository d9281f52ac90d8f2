#!/usr/bin/env python3
"""The referee: botocore judges the simulator and our client.

    referee.py drive ENDPOINT    boto3 drives every operation of the simulator, its answers are held against the model
    referee.py walk FILE         our client's captured requests: signatures, and bodies against the model
    referee.py marketplace ENDPOINT     the same of AWS Marketplace: boto3 drives Catalog and Agreement
    referee.py marketplace-walk FILE    and our clients' requests to both
    referee.py selftest          every rule fails once and passes once

Exit 0 says that nothing was found.
"""
import sys

import drive
import marketplace
import requests_check
import selftest
import walker


def main(arguments):
    match arguments:
        case ["drive", endpoint]:
            walk = walker.Walker()
            driven, refused = drive.drive(endpoint.rstrip("/"), walk)
            return walker.report("drive", walk, operations=len(driven), requests=sum(driven.values()), refusals=sum(refused.values()))
        case ["walk", path]:
            walk, seen = walker.Walker(), set()
            count, held = requests_check.check(path, walk, seen)
            return walker.report("walk", walk, operations=len(seen), requests=count, signatures=held)
        case ["marketplace", endpoint]:
            walk = marketplace.MarketplaceWalker()
            driven, refused = marketplace.drive(endpoint.rstrip("/"), walk)
            return walker.report("marketplace", walk, operations=len(driven), requests=sum(driven.values()), refusals=sum(refused.values()))
        case ["marketplace-walk", path]:
            walk, seen = marketplace.MarketplaceWalker(), set()
            count, held = marketplace.check(path, walk, seen)
            return walker.report("marketplace-walk", walk, operations=len(seen), requests=count, signatures=held)
        case ["selftest"]:
            return selftest.run(tell)
    print(__doc__, file=sys.stderr)
    return 2


def tell(what, holds, found):
    """Says whether the referee is wrong here."""
    if not holds:
        print(f"  WRONG {what}: {found}")
    return not holds


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
