"""Find the files that come with the program: schemas and vocabulary."""

from pathlib import Path

from etl.errors import OurFault

PACKAGED = Path(__file__).parent / "_resources"
CHECKOUT = Path(__file__).parent.parent
PLACES = {
    "schemas": (PACKAGED / "schemas", CHECKOUT / "schemas"),
    "vocabulary": (PACKAGED / "vocabulary", CHECKOUT / "seeds" / "vocabulary"),
}


def folder(name: str) -> Path:
    """Give the folder of ``schemas`` or ``vocabulary``: inside an installed wheel, else in the checkout.

    Raises OurFault where the installation lacks it.
    """
    for place in PLACES[name]:
        if place.is_dir():
            return place
    raise OurFault(f"{PLACES[name][0]}: the folder {name} is missing; install immunotables again.")
