/** Logos and documents: sent to an address, looked at, stored, and given to those who may have them. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { approveVersions } from '../../src/catalogue/commands/approveVersions.ts';
import { reviseEntry } from '../../src/catalogue/commands/reviseEntry.ts';
import { COLLECT_JOB, fileJobs, SWEEP_JOB } from '../../src/files/collect.ts';
import { receiveFile } from '../../src/files/commands/receiveFile.ts';
import { runCommand } from '../../src/journal/command.ts';
import { Worker } from '../../src/journal/worker.ts';
import { decodeGlobalId, encodeGlobalId, newId } from '../../src/kernel/ids.ts';
import { OPERATOR, OPERATOR_APPROVER, PORTER } from '../../src/kernel/viewer.ts';
import { hashOfBytes } from '../../src/platform/files/fileStorage.ts';
import { folderStorage } from '../../src/platform/files/folderStorage.ts';
import {
  type FilePurpose,
  LogoOfDocument,
  LogosDocument,
  StartUploadDocument,
  TileWithLogoDocument,
} from '../generated/graphql.ts';
import { cs, publish, withdraw, writeOrganization } from '../testkit/content.ts';
import { DATABASES } from '../testkit/databases.ts';
import { type FileFolder, fileFolder } from '../testkit/fileStorages.ts';
import { pdf, pixelBomb, png, svg, ZIP } from '../testkit/images.ts';
import { digestOfRows } from '../testkit/rows.ts';
import { type Service, startService } from '../testkit/service.ts';

interface Received {
  readonly file: { id: string; mediaType: string; size: number; width: number; height: number; url: string } | null;
  readonly errors: readonly { code: string; message: string }[];
}

/** Whether a small disk can be had: for the superuser of Linux. */
function canMount(): boolean {
  const folder = mkdtempSync(join(tmpdir(), 'rozcestnik-disk-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=4k', 'tmpfs', folder], { stdio: 'ignore' });
    execFileSync('umount', [folder]);
    return true;
  } catch {
    return false;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe.each(DATABASES)('files on %s', (kind) => {
  const time = { now: new Date('2026-11-25T09:00:00Z') };
  let folder: FileFolder;
  let service: Service;
  let organization: string;
  let eva: Record<string, string>;
  let count = 0;

  beforeAll(async () => {
    folder = await fileFolder();
    service = await startService(kind, {
      empty: true,
      clock: () => time.now,
      app: { fileStorage: folder.storage },
    });
    organization = await writeOrganization(service.runner, 'urad');
  });
  // Somebody new each time: clocks are moved and files are counted here.
  beforeEach(async () => {
    eva = { ...(await service.signIn({ subject: `eva-${count++}`, roles: ['EDITOR'] })).headers };
  });
  afterAll(async () => {
    await service.stop();
    await folder.remove();
  });

  const startUpload = async (purpose: FilePurpose = 'LOGO', more: object = {}, headers = eva) =>
    (await service.read(StartUploadDocument, { input: { purpose, ...more } }, { headers })).startUpload;
  const addressFor = async (purpose: FilePurpose = 'LOGO', more: object = {}) => {
    const upload = (await startUpload(purpose, more))?.upload;
    if (!upload) throw new Error('no upload was started');
    return upload;
  };
  /** Sends the file as curl would: nothing but the address and the bytes. */
  const send = async (url: string, body: Uint8Array | BodyInit, headers: Record<string, string> = {}) => {
    // `duplex` is required for streams and missing from the types.
    const init = { method: 'PUT', body: body as BodyInit, headers, duplex: 'half' };
    const response = await fetch(new URL(url, service.url), init);
    return { status: response.status, headers: response.headers, ...((await response.json()) as Received) };
  };
  const sent = async (bytes: Buffer, purpose: FilePurpose = 'LOGO', more: object = {}) => {
    const { url, fileId } = await addressFor(purpose, more);
    const { file } = await send(url, bytes);
    if (!file) throw new Error('the file was not taken');
    return { ...file, fileId };
  };
  const get = (url: string, init: RequestInit = {}) => fetch(new URL(url, service.url), init);
  const withLogo = (fileId: string | null, more: object = {}) => {
    const slug = `dlazdice-${count++}`;
    return {
      kind: 'tile',
      slug,
      content: { organization, logo: fileId && decodeGlobalId(fileId).id, ...more },
    } as const;
  };
  const logoOf = async (slug: string, more: object = {}, headers: Record<string, string> = {}) =>
    (await service.read(LogoOfDocument, { slug, ...more }, { headers })).tile?.logo;

  it('a logo is sent, put on a draft, published, and shown to everybody from then on', async () => {
    const { url, fileId, expiresAt, maxBytes } = await addressFor();
    expect([maxBytes, expiresAt]).toEqual([50_000, '2026-11-25T10:00:00.000Z']);
    const { status, file, errors } = await send(url, svg(), { 'content-type': 'text/html' });
    expect([status, errors]).toEqual([201, []]);
    expect(file).toMatchObject({ id: fileId, mediaType: 'image/svg+xml', width: 64, height: 32 });
    // Whoever missed the answer may send it again.
    expect(await send(url, svg())).toMatchObject({ status: 200, file });
    expect(await folder.names()).toHaveLength(1);

    const content = { organization: encodeGlobalId('Organization', organization), logo: fileId };
    const texts = { title: cs('Úřad'), shortText: cs('Co úřad umí.'), targetUrl: 'https://urad.example/' };
    const input = { slug: 'urad', submit: true, content: { ...texts, ...content } };
    const { createTile } = await service.read(TileWithLogoDocument, { input }, { headers: eva });
    const { entry, version } = createTile ?? {};
    const address = `/files/${hashOfBytes(Buffer.from(await (await get(file?.url ?? '')).arrayBuffer()))}.svg`;
    expect((await get(address)).status).toBe(404);

    // An editor's preview shows it, by an address of its own that works for an image tag without any cookie.
    const previewed = await logoOf('urad', {}, { ...eva, 'x-preview': version?.id ?? '' });
    expect(previewed?.url).toMatch(new RegExp(`^${address}\\?until=\\d+&signature=`));
    expect((await get(previewed?.url ?? '')).headers.get('cache-control')).toBe('private, max-age=300');

    const versions = [{ versionId: decodeGlobalId(version?.id ?? '').id, expectedRevision: entry?.revision ?? 0 }];
    await runCommand(service.runner, OPERATOR_APPROVER, approveVersions, { versions, publish: true });
    expect(await logoOf('urad')).toEqual({ url: address, mediaType: 'image/svg+xml', width: 64, height: 32 });
    const response = await get(address);
    expect(await response.text()).toBe(
      '<svg viewBox="0 0 64 32" xmlns="http://www.w3.org/2000/svg"><path d="M4 4h56v24H4z" fill="#2362A2"/></svg>',
    );
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'image/svg+xml',
      'cache-control': 'public, max-age=31536000, immutable',
      'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'none'",
      'cross-origin-resource-policy': 'cross-origin',
      'x-content-type-options': 'nosniff',
    });
    const etag = response.headers.get('etag') ?? '';
    expect((await get(address, { headers: { 'if-none-match': `W/"x", ${etag}` } })).status).toBe(304);
    const head = await get(address, { method: 'HEAD' });
    expect([head.status, head.headers.get('content-length'), await head.text()]).toEqual([200, '106', '']);
    for (const other of [address.replace('.svg', '.png'), address.replace(/\w\./, '0.'), '/files/', '/files/../x']) {
      expect((await get(other)).status, other).toBe(404);
    }
    expect((await get(address, { method: 'DELETE' })).status).toBe(405);
  });

  it('a logo is hidden from everybody with the entry that shows it, and shown to those who see it', async () => {
    const { fileId } = await sent(png(9, 9));
    const hidden = withLogo(fileId, { audience: 'SIGNED_IN' });
    await publish(service.runner, [hidden]);
    const logo = await logoOf(hidden.slug, {}, eva);
    const [address = ''] = logo?.url.split('?') ?? [];
    expect(await logoOf(hidden.slug)).toBeUndefined();
    expect((await get(address)).status).toBe(404);
    expect((await get(logo?.url ?? '')).status).toBe(200);

    // The same image on what is for everybody is for everybody, until that is withdrawn.
    const open = withLogo(fileId);
    const ids = await publish(service.runner, [open]);
    const before = time.now.toISOString();
    expect((await logoOf(open.slug))?.url).toBe(address);
    expect((await get(address)).status).toBe(200);
    time.now = new Date(time.now.getTime() + 60_000);
    await withdraw(service.runner, ids);
    expect((await get(address)).status).toBe(404);
    const past = await logoOf(open.slug, { asOf: before });
    expect((await get(past?.url ?? '')).status).toBe(200);

    // Time passes: the address is good no more, and nobody can make it good.
    time.now = new Date(time.now.getTime() + 16 * 60_000);
    expect((await get(past?.url ?? '')).status).toBe(404);
    expect((await get((past?.url ?? '').replace(/until=\d+/, 'until=99999999999'))).status).toBe(404);
  });

  it('a logo costs a list one statement the first time, and none later', async () => {
    const { fileId } = await sent(png(8, 8));
    const { fileId: other } = await sent(png(7, 7));
    await publish(service.runner, [withLogo(fileId), withLogo(other), withLogo(fileId), withLogo(null)]);
    const statements = async () => {
      service.statements.length = 0;
      await service.read(LogosDocument, { first: 100 });
      return service.statements.length;
    };
    expect([await statements(), await statements()]).toEqual([2, 1]);
  });

  it('a document is only ever saved, by an address that is good for a while, under the name that it had', async () => {
    const { url, mediaType } = await sent(pdf(), 'EVIDENCE', { name: 'Žádost o/"nic".pdf' });
    expect(mediaType).toBe('application/pdf');
    const response = await get(url);
    expect(Buffer.from(await response.arrayBuffer())).toEqual(pdf());
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'application/pdf',
      'content-disposition': `attachment; filename="Zadost o__nic_.pdf"; filename*=UTF-8''%C5%BD%C3%A1dost%20o__nic_.pdf`,
      'cache-control': 'private, no-store',
      'x-content-type-options': 'nosniff',
    });
    const { pathname, search } = new URL(url, service.url);
    for (const forged of [
      pathname,
      pathname + search.replace('signature=', 'signature=A'),
      pathname + search.replace(/name=[^&]*/, 'name=faktura.exe'),
      `${pathname}?until=9999999999&signature=`,
      // An address for sending is none for reading.
      pathname + new URL((await addressFor('EVIDENCE')).url, service.url).search,
    ]) {
      expect((await get(forged)).status, forged).toBe(404);
    }
  });

  describe('what is not taken leaves nothing', () => {
    const big = () => new ReadableStream<Uint8Array>({ start: (stream) => stream.enqueue(Buffer.alloc(60_000)) });
    it.each<[string, FilePurpose, () => unknown, number, string, string]>([
      ['a bomb of pixels', 'LOGO', () => pixelBomb(60_000), 422, 'INVALID_INPUT', 'počet'],
      ['a script', 'LOGO', () => svg('<script/>'), 422, 'INVALID_INPUT', 'nesmí mít element script'],
      ['a document as a logo', 'LOGO', () => pdf(), 422, 'INVALID_INPUT', 'musí být obrázek PNG nebo SVG'],
      ['a logo as a document', 'EVIDENCE', () => png(1, 1), 422, 'INVALID_INPUT', 'musí být dokument PDF'],
      ['an archive', 'EVIDENCE', () => ZIP, 422, 'INVALID_INPUT', 'musí být dokument PDF'],
      ['nothing', 'LOGO', () => '', 422, 'INVALID_INPUT', 'nesmí být prázdný'],
      ['too much', 'LOGO', () => Buffer.alloc(50_001), 413, 'PAYLOAD_TOO_LARGE', '50'],
      ['a stream without an end', 'LOGO', big, 413, 'PAYLOAD_TOO_LARGE', '50'],
      ['a form', 'LOGO', () => new URLSearchParams({ a: 'b' }), 422, 'INVALID_INPUT', 'PNG nebo SVG'],
    ])('%s', async (_name, purpose, body, status, code, message) => {
      const { url } = await addressFor(purpose);
      const before = [await digestOfRows(service.database.sql), await folder.names()];
      const answer = await send(url, body() as BodyInit, { 'accept-language': 'cs' });
      const [error] = answer.errors;
      expect([answer.status, answer.file, error?.code]).toEqual([status, null, code]);
      if (message !== 'počet') expect(error?.message).toContain(message);
      expect([await digestOfRows(service.database.sql), await folder.names()]).toEqual(before);
    });

    it('packed bytes, which could be anything', async () => {
      const { url } = await addressFor();
      expect(await send(url, svg(), { 'content-encoding': 'gzip' })).toMatchObject({
        status: 415,
        errors: [{ code: 'UNSUPPORTED_MEDIA_TYPE' }],
      });
    });

    it('a file at an address that is forged, of another use, for reading, or not good any more', async () => {
      const { url, fileId } = await addressFor();
      const { search } = new URL(url, service.url);
      const { url: toRead } = await sent(png(6, 6));
      const names = await folder.names();
      for (const bad of [
        url.replace('until=', 'until=1'),
        `/uploads/${newId()}${search}`,
        `/uploads/x${search}`,
        `/uploads/${decodeGlobalId(fileId).id}`,
        toRead.replace('/files/', '/uploads/'),
      ]) {
        expect(await send(bad, svg()), bad).toMatchObject({ status: 404, errors: [{ code: 'NOT_FOUND' }] });
      }
      time.now = new Date(time.now.getTime() + 3_600_001);
      expect(await send(url, svg())).toMatchObject({ status: 404 });
      expect(await folder.names()).toEqual(names);
      expect((await get(url, { method: 'POST', body: '' })).status).toBe(405);
    });

    it.runIf(canMount())('a file when the disk is full: 503, nothing is kept, and the address stays good', async () => {
      const disk = join(folder.path, 'files');
      await mkdir(disk, { recursive: true });
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=32k', 'tmpfs', disk]);
      const { url } = await addressFor('EVIDENCE');
      try {
        const before = await digestOfRows(service.database.sql);
        const refused = await send(url, pdf('Smlouva', 60_000));
        expect(refused).toMatchObject({ status: 503, file: null, errors: [{ code: 'STORAGE_UNAVAILABLE' }] });
        expect(refused.headers.get('retry-after')).toBe('30');
        expect(await digestOfRows(service.database.sql)).toBe(before);
        expect(await folder.names()).toEqual([]);
        // The service lives on, and takes what there is room for.
        const { fileId } = await sent(svg());
        expect(fileId).toBeTruthy();
      } finally {
        execFileSync('umount', [disk]);
      }
      expect(await send(url, pdf('Smlouva', 60_000))).toMatchObject({ status: 201 });
    });

    it('a file when there is no room for it: the answer says so, and the address stays good', async () => {
      const { url, fileId } = await addressFor();
      const before = await digestOfRows(service.database.sql);
      const content = { bytes: png(5, 5), mediaType: 'image/png', width: 5, height: 5 } as const;
      const full = folderStorage('/dev/null/full');
      const input = { fileId: decodeGlobalId(fileId).id, content, store: full.put };
      await expect(runCommand(service.runner, PORTER, receiveFile, input)).rejects.toMatchObject({
        code: 'STORAGE_UNAVAILABLE',
      });
      expect(await digestOfRows(service.database.sql)).toBe(before);
      expect(await send(url, png(5, 5))).toMatchObject({ status: 201 });
    });

    it('more files than anybody needs at once', async () => {
      const karel = { ...(await service.signIn({ subject: 'karel', roles: ['EDITOR'] })).headers };
      for (let number = 0; number < 20; number++) {
        expect(await startUpload('LOGO', {}, karel)).toMatchObject({ errors: [] });
      }
      expect(await startUpload('LOGO', {}, karel)).toMatchObject({
        upload: null,
        errors: [{ code: 'INVALID_INPUT', message: expect.stringContaining('20 files') }],
      });
    });

    it('a file that is awaited, a document, or none at all, as the logo of a tile', async () => {
      const { fileId: awaited } = await addressFor();
      const { fileId: document } = await sent(pdf(), 'EVIDENCE');
      for (const logo of [awaited, document, encodeGlobalId('File', newId()), 'x']) {
        const before = await digestOfRows(service.database.sql);
        const content = {
          ...withLogo(null).content,
          title: cs('T'),
          shortText: cs('S'),
          targetUrl: 'https://t.example/',
        };
        const input = {
          slug: 'nova',
          content: { ...content, organization: encodeGlobalId('Organization', organization), logo },
        };
        const { createTile } = await service.read(TileWithLogoDocument, { input }, { headers: eva });
        expect(createTile).toMatchObject({ entry: null, errors: [{ path: ['content', 'logo'] }] });
        expect(await digestOfRows(service.database.sql)).toBe(before);
      }
    });
  });

  it('of two different files that come to one address at once, one is taken', async () => {
    const { url } = await addressFor();
    const answers = await Promise.all([send(url, png(11, 11)), send(url, png(12, 12)), send(url, png(11, 12))]);
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
    expect(answers.flatMap(({ errors }) => errors.map(({ code }) => code))).toEqual(['CONFLICT', 'CONFLICT']);
  });

  it('what nothing refers to is deleted after a day, with its bytes; what something refers to stays', async () => {
    const [kept, lost, shared, twin] = [
      await sent(png(21, 21)),
      await sent(png(22, 22)),
      await sent(png(23, 23)),
      await sent(png(23, 23)),
    ];
    const [entryId = ''] = await publish(service.runner, [withLogo(kept.fileId), withLogo(twin.fileId)]);
    // A logo that only an old version shows is still needed: that version can be read and restored.
    const revision = { entryId, expectedRevision: 3, patch: { logo: null } };
    await runCommand(service.runner, OPERATOR, reviseEntry, {
      ...revision,
      expectedRevision: (await service.database.prisma.entry.findUniqueOrThrow({ where: { id: entryId } })).revision,
    });
    const orphan = Buffer.from('orphan');
    await folder.storage.put(hashOfBytes(orphan), orphan);
    const run = async (...kinds: string[]) => {
      const { database, changes } = service.runner;
      const handlers = fileJobs(folder.storage);
      const worker = new Worker({
        database,
        changes,
        handlers,
        clock: () => time.now,
        log: { error: expect.unreachable },
      });
      for (const kind of kinds) {
        await database.job.create({
          data: { id: newId(), kind, subject: '', payload: {}, runAt: time.now, createdAt: time.now },
        });
      }
      await worker.runDue();
    };
    const idOf = ({ fileId }: { fileId: string }) => decodeGlobalId(fileId).id;
    const remaining = async () => {
      const rows = await service.database.prisma.file.findMany();
      return [kept, lost, shared, twin].map((one) => rows.some(({ id }) => id === idOf(one)));
    };
    await run(COLLECT_JOB);
    expect(await remaining()).toEqual([true, true, true, true]);

    // Real time as well: the sweep looks at when the bytes were stored.
    time.now = new Date(Math.max(Date.now(), time.now.getTime()) + 25 * 3_600_000);
    await run(COLLECT_JOB, SWEEP_JOB);
    expect(await remaining()).toEqual([true, false, false, true]);
    const hashes = await service.database.prisma.file.findMany({ select: { hash: true } });
    expect(new Set(await folder.names())).toEqual(new Set(hashes.map(({ hash }) => hash)));
    expect(await service.database.prisma.fileContent.count()).toBe(new Set(hashes.map(({ hash }) => hash)).size);
  });
});
