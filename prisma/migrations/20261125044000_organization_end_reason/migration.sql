-- Why an organization ended, for those who keep the catalogue.
ALTER TABLE "Organization" ADD COLUMN "endReason" TEXT;
