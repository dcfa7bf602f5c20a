"""What harvesters find the feeds by: schema.org Dataset and DataCatalog, as OpenActive's discovery asks for them.

https://openactive.io/dataset-api-discovery/
"""

from __future__ import annotations

from flask import url_for

from finder.config import Settings
from finder.taxonomy import facets
from finder.web.cards import web_link
from finder.web.directories.openactive import concept
from finder.web.directories.stated import Node, known

RPDE = "application/vnd.openactive.rpde+json; version=1"


def terms(settings: Settings) -> str:
    """Return the address of the terms on which the data is given: those of the settings, else what our page says."""
    return web_link(settings.data_license) or url_for("about.directories", _external=True, _anchor="terms")


def dataset(settings: Settings) -> Node:
    """Return the description of all that directories can read here."""
    page = url_for("about.directories", _external=True)
    return known(
        {
            "@context": ["https://schema.org/", "https://openactive.io/"],
            "@type": "Dataset",
            "@id": page,
            "url": page,
            "name": settings.site_name,
            "description": "Groups in which people make things together: when and where they meet, what they cost, and"
            " what their hosts state of access, gathered from the calendars of libraries and other hosts.",
            "keywords": ["Sessions", "Activities", "Creative groups", "OpenActive", "Open Referral"],
            "license": terms(settings),
            "documentation": page,
            "discussionUrl": web_link(settings.contact),
            "inLanguage": ["en"],
            "schemaVersion": "https://openactive.io/modelling-opportunity-data/2.0/",
            "isAccessibleForFree": True,
            "publisher": _publisher(settings),
            "distribution": [
                {
                    "@type": "DataDownload",
                    "name": "SessionSeries",
                    "additionalType": "https://openactive.io/SessionSeries",
                    "identifier": "SessionSeries",
                    "contentUrl": url_for("directories.session_series", _external=True),
                    "encodingFormat": RPDE,
                }
            ],
            "includedInDataCatalog": url_for("directories.catalogue", _external=True),
        }
    )


def catalogue(settings: Settings) -> Node:
    """Return the catalogue, which has the one dataset."""
    return {
        "@context": "https://schema.org/",
        "@type": "DataCatalog",
        "@id": url_for("directories.catalogue", _external=True),
        "name": settings.site_name,
        "license": terms(settings),
        "publisher": _publisher(settings),
        "dataset": [url_for("about.directories", _external=True)],
    }


def activities(scheme: str) -> Node:
    """Return our list of activities as a SKOS concept scheme; each is narrower than what people make with it."""
    concepts = [
        known(
            {
                **concept(facet, name, scheme),
                "definition": info.description,
                "broader": [f"{scheme}#pathway-{info.parent}"] if info.parent else None,
            }
        )
        for facet in ("pathway", "activity")
        for name, info in facets()[facet].tags.items()
    ]
    return {
        "@context": "https://openactive.io/",
        "@type": "ConceptScheme",
        "@id": scheme,
        "url": scheme,
        "title": "What people make together",
        "description": "Kinds of creative groups, and what is done in them",
        "license": "https://www.apache.org/licenses/LICENSE-2.0",
        "concept": concepts,
    }


def _publisher(settings: Settings) -> Node:
    return known({"@type": "Organization", "name": settings.site_name, "url": url_for("pages.home", _external=True)})
