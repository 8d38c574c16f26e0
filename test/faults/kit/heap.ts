/** What an instance really holds in memory: its heap after a collection, asked for by the inspector's protocol. */
import { once } from 'node:events';
import { WebSocket } from 'undici';
import type { Instance } from '../../testkit/instance.ts';

/** Arguments of node for an instance that can be asked. */
export const INSPECTED = ['--inspect=127.0.0.1:0'];

interface Reply {
  readonly id: number;
  readonly result: { readonly usedSize: number };
}

/** MiB of the heap after a full collection. */
export async function heapMegabytes(instance: Instance): Promise<number> {
  const [, address = ''] = instance.output.match(/Debugger listening on (ws:\S+)/) ?? [];
  const socket = new WebSocket(address);
  await once(socket, 'open');
  const call = async (id: number, method: string) => {
    socket.send(JSON.stringify({ id, method }));
    for (;;) {
      const [{ data }] = (await once(socket, 'message')) as [{ data: string }];
      const reply = JSON.parse(data) as Reply;
      if (reply.id === id) return reply.result;
    }
  };
  await call(1, 'HeapProfiler.collectGarbage');
  const { usedSize } = await call(2, 'Runtime.getHeapUsage');
  socket.close();
  return usedSize / 2 ** 20;
}
