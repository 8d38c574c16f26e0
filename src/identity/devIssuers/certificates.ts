import { generate } from 'selfsigned';

/** PEM texts for mutual TLS on this machine, made anew at each start and kept nowhere. */
export interface Certificates {
  readonly server: { readonly cert: string; readonly key: string };
  readonly client: { readonly cert: string; readonly key: string };
  /** The authority of both. */
  readonly authority: string;
}

/** Common name of the client's certificate. */
export const CLIENT_NAME = 'rozcestnik-dev';

export async function makeCertificates(): Promise<Certificates> {
  const made = await generate([{ name: 'commonName', value: '127.0.0.1' }], {
    algorithm: 'sha256',
    keySize: 2048,
    extensions: [
      { name: 'basicConstraints', cA: true },
      { name: 'subjectAltName', altNames: [{ type: 7, ip: '127.0.0.1' }] },
    ],
    clientCertificate: { cn: CLIENT_NAME, algorithm: 'sha256' },
  });
  if (!made.clientcert || !made.clientprivate) throw new Error('no client certificate was made');
  return {
    server: { cert: made.cert, key: made.private },
    client: { cert: made.clientcert, key: made.clientprivate },
    authority: made.cert,
  };
}
