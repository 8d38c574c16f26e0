/** Where a request comes from. */
import type { IncomingMessage } from 'node:http';
import { describe, expect, it } from 'vitest';
import { clientAddressBy, parseTrustedProxies } from '../../src/http/clientAddress.ts';

const request = (remoteAddress: string, forwarded?: string) =>
  ({
    socket: { remoteAddress },
    headers: forwarded === undefined ? {} : { 'x-forwarded-for': forwarded },
  }) as unknown as IncomingMessage;

describe('the address of a client', () => {
  it.each([
    ['0', '203.0.113.9', '198.51.100.1', '203.0.113.9', 'nobody is believed without being trusted'],
    ['1', '10.0.0.1', '198.51.100.1', '198.51.100.1', 'one proxy is believed'],
    ['1', '10.0.0.1', '6.6.6.6, 198.51.100.1', '198.51.100.1', 'what the client wrote before it is not'],
    ['2', '10.0.0.1', '6.6.6.6, 198.51.100.1, 10.0.0.2', '198.51.100.1', 'two proxies are believed'],
    ['2', '10.0.0.1', '198.51.100.1', '198.51.100.1', 'a proxy that is missing is no way in'],
    ['10.0.0.0/8', '10.0.0.1', '6.6.6.6, 198.51.100.1, 10.0.0.2', '198.51.100.1', 'proxies of a network are believed'],
    ['10.0.0.0/8', '198.51.100.7', '6.6.6.6', '198.51.100.7', 'others are not'],
    ['loopback', '::ffff:127.0.0.1', '198.51.100.1', '198.51.100.1', 'loopback is a network'],
    ['1', '10.0.0.1', 'unknown', '10.0.0.1', 'what is no address is not believed'],
    ['1', '10.0.0.1', "' OR 1=1 --", '10.0.0.1', 'nor is anything else'],
    ['1', '10.0.0.1', undefined, '10.0.0.1', 'without the header the connection counts'],
    ['0', '::ffff:203.0.113.9', undefined, '203.0.113.9', 'IPv4 in IPv6 is IPv4'],
    ['0', '2001:db8:0:1:2:3:4:5', undefined, '2001:db8:0:1::/64', 'of IPv6 the network counts'],
    ['0', '2001:db8:0:1:ffff::9', undefined, '2001:db8:0:1::/64', 'however it is written'],
    ['0', 'fe80::1%eth0', undefined, 'fe80:0:0:0::/64', 'without the name of an interface'],
    ['0', '::1', undefined, '0:0:0:0::/64', 'loopback too'],
  ])('TRUST_PROXY=%s, %s, %s: %s, for %s', (trusted, remote, forwarded, address, _why) => {
    expect(clientAddressBy(parseTrustedProxies(trusted))(request(remote, forwarded))).toBe(address);
  });

  it.each(['yes', 'true', '10.0.0.0/99', '12', '-1', 'example.org', '10.0.0.1;'])('%s is no TRUST_PROXY', (text) => {
    expect(() => parseTrustedProxies(text)).toThrow(TypeError);
  });
});
