-- A page of agreements is found by each way in which its viewer sees them, state by state, as pages of other concepts are:
-- by their order alone it was sought among all that there are.
CREATE INDEX agreement_own ON agreement (state, host_id, ends_on, id);
CREATE INDEX agreement_unit ON agreement (state, unit_id, ends_on, id);
CREATE INDEX agreement_home ON agreement (state, home_code, ends_on, id);
CREATE INDEX agreement_of_street ON agreement (state, street, ends_on, id);
CREATE INDEX agreement_of_district ON agreement (state, district, ends_on, id);
DROP INDEX agreement_ends_on, agreement_home_code, agreement_street, agreement_district;
