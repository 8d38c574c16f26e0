-- DropIndex
DROP INDEX "Version_state_idx";

-- AlterTable
ALTER TABLE "Version" ADD COLUMN     "approver" TEXT,
ADD COLUMN     "authors" TEXT[],
ADD COLUMN     "basedOn" INTEGER,
ADD COLUMN     "changedAt" TIMESTAMPTZ(3),
ADD COLUMN     "publishAt" TIMESTAMPTZ(3),
ADD COLUMN     "reason" TEXT,
ADD COLUMN     "releaseId" UUID,
ADD COLUMN     "stale" JSONB NOT NULL DEFAULT '[]';

-- Versions of before: nothing has changed since they were written.
UPDATE "Version" SET "changedAt" = "createdAt", "authors" = ARRAY["author"];
ALTER TABLE "Version" ALTER COLUMN "changedAt" SET NOT NULL;

-- CreateTable
CREATE TABLE "PublishedEntry" (
    "versionId" UUID NOT NULL,
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "slug" TEXT NOT NULL,
    "versionNumber" INTEGER NOT NULL,
    "organizationId" UUID NOT NULL,
    "territoryId" UUID,
    "categoryIds" UUID[],
    "audience" TEXT NOT NULL,
    "terms" TEXT[],
    "title" JSONB NOT NULL,
    "titleKey" TEXT NOT NULL,
    "shortText" JSONB NOT NULL,
    "card" JSONB NOT NULL,
    "body" JSONB NOT NULL,
    "firstPublishedAt" TIMESTAMPTZ(3) NOT NULL,
    "publishedAt" TIMESTAMPTZ(3) NOT NULL,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,
    "liveUntil" TIMESTAMPTZ(3),

    CONSTRAINT "PublishedEntry_pkey" PRIMARY KEY ("versionId")
);

