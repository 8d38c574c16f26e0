import { catalogue } from '../kernel/message.ts';

/** What mails say. */
export const messages = catalogue({
  // commands
  'There is no such mail.': 'Takový e-mail neexistuje.',
  'Only a mail that was refused or whose fate is unknown is sent again; this one is {state}.':
    'Znovu se odesílá jen e-mail, který byl odmítnut nebo o němž se neví, zda odešel; tento je ve stavu {state}.',

  // letters.ts, to the applicant
  'We have your request: {organization}': 'Vaše žádost je u nás: {organization}',
  'We have received the request for cooperation of {organization}.':
    'Přijali jsme žádost o spolupráci. Žadatel: {organization}.',
  'Types of cooperation: {types}.': 'Typy spolupráce: {types}.',
  'You can expect an answer by {due}.': 'Odpověď můžete čekat do {due}.',
  'The next step is expected by {due}.': 'Další krok se čeká do {due}.',
  'Your request is being looked at: {organization}': 'Vaše žádost se posuzuje: {organization}',
  'Somebody at the agency now looks at the request for cooperation of {organization}.':
    'Žádost o spolupráci právě posuzuje pracovník agentury. Žadatel: {organization}.',
  'Your request needs changes: {organization}': 'Vaši žádost je třeba upravit: {organization}',
  'The agency asks for changes of the request for cooperation of {organization}:':
    'Agentura žádá o úpravu žádosti o spolupráci. Žadatel: {organization}. Co je třeba upravit:',
  'Your request was approved: {organization}': 'Vaše žádost byla schválena: {organization}',
  'The agency has approved the request for cooperation of {organization}.':
    'Agentura schválila žádost o spolupráci. Žadatel: {organization}.',
  'Your request was rejected: {organization}': 'Vaše žádost byla zamítnuta: {organization}',
  'The agency has rejected the request for cooperation of {organization}:':
    'Agentura zamítla žádost o spolupráci. Žadatel: {organization}. Důvody:',
  'A message about your request: {organization}': 'Zpráva k vaší žádosti: {organization}',
  'The agency writes about the request for cooperation of {organization}:':
    'Agentura píše k žádosti o spolupráci. Žadatel: {organization}. Zpráva:',
  'Your request waits for you: {organization}': 'Vaše žádost čeká na vás: {organization}',
  'The request for cooperation of {organization} waits for the changes that the agency asked for.':
    'Žádost o spolupráci čeká na úpravy, o které agentura požádala. Žadatel: {organization}.',

  // letters.ts, to the agency
  '{organization} asks for cooperation.': 'Přišla žádost o spolupráci. Žadatel: {organization}.',
  'Request withdrawn: {organization}': 'Žádost vzata zpět: {organization}',
  '{organization} has withdrawn its request for cooperation.':
    'Žadatel vzal žádost o spolupráci zpět. Žadatel: {organization}.',
  'A message about a request: {organization}': 'Zpráva k žádosti: {organization}',
  '{organization} writes about its request for cooperation:':
    'Žadatel píše ke své žádosti o spolupráci. Žadatel: {organization}. Zpráva:',
  'A request waits: {organization}': 'Žádost čeká: {organization}',
  'The request for cooperation of {organization} waits for the agency.':
    'Žádost o spolupráci čeká na agenturu. Žadatel: {organization}.',

  // setting.ts
  'Follow the request here: {address}': 'Žádost můžete sledovat zde: {address}',
  'Number of the request: {number}': 'Číslo žádosti: {number}',
  'This mail was sent by a program; answers to it are not read.':
    'Tento e-mail odeslal program; odpovědi na něj nikdo nečte.',
  'Attached: {files}': 'V příloze: {files}',
});

export const { say, rule } = messages;
