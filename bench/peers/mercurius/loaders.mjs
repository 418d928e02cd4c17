/** Rows by a key of their parent: one statement for all parents of a level. */
function one(table, key) {
  return async (queries, { database }) => {
    const keys = [...new Set(queries.map(({ obj }) => obj[key]).filter(Boolean))];
    const found = await database.rows(`SELECT * FROM ${table} WHERE id = ANY($1)`, [keys]);
    const byId = new Map(found.map((row) => [row.id, row]));
    return queries.map(({ obj }) => byId.get(obj[key]) ?? null);
  };
}

/** Pages of rows by their parent. */
function page(table, parent, order) {
  const text = `SELECT c.* FROM unnest($1::uuid[]) k (id) CROSS JOIN LATERAL
    (SELECT * FROM ${table} WHERE ${parent} = k.id ORDER BY ${order} LIMIT $2) c`;
  return async (queries, { database }) => {
    const first = Math.max(...queries.map(({ params }) => params.first));
    const found = await database.rows(text, [queries.map(({ obj }) => obj.id), first]);
    const byParent = new Map();
    for (const row of found) {
      const rows = byParent.get(row[parent]);
      if (rows) rows.push(row); else byParent.set(row[parent], [row]);
    }
    return queries.map(({ obj, params }) => {
      const rows = byParent.get(obj.id) ?? [];
      return { nodes: rows.slice(0, params.first), pageInfo: { hasNextPage: rows.length > params.first } };
    });
  };
}

const uncached = (loader) => ({ loader, opts: { cache: false } });

export const loaders = {
  Item: {
    publisher: uncached(one("organization", "publisher_id")),
    claims: uncached(page("claim", "item_id", "proposed_at DESC, id DESC")),
    history: uncached(page("event", "subject_id", "seq, id")),
  },
  Claim: { claimant: uncached(one("organization", "claimant_id")), item: uncached(one("item", "item_id")) },
  Event: { actor: uncached(one("member", "actor_id")) },
  Seat: { member: uncached(one("member", "member_id")), organization: uncached(one("organization", "organization_id")) },
  Committee: {
    organization: uncached(one("organization", "organization_id")),
    seats: uncached(page("seat", "committee_id", "starts_on DESC, id DESC")),
  },
};
