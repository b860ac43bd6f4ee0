/** Nodes as Neo4j keeps them: whatever a node holds, its columns give it back. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { columnsOf, decoder, encode } from '../src/graph/neo4j/properties.ts';
import { KIND_NAMES, type Metier, PROPERTIES, PROSE_FIELDS } from '../src/model.ts';
import { formation, interet, metier, rome, statut } from './support/content.ts';

const text = fc.oneof(fc.constantFrom('', 'É', 'a\nb', '"\\', '\u0000', '😀'), fc.string({ maxLength: 12 }));
const maybe = <T>(one: fc.Arbitrary<T>) => fc.option(one, { freq: 2 });
const figure = maybe(fc.oneof(fc.integer({ min: 0, max: 9_999 }), fc.constantFrom(1766.92, 0.5, -0)));
const gendered = { feminin: maybe(text), masculin: maybe(text) };

const metiers: fc.Arbitrary<Metier> = fc
  .record({
    appellations: maybe(fc.record(gendered)),
    autresAppellations: fc.array(fc.record({ nom: text, ...gendered }), { maxLength: 3 }),
    niveau: maybe(fc.record({ libelle: text, rang: maybe(fc.integer({ min: -4, max: 9 })) })),
    dureeEtudes: maybe(
      fc.record({
        texte: text,
        apres3e: maybe(text),
        apresBac: maybe(text),
        parties: fc.array(fc.record({ titre: text, texte: text }), { maxLength: 2 }),
      }),
    ),
    salaireDebutant: maybe(fc.record({ texte: text, min: figure, max: figure })),
    prose: fc.tuple(...PROSE_FIELDS.map(() => maybe(text))),
    others: fc.array(fc.record({ titre: text, texte: text, connue: fc.boolean() }), { maxLength: 3 }),
    repeated: fc.array(fc.nat({ max: PROSE_FIELDS.length - 1 }), { maxLength: 4 }),
  })
  .map(({ prose, others, repeated, ...said }) => {
    const fields = Object.fromEntries(PROSE_FIELDS.map((name, i) => [name, prose[i] ?? null]));
    // Sections repeat the prose fields, as documents do, among others that only they hold.
    const sections = [...repeated.map((i) => ({ titre: 'T', texte: prose[i] ?? '', connue: true })), ...others];
    return metier('MET.1', 'Nom', { ...said, ...fields, sections });
  });

test('a métier comes back as it was', () => {
  fc.assert(
    fc.property(metiers, (node) => {
      expect(roundTrip('Metier', node)).toEqual(node);
    }),
    { numRuns: 500 },
  );
});

test('so do the nodes of every other kind', () => {
  const nodes = {
    Formation: formation('FOR.1', 'BTS'),
    Statut: statut('STATUT.a', 'Salarié'),
    Interet: interet('INTERET.a', "J'aime"),
    Rome: rome('K1403'),
  };
  for (const kind of KIND_NAMES) if (kind !== 'Metier') expect(roundTrip(kind, nodes[kind])).toEqual(nodes[kind]);
});

test('and any part of a métier that is asked for alone', () => {
  fc.assert(
    fc.property(metiers, fc.subarray([...PROPERTIES.Metier]), (node, properties) => {
      const some = Object.fromEntries(properties.map((name) => [name, node[name]]));
      expect(roundTrip('Metier', node, properties)).toEqual(some);
    }),
    { numRuns: 300 },
  );
});

test('a text stands once, in the column of its field, however many sections repeat it', () => {
  const texte = 'x'.repeat(1_000);
  const node = metier('MET.1', 'Nom', { presentation: texte, sections: [{ titre: 'P', texte, connue: true }] });
  expect(JSON.stringify(encode('Metier', node)).length).toBeLessThan(1_300);
});

function roundTrip(
  kind: (typeof KIND_NAMES)[number],
  node: Parameters<typeof encode>[1],
  properties: readonly string[] = PROPERTIES[kind],
) {
  const encoded = encode(kind, node);
  for (const value of Object.values(encoded)) expect(['string', 'number', 'boolean']).toContain(typeof value);
  const columns = columnsOf(kind, properties);
  return decoder(kind, properties, columns)(columns.map((column) => encoded[column] ?? null));
}
