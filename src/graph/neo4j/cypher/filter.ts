/** Filters as Cypher conditions. Every condition is true or false, never null: so `NOT` means what it means elsewhere. */
import { endsOf, type Path, relationOf, type Step } from '../../../model.ts';
import type { Bounds, Filter, Levels } from '../../graph.ts';
import { labelOf } from '../layout.ts';
import type { Parameters } from './parameters.ts';

/** A condition on the node that a variable holds. `depth` keeps the variables of nested walks apart. */
export function condition(filter: Filter, variable: string, parameters: Parameters, depth = 1): string {
  if ('all' in filter) return joined(filter.all, ' AND ', 'true', variable, parameters, depth);
  if ('any' in filter) return joined(filter.any, ' OR ', 'false', variable, parameters, depth);
  if ('not' in filter) return `NOT ${condition(filter.not, variable, parameters, depth)}`;
  if ('ids' in filter) return `${variable}.id IN ${parameters.add(filter.ids)}`;
  if ('words' in filter) {
    const words = filter.words.map((word) => `${variable}.search CONTAINS ${parameters.add(` ${word}`)}`);
    return words.length === 0 ? 'true' : `(${words.join(' AND ')})`;
  }
  if ('niveau' in filter) return between(`${variable}.rang`, filter.niveau, parameters);
  if ('niveaux' in filter) return ofLevels(variable, filter.niveaux, parameters);
  if ('salaire' in filter) return between(`${variable}.salaireMin`, filter.salaire, parameters);
  if ('counted' in filter) return counted(filter, variable, parameters, depth);
  const { path, quantifier, filter: inner } = filter;
  return quantified(path, quantifier, inner, variable, parameters, depth);
}

/** A step of a walk as a pattern: `(n)-[e:RECOMMANDE]->(m:Formation)`. */
export function pattern(from: string, step: Step, to: string, relationship = ''): string {
  const type = `${relationship}:${relationOf(step)}`;
  const end = `(${to}:${labelOf(endsOf(step).to)})`;
  return step.startsWith('<') ? `(${from})<-[${type}]-${end}` : `(${from})-[${type}]->${end}`;
}

function joined(
  parts: readonly Filter[],
  by: string,
  empty: string,
  variable: string,
  parameters: Parameters,
  depth: number,
): string {
  if (parts.length === 0) return empty;
  return `(${parts.map((part) => condition(part, variable, parameters, depth)).join(by)})`;
}

/** Bounds included; what is not known meets none. */
function between(value: string, { min, max }: Bounds, parameters: Parameters): string {
  const bounds = [
    `${value} IS NOT NULL`,
    ...(min === null ? [] : [`${value} >= ${parameters.add(min)}`]),
    ...(max === null ? [] : [`${value} <= ${parameters.add(max)}`]),
  ];
  return `(${bounds.join(' AND ')})`;
}

/** However many there are, the text is one. */
function ofLevels(variable: string, { ranks, labels, none }: Levels, parameters: Parameters): string {
  const [rank, label] = [`${variable}.rang`, `${variable}.niveau`];
  return `CASE WHEN ${label} IS NULL THEN ${parameters.add(none)} WHEN ${rank} IS NULL THEN ${label} IN ${parameters.add(labels)} ELSE ${rank} IN ${parameters.add(ranks)} END`;
}

/** A number is always known: it is counted once, between its bounds. */
function counted(
  { path, counted: { min, max }, filter }: Extract<Filter, { counted: unknown }>,
  variable: string,
  parameters: Parameters,
  depth: number,
): string {
  const [step, ...rest] = path;
  if (step === undefined || rest.length > 0) throw new Error('a filter counts the neighbours of one step');
  if (min === null && max === null) return 'true';
  const far = `f${depth}`;
  const inner = condition(filter, far, parameters, depth + 1);
  const count = `COUNT { MATCH ${pattern(variable, step, far)}${inner === 'true' ? '' : ` WHERE ${inner}`} }`;
  const [below, above] = [
    min === null ? '' : `${parameters.add(min)} <= `,
    max === null ? '' : ` <= ${parameters.add(max)}`,
  ];
  return `(${below}${count}${above})`;
}

/** `every` over a longer walk is `every` at each step; `none` is the negation of `some`. */
function quantified(
  path: Path,
  quantifier: 'some' | 'none' | 'every',
  filter: Filter,
  variable: string,
  parameters: Parameters,
  depth: number,
): string {
  const [step, ...rest] = path;
  if (step === undefined) throw new Error('a filter follows no step');
  const far = `f${depth}`;
  const inner =
    rest.length === 0
      ? condition(filter, far, parameters, depth + 1)
      : quantified(rest, quantifier === 'every' ? 'every' : 'some', filter, far, parameters, depth + 1);
  const walk = pattern(variable, step, far);
  if (quantifier === 'every') return `NOT EXISTS { MATCH ${walk} WHERE NOT ${inner} }`;
  const some = inner === 'true' ? `EXISTS { ${walk} }` : `EXISTS { MATCH ${walk} WHERE ${inner} }`;
  return quantifier === 'some' ? some : `NOT ${some}`;
}
