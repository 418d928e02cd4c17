// graphql-eslint's rules for schemas, recommended and Relay's, over the API; below is what we do otherwise, and why.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import graphql from '@graphql-eslint/eslint-plugin';
import { buildSchema } from 'graphql';

export const FILE = fileURLToPath(new URL('../../../sdl/sandan.graphql', import.meta.url));
const schema = buildSchema(readFileSync(FILE, 'utf8'));
const objectsOf = name => schema.getImplementations(schema.getType(name)).objects.map(each => each.name);

export default [{
  files: ['**/*.graphql'],
  languageOptions: { parser: graphql.parser, parserOptions: { graphQLConfig: { schema: FILE } } },
  plugins: { '@graphql-eslint': graphql },
  rules: {
    ...graphql.configs['flat/schema-recommended'].rules,
    ...graphql.configs['flat/schema-relay'].rules,
    '@graphql-eslint/strict-id-in-types': ['error', { exceptions: {
      // Relay's own types; what a mutation answers, and what is pushed: they are about objects, and are none.
      suffixes: ['Connection', 'Edge', 'Payload', 'Event'],
      types: [
        ...objectsOf('Refusal'), // a no is no object
        'Query', 'Mutation', 'Subscription', 'PageInfo', 'Change',
        'Viewer', // who asks: there is one in an answer
        // values, which have no life without the object that they are of
        ...objectsOf('Permission'), ...objectsOf('ChangedValue'),
        'AcceptLimit', 'Card', 'Composition', 'ConferenceFigures', 'Contact', 'Duty', 'EnumLabels', 'FieldChange', 'Group',
        'HandleLimit', 'Label', 'LeadProgress', 'MailAddress', 'Place', 'Resident', 'ServiceProgress', 'Slot', 'StageLimits',
        'WhistleFigures', 'WishResident',
      ],
    } }],
    // Beside Relay's lists of edges there are `nodes` for clients without Relay, and lists that are short by their nature
    // (tests/test_schema.py names each).
    '@graphql-eslint/relay-edge-types': ['error', { withEdgeSuffix: true, shouldImplementNode: false,
      listTypeCanWrapOnlyEdgeType: false }],
  },
}];

// Rules that know no exceptions: what they say of these stands, and nothing else.
export const ACCEPTED = {
  'Field "claimant" starts with the name of the parent type "Claim"': 'a word of its own, that begins alike',
  'Field "commitmentList" starts with the name of the parent type "Commitment"': 'its list, by the name of that; a `list` by itself would be any',
  'Field "sharedBy" starts with the name of the parent type "Share"': 'who shared it, as `proposedBy` elsewhere',
  'Field "uploadPath" starts with the name of the parent type "Upload"': 'the path that one uploads to; a `path` by itself would be where it is read',
  'Field "resourceKind" starts with the name of the parent type "Resource"': 'its name in the filter over all three lists',
};