-- CreateTable
CREATE TABLE "Tombstone" (
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "slug" TEXT NOT NULL,
    "audience" TEXT NOT NULL,
    "title" JSONB NOT NULL,
    "reason" JSONB NOT NULL,
    "redirectToId" UUID,
    "withdrawnAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Tombstone_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ReviewComment" (
    "id" UUID NOT NULL,
    "versionId" UUID NOT NULL,
    "path" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "author" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "ReviewComment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Release" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "revision" INTEGER NOT NULL DEFAULT 1,
    "publishAt" TIMESTAMPTZ(3),
    "author" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "publishedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Release_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "PreviewLink" (
    "id" UUID NOT NULL,
    "versionId" UUID,
    "releaseId" UUID,
    "author" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "revokedAt" TIMESTAMPTZ(3),

    CONSTRAINT "PreviewLink_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Secret" (
    "name" TEXT NOT NULL,
    "value" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Secret_pkey" PRIMARY KEY ("name")
);

-- CreateTable
CREATE TABLE "AuditRecord" (
    "id" BIGSERIAL NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "actor" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "objectType" TEXT NOT NULL,
    "objectId" UUID NOT NULL,
    "versionId" UUID,
    "revision" INTEGER,
    "requestId" TEXT,
    "fields" TEXT[],
    "details" JSONB NOT NULL,
    "digest" TEXT NOT NULL,

    CONSTRAINT "AuditRecord_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "AuditSeal" (
    "position" BIGINT NOT NULL,
    "recordId" BIGINT NOT NULL,
    "hash" TEXT NOT NULL,
    "sealedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "AuditSeal_pkey" PRIMARY KEY ("position")
);

-- CreateTable
CREATE TABLE "IdempotencyKey" (
    "actor" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "digest" TEXT NOT NULL,
    "result" JSONB NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "IdempotencyKey_pkey" PRIMARY KEY ("actor","key")
);

-- CreateTable
CREATE TABLE "Job" (
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "payload" JSONB NOT NULL,
    "runAt" TIMESTAMPTZ(3) NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "lastError" TEXT,
    "doneAt" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Job_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "PublishedEntry_id_publishedAt_idx" ON "PublishedEntry"("id", "publishedAt");

-- CreateIndex
CREATE INDEX "PublishedEntry_kind_slug_publishedAt_idx" ON "PublishedEntry"("kind", "slug", "publishedAt");

-- CreateIndex
CREATE INDEX "PublishedEntry_kind_titleKey_id_idx" ON "PublishedEntry"("kind", "titleKey", "id");

-- CreateIndex
CREATE INDEX "PublishedEntry_publishedAt_idx" ON "PublishedEntry"("publishedAt");

-- CreateIndex
CREATE INDEX "PublishedEntry_organizationId_idx" ON "PublishedEntry"("organizationId");

-- CreateIndex
CREATE INDEX "Tombstone_redirectToId_idx" ON "Tombstone"("redirectToId");

-- CreateIndex
CREATE INDEX "Tombstone_withdrawnAt_idx" ON "Tombstone"("withdrawnAt");

-- CreateIndex
CREATE UNIQUE INDEX "Tombstone_kind_slug_key" ON "Tombstone"("kind", "slug");

-- CreateIndex
CREATE INDEX "ReviewComment_versionId_createdAt_idx" ON "ReviewComment"("versionId", "createdAt");

-- CreateIndex
CREATE INDEX "Release_state_createdAt_idx" ON "Release"("state", "createdAt");

-- CreateIndex
CREATE INDEX "PreviewLink_versionId_idx" ON "PreviewLink"("versionId");

-- CreateIndex
CREATE INDEX "PreviewLink_releaseId_idx" ON "PreviewLink"("releaseId");

-- CreateIndex
CREATE INDEX "AuditRecord_objectId_id_idx" ON "AuditRecord"("objectId", "id");

-- CreateIndex
CREATE INDEX "AuditRecord_actor_id_idx" ON "AuditRecord"("actor", "id");

-- CreateIndex
CREATE INDEX "AuditRecord_action_id_idx" ON "AuditRecord"("action", "id");

-- CreateIndex
CREATE INDEX "AuditRecord_at_idx" ON "AuditRecord"("at");

-- CreateIndex
CREATE UNIQUE INDEX "AuditSeal_recordId_key" ON "AuditSeal"("recordId");

-- CreateIndex
CREATE INDEX "IdempotencyKey_createdAt_idx" ON "IdempotencyKey"("createdAt");

-- CreateIndex
CREATE INDEX "Job_doneAt_runAt_idx" ON "Job"("doneAt", "runAt");

-- CreateIndex
CREATE INDEX "Job_kind_subject_idx" ON "Job"("kind", "subject");

-- CreateIndex
CREATE INDEX "Version_state_changedAt_idx" ON "Version"("state", "changedAt");

-- CreateIndex
CREATE INDEX "Version_author_changedAt_idx" ON "Version"("author", "changedAt");

-- CreateIndex
CREATE INDEX "Version_releaseId_idx" ON "Version"("releaseId");

-- AddForeignKey
ALTER TABLE "Version" ADD CONSTRAINT "Version_releaseId_fkey" FOREIGN KEY ("releaseId") REFERENCES "Release"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "PublishedEntry" ADD CONSTRAINT "PublishedEntry_id_fkey" FOREIGN KEY ("id") REFERENCES "Entry"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "PublishedEntry" ADD CONSTRAINT "PublishedEntry_versionId_fkey" FOREIGN KEY ("versionId") REFERENCES "Version"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "PublishedEntry" ADD CONSTRAINT "PublishedEntry_organizationId_fkey" FOREIGN KEY ("organizationId") REFERENCES "Organization"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Tombstone" ADD CONSTRAINT "Tombstone_id_fkey" FOREIGN KEY ("id") REFERENCES "Entry"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Tombstone" ADD CONSTRAINT "Tombstone_redirectToId_fkey" FOREIGN KEY ("redirectToId") REFERENCES "Entry"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ReviewComment" ADD CONSTRAINT "ReviewComment_versionId_fkey" FOREIGN KEY ("versionId") REFERENCES "Version"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "PreviewLink" ADD CONSTRAINT "PreviewLink_versionId_fkey" FOREIGN KEY ("versionId") REFERENCES "Version"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "PreviewLink" ADD CONSTRAINT "PreviewLink_releaseId_fkey" FOREIGN KEY ("releaseId") REFERENCES "Release"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "AuditSeal" ADD CONSTRAINT "AuditSeal_recordId_fkey" FOREIGN KEY ("recordId") REFERENCES "AuditRecord"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- From here on what the datamodel cannot say.

-- As on "LiveEntry": bytes compared as bytes, and of a long row the body moves out.
ALTER TABLE "PublishedEntry" ALTER COLUMN "titleKey" TYPE TEXT COLLATE "C";
ALTER TABLE "PublishedEntry" ALTER COLUMN "body" SET STORAGE EXTERNAL;
ALTER TABLE "PublishedEntry"
    ALTER COLUMN "categoryIds" SET STORAGE MAIN,
    ALTER COLUMN "terms" SET STORAGE MAIN,
    ALTER COLUMN "title" SET STORAGE MAIN,
    ALTER COLUMN "titleKey" SET STORAGE MAIN,
    ALTER COLUMN "shortText" SET STORAGE MAIN,
    ALTER COLUMN "card" SET STORAGE MAIN;

-- What is live now begins the history of what was live.
INSERT INTO "PublishedEntry" (
    "versionId", "id", "kind", "slug", "versionNumber", "organizationId", "territoryId", "categoryIds", "audience", "terms",
    "title", "titleKey", "shortText", "card", "body", "firstPublishedAt", "publishedAt", "updatedAt"
)
SELECT
    "versionId", "id", "kind", "slug", "versionNumber", "organizationId", "territoryId", "categoryIds", "audience", "terms",
    "title", "titleKey", "shortText", "card", "body", "firstPublishedAt", "publishedAt", "updatedAt"
FROM "LiveEntry";

-- An entry has one version at the most that is being worked on, whatever happens at the same time.
CREATE UNIQUE INDEX "Version_entryId_open_key" ON "Version" ("entryId")
    WHERE "state" IN ('DRAFT', 'IN_REVIEW', 'APPROVED', 'SCHEDULED');

-- The journal is only ever added to.
CREATE FUNCTION "refuse_change"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only: % is refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'restrict_violation';
END
$$;
CREATE TRIGGER "AuditRecord_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "AuditRecord"
    FOR EACH STATEMENT EXECUTE FUNCTION "refuse_change"();
CREATE TRIGGER "AuditSeal_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "AuditSeal"
    FOR EACH STATEMENT EXECUTE FUNCTION "refuse_change"();

-- A preview link shows one version or one release.
ALTER TABLE "PreviewLink" ADD CONSTRAINT "PreviewLink_target_check" CHECK (num_nonnulls("versionId", "releaseId") = 1);
