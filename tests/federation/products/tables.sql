-- What the suite's products subgraph must know; its queries name these rows.
CREATE TABLE "user" (
    id                     text PRIMARY KEY,
    email                  text NOT NULL UNIQUE,
    name                   text NOT NULL,
    total_products_created int NOT NULL,
    years_of_employment    int NOT NULL
);
CREATE TABLE product (
    id           text PRIMARY KEY,
    sku          text NOT NULL,
    package      text NOT NULL,
    variation_id text NOT NULL,
    size         text,
    weight       float8,
    unit         text,
    created_by   text NOT NULL REFERENCES "user",
    notes        text
);
CREATE TABLE deprecated_product (
    id           text PRIMARY KEY,
    sku          text NOT NULL,
    package      text NOT NULL,
    reason       text,
    created_by   text NOT NULL REFERENCES "user",
    inventory_id text NOT NULL
);
CREATE TABLE research (
    id          text PRIMARY KEY,
    product_id  text NOT NULL REFERENCES product,
    case_number text NOT NULL UNIQUE,
    description text,
    outcome     text
);
CREATE TABLE inventory (id text PRIMARY KEY);

INSERT INTO "user" VALUES ('1', 'support@apollographql.com', 'Jane Smith', 1337, 10);
INSERT INTO product VALUES
    ('apollo-federation', 'federation', '@apollo/federation', 'OSS', 'small', 1, 'kg', '1', NULL),
    ('apollo-studio', 'studio', '', 'platform', 'small', 1, 'kg', '1', NULL);
INSERT INTO deprecated_product VALUES
    ('1', 'apollo-federation-v1', '@apollo/federation-v1', 'Migrate to Federation V2', '1', 'apollo-oss');
INSERT INTO research VALUES
    ('1', 'apollo-federation', '1234', 'Federation Study', NULL),
    ('2', 'apollo-studio', '1235', 'Studio Study', NULL);
INSERT INTO inventory VALUES ('apollo-oss');
