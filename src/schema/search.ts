/** `recherche` and `suggestions`: from words, as people type them, to nodes. */
import type { Field } from '../analysis/search/names.ts';
import { type Found, type Hit, type Match, search } from '../analysis/search/search.ts';
import { type Suggestion, suggest } from '../analysis/search/suggest.ts';
import type { Answer } from '../graph/graph.ts';
import type { Topology } from '../graph/topology.ts';
import type { Kind } from '../model.ts';
import type { Builder } from './builder.ts';
import type { RequestContext } from './context.ts';
import { fault } from './fault.ts';
import { type FoundNode, FoundNodes, type FoundTypes } from './found.ts';
import { RESULTS_DEFAULT, RESULTS_MAX, SUGGESTIONS_DEFAULT, TEXT_MAX } from './limits.ts';
import { type Info, valuesBelow } from './selected.ts';

interface Answered extends Found {
  readonly results: (info: Info) => readonly Result[];
}

interface Result extends Hit, FoundNode {}

interface SearchArgs {
  readonly texte: string;
  readonly natures?: readonly Kind[] | null | undefined;
  readonly premiers: number;
}

const MATCHES: Readonly<Record<Match, { name: string; says: string }>> = {
  all: { name: 'TOUS_LES_MOTS', says: 'Chaque résultat tient tous les mots ; le dernier peut n’être que commencé.' },
  approximately: {
    name: 'TOUS_LES_MOTS_APPROCHES',
    says: 'Chaque résultat tient tous les mots, mais des mots sont abrégés, ou écrits à une ou deux fautes près.',
  },
  most: { name: 'PLUSIEURS_MOTS', says: 'Aucun nœud ne tient tous les mots : chaque résultat en tient une partie.' },
  none: { name: 'AUCUN', says: 'Il n’y a pas de résultat.' },
};

export function searchFields(builder: Builder, types: FoundTypes): void {
  const answer = answerType(builder, types);
  const suggestion = suggestionType(builder, types);
  const args = (fallback: number) =>
    builder.args((t) => ({
      texte: t.string({
        required: true,
        description: `Les mots, sans égard à la casse, aux accents, aux apostrophes ni aux traits d’union ; ou un identifiant. ${TEXT_MAX} caractères au plus.`,
      }),
      natures: t.field({ type: [types.nature], description: 'Les natures de nœuds à chercher ; toutes si absent.' }),
      premiers: t.int({
        required: true,
        defaultValue: fallback,
        description: `Combien en donner, de 0 à ${RESULTS_MAX}.`,
      }),
    }));
  builder.queryField('recherche', (t) =>
    t.field({
      type: answer,
      description:
        'Cherche métiers, formations, centres d’intérêt, statuts et codes ROME par leurs noms. Une faute est pardonnée à ' +
        'un mot de 4 lettres, deux à un mot de 8. Le nom exact vient en tête, puis les noms qui commencent par les mots.',
      args: args(RESULTS_DEFAULT),
      resolve: (_root, args, context) => {
        check(args);
        return withTopology(context, (topology) => answered(topology, args, context));
      },
    }),
  );
  builder.queryField('suggestions', (t) =>
    t.field({
      type: [suggestion],
      description:
        'Les noms que l’on est peut-être en train d’écrire, ceux qui commencent ainsi en tête ; pas deux fois le même.',
      args: args(SUGGESTIONS_DEFAULT),
      resolve: (_root, args, context, info) => {
        check(args);
        return withTopology(context, (topology) => suggested(topology, args, context, info));
      },
    }),
  );
}

/** What an answer needs the whole release for. */
export function withTopology<T>({ graph }: RequestContext, answer: (topology: Topology) => Answer<T>): Answer<T> {
  const topology = graph.topology();
  return topology instanceof Promise ? topology.then(answer) : answer(topology);
}

