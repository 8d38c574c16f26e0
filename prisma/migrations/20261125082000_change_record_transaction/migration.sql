-- The transaction that writes a row is told by the database, so that such rows can be written like any others.
ALTER TABLE "ChangeRecord" ALTER COLUMN "transaction" SET DEFAULT ((pg_current_xact_id())::text)::bigint;
