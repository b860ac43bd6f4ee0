import type { GraphiQLProps } from 'graphiql';

type PageStorage = NonNullable<GraphiQLProps['storage']>;

/** Keeps us apart from any other GraphiQL that this origin serves or once served, as localhost often did. */
const PREFIX = 'parcours:';

/** The tabs, the history and the settings that this browser remembers; until the page closes where it denies storage. */
export function pageStorage(): PageStorage {
  const storage = browserStorage() ?? memoryStorage();
  forgetBlankTabs(storage);
  return storage;
}

function browserStorage(): PageStorage | null {
  try {
    return prefixed(window.localStorage);
  } catch {
    return null;
  }
}

function prefixed(storage: Storage): PageStorage {
  const ownKeys = () => Object.keys(storage).filter((key) => key.startsWith(PREFIX));
  return {
    getItem: (key) => storage.getItem(PREFIX + key),
    setItem: (key, value) => storage.setItem(PREFIX + key, value),
    removeItem: (key) => storage.removeItem(PREFIX + key),
    clear: () => {
      for (const key of ownKeys()) storage.removeItem(key);
    },
    get length() {
      return ownKeys().length;
    },
  };
}

function memoryStorage(): PageStorage {
  const items = new Map<string, string>();
  return {
    getItem: (key) => items.get(key) ?? null,
    setItem: (key, value) => void items.set(key, value),
    removeItem: (key) => void items.delete(key),
    clear: () => items.clear(),
    get length() {
      return items.size;
    },
  };
}

/** Tabs that hold no query would come back in place of the examples. */
function forgetBlankTabs(storage: PageStorage): void {
  const tabs = storage.getItem('graphiql:tabState') ?? '';
  const query = storage.getItem('graphiql:query') ?? '';
  if (query.trim() !== '' || holdsQuery(tabs)) return;
  for (const key of ['tabState', 'query', 'variables']) storage.removeItem(`graphiql:${key}`);
}

function holdsQuery(tabs: string): boolean {
  return /"query":"(?!(?:\s|\\[nrt])*")/.test(tabs);
}
