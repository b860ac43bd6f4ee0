/** Facets and breakdowns counted again, from the content itself and without any thought of speed. */
import type { Axis } from '../../src/analysis/axes.ts';
import type { Breakdown, Measure, Question } from '../../src/analysis/breakdown.ts';
import type { Facet, Served } from '../../src/analysis/facets.ts';
import type { Statistics } from '../../src/analysis/statistics.ts';
import type { Content } from '../../src/graph/graph.ts';
import type { Kind, Metier, RelationName } from '../../src/model.ts';
import { fold } from '../../src/text.ts';

interface Value {
  readonly cle: string | null;
  readonly libelle: string;
  /** What orders it among the values of its axis. */
  readonly order: string | number;
}

const NOTHING: Value = { cle: null, libelle: 'non renseigné', order: '' };
const RELATION_TO: Partial<Record<Kind, RelationName>> = {
  Formation: 'RECOMMANDE',
  Statut: 'EXERCE_SOUS',
  Interet: 'REPOND_A',
  Rome: 'CLASSE_SOUS',
};
const KIND_OF: Readonly<Record<Axis, Kind>> = {
  NIVEAU: 'Metier',
  SALAIRE: 'Metier',
  STATUT: 'Statut',
  INTERET: 'Interet',
  FORMATION: 'Formation',
  ROME_DOMAINE: 'Rome',
  ROME: 'Rome',
};

/**
 * The values of an axis that some of these métiers have, the most frequent ones, in the axis's order where it has
 * one; then what is unknown.
 */
export function recountFacet(content: Content, axis: Axis, metiers: readonly Metier[], { skip, first }: Served): Facet {
  const counted = new Map<string | null, { value: Value; nombre: number }>();
  for (const metier of metiers) {
    const values = farEnds(content, metier, KIND_OF[axis]).map((end) => valueOn(content, axis, metier, end));
    const distinct = new Map(values.map((value) => [value.cle, value]));
    for (const value of distinct.values()) {
      counted.set(value.cle, { value, nombre: (counted.get(value.cle)?.nombre ?? 0) + 1 });
    }
  }
  const ordinal = axis === 'NIVEAU' || axis === 'SALAIRE';
  const all = [...counted.values()];
  const known = all
    .filter(({ value }) => value.cle !== null)
    .sort((a, b) => b.nombre - a.nombre || compareValues(a.value, b.value))
    .slice(skip, skip + first);
  if (ordinal) known.sort((a, b) => compareValues(a.value, b.value));
  const values = [...known, ...all.filter(({ value }) => value.cle === null)].map(
    ({ value: { cle, libelle }, nombre }) => ({ cle, libelle, nombre }),
  );
  return { axis, total: metiers.length, values, valuesTotal: all.length };
}

interface Fact {
  readonly metier: Metier;
  readonly node: string | null;
  readonly by: Value;
  readonly thenBy: Value | null;
}

export function recountBreakdown(content: Content, metiers: readonly Metier[], question: Question): Breakdown {
  const facts = metiers.flatMap((metier) => factsOf(content, metier, question));
  const keyOf = ({ by, thenBy }: Fact) => JSON.stringify([by.cle, thenBy?.cle]);
  const groups = [...new Set(facts.map(keyOf))].map((key) => facts.filter((fact) => keyOf(fact) === key));
  const nodes = (some: readonly Fact[]) => new Set(some.map(({ node }) => node)).size;
  groups.sort(([a], [b]) => {
    if (a === undefined || b === undefined) throw new Error('an empty group');
    return compareValues(a.by, b.by) || (a.thenBy && b.thenBy ? compareValues(a.thenBy, b.thenBy) : 0);
  });
  if (question.order === 'count') groups.sort((a, b) => nodes(b) - nodes(a));
  const shown = (value: Value | null | undefined) => (value ? { cle: value.cle, libelle: value.libelle } : null);
  return {
    total: nodes(facts),
    statistics: measured(facts, question.measure),
    rows: groups.slice(question.served.skip, question.served.skip + question.served.first).map((group) => ({
      by: shown(group[0]?.by) ?? NOTHING,
      thenBy: shown(group[0]?.thenBy),
      count: nodes(group),
      statistics: measured(group, question.measure),
    })),
    rowsTotal: groups.length,
  };
}

