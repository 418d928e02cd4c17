-- The money of joint projects: where it comes from, what of it is granted, what is spent by which voucher; and what each
-- community may grant in a year.
CREATE TABLE community_fund (
    id              uuid PRIMARY KEY,
    organization_id uuid NOT NULL REFERENCES organization,  -- the community
    home_code       home_code NOT NULL,                     -- its code
    street          text GENERATED ALWAYS AS (around(home_code, 9)) STORED,
    district        text GENERATED ALWAYS AS (around(home_code, 6)) STORED,
    year            int NOT NULL CHECK (year BETWEEN 2000 AND 2099),
    yuan            yuan NOT NULL,
    granted         yuan NOT NULL DEFAULT 0,
    set_at          timestamptz NOT NULL,
    version         int NOT NULL DEFAULT 1,
    CONSTRAINT community_fund_once UNIQUE (organization_id, year),
    CONSTRAINT community_fund_is_enough CHECK (granted <= yuan)
);

ALTER TABLE joint_project ADD COLUMN budget_yuan yuan;         -- what its fundings are planned to be together

CREATE TABLE funding (
    id              uuid PRIMARY KEY,
    project_id      uuid NOT NULL REFERENCES joint_project,
    source          text NOT NULL CHECK (source IN ('FISCAL', 'STREET', 'UNIT', 'DONATION')),
    organization_id uuid REFERENCES organization,           -- who gives it
    fund_id         uuid REFERENCES community_fund,         -- from which it is granted
    planned         yuan NOT NULL CHECK (planned > 0),
    granted         yuan NOT NULL DEFAULT 0,
    spent           yuan NOT NULL DEFAULT 0,
    version         int NOT NULL DEFAULT 1,
    CONSTRAINT funding_is_enough CHECK (granted <= planned AND spent <= granted)
);
CREATE INDEX funding_project_id ON funding (project_id, id);
CREATE INDEX funding_fund_id ON funding (fund_id, id) WHERE fund_id IS NOT NULL;

CREATE TABLE expense (
    id          uuid PRIMARY KEY,
    project_id  uuid NOT NULL REFERENCES joint_project,
    funding_id  uuid NOT NULL REFERENCES funding,
    voucher     filled NOT NULL,
    purpose     filled NOT NULL,
    yuan        yuan NOT NULL CHECK (yuan > 0),
    spent_on    date NOT NULL,
    recorded_by uuid NOT NULL REFERENCES member,
    recorded_at timestamptz NOT NULL,
    CONSTRAINT expense_voucher_once UNIQUE (project_id, voucher)
);
CREATE INDEX expense_project_id ON expense (project_id, spent_on, id);
CREATE INDEX expense_funding_id ON expense (funding_id);
