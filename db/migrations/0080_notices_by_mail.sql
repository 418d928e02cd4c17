-- A notice says by which way its member is mailed it, as that held when it was written: what is set later holds for what happens later.
ALTER TABLE notice ADD COLUMN channel text CHECK (channel IN ('DIGEST', 'AT_ONCE'));    -- null: not by mail

-- What is still to be mailed goes the way that holds now; what was told already is none of it.
UPDATE notice n SET channel = w.channel FROM (
    SELECT n.id, coalesce(c.channel, 'DIGEST') AS channel FROM mail_address a JOIN notice n ON n.member_id = a.member_id
    JOIN event e ON e.id = n.event_id LEFT JOIN notice_channel c ON c.member_id = n.member_id AND c.kind = n.kind
    WHERE a.confirmed_at <= n.at AND CASE coalesce(c.channel, 'DIGEST')
        WHEN 'NONE' THEN false
        WHEN 'AT_ONCE' THEN e.pos IS NULL OR e.pos > (SELECT mail_pos FROM outgoing)
        ELSE a.cadence <> 'NEVER' AND (e.pos IS NULL OR e.pos > a.pos) END
    UNION
    SELECT n.id, m.purpose FROM mailing m JOIN notice n ON n.member_id = m.member_id
    JOIN event e ON e.id = n.event_id AND e.pos > m.since_pos AND e.pos <= m.until_pos
    LEFT JOIN notice_channel c ON c.member_id = n.member_id AND c.kind = n.kind
    WHERE m.state = 'WAITING' AND m.purpose = coalesce(c.channel, 'DIGEST')) w WHERE w.id = n.id;

-- Digests tell up to where has been queued what is told at once.
UPDATE mail_address SET pos = least(pos, (SELECT mail_pos FROM outgoing)) WHERE confirmed_at IS NOT NULL;