function check({ texte, premiers }: SearchArgs): void {
  if (texte.length > TEXT_MAX) {
    throw fault('ARGUMENT_INVALIDE', `« texte » a plus de ${TEXT_MAX} caractères.`, { limite: TEXT_MAX });
  }
  if (premiers < 0 || premiers > RESULTS_MAX) {
    const message = `« premiers » vaut ${premiers} ; il faut un nombre de 0 à ${RESULTS_MAX}.`;
    throw fault('ARGUMENT_INVALIDE', message, { limite: RESULTS_MAX });
  }
}

function answered(topology: Topology, { texte, natures, premiers }: SearchArgs, context: RequestContext): Answered {
  const { budget } = context;
  const found = search(topology, texte, { kinds: natures, first: premiers, examine: budget.examine });
  const results = (info: Info): readonly Result[] => {
    budget.serve(0, found.hits.length * valuesBelow(info.fieldNodes, info));
    const among = new FoundNodes(topology, found.hits, context);
    return found.hits.map((hit, place) => ({ ...hit, place, among }));
  };
  return { ...found, results };
}

function suggested(
  topology: Topology,
  { texte, natures, premiers }: SearchArgs,
  { budget }: RequestContext,
  info: Info,
): readonly Suggestion[] {
  const found = suggest(topology, texte, { kinds: natures, first: premiers, examine: budget.examine });
  budget.serve(0, found.length * valuesBelow(info.fieldNodes, info));
  return found;
}

function answerType(builder: Builder, { node, field, highlight }: FoundTypes) {
  const match = builder.enumType('Correspondance', {
    description: 'Ce que les résultats tiennent des mots cherchés.',
    values: Object.fromEntries(
      Object.entries(MATCHES).map(([match, { name, says }]) => [name, { value: match as Match, description: says }]),
    ) as Record<string, { value: Match; description: string }>,
  });
  const result = builder.objectRef<Result>('ResultatRecherche').implement({
    description: 'Un nœud trouvé.',
    fields: (t) => ({
      score: t.exposeFloat('score', {
        description: 'De 0 à 1, à quatre décimales : 1 pour le nom exact. Se compare au sein d’une même réponse.',
      }),
      champ: t.field({ type: field, description: 'Où il a été trouvé.', resolve: ({ field }): Field => field }),
      extrait: t.exposeString('text', { description: 'Le texte où il a été trouvé, tel qu’il est servi.' }),
      surlignages: t.expose('highlights', {
        type: [highlight],
        description: 'Les mots de l’extrait qui répondent à ceux qu’on cherche, dans leur ordre.',
      }),
      noeud: t.field({
        type: node,
        description: 'Le nœud.',
        resolve: ({ place, among }, _args, _context, info) => among.row(place, info),
      }),
    }),
  });
  return builder.objectRef<Answered>('Recherche').implement({
    description: 'La réponse à une recherche.',
    fields: (t) => ({
      total: t.exposeInt('total', { description: 'Combien de nœuds répondent, ceux qui ne sont pas donnés compris.' }),
      correspondance: t.field({
        type: match,
        description: 'Ce que les résultats tiennent des mots cherchés.',
        resolve: ({ match }): Match => match,
      }),
      resultats: t.field({
        type: [result],
        description: 'Les premiers résultats, le meilleur en tête ; à score égal par nature, puis par nom.',
        resolve: ({ results }, _args, _context, info) => results(info),
      }),
    }),
  });
}

function suggestionType(builder: Builder, { nature, highlight }: FoundTypes) {
  return builder.objectRef<Suggestion>('Suggestion').implement({
    description: 'Un nom que l’on est peut-être en train d’écrire.',
    fields: (t) => ({
      texte: t.exposeString('text', { description: 'Le nom, tel qu’il est servi.' }),
      nature: t.field({ type: nature, description: 'La nature du nœud.', resolve: ({ kind }): Kind => kind }),
      id: t.exposeID('id', { description: 'L’identifiant du nœud.' }),
      surlignages: t.expose('highlights', { type: [highlight], description: 'Les mots déjà écrits.' }),
    }),
  });
}
