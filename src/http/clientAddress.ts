/** Where a request comes from: the connection says so, and behind proxies of ours what they write. */
import type { IncomingMessage } from 'node:http';
import { isIP, isIPv6 } from 'node:net';
import proxyAddr from 'proxy-addr';

/** Which proxies are believed: a number of them in front of the service, or their addresses. */
export type TrustedProxies = number | readonly string[];

/** Tells where a request comes from. */
export type ClientAddress = (request: IncomingMessage) => string;

/**
 * Reads `TRUST_PROXY`: a number of proxies, or addresses and networks separated by commas; `loopback`, `linklocal` and
 * `uniquelocal` are such networks.
 * @throws TypeError when it is neither
 */
export function parseTrustedProxies(text: string): TrustedProxies {
  if (/^\d$/.test(text)) return Number(text);
  const networks = text.split(',').map((part) => part.trim());
  // An address that is written as one number would be taken for what is meant as a number of proxies.
  if (networks.some((network) => /^\d+$/.test(network)))
    throw new TypeError('an address is written with dots or colons');
  proxyAddr.compile(networks);
  return networks;
}

/**
 * Makes such a function. Without trusted proxies X-Forwarded-For is never read; with them it is read from its end, as far as
 * they reach, so that what a client writes into it is never believed.
 */
export function clientAddressBy(trusted: TrustedProxies): ClientAddress {
  if (trusted === 0) return ({ socket }) => normalized(socket.remoteAddress);
  const trust =
    typeof trusted === 'number' ? (_: string, hop: number) => hop < trusted : proxyAddr.compile([...trusted]);
  return (request) => {
    const addresses = proxyAddr.all(request, trust);
    // A proxy that writes something else than an address is not asked further.
    return normalized(addresses.findLast((address) => isIP(address) > 0));
  };
}

/** The address as others are compared with it: of IPv6 the network of 64 bits, which is one household or host. */
function normalized(address = 'unknown'): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '');
  if (!isIPv6(plain)) return plain;
  const [head = '', tail] = plain.split('::');
  const groups = (text: string) => (text === '' ? [] : text.split(':'));
  const missing = tail === undefined ? 0 : 8 - groups(head).length - groups(tail).length;
  const all = [...groups(head), ...Array<string>(Math.max(missing, 0)).fill('0'), ...groups(tail ?? '')];
  return `${all
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')}::/64`;
}
