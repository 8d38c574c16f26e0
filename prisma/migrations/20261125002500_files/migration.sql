-- CreateTable
CREATE TABLE "File" (
    "id" UUID NOT NULL,
    "purpose" TEXT NOT NULL,
    "name" TEXT,
    "author" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "receivedAt" TIMESTAMPTZ(3),
    "hash" TEXT,
    "mediaType" TEXT,
    "size" INTEGER,
    "width" INTEGER,
    "height" INTEGER,

    CONSTRAINT "File_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "FileContent" (
    "hash" TEXT NOT NULL,
    "size" INTEGER NOT NULL,
    "storedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "FileContent_pkey" PRIMARY KEY ("hash")
);

-- AlterTable
ALTER TABLE "VersionLink" ADD COLUMN "fileId" UUID;

-- CreateIndex
CREATE INDEX "File_author_createdAt_idx" ON "File"("author", "createdAt");

-- CreateIndex
CREATE INDEX "File_createdAt_idx" ON "File"("createdAt");

-- CreateIndex
CREATE INDEX "File_hash_idx" ON "File"("hash");

-- CreateIndex
CREATE INDEX "VersionLink_fileId_idx" ON "VersionLink"("fileId");

-- AddForeignKey
ALTER TABLE "File" ADD CONSTRAINT "File_hash_fkey" FOREIGN KEY ("hash") REFERENCES "FileContent"("hash") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "VersionLink" ADD CONSTRAINT "VersionLink_fileId_fkey" FOREIGN KEY ("fileId") REFERENCES "File"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- A file that came has all of its facts; one that is awaited has none.
ALTER TABLE "File" ADD CONSTRAINT "File_received_check"
    CHECK (num_nonnulls("receivedAt", "hash", "mediaType", "size") IN (0, 4));

-- Exactly one target, files included.
ALTER TABLE "VersionLink" DROP CONSTRAINT "VersionLink_target_check";
ALTER TABLE "VersionLink" ADD CONSTRAINT "VersionLink_target_check"
    CHECK (num_nonnulls("entryId", "organizationId", "categoryId", "territoryId", "fileId") = 1);
