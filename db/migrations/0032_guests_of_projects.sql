-- A joint project is shown to a committee of another division, too.
ALTER TABLE share
    ADD COLUMN project_id uuid REFERENCES joint_project,
    DROP CONSTRAINT share_of_one,
    ADD CONSTRAINT share_of_one CHECK (num_nonnulls(item_id, topic_id, project_id) = 1),
    ADD CONSTRAINT share_project_once UNIQUE (project_id, organization_id);
