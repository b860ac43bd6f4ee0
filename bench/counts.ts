/** `npm run bench:facets [-- folder]`: facets and breakdowns beside a count with maps and sets, at the real size and at a hundred times it. */
import { AXIS_NAMES, type Axis } from '../src/analysis/axes.ts';
import { breakdownOf, type Question } from '../src/analysis/breakdown.ts';
import { type Facet, facetsOf } from '../src/analysis/facets.ts';
import type { Content, Filter } from '../src/graph/graph.ts';
import { type Topology, topologyOf } from '../src/graph/topology.ts';
import type { Metier, RelationName } from '../src/model.ts';
import { multiplied } from './generate.ts';
import { compare, table, timed } from './measure.ts';
import { benchContent } from './walk.ts';

const ROUNDS = 7;
const ROUND_MILLISECONDS = 300;
const TIMES = 100;
const FIVE: readonly Axis[] = ['NIVEAU', 'SALAIRE', 'STATUT', 'INTERET', 'ROME_DOMAINE'];
const FIRST = 20;
const SERVED = { skip: 0, first: FIRST };

/** What a dashboard has chosen: a level and a statut. Each is left out of its own axis's filter. */
const LEVEL: Filter = { niveau: { min: 2, max: null } };
const STATUT: Filter = { path: ['EXERCE_SOUS>'], quantifier: 'some', filter: { ids: ['STATUT.salarie'] } };
const WHOLE: Filter = { all: [LEVEL, STATUT] };
const OWN: Partial<Record<Axis, Filter>> = { NIVEAU: STATUT, STATUT: LEVEL };

const [, , folder] = process.argv;
const { content, from } = benchContent(folder);
console.log(`facettes and repartition on ${from}, Node ${process.version}`);
console.log(await atSize(content));
console.log(await atSize(multiplied(content, TIMES)));

async function atSize(content: Content): Promise<string> {
  const topology = topologyOf(content);
  const plain = recount(content);
  const same = facets(topology).facets.map(({ axis, values }) => [axis, countsOf(values)]);
  if (JSON.stringify(same) !== JSON.stringify(plain())) throw new Error('the counts differ');
  const one: Question = {
    of: 'Metier',
    by: 'NIVEAU',
    thenBy: null,
    filter: WHOLE,
    measure: 'SALAIRE_DEBUTANT',
    order: 'count',
    served: { skip: 0, first: 100 },
  };
  const subjects = {
    'facettes, five axes, filtered': () => facets(topology),
    'the same with maps and sets, a pass an axis': plain,
    'facettes, all axes, no filter': () =>
      facetsOf(
        topology,
        null,
        AXIS_NAMES.map((axis) => ({ axis, filter: null })),
        SERVED,
        ignore,
      ),
    'repartition by niveau, salaries': () => breakdownOf(topology, one, ignore),
    'repartition by intérêt then niveau, salaries': () =>
      breakdownOf(topology, { ...one, by: 'INTERET', thenBy: 'NIVEAU' }, ignore),
    'repartition of formations by intérêt': () =>
      breakdownOf(topology, { ...one, of: 'Formation', by: 'INTERET', measure: null }, ignore),
  };
  const figures = await compare(
    Object.entries(subjects).map(([name, call]) => ({ name, round: (time: number) => timed(time, call) })),
    ROUNDS,
    ROUND_MILLISECONDS,
  );
  return table(`${content.nodes.Metier.length} métiers`, 'ms a call', figures);
}

function facets(topology: Topology) {
  const asked = FIVE.map((axis) => ({ axis, filter: OWN[axis] ?? WHOLE }));
  return facetsOf(topology, WHOLE, asked, SERVED, ignore);
}

function ignore(): void {}

function countsOf(values: Facet['values']): (readonly [string, number])[] {
  return values.map(({ cle, nombre }) => [String(cle), nombre] as const).sort(byKey);
}

function byKey([a]: readonly [string, number], [b]: readonly [string, number]): number {
  return a < b ? -1 : 1;
}

/** What one writes first: for each axis a pass over all métiers, their far ends in maps by id. */
function recount({ nodes, edges }: Content): () => unknown {
  const ends = (name: RelationName) => new Map(edges[name].map(({ from, to }) => [from, to]));
  const [statuts, interets, romes] = [ends('EXERCE_SOUS'), ends('REPOND_A'), ends('CLASSE_SOUS')];
  const read: Partial<Record<Axis, (metier: Metier) => readonly string[]>> = {
    NIVEAU: ({ niveau }) => (niveau === null ? [] : [niveau.rang === null ? niveau.libelle : String(niveau.rang)]),
    SALAIRE: ({ salaireDebutant }) => bandsOf(salaireDebutant?.min ?? null),
    STATUT: ({ id }) => statuts.get(id) ?? [],
    INTERET: ({ id }) => interets.get(id) ?? [],
    ROME_DOMAINE: ({ id }) => (romes.get(id) ?? []).map((rome) => rome.charAt('ROME.'.length)),
  };
  return () =>
    FIVE.map((axis) => {
      const counts = new Map<string, number>();
      for (const metier of nodes.Metier) {
        const levelled = axis === 'NIVEAU' || (metier.niveau?.rang ?? -99) >= 2;
        const salaried = axis === 'STATUT' || (statuts.get(metier.id) ?? []).includes('STATUT.salarie');
        if (!levelled || !salaried) continue;
        const values = new Set(read[axis]?.(metier));
        for (const value of values.size === 0 ? ['null'] : values) counts.set(value, (counts.get(value) ?? 0) + 1);
      }
      // The first ones of the others, as `facettes` has them; what is unknown stays.
      const known = [...counts].filter(([value]) => value !== 'null').sort((a, b) => b[1] - a[1] || byKey(a, b));
      const unknown = counts.get('null');
      const kept = [...known.slice(0, FIRST), ...(unknown === undefined ? [] : [['null', unknown] as const])];
      return [axis, kept.sort(byKey)];
    });
}

function bandsOf(salaire: number | null): readonly string[] {
  if (salaire === null) return [];
  if (salaire < 1500) return ['0-1499.99'];
  if (salaire < 2000) return ['1500-1999.99'];
  if (salaire < 2500) return ['2000-2499.99'];
  return [salaire < 3000 ? '2500-2999.99' : '3000-'];
}
