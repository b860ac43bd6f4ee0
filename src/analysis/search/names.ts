/** What a node is found by: each of its names with the field that serves it, and how much a find there is worth. */
import { KINDS, type Kind, type Metier, type OutlineOf } from '../../model.ts';

export interface Name {
  readonly field: Field;
  /** As served. */
  readonly text: string;
}

/** Where a name stands; `identifiant` is where an id is found. */
export type Field = 'identifiant' | 'nom' | 'libelle' | 'code' | 'feminin' | 'masculin' | 'autreAppellation';

/** Every distinct name of a node but its id, the one that it is known by first. */
export function namesOf(kind: Kind, node: OutlineOf[Kind]): readonly Name[] {
  const { name } = KINDS[kind];
  const names: Name[] = [];
  const known = new Set<string>();
  add(name, node[name as keyof typeof node] as string);
  const { appellations = null, autresAppellations = [] } = node as Partial<Metier>;
  add('feminin', appellations?.feminin);
  add('masculin', appellations?.masculin);
  for (const { nom, feminin, masculin } of autresAppellations) {
    add('autreAppellation', nom);
    add('autreAppellation', feminin);
    add('autreAppellation', masculin);
  }
  return names;

  function add(field: Field, text: string | null | undefined): void {
    if (text == null || known.has(text)) return;
    known.add(text);
    names.push({ field, text });
  }
}
