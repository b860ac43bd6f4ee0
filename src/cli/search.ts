/** `parcours search`: what `recherche` answers, on a terminal or as the JSON that GraphQL gives. */
import { parse } from 'graphql';
import { formatDiagnostics } from '../../loaders/format.ts';
import { load } from '../../loaders/load.ts';
import { embeddedStore } from '../graph/embedded/store.ts';
import { KIND_NAMES, KINDS, type Kind } from '../model.ts';
import { requestContext } from '../schema/context.ts';
import { createSchema } from '../schema/schema.ts';
import { createExecutor } from '../server/execute.ts';
import { visible } from '../text.ts';
import { counted } from './say.ts';

export const SEARCH_FORMATS = ['text', 'json'] as const;

/** As the command line names kinds: `metier`. */
export const NATURES = KIND_NAMES.map((kind) => KINDS[kind].one);

export interface SearchOptions {
  readonly nature?: readonly string[];
  readonly limit: number;
  readonly format: (typeof SEARCH_FORMATS)[number];
}

interface Found {
  readonly total: number;
  readonly correspondance: string;
  readonly resultats: readonly Result[];
}

interface Result {
  readonly score: number;
  readonly extrait: string;
  readonly surlignages: readonly { readonly debut: number; readonly fin: number }[];
  readonly noeud: { readonly __typename: Kind; readonly id: string; readonly [name: string]: string };
}

/** 0 when anything is found, 1 when nothing is, 2 when the text is too long, 3 without documents. `colour`: for a terminal. */
export async function search(
  text: string,
  folders: readonly string[],
  { nature, limit, format }: SearchOptions,
  colour: boolean,
): Promise<number> {
  const { content, diagnostics, documents } = load(folders, new Date());
  process.stderr.write(
    formatDiagnostics(
      diagnostics.filter(({ severity }) => severity === 'error'),
      'text',
    ),
  );
  if (documents === 0) {
    process.stderr.write('parcours: there is no document to search\n');
    return 3;
  }
  const { data, errors } = await createExecutor(createSchema())({
    document: parse(QUERY),
    variableValues: {
      texte: text,
      natures: nature === undefined ? null : nature.map((name) => name.toUpperCase()),
      premiers: limit,
    },
    contextValue: requestContext(embeddedStore(content).current()),
  });
  const [error] = errors ?? [];
  if (error !== undefined) {
    process.stderr.write(`parcours: ${error.message}\n`);
    return 2;
  }
  const found = data?.['recherche'] as Found;
  process.stdout.write(format === 'json' ? `${JSON.stringify(found, null, 2)}\n` : shown(found, colour));
  if (format === 'text') process.stderr.write(`${summary(found)}\n`);
  return found.total > 0 ? 0 : 1;
}

const QUERY = `query Recherche($texte: String!, $natures: [Nature!], $premiers: Int!) {
  recherche(texte: $texte, natures: $natures, premiers: $premiers) {
    total
    correspondance
    resultats {
      score
      champ
      extrait
      surlignages { debut fin }
      noeud { __typename id ${KIND_NAMES.map((kind) => `... on ${kind} { ${KINDS[kind].name} }`).join(' ')} }
    }
  }
}`;

/** A line a result: score, kind, id, name, and what was found where that is another text. */
function shown({ resultats }: Found, colour: boolean): string {
  const kindWidth = Math.max(0, ...resultats.map(({ noeud }) => KINDS[noeud.__typename].one.length));
  const idWidth = Math.max(0, ...resultats.map(({ noeud }) => noeud.id.length));
  return resultats
    .map((result) => {
      const { score, extrait, noeud } = result;
      const { one, name } = KINDS[noeud.__typename];
      const own = noeud[name] ?? '';
      const found = highlighted(result, colour);
      const names = own === extrait ? found : `${visible(own)} (${found})`;
      return `${score.toFixed(4)}  ${one.padEnd(kindWidth)}  ${noeud.id.padEnd(idWidth)}  ${names}\n`;
    })
    .join('');
}

function highlighted({ extrait, surlignages }: Result, colour: boolean): string {
  if (!colour) return visible(extrait);
  let from = 0;
  const parts = surlignages.map(({ debut, fin }) => {
    const part = `${visible(extrait.slice(from, debut))}${BOLD}${visible(extrait.slice(debut, fin))}${PLAIN}`;
    from = fin;
    return part;
  });
  return parts.join('') + visible(extrait.slice(from));
}

const BOLD = '\u001b[1m';
const PLAIN = '\u001b[22m';

const SAYS: Readonly<Record<string, string>> = {
  TOUS_LES_MOTS: 'with every word',
  TOUS_LES_MOTS_APPROCHES: 'with every word, some shortened or with typos',
  PLUSIEURS_MOTS: 'with some of the words; none has them all',
};

function summary({ total, resultats, correspondance }: Found): string {
  if (total === 0) return 'nothing found';
  const rest = resultats.length < total ? `, ${resultats.length} shown` : '';
  return `${counted(total, 'result')} ${SAYS[correspondance]}${rest}`;
}
