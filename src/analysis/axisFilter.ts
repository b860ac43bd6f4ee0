/** Which métiers have some values of an axis, by their keys: what was counted is found again. */
import type { Filter } from '../graph/graph.ts';
import type { Step } from '../model.ts';
import { compareStrings, fold } from '../text.ts';
import { AXES, type Axis, SALARY_BANDS } from './axes.ts';

/** Null among the keys is what is unknown. Gives null where one of them can be no key of the axis. */
export function axisFilter(axis: Axis, cles: readonly (string | null)[]): Filter | null {
  const none = cles.includes(null);
  const known = [...new Set(cles.filter((cle) => cle !== null))].sort(compareStrings);
  if (axis === 'NIVEAU') return ofLevels(known, none);
  const { via } = AXES[axis];
  const filter =
    via === null ? ofBands(known) : farEnd(via, axis === 'ROME_DOMAINE' ? ofDomains(known) : { ids: known });
  if (filter === null || !none) return filter;
  const unknown: Filter =
    via === null
      ? { not: { salaire: { min: null, max: null } } }
      : { path: [via], quantifier: 'none', filter: { all: [] } };
  return { any: [filter, unknown] };
}

function ofLevels(cles: readonly string[], none: boolean): Filter {
  const ranks = cles.filter((cle) => RANK.test(cle)).map(Number);
  return { niveaux: { ranks, labels: cles.filter((cle) => !RANK.test(cle)), none } };
}

/** As `String` writes a rank. */
const RANK = /^(?:0|-?[1-9][0-9]?)$/;

function ofBands(cles: readonly string[]): Filter | null {
  return anyOf(cles.map(ofBand));
}

function ofBand(cle: string): Filter | null {
  const place = SALARY_BANDS.findIndex((band) => band.cle === cle);
  const band = SALARY_BANDS[place];
  if (band === undefined) return null;
  const from: Filter = { salaire: { min: band.min, max: null } };
  const next = SALARY_BANDS[place + 1];
  return next === undefined ? from : { all: [from, { not: { salaire: { min: next.min, max: null } } }] };
}

function farEnd(via: Step, filter: Filter | null): Filter | null {
  return filter && { path: [via], quantifier: 'some', filter };
}

function ofDomains(cles: readonly string[]): Filter | null {
  return anyOf(cles.map((cle) => (DOMAIN.test(cle) ? { words: [fold(cle)] } : null)));
}

const DOMAIN = /^[A-Z]$/;

function anyOf(parts: readonly (Filter | null)[]): Filter | null {
  const known = parts.filter((part) => part !== null);
  return known.length < parts.length ? null : { any: known };
}
