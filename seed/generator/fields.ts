/** The fields of generated entries that their kinds have of their own. */
import type { z } from 'zod';
import type { CommonContent } from '../../src/catalogue/kinds/common.ts';
import { DATA_VIEW_CONNECTIONS, type dataViewContent } from '../../src/catalogue/kinds/dataView/content.ts';
import {
  FORM_DEPLOYMENTS,
  FORM_FILLERS,
  FORM_TECHNOLOGIES,
  type formContent,
} from '../../src/catalogue/kinds/form/content.ts';
import { PAGE_TOPICS, type pageContent } from '../../src/catalogue/kinds/page/content.ts';
import type { tileContent } from '../../src/catalogue/kinds/tile/content.ts';
import { LEVELS_OF_ASSURANCE } from '../../src/kernel/viewer.ts';
import { readSeed } from '../files.ts';
import type { Headline } from './headline.ts';
import type { Random } from './random.ts';
import { type GeneratedKind, PROSE } from './vocabulary.ts';

/** Fields of a kind beyond the common ones. */
type Own<Schema extends z.ZodType> = Omit<z.input<Schema>, keyof CommonContent>;
type OwnFields = Record<string, unknown>;

const demonstration = readSeed('documents').find(({ slug }) => slug === 'demonstration');
if (!demonstration) throw new Error('The seed has no document named demonstration.');
const DOCUMENT = demonstration['title'] as { cs: string; en: string };
const DEMONSTRATION_VALUE = { cs: 'Ukázková hodnota', en: 'Demonstration value' };
const COLOURS = ['#2362A2', '#C8102E', '#00733B', '#6A1B9A', '#B35A00', '#00695C', '#37474F', '#AD1457'];
const LANGUAGES = [['cs'], ['cs'], ['cs', 'en'], ['cs', 'en', 'uk'], ['cs', 'sk', 'en', 'de']];

/** Where a generated statement comes from. */
export function invented(cs: string, en: string) {
  return { document: DOCUMENT, place: { cs, en }, origin: 'DEMONSTRATION' as const };
}

/** What the entry's kind adds to the common fields. */
export function ownFields(random: Random, headline: Headline): OwnFields {
  return FIELDS[headline.kind](random, headline);
}

const FIELDS: Record<GeneratedKind, (random: Random, headline: Headline) => OwnFields> = { tile, form, dataView, page };

function tile(random: Random, { number }: Headline): Own<typeof tileContent> {
  const host = `sluzba-${number}.portal.example`;
  const contact = { name: { cs: 'Uživatelská podpora', en: 'User support' }, email: `podpora@${host}` };
  return {
    targetUrl: `https://${host}/`,
    niaServiceUrl: random.chance(0.8) ? `https://${host}/nia` : null,
    requiredLevel: levelOf(random),
    conditions: {
      ownPortal: attestation(random),
      connectedToNia: attestation(random),
      noFurtherRegistration: attestation(random),
    },
    contact: random.chance(0.7) ? contact : null,
    logo: null,
    accentColour: random.chance(0.8) ? random.pick(COLOURS) : null,
    languages: random.pick(LANGUAGES),
  };
}

function attestation(random: Random) {
  const attestedOn = `2026-0${random.between(1, 9)}-${random.between(10, 28)}`;
  const source = invented('Vymyšlené prohlášení poskytovatele', 'Invented statement by the provider');
  return random.chance(0.75) ? { holds: random.chance(0.9), attestedOn, source } : null;
}

function form(random: Random, { number, topic, title }: Headline): Own<typeof formContent> {
  const fillers = random.some(FORM_FILLERS, random.between(1, 2));
  const agenda = random.between(0, 99);
  return {
    formId: `DEMO-G${number}`,
    formVersion: `${random.between(1, 4)}.${random.between(0, 9)}`,
    technology: random.pick(FORM_TECHNOLOGIES),
    deployment: random.pick(FORM_DEPLOYMENTS),
    deepLink: `https://formulare.portal.example/${number}`,
    agendaCode: random.chance(0.8) ? `A9990${String(agenda).padStart(2, '0')}` : null,
    serviceCode: random.chance(0.7) ? `S9990${String(agenda).padStart(2, '0')}${random.between(0, 9)}` : null,
    actCode: random.chance(0.6) ? `U999${String(number).padStart(7, '0')}` : null,
    inDelegatedPowers: random.chance(0.4),
    filledInBy: fillers,
    requiredLevel: levelOf(random),
    processingTime: random.chance(0.7) ? { days: random.between(0, 60), note: DEMONSTRATION_VALUE } : null,
    fee: random.chance(0.5) ? { amountCzk: random.between(0, 40) * 50, note: DEMONSTRATION_VALUE } : null,
    attachments: [...topic.attachments, { cs: `Příloha k podání „${title.cs}“`, en: `Attachment to “${title.en}”` }]
      .slice(0, random.between(0, 2))
      .map((attachment) => ({ title: attachment, isRequired: random.chance(0.5) })),
  };
}

function dataView(random: Random, { number, topic }: Headline): Own<typeof dataViewContent> {
  return {
    shownData: random.some(PROSE.shownData, random.between(1, 5)),
    sourceSystem: { cs: `Evidence „${topic.name.cs}“`, en: `Records of ${topic.name.en}` },
    connectedThrough: random.pick(DATA_VIEW_CONNECTIONS),
    serviceCode: random.chance(0.5) ? `S999${number}` : null,
    requiredLevel: random.pick(LEVELS_OF_ASSURANCE),
  };
}

function page(random: Random, { number, title }: Headline): Own<typeof pageContent> {
  const sources = [invented('Vymyšlené tvrzení', 'Invented statement')];
  const sentences = PROSE.sections.flatMap(({ style, sentences }) => (style === 'paragraph' ? sentences : []));
  return {
    topic: random.pick(PAGE_TOPICS),
    facts: random.some(sentences, random.between(0, 3)).map((statement) => ({ statement, sources })),
    links: [{ title, url: `https://odkazy.portal.example/${number}` }].slice(random.between(0, 1)),
  };
}

function levelOf(random: Random) {
  return random.chance(0.15) ? null : random.pick(LEVELS_OF_ASSURANCE);
}
