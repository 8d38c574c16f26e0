-- AlterTable
ALTER TABLE "Organization" ADD COLUMN     "revision" INTEGER NOT NULL DEFAULT 1,
ADD COLUMN     "status" TEXT NOT NULL DEFAULT 'ACTIVE',
ADD COLUMN     "formerNames" JSONB NOT NULL DEFAULT '[]',
ADD COLUMN     "closedOn" DATE,
ADD COLUMN     "successorId" UUID;

-- CreateIndex
CREATE INDEX "Organization_successorId_idx" ON "Organization"("successorId");

-- CreateIndex
CREATE INDEX "Organization_ovmId_idx" ON "Organization"("ovmId");

-- AddForeignKey
ALTER TABLE "Organization" ADD CONSTRAINT "Organization_successorId_fkey" FOREIGN KEY ("successorId") REFERENCES "Organization"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
