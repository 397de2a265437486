ALTER TABLE "suspensions" ADD COLUMN "refused" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE INDEX "suspensions_scope" ON "suspensions" USING btree ("scope_id","limit","resumes_at");