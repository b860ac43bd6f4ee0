/** What one request may cost, counted while it executes. Once it is spent, the request is as good as over. */
import type { GraphQLError } from 'graphql';
import { fault } from './fault.ts';
import type { Limits } from './limits.ts';

export interface Budget {
  /** Counts nodes about to be served, and their fields. Throws when there are too many. */
  serve(nodes: number, values: number): void;
  /** Counts nodes and edges about to be looked at. Throws when there are too many. */
  examine(count: number): void;
  /** Counts characters of prose about to be served. Throws when there are too many. */
  write(characters: number): void;
  /** The most nodes that may be served. */
  readonly nodesMax: number;
  /** Ends the request with this error: what else it holds is not worth having. */
  end(error: GraphQLError): never;
  /** The error that ends the request, once there is one: a budget that is spent, or a store that cannot answer. */
  readonly spent: GraphQLError | null;
}

export function budgetOf({ nodesMax, valuesMax, examinedMax, proseMax }: Limits): Budget {
  let served = 0;
  let values = 0;
  let examined = 0;
  let written = 0;
  let spent: GraphQLError | null = null;

  function end(error: GraphQLError): never {
    spent ??= error;
    throw spent;
  }

  return {
    nodesMax,
    serve: (nodes, fields) => {
      served += nodes;
      values += fields;
      if (served > nodesMax) end(tooManyNodes(nodesMax));
      if (values > valuesMax) end(tooManyValues(valuesMax));
    },
    examine: (count) => {
      examined += count;
      if (examined > examinedMax) end(tooMuchWork(examinedMax));
    },
    write: (characters) => {
      written += characters;
      if (written > proseMax) end(tooMuchProse(proseMax));
    },
    end,
    get spent() {
      return spent;
    },
  };
}

function tooManyNodes(limit: number): GraphQLError {
  return fault(
    'BUDGET_EPUISE',
    `Cette requête demande plus de ${limit} nœuds. Pour en demander moins : réduisez « first » à chaque niveau, filtrez, ` +
      'ou descendez moins profond ; pour un simple décompte, demandez « totalCount » sans « nodes ».',
    { budget: 'noeuds', limite: limit },
  );
}

function tooManyValues(limit: number): GraphQLError {
  return fault(
    'BUDGET_EPUISE',
    `Cette requête demande plus de ${limit} valeurs. Pour en demander moins : moins de champs ou d'alias, ou moins de nœuds.`,
    { budget: 'valeurs', limite: limit },
  );
}

function tooMuchWork(limit: number): GraphQLError {
  return fault(
    'BUDGET_EPUISE',
    `Cette requête examine plus de ${limit} nœuds et liens. Pour en examiner moins : simplifiez les filtres, ` +
      'ou triez et filtrez à moins de niveaux.',
    { budget: 'examen', limite: limit },
  );
}

function tooMuchProse(limit: number): GraphQLError {
  return fault(
    'BUDGET_EPUISE',
    `Cette requête demande plus de ${limit} caractères de textes. Demandez-les pour moins de métiers à la fois.`,
    { budget: 'textes', limite: limit },
  );
}
