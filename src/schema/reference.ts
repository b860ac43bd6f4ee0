/**
 * References as people give them: an id, a name in any of its forms, or a ROME code. What comes of one is a union, a type a
 * kind: the node, or why it is not known which.
 */
import { type By, type Candidate, type Resolved, referenceOf, stepFromRome } from '../analysis/search/reference.ts';
import type { Hit } from '../analysis/search/search.ts';
import type { Topology } from '../graph/topology.ts';
import { KIND_NAMES, KINDS, type Kind } from '../model.ts';
import { visible } from '../text.ts';
import type { Builder } from './builder.ts';
import type { RequestContext } from './context.ts';
import { fault } from './fault.ts';
import { type FoundNode, FoundNodes, type FoundTypes } from './found.ts';
import { REFERENCE_MAX } from './limits.ts';
import { type RowRefs, rowRef } from './nodes.ts';
import type { RowBase } from './row.ts';
import { withTopology } from './search.ts';
import type { Info } from './selected.ts';

/** What a client may give: exactly one of the fields of its kind. */
type ReferenceInput = { readonly [field: string]: string | null | undefined };

interface Ambiguous {
  readonly outcome: 'ambiguous';
  readonly reference: string;
  readonly candidates: readonly (Candidate & FoundNode)[];
}

interface Missing {
  readonly outcome: 'missing';
  readonly reference: string;
  readonly near: readonly (Hit & FoundNode)[];
}

/** The inputs `ReferenceMetier` …, the unions of what comes of them, and a root field for each kind. */
export function referenceFields(builder: Builder, rows: RowRefs, types: FoundTypes): void {
  const { ambiguous, missing } = failures(builder, types);
  for (const kind of KIND_NAMES) {
    const { one } = KINDS[kind];
    const result = builder.unionType(`Trouver${kind}`, {
      description: `Ce à quoi mène une référence à un nœud « ${one} » : le nœud, ou la raison pour laquelle on ne sait pas lequel.`,
      types: [rowRef(rows, kind), missing, ambiguous],
      resolveType: (value) => ('outcome' in value ? FAILURES[value.outcome] : kind),
    });
    builder.queryField(`trouver${kind}`, (t) =>
      t.field({
        type: result,
        description: `Le nœud « ${one} » que désigne une référence, telle qu’on la donne.`,
        args: {
          reference: t.arg({
            type: referenceInput(builder, kind),
            required: true,
            description: 'Un champ, et un seul.',
          }),
        },
        resolve: (_root, { reference }, context, info) =>
          withTopology(context, (topology) => {
            const [by, text] = read(kind, reference);
            const resolved = referenceOf(topology, kind, by, text, context.budget.examine);
            return outcomeOf(topology, kind, text, resolved, context, info);
          }),
      }),
    );
  }
}

const FAILURES = { ambiguous: 'ReferenceAmbigue', missing: 'ReferenceIntrouvable' } as const;

/** How a reference is given, by the field that gives it. */
function fieldsOf(kind: Kind): Readonly<Record<string, By>> {
  const rome = kind !== 'Rome' && stepFromRome(kind) !== undefined;
  return { id: 'id', [KINDS[kind].name]: 'name', ...(rome ? { rome: 'rome' as const } : {}) };
}

const NAMES_SAY: Partial<Record<Kind, string>> = {
  Metier:
    'Un nom entier, au féminin, au masculin ou aux deux, ou une autre appellation ; sans égard à la casse ni aux accents.',
  Rome: 'Un code entier ; sans égard à la casse ni aux espaces.',
};
const SAYS: Readonly<Record<By, string>> = {
  id: 'Un identifiant, quelle qu’en soit la casse.',
  name: 'Un libellé entier ; sans égard à la casse ni aux accents.',
  rome: 'Un code ROME, s’il n’en classe qu’un.',
};

