CREATE TABLE "jobs" (
	"kind" text NOT NULL,
	"key" text NOT NULL,
	"space_id" uuid,
	"payload" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"run_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"last_error" text,
	"owner" text,
	"lease_until" timestamp (3) with time zone,
	CONSTRAINT "jobs_kind_key_pk" PRIMARY KEY("kind","key")
);
--> statement-breakpoint
CREATE INDEX "jobs_due" ON "jobs" USING btree ("kind","run_at");--> statement-breakpoint
-- Builds that were waiting or running become jobs.
UPDATE "builds" SET "status" = 'queued', "started_at" = null, "log" = '' WHERE "status" = 'running';
--> statement-breakpoint
INSERT INTO "jobs" ("kind", "key", "run_at") SELECT 'build', "key", "queued_at" FROM "builds" WHERE "status" = 'queued';
