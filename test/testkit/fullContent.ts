/** Content with a text of its own in every field that holds one, so that each can be told where it turns up. */
import type { KindName } from '../../src/catalogue/kinds/registry.ts';

/** Rows that content refers to. */
export interface Targets {
  readonly organization: string;
  readonly related: readonly string[];
  /** Requirements that a type of cooperation asks for. */
  readonly requirements: readonly string[];
}

type Fields = Record<string, unknown>;

/**
 * Content of a kind with every field filled.
 * @param mark makes the text of a field, of capitals, digits and underscores, such as `TILE_TITLE_CS`
 */
export function fullContent(kind: KindName, targets: Targets, mark: (path: string) => string) {
  const { organization, related, requirements } = targets;
  const texts = (path: string) => ({ cs: mark(`${path}_CS`), en: mark(`${path}_EN`) });
  const words = (path: string) => ({ cs: [mark(`${path}_CS`)], en: [mark(`${path}_EN`)] });
  const url = (path: string) => `https://${mark(path).toLowerCase().replaceAll('_', '-')}.example/`;
  const source = (path: string) => {
    return {
      document: texts(`${path}_DOCUMENT`),
      place: texts(`${path}_PLACE`),
      origin: 'PROSE',
      url: url(`${path}_SOURCE_URL`),
    };
  };
  const link = (path: string) => ({
    title: texts(`${path}_TITLE`),
    url: url(`${path}_URL`),
    note: texts(`${path}_NOTE`),
  });
  const contact = () => ({
    name: texts('CONTACT'),
    email: `${mark('EMAIL').toLowerCase()}@urad.example`,
    emailSubject: mark('EMAIL_SUBJECT'),
    url: url('CONTACT_URL'),
  });
  const attested = (path: string) => ({ holds: true, attestedOn: '2026-11-23', source: source(path) });
  const own: Record<KindName, () => Fields> = {
    tile: () => ({
      targetUrl: url('TARGET'),
      niaServiceUrl: url('NIA'),
      contact: contact(),
      conditions: {
        ownPortal: attested('OWN_PORTAL'),
        connectedToNia: attested('CONNECTED'),
        noFurtherRegistration: attested('REGISTRATION'),
      },
    }),
    form: () => ({
      formId: mark('FORM_ID'),
      formVersion: '1.0',
      technology: 'PDF',
      deployment: 'LINKED',
      deepLink: url('DEEP_LINK'),
      processingTime: { days: 1, note: texts('TIME') },
      fee: { amountCzk: 1, note: texts('FEE') },
      attachments: [{ title: texts('ATTACHMENT'), isRequired: true }],
    }),
    dataView: () => ({ shownData: [texts('SHOWN')], sourceSystem: texts('SYSTEM'), connectedThrough: 'EGSB' }),
    cooperationType: () => ({
      code: mark('CODE'),
      position: 1,
      applicantKinds: ['MUNICIPALITY'],
      contact: contact(),
      links: [link('LINK')],
      steps: [{ title: texts('STEP'), text: texts('STEP_TEXT'), url: url('STEP_URL') }],
      requirements: requirements.map((requirement, place) => {
        return { requirement, isRequired: true, sources: [source(`CELL_${place}`)], note: texts(`CELL_${place}`) };
      }),
      conditions: requirements.map((requirement, place) => {
        const name = `CONDITION_${place}`;
        return {
          code: mark(name),
          nature: 'PREREQUISITE',
          text: texts(name),
          requirement,
          sources: [source(name)],
          note: texts(`${name}_NOTE`),
          question: texts(`${name}_QUESTION`),
          howToMeet: texts(`${name}_HOW_TO_MEET`),
          verifiedBy: texts(`${name}_VERIFIED_BY`),
        };
      }),
      disagreements: [
        { code: mark('DIS'), text: texts('DIS_TEXT'), reading: texts('DIS_READING'), sources: [source('DIS')] },
      ],
    }),
    requirement: () => ({
      code: mark('CODE'),
      position: 1,
      question: texts('QUESTION'),
      implies: requirements,
      howToMeet: texts('HOW_TO_MEET'),
      howVerified: texts('HOW_VERIFIED'),
      verifiedBy: texts('VERIFIED_BY'),
      links: [link('LINK')],
    }),
    page: () => ({
      topic: 'FACTS',
      facts: [{ statement: texts('FACT'), sources: [source('FACT')] }],
      links: [link('LINK')],
    }),
    synonym: () => ({
      nature: 'EVERYDAY_WORD',
      direction: 'TWO_WAY',
      terms: words('TERM'),
      expansions: words('EXPANSION'),
      pinned: related.slice(0, 10),
    }),
  };
  return {
    title: texts('TITLE'),
    shortText: texts('SHORT_TEXT'),
    longText: texts('LONG_TEXT'),
    keywords: words('KEYWORD'),
    sources: [source('SOURCE')],
    organization,
    related,
    ...own[kind](),
  };
}
