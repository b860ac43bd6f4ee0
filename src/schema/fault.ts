/** The caller's faults: errors with a stable code, a message that says what to do, and the status that HTTP gives them. */
import { GraphQLError } from 'graphql';
import type { StoreError } from '../graph/graph.ts';

/** Stable, for programs. */
export type Code =
  | 'ARGUMENT_INVALIDE'
  | 'BUDGET_EPUISE'
  | 'CURSEUR_INVALIDE'
  | 'DELAI_DEPASSE'
  | 'DONNEES_INDISPONIBLES'
  | 'INTROUVABLE'
  | 'LIMITE_DEPASSEE'
  | 'OPERATION_REFUSEE';

/** `details` stand beside the code in `extensions`. */
export function fault(code: Code, message: string, details: Readonly<Record<string, unknown>> = {}): GraphQLError {
  const status = STATUSES[code] ?? 400;
  const http = status === 200 ? {} : { http: { status } };
  return new GraphQLError(message, { extensions: { code, ...details, ...http } });
}

const STATUSES: Partial<Record<Code, number>> = { INTROUVABLE: 200, DELAI_DEPASSE: 503, DONNEES_INDISPONIBLES: 503 };

/** Why a store cannot answer is for its operators, who find it in the log; a client can only wait. */
export function storeFault({ failure }: StoreError): GraphQLError {
  return failure === 'slow'
    ? fault('DELAI_DEPASSE', 'Cette requête a pris trop de temps. Demandez-en moins à la fois, ou réessayez plus tard.')
    : fault(
        'DONNEES_INDISPONIBLES',
        'Les données ne sont pas disponibles pour le moment. Réessayez dans quelques instants.',
      );
}
