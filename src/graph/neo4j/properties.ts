/**
 * Nodes as Neo4j keeps them. A property of ours is kept in one or more flat columns, since Neo4j nests nothing and a driver
 * reads flat columns fastest; what is nested more deeply is JSON. Encoding and decoding are each other's inverse.
 */
import {
  type AnyNode,
  type AutreAppellation,
  type DureeEtudes,
  type Kind,
  type Metier,
  PROPERTIES,
  PROSE_FIELDS,
  type ProseField,
  type Section,
} from '../../model.ts';

/** What Neo4j takes and gives. A column that is null is not there. */
export type Column = string | number | boolean | null;

interface Codec {
  readonly columns: readonly string[];
  /** The columns of a node's property, in their order. */
  readonly encode: (node: AnyNode) => readonly Column[];
  readonly decode: (columns: readonly Column[]) => unknown;
}

/** Columns that hold whole numbers: JavaScript has no type of its own for them (see integers.ts). */
export const INTEGER_COLUMNS: ReadonlySet<string> = new Set(['release', 'ordre', 'rang']);

/** The columns that these properties of a kind's nodes are kept in, each once. */
export function columnsOf(kind: Kind, properties: readonly string[]): readonly string[] {
  return [...new Set(properties.flatMap((name) => codecOf(kind, name).columns))];
}

/** All columns of a node that are not null. */
export function encode(kind: Kind, node: AnyNode): Readonly<Record<string, Column>> {
  const columns: Record<string, Column> = {};
  for (const name of PROPERTIES[kind]) {
    const codec = codecOf(kind, name);
    const values = codec.encode(node);
    for (const [i, column] of codec.columns.entries()) if (values[i] != null) columns[column] = values[i];
  }
  return columns;
}

/** Makes nodes of the values of some columns: `columns` names them, in the order in which every row gives its values. */
export function decoder(
  kind: Kind,
  properties: readonly string[],
  columns: readonly string[],
): (values: readonly Column[]) => AnyNode {
  const readers = properties.map((name) => {
    const codec = codecOf(kind, name);
    const places = codec.columns.map((column) => columns.indexOf(column));
    const [place] = places as [number];
    return codec.decode === only
      ? (values: readonly Column[]) => values[place] ?? null
      : (values: readonly Column[]) => codec.decode(places.map((one) => values[one] ?? null));
  });
  return (values) => {
    const node: Record<string, unknown> = {};
    for (let i = 0; i < properties.length; i++) node[properties[i] as string] = readers[i]?.(values);
    return node as unknown as AnyNode;
  };
}

function codecOf(kind: Kind, name: string): Codec {
  const nested = kind === 'Metier' ? NESTED[name as keyof Metier] : undefined;
  return nested ?? plain(name);
}

function plain(name: string): Codec {
  return { columns: [name], encode: (node) => [node[name as keyof AnyNode]], decode: only };
}

function only(columns: readonly Column[]): Column {
  return columns[0] ?? null;
}

/** The properties of a métier that are not one column. */
const NESTED: { readonly [P in keyof Metier]?: Codec } = {
  appellations: nested({
    columns: ['appellations', 'feminin', 'masculin'],
    encode: ({ appellations }) =>
      appellations === null ? [null, null, null] : [true, appellations.feminin, appellations.masculin],
    decode: ([given, feminin = null, masculin = null]) => (given === null ? null : { feminin, masculin }),
  }),
  autresAppellations: json<readonly AutreAppellation[]>('autresAppellations', []),
  niveau: nested({
    columns: ['niveau', 'rang'],
    encode: ({ niveau }) => (niveau === null ? [null, null] : [niveau.libelle, niveau.rang]),
    decode: ([libelle = null, rang = null]) => (libelle === null ? null : { libelle, rang }),
  }),
  dureeEtudes: json<DureeEtudes | null>('dureeEtudes', null),
  salaireDebutant: nested({
    columns: ['salaire', 'salaireMin', 'salaireMax'],
    encode: ({ salaireDebutant }) =>
      salaireDebutant === null ? [null, null, null] : [salaireDebutant.texte, salaireDebutant.min, salaireDebutant.max],
    decode: ([texte = null, min = null, max = null]) => (texte === null ? null : { texte, min, max }),
  }),
  sections: nested({
    columns: ['sections', ...PROSE_FIELDS],
    // The other columns are the prose fields' own.
    encode: (metier) => [encodeSections(metier)],
    decode: ([sections = null, ...prose]) => decodeSections(sections, prose),
  }),
};

function nested(codec: {
  readonly columns: readonly string[];
  readonly encode: (node: Metier) => readonly Column[];
  readonly decode: (columns: readonly Column[]) => unknown;
}): Codec {
  return codec as Codec;
}

/** A property kept as JSON; its empty value is not kept at all. */
function json<T>(name: keyof Metier, empty: T): Codec {
  const nothing = JSON.stringify(empty);
  return nested({
    columns: [name],
    encode: (metier) => {
      const text = JSON.stringify(metier[name]);
      return [text === nothing ? null : text];
    },
    decode: ([text]) => (text == null ? empty : JSON.parse(text as string)),
  });
}

/** A section whose text is a prose field's names it instead of repeating it: `[titre, connue, field]`. */
type EncodedSection =
  | readonly [titre: string, connue: boolean, field: ProseField]
  | readonly [string, boolean, null, string];

function encodeSections(metier: Metier): string | null {
  const encoded = metier.sections.map(({ titre, texte, connue }): EncodedSection => {
    const field = texte === '' ? undefined : PROSE_FIELDS.find((name) => metier[name] === texte);
    return field === undefined ? [titre, connue, null, texte] : [titre, connue, field];
  });
  return encoded.length === 0 ? null : JSON.stringify(encoded);
}

function decodeSections(sections: Column, prose: readonly Column[]): Section[] {
  if (sections === null) return [];
  return (JSON.parse(sections as string) as EncodedSection[]).map(([titre, connue, field, texte]) => ({
    titre,
    texte: field === null ? (texte as string) : (prose[PROSE_FIELDS.indexOf(field)] as string),
    connue,
  }));
}
