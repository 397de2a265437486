ALTER TABLE "functions" ALTER COLUMN "async" SET DEFAULT '{"retries":2,"firstRetrySeconds":1,"maxAgeSeconds":21600,"maxConcurrency":10,"deadLetters":true}'::jsonb;--> statement-breakpoint
CREATE INDEX "tasks_ended" ON "tasks" USING btree ("ended_at") WHERE "tasks"."ended_at" is not null;--> statement-breakpoint
UPDATE "functions" SET "async" = "async" - 'onSuccess' - 'onFailure';
