-- Few are reported and not confirmed yet, or asked for and not answered: these are found however many others there are.
CREATE INDEX milestone_reported ON milestone (project_id) WHERE state = 'REPORTED';
CREATE INDEX checkpoint_asked ON checkpoint (project_id) WHERE state = 'ASKED';
