import { createHash, randomUUID } from "node:crypto";
import { GraphQLScalarType } from "graphql";

const orders = { NEWEST: "listed_at DESC, id DESC", DEADLINE: "coalesce(deadline, 'infinity'), id" };

async function items(database, asked) {
  const { list, division, first, order, urgency, words, categories } = asked;
  const values = [division];
  const conditions = ["state = 'PUBLISHED'", `${division.length === 6 ? "district" : "street"} = $1`];
  const also = (value, condition) => {
    if (value !== undefined && value !== null) {
      values.push(value);
      conditions.push(condition(`$${values.length}`));
    }
  };
  also(list, (place) => `list = ${place}`);
  also(urgency, (place) => `urgency = ${place}`);
  also(categories, (place) => `category = ANY(${place})`);
  also(words, (place) => `placed_grams(list, home_code, scope_code, words) @> bench.keys(${place}, $1)
    AND words LIKE ALL (ARRAY(SELECT '%' || word || '%' FROM regexp_split_to_table(lower(${place}), '\\s+') w (word)))`);
  const rows = await database.rows(`SELECT * FROM item WHERE ${conditions.join(" AND ")}
    ORDER BY ${orders[order ?? "NEWEST"]} LIMIT ${first + 1}`, values);
  return { nodes: rows.slice(0, first), pageInfo: { hasNextPage: rows.length > first } };
}

const byId = (table) => async (_, { id }, { database }) =>
  (await database.rows(`SELECT * FROM ${table} WHERE id = $1`, [id]))[0] ?? null;

const ofList = (list) => (_, asked, { database }) => items(database, { ...asked, list });

async function claimItem(_, { input }, { database }) {
  const { key, itemId, claimantId, memberId, quantity } = input;
  const claimId = randomUUID();
  return database.transaction(async (rows) => {
    await rows(`INSERT INTO idempotency_key (actor_id, key, operation, input_hash, answer, created_at)
      VALUES ($1, $2, 'claims.propose', $3, $4, now())`, [memberId, key,
      createHash("sha256").update(`${itemId} ${claimantId} ${quantity}`).digest(),
      JSON.stringify({ payload: { claim: claimId, item: itemId } })]);
    const [taken] = await rows(`UPDATE item SET claimed = claimed + $2 WHERE id = $1 AND claimed + $2 <= quantity
      AND state = 'PUBLISHED' AND (deadline IS NULL OR deadline > now()) RETURNING claimed, home_code,
      publisher_id`, [itemId, quantity]);
    if (!taken) throw new Error("less is left");
    const [claim] = await rows(`INSERT INTO claim
      (id, item_id, publisher_id, claimant_id, proposed_by, quantity, state, answer_by, proposed_at)
      VALUES ($1, $2, $6, $3, $4, $5, 'PROPOSED', now() + interval '72 hours', now()) RETURNING *`,
    [claimId, itemId, claimantId, memberId, quantity, taken.publisher_id]);
    await rows(`INSERT INTO event (id, at, kind, actor_id, organization_id, object_type, object_id, object_version,
      subject_type, subject_id, home_code, request_id, after)
      VALUES ($1, now(), 'claim.proposed', $2, $3, 'Claim', $4, 1, 'item', $5, $6, 'mercurius', $7)`,
    [randomUUID(), memberId, claimantId, claimId, itemId, taken.home_code,
      JSON.stringify({ state: "PROPOSED", quantity, item_claimed: taken.claimed })]);
    return { claim };
  });
}

export const resolvers = {
  Instant: new GraphQLScalarType({ name: "Instant", serialize: (value) => value.toISOString() }),
  Day: new GraphQLScalarType({ name: "Day", serialize: (value) => value }),
  Item: {
    publishedAt: (row) => row.listed_at, resourceKind: (row) => row.resource_kind, budgetYuan: (row) => row.budget_yuan,
  },
  Claim: { proposedAt: (row) => row.proposed_at },
  Seat: { startsOn: (row) => row.starts_on },
  Query: {
    demands: ofList("DEMAND"), resources: ofList("RESOURCE"), projects: ofList("PROJECT"), items: ofList(undefined),
    item: byId("item"), committee: byId("joint_committee"),
  },
  Mutation: { claimItem },
};
