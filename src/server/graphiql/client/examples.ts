/** A tab of the editor, its lines short enough for half a screen. `variables` is the JSON text of its variables. */
export interface ExampleTab {
  readonly query: string;
  readonly variables?: string;
}

const decouvrir = `# Bienvenue dans Parcours, le graphe des métiers,
# des formations et des centres d'intérêt.
#
# Le bouton ▶ propose les requêtes de cet onglet.
# Ctrl + Entrée : lancer celle où est le curseur
# Ctrl + Espace : compléter ce que vous écrivez
# Le livre, à gauche, ouvre la documentation.

# La fiche d'un métier, les formations qui y mènent,
# et les métiers auxquels mène chacune d'elles.
query Fiche {
  metier(id: "MET.8097") {
    id
    nom
    niveau { libelle rang }
    presentation
    dureeEtudes { texte }
    salaireDebutant { texte min max }
    statuts { nodes { libelle } }
    interets { nodes { id libelle } }
    formations(first: 10) {
      totalCount
      nodes {
        id
        nom
        metiers(first: 5) {
          totalCount
          nodes { id nom }
        }
      }
    }
  }
}

# D'une mission humanitaire à l'audit : des métiers qui
# partagent des formations, ou des centres d'intérêt.
# « routes » dit combien ; les plus proches d'abord.
query MetiersVoisins {
  metier(id: "MET.816") {
    nom
    metiersParFormations(first: 10) {
      totalCount
      edges {
        routes
        node { id nom }
      }
    }
    metiersParInterets(first: 10) {
      totalCount
      edges {
        routes
        node { id nom }
      }
    }
  }
}

# Les métiers à partir de bac + 5, les plus longues
# études d'abord. Pour la page suivante, ajoutez
# after, avec la valeur de endCursor.
query MetiersParNiveau {
  metiers(
    first: 10
    filtre: { niveau: { min: 5 } }
    tri: { par: NIVEAU, sens: DECROISSANT }
  ) {
    totalCount
    pageInfo { hasNextPage endCursor }
    nodes {
      id
      nom
      niveau { libelle }
      formations { totalCount }
    }
  }
}

# Ce que contient le graphe, et depuis quand.
query Donnees {
  donnees {
    empreinte
    date
    noeuds { nature nombre }
    relations { relation nombre }
  }
}
`;

const recherche = `# Chercher comme on écrit : accents, fautes, féminins et
# mots à moitié écrits sont compris ; « extrait » dit où,
# et « surlignages » quels mots.
query Recherche($texte: String!) {
  recherche(texte: $texte, premiers: 20) {
    total
    correspondance
    resultats {
      score
      champ
      extrait
      surlignages { debut fin }
      noeud {
        __typename
        id
        ... on Metier {
          nom
          niveau { libelle }
          formations(first: 3) {
            totalCount
            nodes { nom }
          }
        }
        ... on Formation {
          nom
          metiers(first: 3) { nodes { id nom } }
        }
      }
    }
  }
}
`;

const parInteret = `# D'un centre d'intérêt aux formations, puis aux
# métiers auxquels elles mènent.
query FormationsParInteret($interet: ID!) {
  interet(id: $interet) {
    libelle
    metiers { totalCount }
    formations(first: 10) {
      totalCount
      edges {
        routes
        node {
          id
          nom
          metiers(first: 5) {
            nodes { id nom }
          }
        }
      }
    }
  }
}
`;

const compter = `# Combien de métiers par valeur, pour les cases d'un
# tableau de bord. Chaque axe est compté sans ce que le
# filtre dit de lui : choisir deux statuts n'efface
# pas les autres.
query Facettes($filtre: MetierFiltre) {
  facettes(
    axes: [NIVEAU, STATUT, SALAIRE, ROME_DOMAINE]
    premiers: 5
    filtre: $filtre
  ) {
    total
    axes {
      axe
      total
      valeurs { cle libelle nombre }
      valeursTotal
    }
  }
}
`;

const salaires = `# Les salaires des débutants, par niveau d'accès.
query SalairesParNiveau {
  repartition(
    par: NIVEAU
    mesure: SALAIRE_DEBUTANT
    tri: AXES
  ) {
    total
    mesure { connus inconnus mediane }
    lignes {
      par { libelle }
      nombre
      mesure { connus inconnus q1 mediane q3 }
    }
  }
}
`;

/**
 * What a first visit shows. The first tab takes no variables: GraphiQL opens it without them. Its ids are those of the
 * seed, so each query answers on a fresh checkout.
 */
export const exampleTabs: readonly ExampleTab[] = [
  { query: decouvrir },
  { query: recherche, variables: json({ texte: 'ingenieure socia' }) },
  { query: parInteret, variables: json({ interet: 'INTERET.j-aime-organiser-gerer' }) },
  {
    query: compter,
    variables: json({ filtre: { axes: [{ axe: 'STATUT', cles: ['STATUT.artisan', 'STATUT.salarie'] }] } }),
  },
  { query: salaires },
];

function json(variables: Readonly<Record<string, unknown>>): string {
  return JSON.stringify(variables, null, 2);
}
