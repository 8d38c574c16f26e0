-- CreateTable
CREATE TABLE "Entry" (
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "slug" TEXT NOT NULL,
    "revision" INTEGER NOT NULL DEFAULT 1,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Entry_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Version" (
    "id" UUID NOT NULL,
    "entryId" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "state" TEXT NOT NULL,
    "content" JSONB NOT NULL,
    "author" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Version_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "VersionLink" (
    "versionId" UUID NOT NULL,
    "role" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "entryId" UUID,
    "organizationId" UUID,
    "categoryId" UUID,
    "territoryId" UUID,

    CONSTRAINT "VersionLink_pkey" PRIMARY KEY ("versionId","role","position")
);

-- CreateTable
CREATE TABLE "LiveEntry" (
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "slug" TEXT NOT NULL,
    "versionId" UUID NOT NULL,
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

    CONSTRAINT "LiveEntry_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Organization" (
    "id" UUID NOT NULL,
    "slug" TEXT NOT NULL,
    "name" JSONB NOT NULL,
    "nameKey" TEXT NOT NULL,
    "description" JSONB,
    "keywords" JSONB NOT NULL,
    "kind" TEXT NOT NULL,
    "ico" TEXT,
    "dataBoxId" TEXT,
    "ovmId" TEXT,
    "ovmCategories" TEXT[],
    "territoryId" UUID,
    "website" TEXT,
    "isDemonstration" BOOLEAN NOT NULL DEFAULT false,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Organization_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Category" (
    "id" UUID NOT NULL,
    "slug" TEXT NOT NULL,
    "name" JSONB NOT NULL,
    "nameKey" TEXT NOT NULL,
    "description" JSONB,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Category_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Territory" (
    "id" UUID NOT NULL,
    "slug" TEXT NOT NULL,
    "name" JSONB NOT NULL,
    "nameKey" TEXT NOT NULL,
    "level" TEXT NOT NULL,
    "ruianCode" TEXT,
    "nutsCode" TEXT,
    "parentId" UUID,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Territory_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "Entry_kind_slug_key" ON "Entry"("kind", "slug");

-- CreateIndex
CREATE INDEX "Version_state_idx" ON "Version"("state");

-- CreateIndex
CREATE UNIQUE INDEX "Version_entryId_number_key" ON "Version"("entryId", "number");

-- CreateIndex
CREATE INDEX "VersionLink_entryId_idx" ON "VersionLink"("entryId");

-- CreateIndex
CREATE INDEX "VersionLink_organizationId_idx" ON "VersionLink"("organizationId");

-- CreateIndex
CREATE INDEX "VersionLink_categoryId_idx" ON "VersionLink"("categoryId");

-- CreateIndex
CREATE INDEX "VersionLink_territoryId_idx" ON "VersionLink"("territoryId");

-- CreateIndex
CREATE UNIQUE INDEX "LiveEntry_versionId_key" ON "LiveEntry"("versionId");

-- CreateIndex
CREATE INDEX "LiveEntry_kind_titleKey_id_idx" ON "LiveEntry"("kind", "titleKey", "id");

-- CreateIndex
CREATE INDEX "LiveEntry_kind_publishedAt_id_idx" ON "LiveEntry"("kind", "publishedAt", "id");

-- CreateIndex
CREATE INDEX "LiveEntry_kind_updatedAt_id_idx" ON "LiveEntry"("kind", "updatedAt", "id");

-- CreateIndex
CREATE INDEX "LiveEntry_titleKey_id_idx" ON "LiveEntry"("titleKey", "id");

-- CreateIndex
CREATE INDEX "LiveEntry_publishedAt_id_idx" ON "LiveEntry"("publishedAt", "id");

-- CreateIndex
CREATE INDEX "LiveEntry_updatedAt_id_idx" ON "LiveEntry"("updatedAt", "id");

-- CreateIndex
CREATE INDEX "LiveEntry_organizationId_idx" ON "LiveEntry"("organizationId");

-- CreateIndex
CREATE INDEX "LiveEntry_terms_idx" ON "LiveEntry" USING GIN ("terms");

-- CreateIndex
CREATE UNIQUE INDEX "LiveEntry_kind_slug_key" ON "LiveEntry"("kind", "slug");

-- CreateIndex
CREATE UNIQUE INDEX "Organization_slug_key" ON "Organization"("slug");

-- CreateIndex
CREATE UNIQUE INDEX "Organization_ico_key" ON "Organization"("ico");

-- CreateIndex
CREATE INDEX "Organization_nameKey_id_idx" ON "Organization"("nameKey", "id");

-- CreateIndex
CREATE INDEX "Organization_kind_nameKey_id_idx" ON "Organization"("kind", "nameKey", "id");

-- CreateIndex
CREATE INDEX "Organization_territoryId_idx" ON "Organization"("territoryId");

-- CreateIndex
CREATE UNIQUE INDEX "Category_slug_key" ON "Category"("slug");

-- CreateIndex
CREATE INDEX "Category_nameKey_id_idx" ON "Category"("nameKey", "id");

-- CreateIndex
CREATE UNIQUE INDEX "Territory_slug_key" ON "Territory"("slug");

-- CreateIndex
CREATE UNIQUE INDEX "Territory_ruianCode_key" ON "Territory"("ruianCode");

-- CreateIndex
CREATE UNIQUE INDEX "Territory_nutsCode_key" ON "Territory"("nutsCode");

-- CreateIndex
CREATE INDEX "Territory_nameKey_id_idx" ON "Territory"("nameKey", "id");

-- CreateIndex
CREATE INDEX "Territory_level_nameKey_id_idx" ON "Territory"("level", "nameKey", "id");

-- CreateIndex
CREATE INDEX "Territory_parentId_idx" ON "Territory"("parentId");

-- AddForeignKey
ALTER TABLE "Version" ADD CONSTRAINT "Version_entryId_fkey" FOREIGN KEY ("entryId") REFERENCES "Entry"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "VersionLink" ADD CONSTRAINT "VersionLink_versionId_fkey" FOREIGN KEY ("versionId") REFERENCES "Version"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "VersionLink" ADD CONSTRAINT "VersionLink_entryId_fkey" FOREIGN KEY ("entryId") REFERENCES "Entry"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "VersionLink" ADD CONSTRAINT "VersionLink_organizationId_fkey" FOREIGN KEY ("organizationId") REFERENCES "Organization"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "VersionLink" ADD CONSTRAINT "VersionLink_categoryId_fkey" FOREIGN KEY ("categoryId") REFERENCES "Category"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "VersionLink" ADD CONSTRAINT "VersionLink_territoryId_fkey" FOREIGN KEY ("territoryId") REFERENCES "Territory"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "LiveEntry" ADD CONSTRAINT "LiveEntry_id_fkey" FOREIGN KEY ("id") REFERENCES "Entry"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "LiveEntry" ADD CONSTRAINT "LiveEntry_versionId_fkey" FOREIGN KEY ("versionId") REFERENCES "Version"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "LiveEntry" ADD CONSTRAINT "LiveEntry_organizationId_fkey" FOREIGN KEY ("organizationId") REFERENCES "Organization"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Organization" ADD CONSTRAINT "Organization_territoryId_fkey" FOREIGN KEY ("territoryId") REFERENCES "Territory"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Territory" ADD CONSTRAINT "Territory_parentId_fkey" FOREIGN KEY ("parentId") REFERENCES "Territory"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- From here on what the datamodel cannot say. Prisma's diff does not see it, so it has a test of its own.

-- Sort keys are bytes computed by us: they must be compared as bytes, whatever the collation of the database is.
ALTER TABLE "LiveEntry" ALTER COLUMN "titleKey" TYPE TEXT COLLATE "C";
ALTER TABLE "Organization" ALTER COLUMN "nameKey" TYPE TEXT COLLATE "C";
ALTER TABLE "Category" ALTER COLUMN "nameKey" TYPE TEXT COLLATE "C";
ALTER TABLE "Territory" ALTER COLUMN "nameKey" TYPE TEXT COLLATE "C";

-- A row that passes 2 kB is cut to fit by moving values out of it, and then it must be the body that goes, not what
-- lists show. EXTERNAL also spares the body compression. Do not lower toast_tuple_target: it does not make smaller rows
-- move their body, it moves everything else out as well.
ALTER TABLE "LiveEntry" ALTER COLUMN "body" SET STORAGE EXTERNAL;
ALTER TABLE "LiveEntry"
    ALTER COLUMN "categoryIds" SET STORAGE MAIN,
    ALTER COLUMN "terms" SET STORAGE MAIN,
    ALTER COLUMN "title" SET STORAGE MAIN,
    ALTER COLUMN "titleKey" SET STORAGE MAIN,
    ALTER COLUMN "shortText" SET STORAGE MAIN,
    ALTER COLUMN "card" SET STORAGE MAIN;

-- A link has one target.
ALTER TABLE "VersionLink" ADD CONSTRAINT "VersionLink_target_check"
    CHECK (num_nonnulls("entryId", "organizationId", "categoryId", "territoryId") = 1);