function referenceInput(builder: Builder, kind: Kind) {
  const { one } = KINDS[kind];
  return builder.inputType(`Reference${kind}`, {
    isOneOf: true,
    description: `Un nœud « ${one} », tel qu’on le désigne : par un champ, et un seul, de ${REFERENCE_MAX} caractères au plus.`,
    fields: (t) =>
      Object.fromEntries(
        Object.entries(fieldsOf(kind)).map(([field, by]) => [
          field,
          by === 'id' ? t.id({ description: SAYS.id }) : t.string({ description: saysOf(kind, by) }),
        ]),
      ),
  });
}

function saysOf(kind: Kind, by: By): string {
  return (by === 'name' ? NAMES_SAY[kind] : undefined) ?? SAYS[by];
}

function read(kind: Kind, reference: ReferenceInput): readonly [By, string] {
  const fields = fieldsOf(kind);
  const given = Object.entries(reference).find(([, value]) => value != null);
  const by = fields[given?.[0] ?? ''];
  const text = given?.[1];
  if (by === undefined || text == null) throw new Error('a reference without a field was not refused');
  if (text.length > REFERENCE_MAX) {
    const message = `« ${given?.[0]} » a plus de ${REFERENCE_MAX} caractères.`;
    throw fault('ARGUMENT_INVALIDE', message, { limite: REFERENCE_MAX });
  }
  return [by, text];
}

function outcomeOf(
  topology: Topology,
  kind: Kind,
  text: string,
  resolved: Resolved,
  context: RequestContext,
  info: Info,
): RowBase | Promise<RowBase> | Ambiguous | Missing {
  const reference = visible(text);
  if (resolved.outcome === 'found') {
    return new FoundNodes(topology, [{ kind, id: resolved.id }], context).row(0, info);
  }
  if (resolved.outcome === 'ambiguous') {
    return { outcome: 'ambiguous', reference, candidates: among(topology, resolved.candidates, context) };
  }
  return { outcome: 'missing', reference, near: among(topology, resolved.near, context) };
}

function among<T extends Candidate | Hit>(
  topology: Topology,
  nodes: readonly T[],
  context: RequestContext,
): (T & FoundNode)[] {
  const all = new FoundNodes(topology, nodes, context);
  return nodes.map((node, place) => ({ ...node, place, among: all }));
}

function failures(builder: Builder, { node, field }: FoundTypes) {
  const candidate = builder.objectRef<(Candidate | Hit) & FoundNode>('CandidatReference').implement({
    description: 'Un nœud que l’on a pu vouloir désigner.',
    fields: (t) => ({
      champ: t.field({ type: field, description: 'Par lequel de ses noms.', resolve: ({ field }) => field }),
      extrait: t.exposeString('text', { description: 'Ce nom, tel qu’il est servi.' }),
      noeud: t.field({
        type: node,
        description: 'Le nœud.',
        resolve: ({ place, among }, _args, _context, info) => among.row(place, info),
      }),
    }),
  });
  const ambiguous = builder.objectRef<Ambiguous>(FAILURES.ambiguous).implement({
    description: 'Plusieurs nœuds ont ce nom : désignez-en un par son identifiant.',
    fields: (t) => ({
      reference: t.exposeString('reference', { description: 'La référence, telle qu’elle a été donnée.' }),
      candidats: t.expose('candidates', {
        type: [candidate],
        description: 'Ces nœuds : d’abord ceux dont c’est le nom, puis ceux dont c’est une autre appellation.',
      }),
    }),
  });
  const missing = builder.objectRef<Missing>(FAILURES.missing).implement({
    description: 'Aucun nœud n’a ce nom, cet identifiant ou ce code.',
    fields: (t) => ({
      reference: t.exposeString('reference', { description: 'La référence, telle qu’elle a été donnée.' }),
      suggestions: t.expose('near', {
        type: [candidate],
        description: 'Ce qui s’en approche, le plus proche en tête ; peut être vide.',
      }),
    }),
  });
  return { ambiguous, missing };
}
