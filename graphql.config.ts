/**
 * graphql is published twice in one package, as CommonJS and as modules, and refuses values of its other copy. Some packages
 * name its files of the first kind: everything is led to the second.
 */
export const ONE_GRAPHQL = [
  { find: /^graphql$/, replacement: 'graphql/index.mjs' },
  { find: /^graphql\/(.+)\.js$/, replacement: 'graphql/$1.mjs' },
];
