export const schema = `
  scalar Instant
  scalar Day

  type PageInfo { hasNextPage: Boolean! }
  type Organization { id: ID! name: String! kind: String! }
  type Member { id: ID! name: String! }
  type Claim { id: ID! state: String! quantity: Int! proposedAt: Instant! claimant: Organization! item: Item! }
  type ClaimPage { nodes: [Claim!]! pageInfo: PageInfo! }
  type Event { id: ID! kind: String! at: Instant! actor: Member }
  type EventPage { nodes: [Event!]! pageInfo: PageInfo! }
  type Item {
    id: ID! title: String! body: String! state: String! category: String! urgency: String resourceKind: String
    quantity: Int! claimed: Int! unit: String! deadline: Instant publishedAt: Instant! version: Int! budgetYuan: String
    publisher: Organization!
    claims(first: Int!): ClaimPage!
    history(first: Int!): EventPage!
  }
  type ItemPage { nodes: [Item!]! pageInfo: PageInfo! }
  type Seat { id: ID! kind: String! startsOn: Day! member: Member! organization: Organization }
  type SeatPage { nodes: [Seat!]! pageInfo: PageInfo! }
  type Committee { id: ID! name: String! level: String! organization: Organization! seats(first: Int!): SeatPage! }

  type Query {
    demands(division: String!, first: Int!, order: String, urgency: String, words: String, categories: [String!]): ItemPage!
    resources(division: String!, first: Int!): ItemPage!
    projects(division: String!, first: Int!): ItemPage!
    items(division: String!, first: Int!): ItemPage!
    item(id: ID!): Item
    committee(id: ID!): Committee
  }

  input ClaimItemInput { key: String! itemId: ID! claimantId: ID! memberId: ID! quantity: Int! }
  type ClaimItemPayload { claim: Claim! }
  type Mutation { claimItem(input: ClaimItemInput!): ClaimItemPayload! }
`;
