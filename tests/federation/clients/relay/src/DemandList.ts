// What a Relay frontend writes: a refetchable page of demands, with each item's fragment beside its own component.
import { graphql } from 'relay-runtime';

export const query = graphql`
  query DemandListQuery($division: String!) {
    organization(by: {divisionCode: $division}) {
      id
      ...DemandList_items
    }
  }
`;

export const list = graphql`
  fragment DemandList_items on Organization
  @argumentDefinitions(first: { type: "Int", defaultValue: 20 }, after: { type: "String" })
  @refetchable(queryName: "DemandListPageQuery") {
    items(first: $first, after: $after, orderBy: NEWEST) @connection(key: "DemandList_items") {
      totalCount
      edges {
        node {
          __typename
          ...DemandList_row
        }
      }
    }
  }
`;

export const row = graphql`
  fragment DemandList_row on ListItem {
    id
    title
    remaining
    deadline
    viewerCan { action allowed code reason }
    ... on Demand { urgency }
  }
`;

export const claim = graphql`
  mutation DemandListClaimMutation($input: ClaimItemInput!) {
    claimItem(input: $input) {
      __typename
      ... on ClaimItemPayload { item { ...DemandList_row } }
      ... on Refusal { message }
    }
  }
`;

export const follow = graphql`
  subscription DemandListFollowSubscription($after: Cursor) {
    demandPublished(after: $after) {
      cursor
      demand { ...DemandList_row }
    }
  }
`;
