/** Texts of generated entries, saying the same in both languages. */
import type { Headline } from './headline.ts';
import type { Random } from './random.ts';
import { type Bilingual, PROSE, type Section } from './vocabulary.ts';

/** Least and greatest length of the Czech of a generated long text, in characters. */
export const LONG_TEXT = { min: 300, max: 3_000 } as const;
/** Texts longer than this draw on all sections. */
const LONG = 1_500;

/** A sentence or two for lists. */
export function shortText(random: Random, headline: Headline): Bilingual {
  return joined(random.some(PROSE.shortTexts, random.between(1, 2)), ' ', headline);
}

/** Markdown with headings and lists; most texts are short, a few are long. */
export function longText(random: Random, headline: Headline): Bilingual {
  const length = LONG_TEXT.min + (LONG_TEXT.max - LONG_TEXT.min) * random.skewed();
  const sections = random.some(PROSE.sections, length > LONG ? PROSE.sections.length : 5);
  let text = joined(random.some(PROSE.openings, random.between(2, 4)), ' ', headline);
  for (const section of sections) {
    const longer = joined([text, written(random, section)], '\n\n', headline);
    if (text.cs.length >= length || longer.cs.length > LONG_TEXT.max) break;
    text = longer;
  }
  return text;
}

function written(random: Random, { heading, style, sentences }: Section): Bilingual {
  const chosen = random.some(sentences, random.between(Math.ceil(sentences.length / 2), sentences.length));
  const inLanguage = (language: keyof Bilingual) => {
    const lines = chosen.map((sentence, index) => marker(style, index) + sentence[language]);
    return `## ${heading[language]}\n\n${lines.join(style === 'paragraph' ? ' ' : '\n')}`;
  };
  return { cs: inLanguage('cs'), en: inLanguage('en') };
}

function marker(style: Section['style'], index: number): string {
  if (style === 'paragraph') return '';
  return style === 'bullets' ? '- ' : `${index + 1}. `;
}

function joined(texts: readonly Bilingual[], separator: string, { title, topic }: Headline): Bilingual {
  const inLanguage = (language: keyof Bilingual) =>
    texts
      .map((text) => text[language])
      .join(separator)
      .replaceAll('{title}', title[language])
      .replaceAll('{topic}', topic.name[language]);
  return { cs: inLanguage('cs'), en: inLanguage('en') };
}
