-- CreateTable
CREATE TABLE "CooperationRequest" (
    "id" UUID NOT NULL,
    "organizationId" UUID NOT NULL,
    "types" TEXT[],
    "purpose" TEXT,
    "facts" JSONB NOT NULL DEFAULT '[]',
    "shortfalls" TEXT[],
    "contactEmail" TEXT,
    "contactLocale" TEXT NOT NULL DEFAULT 'cs',
    "state" TEXT NOT NULL,
    "revision" INTEGER NOT NULL DEFAULT 1,
    "author" TEXT NOT NULL,
    "authors" TEXT[],
    "reviewer" TEXT,
    "claimers" TEXT[],
    "decider" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "changedAt" TIMESTAMPTZ(3) NOT NULL,
    "submittedAt" TIMESTAMPTZ(3),
    "endedAt" TIMESTAMPTZ(3),
    "dueAt" TIMESTAMPTZ(3),
    "remindAt" TIMESTAMPTZ(3),

    CONSTRAINT "CooperationRequest_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "RequestEntry" (
    "requestId" UUID NOT NULL,
    "entryId" UUID NOT NULL,
    "versionId" UUID,
    "attachedAt" TIMESTAMPTZ(3) NOT NULL,
    "releasedAt" TIMESTAMPTZ(3),

    CONSTRAINT "RequestEntry_pkey" PRIMARY KEY ("requestId","entryId")
);

-- CreateTable
CREATE TABLE "RequestEvidence" (
    "id" UUID NOT NULL,
    "requestId" UUID NOT NULL,
    "code" TEXT,
    "kind" TEXT NOT NULL,
    "url" TEXT,
    "text" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "RequestEvidence_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "RequestMessage" (
    "id" UUID NOT NULL,
    "requestId" UUID NOT NULL,
    "side" TEXT NOT NULL,
    "author" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "RequestMessage_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "RequestNote" (
    "id" UUID NOT NULL,
    "requestId" UUID NOT NULL,
    "author" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "RequestNote_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "RequestEvent" (
    "id" UUID NOT NULL,
    "requestId" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "actor" TEXT NOT NULL,
    "remarks" JSONB NOT NULL DEFAULT '[]',
    "messageId" UUID,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "RequestEvent_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "CooperationRequest_organizationId_createdAt_id_idx" ON "CooperationRequest"("organizationId", "createdAt", "id");

-- CreateIndex
CREATE INDEX "CooperationRequest_createdAt_id_idx" ON "CooperationRequest"("createdAt", "id");

-- CreateIndex
CREATE INDEX "CooperationRequest_changedAt_id_idx" ON "CooperationRequest"("changedAt", "id");

-- CreateIndex
CREATE INDEX "CooperationRequest_dueAt_id_idx" ON "CooperationRequest"("dueAt", "id");

-- CreateIndex
CREATE INDEX "CooperationRequest_state_createdAt_idx" ON "CooperationRequest"("state", "createdAt");

-- CreateIndex
CREATE INDEX "CooperationRequest_remindAt_idx" ON "CooperationRequest"("remindAt");

-- CreateIndex
CREATE INDEX "RequestEntry_entryId_idx" ON "RequestEntry"("entryId");

-- CreateIndex
CREATE INDEX "RequestEntry_versionId_idx" ON "RequestEntry"("versionId");

-- CreateIndex
CREATE INDEX "RequestEvidence_requestId_createdAt_idx" ON "RequestEvidence"("requestId", "createdAt");

-- CreateIndex
CREATE INDEX "RequestMessage_requestId_createdAt_idx" ON "RequestMessage"("requestId", "createdAt");

-- CreateIndex
CREATE INDEX "RequestNote_requestId_createdAt_idx" ON "RequestNote"("requestId", "createdAt");

-- CreateIndex
CREATE INDEX "RequestEvent_requestId_at_idx" ON "RequestEvent"("requestId", "at");

-- AddForeignKey
ALTER TABLE "CooperationRequest" ADD CONSTRAINT "CooperationRequest_organizationId_fkey" FOREIGN KEY ("organizationId") REFERENCES "Organization"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "RequestEntry" ADD CONSTRAINT "RequestEntry_requestId_fkey" FOREIGN KEY ("requestId") REFERENCES "CooperationRequest"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "RequestEntry" ADD CONSTRAINT "RequestEntry_entryId_fkey" FOREIGN KEY ("entryId") REFERENCES "Entry"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "RequestEntry" ADD CONSTRAINT "RequestEntry_versionId_fkey" FOREIGN KEY ("versionId") REFERENCES "Version"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "RequestEvidence" ADD CONSTRAINT "RequestEvidence_requestId_fkey" FOREIGN KEY ("requestId") REFERENCES "CooperationRequest"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "RequestMessage" ADD CONSTRAINT "RequestMessage_requestId_fkey" FOREIGN KEY ("requestId") REFERENCES "CooperationRequest"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "RequestNote" ADD CONSTRAINT "RequestNote_requestId_fkey" FOREIGN KEY ("requestId") REFERENCES "CooperationRequest"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "RequestEvent" ADD CONSTRAINT "RequestEvent_requestId_fkey" FOREIGN KEY ("requestId") REFERENCES "CooperationRequest"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- An entry is asked for by one request at a time.
CREATE UNIQUE INDEX "RequestEntry_entryId_held_key" ON "RequestEntry" ("entryId") WHERE "releasedAt" IS NULL;
