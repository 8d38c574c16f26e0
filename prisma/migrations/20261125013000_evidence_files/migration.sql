-- AlterTable
ALTER TABLE "RequestEvidence" ADD COLUMN "fileId" UUID;

-- CreateIndex
CREATE INDEX "RequestEvidence_fileId_idx" ON "RequestEvidence"("fileId");

-- AddForeignKey
ALTER TABLE "RequestEvidence" ADD CONSTRAINT "RequestEvidence_fileId_fkey" FOREIGN KEY ("fileId") REFERENCES "File"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
