-- Events are asked for by kind, actor, organisation and time: each has an index, of the first three in the log's order.

CREATE INDEX event_kind ON event (kind, seq);
CREATE INDEX event_actor_id ON event (actor_id, seq) WHERE actor_id IS NOT NULL;
CREATE INDEX event_organization_id ON event (organization_id, seq) WHERE organization_id IS NOT NULL;
CREATE INDEX event_at ON event (at, seq);
