/** The caller's faults: errors with a stable code, a message that says what to do, and the status that HTTP gives them. */
import { GraphQLError } from 'graphql';

/** Stable, for programs. */
export type Code =
  | 'ARGUMENT_INVALIDE'
  | 'BUDGET_EPUISE'
  | 'CURSEUR_INVALIDE'
  | 'INTROUVABLE'
  | 'LIMITE_DEPASSEE'
  | 'OPERATION_REFUSEE';

/** `details` stand beside the code in `extensions`. */
export function fault(code: Code, message: string, details: Readonly<Record<string, unknown>> = {}): GraphQLError {
  const http = code === 'INTROUVABLE' ? {} : { http: { status: 400 } };
  return new GraphQLError(message, { extensions: { code, ...details, ...http } });
}
