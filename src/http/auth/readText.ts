import { SignInRefused } from '../../identity/issuers/refusal.ts';

/**
 * The body of a request as text, up to `limit` bytes.
 * @throws SignInRefused when it is longer
 */
export async function readText(request: Request, limit: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body ?? []) {
    size += chunk.byteLength;
    if (size > limit) throw new SignInRefused('TOKEN_REFUSED', 'body too large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
