-- CreateTable
CREATE TABLE "MailDelivery" (
    "id" UUID NOT NULL,
    "eventId" UUID NOT NULL,
    "requestId" UUID NOT NULL,
    "event" TEXT NOT NULL,
    "recipient" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "runAt" TIMESTAMPTZ(3) NOT NULL,
    "takenAt" TIMESTAMPTZ(3),
    "sentAt" TIMESTAMPTZ(3),
    "lastError" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "MailDelivery_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "MailDelivery_eventId_recipient_key" ON "MailDelivery"("eventId", "recipient");

-- CreateIndex
CREATE INDEX "MailDelivery_state_runAt_idx" ON "MailDelivery"("state", "runAt");

-- CreateIndex
CREATE INDEX "MailDelivery_requestId_idx" ON "MailDelivery"("requestId");
