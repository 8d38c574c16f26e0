-- CreateTable
CREATE TABLE "ChangeRecord" (
    "id" BIGSERIAL NOT NULL,
    "transaction" BIGINT NOT NULL,
    "origin" UUID NOT NULL,
    "tags" TEXT[],
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "ChangeRecord_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "SearchPosition" (
    "name" TEXT NOT NULL,
    "horizon" BIGINT NOT NULL,
    "seen" BIGINT[],
    "readAt" TIMESTAMPTZ(3),
    "holder" UUID,
    "heldUntil" TIMESTAMPTZ(3),
    "reconciledAt" TIMESTAMPTZ(3),
    "repaired" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "SearchPosition_pkey" PRIMARY KEY ("name")
);

-- CreateTable
CREATE TABLE "SearchMiss" (
    "day" DATE NOT NULL,
    "query" TEXT NOT NULL,
    "count" INTEGER NOT NULL,

    CONSTRAINT "SearchMiss_pkey" PRIMARY KEY ("day","query")
);

-- CreateIndex
CREATE INDEX "ChangeRecord_transaction_idx" ON "ChangeRecord"("transaction");

-- CreateIndex
CREATE INDEX "ChangeRecord_at_idx" ON "ChangeRecord"("at");
