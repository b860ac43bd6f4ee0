/** The limits on what a client can make grow, each with a name. The server's configuration may change the first four. */
export interface Limits {
  /** Nodes served by one request, counted while executing, each time a node is served. */
  readonly nodesMax: number;
  /** Fields of these nodes and edges, each time one is served: aliases and cursors cost as much as nodes. */
  readonly valuesMax: number;
  /** Nodes and edges looked at to find them: filters, sorts and longer walks look at more than they serve. */
  readonly examinedMax: number;
  /** Characters of prose served by one request: names and numbers are bounded by the nodes, prose is long. */
  readonly proseMax: number;
}

export const LIMITS: Limits = { nodesMax: 10_000, valuesMax: 150_000, examinedMax: 2_000_000, proseMax: 5_000_000 };

export const PAGE_DEFAULT = 100;
export const PAGE_MAX = 1_000;
export const NODES_BY_ID_MAX = 100;
export const LIST_INPUT_MAX = 250;
/** What is looked for: room for the longest name of a formation, which has 242 characters. */
export const TEXT_MAX = 250;
/** Texts that name a node. */
export const REFERENCE_MAX = 500;
/** Results of a search, or suggestions, at most and unless said otherwise. */
export const RESULTS_MAX = 100;
export const RESULTS_DEFAULT = 10;
export const SUGGESTIONS_DEFAULT = 8;
/** How deep `et`, `ou`, `non` and relations may stand inside one another, and how many conditions a filter may hold. */
export const FILTER_DEPTH_MAX = 8;
export const FILTER_CONDITIONS_MAX = 100;
/** Rows of a facet's axis and of a breakdown. */
export const FACETS_DEFAULT = 20;
export const BREAKDOWN_DEFAULT = 100;
export const ROWS_MAX = 1_000;
