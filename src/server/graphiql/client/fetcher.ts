import type { GraphiQLProps } from 'graphiql';
import type { ExecutionResult } from 'graphql';

/** Asks our own origin, and tells in French what went wrong when no GraphQL answer came back. */
export const fetchGraphQL: GraphiQLProps['fetcher'] = async (request, options) => {
  const response = await post(JSON.stringify(request), options?.headers);
  const text = await response.text();
  try {
    return JSON.parse(text) as ExecutionResult;
  } catch {
    throw new Error(`Le serveur a répondu ${response.status} sans JSON : ${text.slice(0, 200)}`);
  }
};

async function post(body: string, headers: Record<string, string> | undefined): Promise<Response> {
  try {
    return await fetch('/graphql', {
      method: 'POST',
      headers: { accept: 'application/json', 'content-type': 'application/json', ...headers },
      body,
    });
  } catch (cause) {
    throw new Error('Le serveur ne répond pas. Est-il démarré ?', { cause });
  }
}
