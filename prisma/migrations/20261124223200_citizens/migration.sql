-- CreateTable
CREATE TABLE "Pin" (
    "personId" UUID NOT NULL,
    "entryId" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "pinnedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Pin_pkey" PRIMARY KEY ("personId","entryId")
);

-- CreateIndex
CREATE INDEX "Pin_entryId_idx" ON "Pin"("entryId");

-- CreateIndex
CREATE UNIQUE INDEX "Pin_personId_position_key" ON "Pin"("personId", "position");

-- AddForeignKey
ALTER TABLE "Pin" ADD CONSTRAINT "Pin_personId_fkey" FOREIGN KEY ("personId") REFERENCES "Person"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Pin" ADD CONSTRAINT "Pin_entryId_fkey" FOREIGN KEY ("entryId") REFERENCES "Entry"("id") ON DELETE CASCADE ON UPDATE CASCADE;