/** Every choice of one far end, or of none where there is none, for each kind that the question speaks of. */
function factsOf(content: Content, metier: Metier, { of, by, thenBy }: Question): Fact[] {
  let choices: ReadonlyMap<Kind, string | null>[] = [new Map()];
  for (const kind of new Set([of, KIND_OF[by], thenBy === null ? of : KIND_OF[thenBy]])) {
    choices = choices.flatMap((choice) =>
      farEnds(content, metier, kind).map((end) => new Map([...choice, [kind, end] as const])),
    );
  }
  const read = (axis: Axis, choice: ReadonlyMap<Kind, string | null>) =>
    valueOn(content, axis, metier, choice.get(KIND_OF[axis]) ?? null);
  return choices
    .map((choice) => ({
      metier,
      node: choice.get(of) ?? null,
      by: read(by, choice),
      thenBy: thenBy === null ? null : read(thenBy, choice),
    }))
    .filter(({ node }) => node !== null);
}

/** The ids of a métier's neighbours of a kind; itself for its own kind; one null where there is none. */
function farEnds(content: Content, metier: Metier, kind: Kind): (string | null)[] {
  const relation = RELATION_TO[kind];
  if (relation === undefined) return [metier.id];
  const ends = content.edges[relation].filter(({ from }) => from === metier.id).flatMap(({ to }) => to);
  return ends.length === 0 ? [null] : ends;
}

function valueOn(content: Content, axis: Axis, metier: Metier, end: string | null): Value {
  if (end === null) return NOTHING;
  const { Statut, Interet, Formation, Rome } = content.nodes;
  if (axis === 'NIVEAU') return niveauOf(metier);
  if (axis === 'SALAIRE') return bandOf(metier.salaireDebutant?.min ?? null);
  if (axis === 'ROME_DOMAINE') {
    const letter = (Rome.find(({ id }) => id === end)?.code ?? '').slice(0, 1);
    const libelle =
      letter === 'A' ? 'Agriculture et pêche, espaces naturels et espaces verts, soins aux animaux' : 'Santé';
    return { cle: letter, libelle, order: fold(libelle) };
  }
  if (axis === 'FORMATION')
    return named(
      Formation.find(({ id }) => id === end),
      (node) => node.nom,
    );
  if (axis === 'ROME')
    return named(
      Rome.find(({ id }) => id === end),
      (node) => node.code,
    );
  const labelled = axis === 'STATUT' ? Statut : Interet;
  return named(
    labelled.find(({ id }) => id === end),
    (node) => node.libelle,
  );
}

function named<N extends { readonly id: string; readonly key: string }>(
  node: N | undefined,
  name: (node: N) => string,
): Value {
  if (node === undefined) throw new Error('an edge ends nowhere');
  return { cle: node.id, libelle: name(node), order: node.key };
}

function niveauOf({ niveau }: Metier): Value {
  if (niveau === null) return NOTHING;
  const { libelle, rang } = niveau;
  return { cle: rang === null ? libelle : String(rang), libelle, order: rang ?? 1_000 };
}

function bandOf(salaire: number | null): Value {
  if (salaire === null) return NOTHING;
  if (salaire < 1500) return { cle: '0-1499.99', libelle: 'moins de 1 500 €', order: 0 };
  if (salaire < 2000) return { cle: '1500-1999.99', libelle: 'de 1 500 € à moins de 2 000 €', order: 1 };
  if (salaire < 2500) return { cle: '2000-2499.99', libelle: 'de 2 000 € à moins de 2 500 €', order: 2 };
  if (salaire < 3000) return { cle: '2500-2999.99', libelle: 'de 2 500 € à moins de 3 000 €', order: 3 };
  return { cle: '3000-', libelle: '3 000 € et plus', order: 4 };
}

/** What is unknown comes last. */
function compareValues(a: Value, b: Value): number {
  if (a.cle === null || b.cle === null) return Number(a.cle === null) - Number(b.cle === null);
  if (a.order !== b.order) return a.order < b.order ? -1 : 1;
  return a.cle < b.cle ? -1 : a.cle > b.cle ? 1 : 0;
}

function measured(facts: readonly Fact[], measure: Measure | null): Statistics | null {
  if (measure === null) return null;
  const metiers = [...new Set(facts.map(({ metier }) => metier))];
  const figures = metiers.map(({ niveau, salaireDebutant }) =>
    measure === 'NIVEAU' ? niveau?.rang : salaireDebutant?.min,
  );
  const known = figures.filter((figure) => figure != null).sort((a, b) => a - b);
  const quantile = (share: number): number | null => {
    const place = share * (known.length - 1);
    const [below, above] = [known[Math.floor(place)], known[Math.ceil(place)]];
    return below === undefined || above === undefined ? null : below * (1 - (place % 1)) + above * (place % 1);
  };
  const sum = known.length === 0 ? null : known.reduce((total, one) => total + one, 0);
  return {
    known: known.length,
    unknown: figures.length - known.length,
    sum,
    mean: sum === null ? null : sum / known.length,
    minimum: quantile(0),
    firstQuartile: quantile(0.25),
    median: quantile(0.5),
    thirdQuartile: quantile(0.75),
    maximum: quantile(1),
  };
}
