import { catalogue } from '../kernel/message.ts';

/** Messages on entries, their workflow, releases and previews; those on bulk files are in bulk/messages.ts. */
export const messages = catalogue({
  // Names of what is wrong
  'The {kind} {slug}': 'položka {kind} {slug}',
  'The slug of the {kind} {slug}': 'slug položky {kind} {slug}',
  'The withdrawal': 'stažení',
  'The end of the organization': 'zánik organizace',
  'must be the id of another organization that has not ended':
    'musí být identifikátor jiné organizace, která nezanikla',
  'must not be in the future': 'nesmí být v budoucnosti',
  'must be given when entries are to be moved': 'musí být uvedeno, mají-li se položky převést',
  'The release': 'vydání',
  'The list of versions': 'seznam verzí',
  'The list of comments': 'seznam připomínek',
  'The preview link': 'odkaz na náhled',
  'version {number} of the {kind} {slug}': 'verze {number} položky {kind} {slug}',

  // Ids and things that are not there
  'There is no kind {kind}; the kinds are {kinds}.': 'Druh {kind} neexistuje; druhy jsou {kinds}.',
  'There is no such entry.': 'Taková položka neexistuje.',
  'There is no such version.': 'Taková verze neexistuje.',
  'There is no such release.': 'Takové vydání neexistuje.',
  'There is no such preview link.': 'Takový odkaz na náhled neexistuje.',
  'This is the id of a {type}, not of an entry.': 'Toto je identifikátor typu {type}, nikoli položky.',
  'This is the id of a {type}: a version or a release can be previewed.':
    'Toto je identifikátor typu {type}: náhled lze zobrazit pro verzi nebo vydání.',
  'Pass {max} ids at the most.': 'Počet identifikátorů smí být nejvýše {max}.',
  'The id is malformed: there is no such type of objects.':
    'Identifikátor je poškozený: takový typ objektů neexistuje.',
  'must be the id of one of the {kind} rows that exist': 'musí být identifikátor existujícího záznamu druhu {kind}',

  // Content
  'must have at most {max} sources': 'počet zdrojů smí být nejvýše {max}',
  'must have at most {max} categories': 'počet kategorií smí být nejvýše {max}',
  'must have at most {max} related entries': 'počet souvisejících položek smí být nejvýše {max}',
  'must have at most {max} attachments': 'počet příloh smí být nejvýše {max}',
  'must be a telephone number such as +420 123 456 789': 'musí být telefonní číslo, například +420 123 456 789',
  'must name at least one kind of applicant': 'musí uvést alespoň jeden druh žadatele',
  'must name at least one kind of data': 'musí uvést alespoň jeden druh údajů',
  'must name at least one group': 'musí uvést alespoň jednu skupinu',
  'must be a form identifier such as DEMO-0001': 'musí být identifikátor formuláře, například DEMO-0001',
  'must be a version such as 1.0': 'musí být verze, například 1.0',
  'must be a colour such as #2362A2': 'musí být barva, například #2362A2',
  'must be a language tag such as cs': 'musí být značka jazyka, například cs',
  'must have at most {max} pinned answers': 'počet připnutých odpovědí smí být nejvýše {max}',
  'must imply at most {max} requirements': 'počet vyplývajících požadavků smí být nejvýše {max}',
  'must have at least one term': 'musí mít alespoň jeden výraz',
  'must say what the terms in {locale} mean, unless answers are pinned':
    'musí uvést, co znamenají výrazy v jazyce {locale}, nejsou-li připnuty odpovědi',
  'must be one that is not taken': 'musí být takový, který není obsazen',
  'There is a {kind} {slug} already; choose another slug.': 'Položka {kind} {slug} již existuje; zvolte jiný slug.',
  'Pass content or patch, one of the two.': 'Zadejte právě jedno z polí content a patch.',
  'The entry {slug} is a {actual}, not a {wanted}.': 'Položka {slug} je druhu {actual}, nikoli {wanted}.',

  // Workflow
  'A version that is {state} cannot {transition}: it must be {sources}.':
    'Verzi ve stavu {state} nelze {transition}: musí být ve stavu {sources}.',
  'be submitted': 'předložit ke kontrole',
  'be submitted again': 'znovu předložit ke kontrole',
  'be sent back for changes': 'vrátit k přepracování',
  'be approved': 'schválit',
  'be scheduled': 'naplánovat',
  'be unscheduled': 'vyjmout z plánu',
  'be published': 'zveřejnit',
  'be superseded': 'nahradit',
  'be withdrawn': 'stáhnout',
  'be discarded': 'zahodit',
  'The version is not {state} any more.': 'Verze již není ve stavu {state}.',
  'Who wrote a version cannot approve it: another approver must.':
    'Kdo verzi napsal, nemůže ji schválit: musí to učinit jiný schvalovatel.',
  'No withdrawal of the {kind} {slug} is scheduled.': 'Stažení položky {kind} {slug} není naplánováno.',
  'The {kind} {slug} is not published.': 'Položka {kind} {slug} není zveřejněna.',
  'must be another entry that is published': 'musí být jiná položka, která je zveřejněna',
  'Version {number} is IN_REVIEW: request changes of it or discard it before revising the entry.':
    'Verze {number} je ve stavu IN_REVIEW: než položku upravíte, vraťte verzi k přepracování, nebo ji zahoďte.',
  'Version {number} is APPROVED: publish it or discard it before revising the entry.':
    'Verze {number} je ve stavu APPROVED: než položku upravíte, verzi zveřejněte, nebo zahoďte.',
  'Version {number} is SCHEDULED: unschedule it and publish or discard it before revising the entry.':
    'Verze {number} je ve stavu SCHEDULED: než položku upravíte, vyjměte verzi z plánu a zveřejněte ji, nebo zahoďte.',
  'must be the path of a field of the version': 'musí být cesta k poli verze',
  'must say what is to be changed: at least one comment': 'musí uvést, co se má změnit: alespoň jednu připomínku',
  'must have at most {max} comments': 'počet připomínek smí být nejvýše {max}',
  'The entry has changed since revision {expected}; it is at revision {revision} now. Look at it again.':
    'Položka se od revize {expected} změnila; nyní má revizi {revision}. Podívejte se na ni znovu.',
  'The release has changed since revision {expected}; it is at revision {revision} now. Look at it again.':
    'Vydání se od revize {expected} změnilo; nyní má revizi {revision}. Podívejte se na ně znovu.',

  // Releases
  'A release that is {state} cannot {transition}: it must be {sources}.':
    'Vydání ve stavu {state} nelze {transition}: musí být ve stavu {sources}.',
  'be changed': 'změnit',
  'must have at least one version': 'musí mít alespoň jednu verzi',
  'must be a version of the release': 'musí být verze z tohoto vydání',
  'A release may have {max} versions at the most.': 'Počet verzí ve vydání smí být nejvýše {max}.',
  'must be {states}: {version} is {state}': 'musí být ve stavu {states}: {version} je ve stavu {state}',
  'must not be in another release: {version} is in {release}':
    'nesmí být v jiném vydání: {version} je ve vydání {release}',
  'Not every version can be added: {issues}.': 'Některé verze nelze přidat: {issues}.',
  'Version {number} of the {kind} {slug} has changed.': 'Verze {number} položky {kind} {slug} se změnila.',
  'The release {name} has no versions.': 'Vydání {name} nemá žádné verze.',
  '{version} must be APPROVED, and is {state}': '{version} musí být ve stavu APPROVED, a je ve stavu {state}',
  '{version} is not in the release any more': '{version} již ve vydání není',
  'The release {name} cannot be published: {issues}.': 'Vydání {name} nelze zveřejnit: {issues}.',
  'The version is in the release {release}, which is SCHEDULED: unschedule the release first.':
    'Verze je ve vydání {release}, které je naplánováno: nejprve je vyjměte z plánu.',

  // Previews
  'The preview link is not valid, or not any more: ask for a new one.':
    'Odkaz na náhled neplatí, nebo již vypršel: požádejte o nový.',
  'The preview took too long: try again in a moment, or ask for less at once.':
    'Náhled trval příliš dlouho: zkuste to za chvíli znovu, nebo se zeptejte na méně najednou.',
  'Pass expiresIn or expiresAt, one of the two.': 'Zadejte právě jedno z polí expiresIn a expiresAt.',
  'must be at most 30 days from now': 'smí být nejvýše 30 dní od této chvíle',
});

export const { say, rule } = messages;
