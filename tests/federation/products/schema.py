"""The `products` schema of Apollo's subgraph compatibility suite, declared by the words of our own schema."""
from typing import Any

import strawberry
from strawberry.federation import Schema
from strawberry.federation.schema_directives import (
    External,
    Inaccessible,
    InterfaceObject,
    Override,
    Provides,
    Requires,
    Shareable,
    Tag,
)
from strawberry.federation.types import FieldSet
from strawberry.schema_directive import Location

from domain.sight import OPEN
from domain.viewer import Viewer
from schema.declare import column, computed, entity, found, inline, many, one


@strawberry.federation.schema_directive(locations=[Location.OBJECT], name="custom", compose=True,
                                        import_url="https://myspecs.dev/myCustomDirective/v1.0")
class Custom:
    """A directive of ours that stays in the supergraph."""


@entity("A variation.")
class ProductVariation:
    id: strawberry.ID = column("Its id.", "{t}.variation_id")


@entity("A case study.")
class CaseStudy:
    case_number: strawberry.ID = column("Its number.")
    description: str | None = column("What it was about.")


@entity("Dimensions.", directives=[Shareable()])
class ProductDimension:
    size: str | None = column("The size.")
    weight: float | None = column("The weight.")
    unit: str | None = column("The weight's unit.", directives=[Inaccessible()])


def _average(viewer: Viewer, total: int | None, years: int | None) -> int | None:
    return round(total / years) if total is not None and years else None


@entity("Who made a product; the users subgraph knows the rest.", table='"user"', visible=OPEN, keys={"email": "email"})
class User:
    average_products_created_per_year: int | None = computed(
        "Worked out of what the gateway sends.", _average, "{r} -> 'totalProductsCreated'",
        "{r} -> 'yearsOfEmployment'", directives=[Requires(fields=FieldSet("totalProductsCreated yearsOfEmployment"))])
    email: strawberry.ID = column("The address.")
    name: str | None = column("The name.", directives=[Override(override_from="users", label=strawberry.UNSET)])
    total_products_created: int | None = column("How many in all.", directives=[External()])
    years_of_employment: int = column("Since how long.", directives=[External()])


@entity("Research on a product.", table="research", visible=OPEN, keys={"study { caseNumber }": "case_number"})
class ProductResearch:
    study: CaseStudy = inline("The study.")
    outcome: str | None = column("What came of it.")


@entity("A product of old.", table="deprecated_product", visible=OPEN, keys={"sku package": "sku package"})
class DeprecatedProduct:
    sku: str = column("The stock-keeping unit.")
    package: str = column("The package.")
    reason: str | None = column("Why it is deprecated.")
    created_by: User | None = one("Who made it.", "{t}.id = {p}.created_by")


@entity("A product.", table="product", visible=OPEN, directives=[Custom()], keys={
    "id": "id", "sku package": "sku package", "sku variation { id }": "sku variation_id"})
class Product:
    id: strawberry.ID = column("Its id.")
    sku: str | None = column("The stock-keeping unit.")
    package: str | None = column("The package.")
    variation: ProductVariation | None = inline("The variation.")
    dimensions: ProductDimension | None = inline("The dimensions.")
    created_by: User | None = one("Who made it.", "{t}.id = {p}.created_by",
                                  directives=[Provides(fields=FieldSet("totalProductsCreated"))])
    notes: str | None = column("Notes.", directives=[Tag(name="internal")])
    research = many(list[ProductResearch], "Research on it.", on="{t}.product_id = {k}", key="{p}.id", key_type="text",
                    paged=False)


@entity("An inventory, of which other subgraphs know the kinds.", table="inventory", visible=OPEN, keys={"id": "id"},
        directives=[InterfaceObject()])
class Inventory:
    id: strawberry.ID = column("Its id.")
    deprecated_products = many(list[DeprecatedProduct], "What it still has.", on="{t}.inventory_id = {k}",
                               key="{p}.id", key_type="text", paged=False)


@strawberry.type
class Query:
    product = found(Product | None, "A product.", "{t}.id = {id:text}", id=(strawberry.ID, "Its id."))
    deprecated_product = found(
        DeprecatedProduct | None, "A product of old.", "{t}.sku = {sku:text} AND {t}.package = {package:text}",
        deprecated="Use product query instead", sku=(str, "The unit."), package=(str, "The package."))


def build() -> Schema:
    types: list[Any] = [Product, DeprecatedProduct, ProductResearch, User, Inventory]
    return Schema(query=Query, types=types, federation_version="2.3")
