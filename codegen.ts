import type { CodegenConfig } from '@graphql-codegen/cli';

/** Typed documents of the tests and of GraphiQL's examples, checked against the contract. */
const config: CodegenConfig = {
  schema: 'schema.graphql',
  emitLegacyCommonJSImports: false,
  documents: ['test/api/**/*.graphql', 'src/http/examples/*.graphql'],
  generates: {
    'test/generated/': {
      preset: 'client',
      presetConfig: {
        fragmentMasking: false,
        // The manifest of their hashes, as PERSISTED_DOCUMENTS takes it.
        persistedDocuments: { hashAlgorithm: 'sha256', mode: 'embedHashInDocument' },
      },
      config: {
        useTypeImports: true,
        enumsAsTypes: true,
        strictScalars: true,
        scalars: {
          Date: 'string',
          DateTime: 'string',
          EmailAddress: 'string',
          HTML: 'string',
          Locale: 'string',
          Markdown: 'string',
          URL: 'string',
        },
      },
    },
  },
};

export default config;
