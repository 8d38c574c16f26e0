/** Metrics on a port of their own: what the proxy leads the public to never has them. */
import type { RequestListener } from 'node:http';
import type { Prometheus } from '../platform/telemetry/prometheus.ts';
import { ListenError, listen, type RunningServer } from './server.ts';

export const METRICS_PATH = '/metrics';

/** Serves the figures to whoever reaches the port. */
export async function serveMetrics(
  prometheus: Prometheus,
  { METRICS_HOST, METRICS_PORT = 0 }: { readonly METRICS_HOST: string; readonly METRICS_PORT?: number | undefined },
): Promise<RunningServer> {
  try {
    return await listen(metricsHandler(prometheus), METRICS_HOST, METRICS_PORT);
  } catch (error) {
    if (!(error instanceof ListenError)) throw error;
    throw new ListenError(error.message.replaceAll(/\bset (PORT|HOST)\b/g, 'set METRICS_$1'));
  }
}

function metricsHandler(prometheus: Prometheus): RequestListener {
  return async (request, response) => {
    if (request.method !== 'GET' || request.url?.split('?')[0] !== METRICS_PATH) {
      response.writeHead(404).end(`GET ${METRICS_PATH}\n`);
      return;
    }
    const text = await prometheus.text();
    response.writeHead(200, { 'content-type': prometheus.contentType, 'cache-control': 'no-store' }).end(text);
  };
}
