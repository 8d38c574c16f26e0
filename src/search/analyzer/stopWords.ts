/** Words that say nothing of what is looked for: with them people only ask. Pure. */
import { folded, type Word } from './words.ts';

/**
 * Closed classes of words, in all their forms. Left out are those that mean something else without diacritics or in English (být, will), and
 * those that names of services begin with (moje).
 */
const CZECH = `
  já ty on ona ono my vy oni mě mne mně mi tě tebe tobě ti jej ho jemu mu ji jí jím jich jim jimi nás nám námi vás vám vámi se si sebe sobě sebou
  má mého mému mém mým mou mí mých mými tvůj tvoje tvá tvého tvou tvé svůj svoje svá svého svému svém svým svou své svoji svých svými
  náš naše našeho našemu našem naším naši našich našim našimi váš vaše vašeho vašemu vašem vaším vaši vašich vašim vašimi jeho její jejich
  ten ta to toho tomu tom tím té tu tou ty těch těm těmi tento tato toto tohoto tomuto tomto tímto této tuto touto tyto těchto těmto
  kdo koho komu kom kým co čeho čemu čem čím čí jaký jaká jaké jakého jakému jakém jakým jakou jakých jakými
  který která které kterého kterému kterém kterým kterou kteří kterých kterými někdo něco nějaký nějaká nějaké nějakou nějak někde někdy
  kde kam kudy odkud kdy jak proč kolik a aby ale ani anebo či i jako jestli když nebo než pokud protože tak zda že
  bez do k ke ku kvůli mezi na nad o od ode po pod podle pro proti před přes při s u v ve z za ze
  jsem jsi jsme jste jsou je není nejsem nejsme nejsou byl byla bylo byli byly budu budeš bude budeme budete budou nebudu nebude bych bys by bychom byste
  mám máš má máme máte mají nemám nemá nemáme nemají měl měla měli mít chci chceš chce chceme chcete chtějí nechci chtěl chtěla chtěli bychom
  mohu můžu můžeš může můžeme můžete mohou nemohu nemůžu nemůže mohl mohla musím musíš musí musíme musíte muset nemusím smím umím
  potřebuji potřebuju potřebuješ potřebuje potřebujeme potřeboval potřebovala vyřídit už ještě také taky jen jenom prosím`;
const ENGLISH = `
  i me my we us our you your he him his she her it its they them their this that these those a an the and or but if of on in at by for from with to into about as
  is are am was were be been do does did have has had can could would shall should may must need want get how what when where which who why not there please`;

const STOP_WORDS: ReadonlySet<string> = new Set(folded(`${CZECH} ${ENGLISH}`).trim().split(/\s+/));

export const isStopWord = ({ plain }: Word): boolean => STOP_WORDS.has(plain);

/** The words without those that say nothing; when there are no others, the last one, which may be the beginning of one that does. */
export function withoutStopWords(words: readonly Word[]): readonly Word[] {
  const telling = words.filter((word) => !isStopWord(word));
  return telling.length > 0 ? telling : words.slice(-1);
}
