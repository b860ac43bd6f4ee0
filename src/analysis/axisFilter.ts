/** Which métiers have some values of an axis, by their keys: what was counted is found again. */
import type { Filter } from '../graph/graph.ts';
import { compareStrings, fold } from '../text.ts';
import { AXES, type Axis, SALARY_BANDS } from './axes.ts';

/** Null among the keys is what is unknown. Gives null where one of them can be no key of the axis. */
export function axisFilter(axis: Axis, cles: readonly (string | null)[]): Filter | null {
  const known = having(axis, [...new Set(cles.filter((cle) => cle !== null))].sort(compareStrings));
  if (known === null || !cles.includes(null)) return known;
  return { any: [known, unknown(axis)] };
}

function having(axis: Axis, cles: readonly string[]): Filter | null {
  const { via } = AXES[axis];
  if (via === null) return axis === 'NIVEAU' ? ofLevels(cles) : anyOf(cles.map(ofBand));
  const inner = axis === 'ROME_DOMAINE' ? anyOf(cles.map(ofDomain)) : { ids: cles };
  return inner && { path: [via], quantifier: 'some', filter: inner };
}

function unknown(axis: Axis): Filter {
  const { via } = AXES[axis];
  if (via !== null) return { path: [via], quantifier: 'none', filter: { all: [] } };
  return axis === 'NIVEAU' ? { niveaux: [null] } : { not: { salaire: { min: null, max: null } } };
}

/** By ranks, and where there is none by labels. */
function ofLevels(cles: readonly string[]): Filter {
  const ranks = cles.filter((cle) => RANK.test(cle)).map(Number);
  const labels = cles.filter((cle) => !RANK.test(cle));
  return { any: [{ niveaux: labels }, ...ranks.map((rank) => ({ niveau: { min: rank, max: rank } }))] };
}

const RANK = /^-?[0-9]{1,2}$/;

function ofBand(cle: string): Filter | null {
  const place = SALARY_BANDS.findIndex((band) => band.cle === cle);
  const band = SALARY_BANDS[place];
  if (band === undefined) return null;
  const from: Filter = { salaire: { min: band.min, max: null } };
  const next = SALARY_BANDS[place + 1];
  return next === undefined ? from : { all: [from, { not: { salaire: { min: next.min, max: null } } }] };
}

function ofDomain(cle: string): Filter | null {
  return DOMAIN.test(cle) ? { words: [fold(cle)] } : null;
}

const DOMAIN = /^[A-Z]$/i;

function anyOf(parts: readonly (Filter | null)[]): Filter | null {
  const known = parts.filter((part) => part !== null);
  return known.length < parts.length ? null : { any: known };
}
