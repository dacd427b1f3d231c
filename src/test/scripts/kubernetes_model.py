"""Objects of Kubernetes against the model of its API that Debian's python3-kubernetes has (1.22)."""

import re
from datetime import datetime

from kubernetes import client

PLAIN = {"str": str, "int": int, "bool": bool, "float": (int, float), "object": object, "datetime": datetime}


def conforms(value, kind, at):
    """What of a value the API does not have at this place: a line each."""
    listed = re.fullmatch(r"list\[(.+)\]", kind)
    mapped = re.fullmatch(r"dict\(str, (.+)\)", kind)
    meant = list if listed else PLAIN.get(kind, dict)
    if not isinstance(value, meant) or (kind == "int" and isinstance(value, bool)):
        yield f"{at}: {kind} is meant"
    elif listed:
        for number, one in enumerate(value):
            yield from conforms(one, listed[1], f"{at}[{number}]")
    elif mapped:
        for key, one in value.items():
            yield from conforms(one, mapped[1], f"{at}.{key}")
    elif kind not in PLAIN:
        yield from model_conforms(value, getattr(client, kind), at)


def model_conforms(value, model, at):
    attributes = {name: attribute for attribute, name in model.attribute_map.items()}
    yield from (f"{at}: there is no {key}" for key in value if key not in attributes)
    known = {key: one for key, one in value.items() if key in attributes}
    try:
        model(**{attributes[key]: one for key, one in known.items()})
    except ValueError as refusal:
        yield f"{at}: {refusal}"
    for key, one in known.items():
        yield from conforms(one, model.openapi_types[attributes[key]], f"{at}.{key}")
