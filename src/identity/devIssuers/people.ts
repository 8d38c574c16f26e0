/** Invented people to sign in as while developing. */
import type { LevelOfAssurance } from '../../kernel/viewer.ts';

/** A text in the languages of the pages. */
export interface Bilingual {
  readonly cs: string;
  readonly en: string;
}

export interface SamplePerson {
  readonly id: string;
  readonly givenName: string;
  readonly familyName: string;
  readonly description: Bilingual;
}

export interface SampleCitizen extends SamplePerson {
  readonly level: LevelOfAssurance;
}

export interface SampleOfficial extends SamplePerson {
  /** Codes of access roles. */
  readonly roles: readonly string[];
  readonly organization: { readonly ico: string; readonly name: string };
}

const DIA = { ico: '17651921', name: 'Digitální a informační agentura' };
const BRNO = { ico: '44992785', name: 'Statutární město Brno' };
const CSSZ = { ico: '00006963', name: 'Česká správa sociálního zabezpečení' };

export const CITIZENS: readonly SampleCitizen[] = [
  {
    id: 'alena',
    givenName: 'Alena',
    familyName: 'Nováková',
    level: 'LOW',
    description: { cs: 'občanka, nízká úroveň záruky', en: 'citizen, low level of assurance' },
  },
  {
    id: 'bohumil',
    givenName: 'Bohumil',
    familyName: 'Svoboda',
    level: 'SUBSTANTIAL',
    description: { cs: 'občan, značná úroveň záruky', en: 'citizen, substantial level of assurance' },
  },
  {
    id: 'cecilie',
    givenName: 'Cecílie',
    familyName: 'Dvořáková',
    level: 'HIGH',
    description: { cs: 'občanka, vysoká úroveň záruky', en: 'citizen, high level of assurance' },
  },
];

export const OFFICIALS: readonly SampleOfficial[] = [
  {
    id: 'dana',
    givenName: 'Dana',
    familyName: 'Malá',
    roles: ['representative'],
    organization: BRNO,
    description: { cs: 'zástupkyně Statutárního města Brna', en: 'representative of the city of Brno' },
  },
  {
    id: 'emil',
    givenName: 'Emil',
    familyName: 'Veselý',
    roles: ['representative'],
    organization: CSSZ,
    description: {
      cs: 'zástupce České správy sociálního zabezpečení',
      en: 'representative of the Czech Social Security Administration',
    },
  },
  {
    id: 'eva',
    givenName: 'Eva',
    familyName: 'Horáková',
    roles: ['editor'],
    organization: DIA,
    description: { cs: 'editorka DIA', en: 'editor of DIA' },
  },
  {
    id: 'adam',
    givenName: 'Adam',
    familyName: 'Černý',
    roles: ['approver'],
    organization: DIA,
    description: { cs: 'schvalovatel DIA', en: 'approver of DIA' },
  },
  {
    id: 'sara',
    givenName: 'Sára',
    familyName: 'Procházková',
    roles: ['admin'],
    organization: DIA,
    description: { cs: 'správkyně DIA', en: 'administrator of DIA' },
  },
  {
    id: 'filip',
    givenName: 'Filip',
    familyName: 'Kučera',
    roles: [],
    organization: BRNO,
    description: { cs: 'úředník bez role, přihlášení skončí odmítnutím', en: 'official without a role: gets refused' },
  },
];
