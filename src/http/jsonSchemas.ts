/** JSON Schemas of the files that the service takes and gives, for everybody. */
import type { Plugin } from 'graphql-yoga';
import { TILE_VERSIONS } from '../cooperation/tiles/portableTile.ts';
import { tileSchemaText } from '../cooperation/tiles/schemaFile.ts';

const SCHEMAS: Readonly<Record<string, () => string>> = Object.fromEntries(
  TILE_VERSIONS.map((version) => [`/schemas/tile-${version}.json`, () => tileSchemaText(version)]),
);

/** A yoga plugin that answers the addresses of JSON Schemas; any page may read them. */
export function useJsonSchemas(): Plugin {
  return {
    onRequest({ request, url, fetchAPI, endResponse }) {
      const schema = Object.hasOwn(SCHEMAS, url.pathname) ? SCHEMAS[url.pathname] : undefined;
      if (!schema || !['GET', 'HEAD'].includes(request.method)) return;
      const headers = {
        'content-type': 'application/schema+json; charset=utf-8',
        'access-control-allow-origin': '*',
        'cache-control': 'public, max-age=3600',
        'x-content-type-options': 'nosniff',
      };
      endResponse(new fetchAPI.Response(request.method === 'HEAD' ? null : schema(), { headers }));
    },
  };
}
