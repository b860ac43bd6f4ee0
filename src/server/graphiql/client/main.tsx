import { GraphiQL } from 'graphiql';
import { createRoot } from 'react-dom/client';
// Before anything else of ours: it tells Monaco where its workers are, as files of this build.
import 'graphiql/setup-workers/vite';
import 'graphiql/style.css';
import './style.css';
import { exampleTabs } from './examples.ts';
import { fetchGraphQL } from './fetcher.ts';
import { pageStorage } from './storage.ts';

const container = document.getElementById('graphiql');
if (container === null) throw new Error('index.html has no element #graphiql');

createRoot(container).render(
  <GraphiQL
    fetcher={fetchGraphQL}
    storage={pageStorage()}
    defaultTabs={[...exampleTabs]}
    defaultEditorToolsVisibility="variables"
    schemaDescription
  >
    <GraphiQL.Logo>Parcours</GraphiQL.Logo>
  </GraphiQL>,
);
