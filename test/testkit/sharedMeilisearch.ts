/** The one Meilisearch server of a test run: started when the first test file asks for it. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type MeilisearchServer, meilisearchAbsence, startMeilisearch } from './meilisearchServer.ts';

/** Where test files ask for the server, and how it is stopped with the run. */
export interface Meilisearch {
  readonly starter: string;
  stop(): Promise<void>;
}

/**
 * Offers the server to test files; it is not started yet.
 * @returns null where there is none
 * @throws Error where there is none and REQUIRE_MEILI=1 is set
 */
export async function offerMeilisearch(): Promise<Meilisearch | null> {
  const absence = meilisearchAbsence();
  if (absence) {
    if (process.env['REQUIRE_MEILI'] === '1') throw new Error(`REQUIRE_MEILI is set, but ${absence}`);
    return null;
  }
  let started: Promise<MeilisearchServer> | null = null;
  const starter = createServer(async (_request, response) => {
    try {
      started ??= startMeilisearch();
      const { url, key } = await started;
      response.end(JSON.stringify({ url, key }));
    } catch (error) {
      response.writeHead(500).end(String(error));
    }
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => starter.once('listening', resolve));
  return {
    starter: `http://127.0.0.1:${(starter.address() as AddressInfo).port}`,
    stop: async () => {
      starter.close();
      await started?.then(
        (server) => server.stop(),
        () => undefined,
      );
    },
  };
}
