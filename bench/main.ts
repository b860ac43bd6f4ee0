/** `npm run bench`: the walk against its limit and against what is usually shipped, inside the process and over HTTP; `-- --counts`: counts. */
import { Agent, request } from 'node:http';
import { execute, parse } from 'graphql';
import { benchCounts } from './counts.ts';
import { compare, table, timed } from './measure.ts';
import { handWritten, parcours, stockSchema } from './peers.ts';
import { runServer, SERVERS, type ServerName, startServer } from './servers.ts';
import { benchContent, WALK } from './walk.ts';

const ROUNDS = 7;
const ROUND_MILLISECONDS = 700;
const CONNECTIONS = 4;

const [, , flag, name] = process.argv;
if (flag === '--server') runServer(name as ServerName);
else if (flag === '--counts') await benchCounts();
else await bench();

async function bench(): Promise<void> {
  const { content, from } = benchContent();
  console.log(
    `20 métiers → formations → métiers → intérêts on ${from}: ${content.nodes.Metier.length} métiers, Node ${process.version}`,
  );
  console.log(await insideTheProcess());
  console.log(await overHttp());
}

async function insideTheProcess(): Promise<string> {
  const { content } = benchContent();
  const hand = handWritten(content);
  const ours = parcours(content);
  const { schema, context } = stockSchema(content);
  const document = parse(WALK);
  const stock = async () => JSON.stringify(await execute({ schema, document, contextValue: context() }));
  const expected = hand();
  if (ours() !== expected || (await stock()) !== expected) throw new Error('the answers differ');
  const figures = await compare(
    [
      { name: 'hand-written nested map', round: (time) => timed(time, hand) },
      { name: 'parcours', round: (time) => timed(time, ours) },
      { name: 'graphql-js with DataLoader', round: (time) => timed(time, stock) },
    ],
    ROUNDS,
    ROUND_MILLISECONDS,
  );
  return table(`Inside the process, ${expected.length} characters of JSON`, 'ms a walk', figures);
}

async function overHttp(): Promise<string> {
  const names = Object.keys(SERVERS) as ServerName[];
  const servers = await Promise.all(names.map(startServer));
  try {
    const bodies = await Promise.all(servers.map(({ port }) => post(port, new Agent())));
    if (new Set(bodies).size !== 1) throw new Error('the answers differ');
    const subjects = servers.map(({ port }, i) => ({
      name: names[i] ?? '',
      round: (time: number) => load(port, time),
    }));
    return table(
      `Over HTTP, ${CONNECTIONS} connections`,
      'ms a walk',
      await compare(subjects, ROUNDS, ROUND_MILLISECONDS),
    );
  } finally {
    for (const { stop } of servers) stop();
  }
}

/** Milliseconds of one request, at so many connections at once. */
async function load(port: number, milliseconds: number): Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  const end = performance.now() + milliseconds;
  let requests = 0;
  const start = performance.now();
  const client = async (): Promise<void> => {
    while (performance.now() < end) {
      await post(port, agent);
      requests += 1;
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, client));
  agent.destroy();
  return (performance.now() - start) / requests;
}

function post(port: number, agent: Agent): Promise<string> {
  const body = JSON.stringify({ query: WALK });
  const headers = { 'content-type': 'application/json', 'content-length': body.length };
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port, path: '/graphql', method: 'POST', agent, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => resolve(Buffer.concat(chunks).toString()));
    });
    sent.on('error', reject);
    sent.end(body);
  });
}
